# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Answers by page, phone and paper: codes, seats, calls."""
