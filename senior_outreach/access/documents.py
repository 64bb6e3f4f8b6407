# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The first line of what a browser may call: the document, for those who may do this with it."""

import frappe
from frappe import _
from frappe.model.document import Document


def permitted(doctype: str, name: str, right: str) -> Document:
	"""The stored document. Raises `frappe.PermissionError` for who has not this right on it."""
	doc = frappe.get_doc(doctype, name)
	doc.check_permission(right)
	return doc


def check_right(doctype: str, right: str) -> None:
	"""Stop whoever has this right on no document of the kind."""
	if not frappe.has_permission(doctype, right):
		refuse(_(doctype))


def check_role(roles: frozenset[str], what: str) -> None:
	"""Stop whoever has none of `roles`; `what` is the name of the thing they reach for."""
	if frappe.session.user != "Administrator" and not roles & set(frappe.get_roles()):
		refuse(what)


def refuse(what: str) -> None:
	frappe.throw(
		_("Your roles do not open {0}. Ask your system manager for the role you need.").format(what),
		frappe.PermissionError,
	)
