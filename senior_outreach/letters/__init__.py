# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Letters and other papers: texts, rendering, letter runs."""
