# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The people themselves: households, duplicates, exclusions, those added by hand."""
