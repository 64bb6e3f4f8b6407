# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Anonymous evaluation forms and their results."""
