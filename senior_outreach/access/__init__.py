# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Who may see which row, and which state may follow which."""
