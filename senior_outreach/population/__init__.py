# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""From the permission to the cleared list: register extract, file reading, import, screening."""
