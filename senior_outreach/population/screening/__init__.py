# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Two desks: the Record Keeper marks, the office approves, and looks again before letters leave."""
