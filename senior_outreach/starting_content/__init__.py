# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What a new site starts with; from then on it belongs to the site. In Norwegian Bokmål, like the handbook."""
