# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""A delivered file becomes checked people, or reasons why not. Only `formats` and `messages` know the site."""
