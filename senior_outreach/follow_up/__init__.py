# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Home visits, wishes for offers, journal duty."""
