# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Screening by two desks: the Record Keeper says keep or exclude, the office approves the cleared list."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Coalesce, Count
from frappe.utils import now_datetime

from senior_outreach.access.service_fields import save_by_service
from senior_outreach.population.rules import ExclusionReason, Mark


@frappe.whitelist(methods=["POST"])
def mark(identities: list[str] | str, value: str) -> int:
	"""Mark several people of the worklist at once; gives back how many. Raises `frappe.PermissionError`.

	`identities` are names of Senior Identity, as a list or as its JSON.
	"""
	identities = frappe.parse_json(identities)
	for name in identities:
		identity = frappe.get_doc("Senior Identity", name)
		identity.check_permission("write")
		identity.mark = Mark(value).value
		identity.save()
	return len(identities)


def check_mark(identity: Document) -> None:
	"""A mark may change until letters leave, and only the mark may change."""
	if identity.is_new() or not identity.has_value_changed("mark") or identity.has_value_changed("cohort"):
		return
	if frappe.db.get_value("Cohort", identity.cohort, "letters_sent_on"):
		frappe.throw(_("The letters of this cohort have left. The screening can no longer be changed."))
	identity.marked_by = frappe.session.user
	identity.marked_on = now_datetime()


def carry_mark(identity: Document) -> None:
	"""Write a mark of the keeper on the invitation. A reason the system found itself is not overwritten."""
	if not identity.marked_on or not identity.has_value_changed("marked_on"):
		return
	invitation = _invitation_of(identity)
	if invitation.exclusion_reason not in ("", None, ExclusionReason.RECORD_KEEPER):
		return
	excluded = identity.mark == Mark.EXCLUDE
	invitation.exclusion_reason = ExclusionReason.RECORD_KEEPER.value if excluded else ""
	invitation.screened_on = identity.marked_on if identity.mark else None
	invitation.screened_by = identity.marked_by if identity.mark else None
	save_by_service(invitation)


def _invitation_of(identity: Document) -> Document:
	return frappe.get_doc("Invitation", {"senior": identity.senior, "cohort": identity.cohort})


@frappe.whitelist(methods=["POST"])
def approve_screening(cohort: str) -> None:
	"""Close the screening: everyone is marked or excluded, and the identity numbers are dropped.

	Raises `frappe.ValidationError` while anyone is still to be screened.
	"""
	doc = frappe.get_doc("Cohort", cohort)
	doc.check_permission("write")
	waiting = unmarked(cohort)
	if waiting:
		frappe.throw(
			_("{0} persons are not screened yet. Ask the record keeper to mark them.").format(waiting)
		)
	doc.screening_approved_on = now_datetime()
	doc.screening_approved_by = frappe.session.user
	save_by_service(doc)
	_drop_numbers(cohort)


def unmarked(cohort: str) -> int:
	"""How many of the round are neither excluded nor marked."""
	table = frappe.qb.DocType("Invitation")
	open_ = (
		(table.cohort == cohort) & table.screened_on.isnull() & (Coalesce(table.exclusion_reason, "") == "")
	)
	return frappe.qb.from_(table).where(open_).select(Count("*")).run()[0][0]


def _drop_numbers(cohort: str) -> None:
	"""Names and numbers go; the keyed hash and the grade stay, so that a second delivery finds its people."""
	identity = frappe.qb.DocType("Senior Identity")
	(
		frappe.qb.update(identity)
		.set(identity.identity_number_encrypted, None)
		.set(identity.full_name, None)
		.set(identity.birth_date, None)
		.set(identity.dropped_on, now_datetime())
		.where((identity.cohort == cohort) & identity.dropped_on.isnull())
		.run()
	)
