# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""A delivery that was accepted and is not wholly written: what it is written from stays until it is."""

import frappe
from frappe import _
from frappe.core.doctype.file.file import has_permission as file_permission
from frappe.model.document import Document

from senior_outreach.access.service_fields import changed_fields
from senior_outreach.access.steps import Transition
from senior_outreach.population.delivery.choices import DeliveryState

EXTRACT = "Register Extract"
NEEDED = ("file", "cohort", "file_format")


def running(extract: Document) -> Document | None:
	"""The delivery that was accepted and is not wholly written yet."""
	return next((row for row in extract.deliveries if row.state == DeliveryState.IMPORTING), None)


def check_unchanged(extract: Document, step: Transition | None) -> None:
	"""In `validate`: half a delivery in one round and half in another, or nowhere, is what nobody finds again."""
	before = extract.get_doc_before_save()
	if before is None or not running(before) or not running(extract):
		return
	if step or changed_fields(extract, before, NEEDED):
		_refuse()


def check_format_not_in_use(form: Document) -> None:
	"""The rest of a delivery is read as its beginning was."""
	if form.is_new():
		return
	extract, delivery = frappe.qb.DocType(EXTRACT), frappe.qb.DocType("Register Extract Delivery")
	reading = (
		frappe.qb.from_(extract)
		.join(delivery)
		.on((delivery.parent == extract.name) & (delivery.parenttype == EXTRACT))
		.where((extract.file_format == form.name) & (delivery.state == DeliveryState.IMPORTING.value))
		.select(extract.name)
		.limit(1)
		.run()
	)
	if reading:
		_refuse()


def has_file_permission(
	doc: Document, ptype: str | None = None, user: str | None = None, debug: bool = False
) -> bool:
	"""A delivered file is for the named users alone, and is not deleted before it is wholly read (hook of File).

	Everything else is Frappe's own answer: some versions ask no further after this one, others take none for no.
	"""
	user = user or frappe.session.user
	if doc.attached_to_doctype == EXTRACT and doc.attached_to_name:
		if doc.attached_to_field == "file" and not _is_named(doc.attached_to_name, user):
			return False
		if ptype == "delete":
			_check_not_read(doc)
	return bool(file_permission(doc, ptype, user))


def _is_named(extract: str, user: str) -> bool:
	if user == "Administrator":
		return True
	named = {"parent": extract, "parenttype": EXTRACT, "user": user}
	return bool(frappe.db.exists("Register Extract User", named))


def _check_not_read(file: Document) -> None:
	current = frappe.db.get_value(EXTRACT, file.attached_to_name, "file")
	importing = {
		"parent": file.attached_to_name,
		"parenttype": EXTRACT,
		"state": DeliveryState.IMPORTING.value,
	}
	if file.file_url == current and frappe.db.exists("Register Extract Delivery", importing):
		_refuse()


def _refuse() -> None:
	frappe.throw(_("A delivery is being imported already. Wait until it is done."))
