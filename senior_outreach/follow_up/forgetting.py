# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Visits and wishes of somebody who is handled by hand from now on carry no name (design rule 6)."""

import frappe
from frappe.model.document import Document

from senior_outreach.access.service_fields import save_by_service
from senior_outreach.access.traces import forget_history


def forget_name(senior: Document, method: str | None = None) -> None:
	"""Blank the copies of the name and their history (document event: Senior, on_update)."""
	if not (senior.handle_by_hand and senior.has_value_changed("handle_by_hand")):
		return
	for doctype in ("Home Visit", "Offer Interest"):
		# of a senior whose change was permitted; nobody may list these rows any more
		for name in frappe.get_all(doctype, filters={"senior": senior.name}, pluck="name"):
			doc = frappe.get_doc(doctype, name)
			doc.senior_name = None
			save_by_service(doc)
			forget_history(doc)
