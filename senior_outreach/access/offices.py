# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Every record links to records of its own office only."""

import frappe
from frappe import _
from frappe.model.document import Document

OFFICE = "Outreach Office"


def check_links(doc: Document, method: str | None = None) -> None:
	"""Stop when a linked record belongs to another office (document event `validate`).

	Frappe checks that a link exists and that the user may see the office of this record, but not that the two
	fit together, so a name from elsewhere would bring its data along. Records without an office are shared.
	"""
	office = doc.name if doc.doctype == OFFICE else doc.get("office")
	if not office:
		return
	for field in doc.meta.get_link_fields():
		value = doc.get(field.fieldname)
		if not value or field.options == OFFICE or not frappe.get_meta(field.options).has_field("office"):
			continue
		linked = frappe.db.get_value(field.options, value, "office", cache=True)
		if linked and linked != office:
			frappe.throw(
				_("{0} belongs to another office. Choose one of {1}.").format(_(field.label), office),
				frappe.PermissionError,
			)
