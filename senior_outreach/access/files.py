# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Private files of the app's documents are reached through those documents alone.

Frappe lets whoever knows the address of a private file make a record of their own for it, and read it through that.
"""

import frappe
from frappe import _
from frappe.model.document import Document

MODULE = "Senior Outreach"
PRIVATE_ONLY = frozenset(
	{"Register Extract", "Senior", "Senior Identity", "Invitation", "Cohort", "Letter Run", "Outreach Letter"}
	| {"Follow-up Call", "Home Visit", "Offer Interest", "Evaluation", "Group Meeting"}
)
"""Documents whose attachments may name people; pictures of an office or a venue may be public."""


def refuse_public(file: Document, method: str | None = None) -> None:
	"""Stop a public file on a document of the app that is about people or the register (event: File, validate)."""
	if file.is_private or file.is_folder or file.attached_to_doctype not in PRIVATE_ONLY:
		return
	frappe.throw(_("A file attached here must be private. Attach it again and tick Is Private."))


def refuse_takeover(file: Document, method: str | None = None) -> None:
	"""Stop a record for a file that another document has, which the user may not read (event: File, validate)."""
	if not file.is_private or not file.file_url or not file.has_value_changed("file_url"):
		return
	for row in _other_records(file):
		if frappe.get_meta(row.attached_to_doctype).module != MODULE:
			continue
		if not frappe.has_permission(row.attached_to_doctype, "read", row.attached_to_name):
			frappe.throw(_("This file belongs to another document."), frappe.PermissionError)


def _other_records(file: Document) -> list[frappe._dict]:
	"""Whoever may see them: nothing of them is shown."""
	rows = frappe.get_all(
		"File",
		filters={
			"file_url": file.file_url,
			"attached_to_doctype": ("is", "set"),
			"name": ("!=", file.name or ""),
		},
		fields=["attached_to_doctype", "attached_to_name"],
		order_by="name asc",
	)
	own = (file.attached_to_doctype, file.attached_to_name)
	return [row for row in rows if (row.attached_to_doctype, row.attached_to_name) != own]
