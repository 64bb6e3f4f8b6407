# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""A delivery beside what is stored: reviewed as a change set, accepted, written in chunks."""
