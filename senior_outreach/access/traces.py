# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What Frappe keeps of earlier values, taken away where rule 6 of the design forbids it."""

import frappe
from frappe.model.document import Document


def forget_history(doc: Document) -> None:
	"""Delete the versions of a document; called in `validate`, it also keeps this save from writing one."""
	doc.flags.ignore_version = True
	if not doc.is_new():
		frappe.db.delete("Version", {"ref_doctype": doc.doctype, "docname": doc.name})
