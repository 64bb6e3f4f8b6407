# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""A round and its meetings before any letter leaves: rules, teams, seats, approval."""
