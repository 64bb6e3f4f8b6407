# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What an application to the population register prints and starts with, read from the database."""

from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import cint, getdate

from senior_outreach.access.documents import check_right, permitted
from senior_outreach.access.roles import Role
from senior_outreach.access.staff import works_in
from senior_outreach.letters import application
from senior_outreach.letters.offer import sender_of

DOCTYPE = "Register Extract"
SUGGESTED = ("recipient", "requested_data", "selection", "purpose", "legal_basis")


@frappe.whitelist()
def suggested_application(office: str, cohort: str | None = None) -> dict[str, Any]:
	"""The points of a new application by field name, for the form. Raises `frappe.PermissionError`."""
	check_right(DOCTYPE, "create")
	permitted("Outreach Office", office, "read")
	if cohort:
		permitted("Cohort", cohort, "read")
	return _suggested(office, cohort)


def fill_defaults(extract: Document) -> None:
	"""A new application starts with the round's birth years and the office's usual words; all may be changed."""
	if not extract.is_new() or not extract.get("office"):
		return
	suggested = _suggested(extract.office, extract.get("cohort"))
	for field in SUGGESTED:
		if not extract.get(field):
			extract.set(field, suggested[field])
	if not extract.get("named_users"):
		extract.extend("named_users", suggested["named_users"])


def facts_of(extract: Document) -> application.ApplicationFacts:
	"""The callers have checked the permission for the extract."""
	number = frappe.db.get_value("Outreach Office", extract.office, "municipality_number")
	return application.ApplicationFacts(
		reference=extract.name,
		sender=sender_of(extract.office),
		municipality_number=number or "",
		recipient=extract.recipient or "",
		applied_on=getdate(extract.applied_on) if extract.applied_on else None,
		requested_data=extract.requested_data or "",
		selection=extract.selection or "",
		named_users=_named_users(extract),
		purpose=extract.purpose or "",
		legal_basis=extract.legal_basis or "",
		sorting=extract.sorting or "",
		medium=extract.medium or "",
		frequency=extract.frequency or "",
		signature=_signature(extract),
	)


def _suggested(office_name: str, cohort: str | None) -> dict[str, Any]:
	office = frappe.get_cached_doc("Outreach Office", office_name)
	words = application.suggestions(_round_facts(office, cohort), office.letter_language or "nb")
	task = words.pop("task")
	user = frappe.session.user
	return {
		**words,
		"recipient": _recipient_of_last(office_name) or words["recipient"],
		"named_users": [{"user": user, "task": task}]
		if works_in(user, office_name, Role.COORDINATOR)
		else [],
	}


def _round_facts(office: Document, cohort: str | None) -> application.RoundFacts:
	facts = {"office": office.office_name, "municipality_number": office.municipality_number or ""}
	if not cohort:
		return application.RoundFacts(**facts)
	doc = frappe.get_doc("Cohort", cohort)
	years = tuple(cint(row.birth_year) for row in doc.birth_years)
	return application.RoundFacts(**facts, year=cint(doc.year), birth_years=years)


def _recipient_of_last(office: str) -> str | None:
	"""The address that the office's last signed application went to."""
	filters = {"office": office, "signed_on": ("is", "set"), "recipient": ("is", "set")}
	found = frappe.get_all(  # no row about a person; the address of an authority
		DOCTYPE, filters=filters, pluck="recipient", order_by="creation desc, name desc", limit=1
	)
	return found[0] if found else None


def _named_users(extract: Document) -> tuple[application.NamedUser, ...]:
	filters = {"name": ("in", [row.user for row in extract.named_users] or [""])}
	names = dict(  # staff who are named in a document that the reader may read
		frappe.get_all("User", filters=filters, fields=["name", "full_name"], as_list=True)
	)
	return tuple(
		application.NamedUser(names.get(row.user) or row.user, row.task or "") for row in extract.named_users
	)


def _signature(extract: Document) -> application.Signature | None:
	if not extract.signed_on:
		return None
	name = frappe.utils.get_fullname(extract.signed_by)
	return application.Signature(name, extract.signed_as or "", getdate(extract.signed_on))
