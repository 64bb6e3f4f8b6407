# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The meeting day: attendance, walk-ins, costs."""
