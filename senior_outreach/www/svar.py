# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE

from senior_outreach.guest import reply_page

no_cache = 1
sitemap = 0


def get_context(context):
	return reply_page(context)
