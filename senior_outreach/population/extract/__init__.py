# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The register extract from the application to the destruction."""
