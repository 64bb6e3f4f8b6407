# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Put the starting content into the registers, once."""

import frappe

from senior_outreach.starting_content.reading import meeting_topics, preventive_offers


def seed() -> None:
	"""Fill each register that has no row yet; one that has is the site's own and is left alone."""
	for doctype, rows in (("Meeting Topic", meeting_topics()), ("Preventive Offer", preventive_offers())):
		if frappe.db.count(doctype):
			continue
		for row in rows:
			doc = frappe.get_doc({"doctype": doctype, **row})
			doc.insert(ignore_permissions=True)  # the installer has no user
