# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Senior Outreach: one friendly offer a year to every resident who reaches a given age."""

__version__ = "0.1.0"
