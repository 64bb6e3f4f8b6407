# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Retention, purge, proof and certificate."""
