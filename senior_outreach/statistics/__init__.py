# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Every figure a report shows, and the hiding of small numbers."""
