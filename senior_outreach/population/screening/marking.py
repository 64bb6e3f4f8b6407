# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Screening by two desks: the Record Keeper says keep or exclude, the office approves the cleared list."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Coalesce, Count, Sum
from frappe.utils import cint, now_datetime

from senior_outreach.access.documents import check_right, permitted
from senior_outreach.access.service_fields import is_by_service, save_by_service
from senior_outreach.population.rules import ExclusionReason, Mark
from senior_outreach.population.status import InvitationStatus

IDENTITY, INVITATION = "Senior Identity", "Invitation"
UNTIL_LETTERS_LEAVE = (InvitationStatus.TO_SCREEN, InvitationStatus.READY)
"""Who is still on the worklist when a run of the round has left: their own letter has not."""


@frappe.whitelist(methods=["POST"])
def mark(identities: list[str] | str, value: str) -> int:
	"""Mark several people of the worklist at once; gives back how many. Raises `frappe.PermissionError`.

	`identities` are names of Senior Identity, as a list or as its JSON. An empty `value` takes the mark back.
	"""
	check_right(IDENTITY, "write")
	chosen = read_mark(value)
	names = frappe.parse_json(identities)
	for name in names:
		identity = permitted(IDENTITY, name, "write")
		identity.mark = chosen
		identity.save()
	return len(names)


def read_mark(value: str) -> str:
	"""Keep, Exclude or nothing. The message does not repeat the value: it may say why."""
	if value not in ("", *Mark):
		frappe.throw(_("Only Keep or Exclude can be marked. The reason is written nowhere."))
	return value


def check_mark(identity: Document) -> None:
	"""In `validate`: a mark may change until this person's letter has left; who marks and when is kept with it."""
	if is_by_service(identity) or identity.is_new() or not identity.has_value_changed("mark"):
		return
	if _invitation_of(identity).sent_on:
		frappe.throw(_("This person's letter has left. The mark can no longer be changed."))
	identity.marked_by = frappe.session.user
	identity.marked_on = now_datetime()


def carry_mark(identity: Document) -> None:
	"""Write a mark of the keeper on the invitation. A reason the system found itself is not overwritten.

	Somebody who is in two rounds at a time stands on one worklist, the later one, and is marked for both.
	"""
	if not identity.marked_on or not identity.has_value_changed("marked_on"):
		return
	for name in _open_invitations(identity):
		_carry(identity, frappe.get_doc(INVITATION, name))


def _open_invitations(identity: Document) -> list[str]:
	"""The person's invitations without a letter, in rounds that are not at their end; the keeper sees none."""
	invitation, cohort = frappe.qb.DocType(INVITATION), frappe.qb.DocType("Cohort")
	return (
		frappe.qb.from_(invitation)
		.join(cohort)
		.on(cohort.name == invitation.cohort)
		.where((invitation.senior == identity.senior) & invitation.sent_on.isnull())
		.where(cohort.workflow_state.notin(("Pending Closure", "Closed")))
		.select(invitation.name)
		.orderby(invitation.name)
		.run(pluck=True)
	)


def _invitation_of(identity: Document) -> Document:
	return frappe.get_doc(INVITATION, {"senior": identity.senior, "cohort": identity.cohort})


def _carry(identity: Document, invitation: Document) -> None:
	if invitation.exclusion_reason not in ("", None, ExclusionReason.RECORD_KEEPER):
		return
	excluded = identity.mark == Mark.EXCLUDE
	invitation.exclusion_reason = ExclusionReason.RECORD_KEEPER.value if excluded else ""
	invitation.screened_on = identity.marked_on if identity.mark else None
	invitation.screened_by = identity.marked_by if identity.mark else None
	save_by_service(invitation)


@frappe.whitelist(methods=["POST"])
def approve_screening(cohort: str) -> None:
	"""Close the screening: everyone is marked or excluded, and the identity numbers are dropped.

	It may be approved again when a further delivery has brought people. Raises `frappe.ValidationError` while
	anyone is still to be screened or a row of a delivery is not in the round.
	"""
	doc = permitted("Cohort", cohort, "write")
	_check_all_marked(cohort)
	_check_no_open_rows(cohort)
	doc.screening_approved_on = now_datetime()
	doc.screening_approved_by = frappe.session.user
	save_by_service(doc)
	_drop_numbers(cohort)


def _check_all_marked(cohort: str) -> None:
	waiting = unmarked(cohort)
	if waiting:
		frappe.throw(
			_("{0} persons are not screened yet. Ask the record keeper to mark them.").format(waiting)
		)


def _check_no_open_rows(cohort: str) -> None:
	"""Nobody falls between the delivery and the round."""
	rows = open_rows(cohort)
	if rows:
		frappe.throw(
			_(
				"{0} rows of the delivery are not in the round. Open the register extract: correct the rejected"
				" rows and upload them again, or set them aside there with a reason."
			).format(rows)
		)


def open_rows(cohort: str) -> int:
	"""Rows of the round's deliveries that were neither taken nor set aside."""
	extract = frappe.qb.DocType("Register Extract")
	waiting = (extract.cohort == cohort) & (Coalesce(extract.open_rows_set_aside, "") == "")
	return cint(frappe.qb.from_(extract).where(waiting).select(Sum(extract.open_rows)).run()[0][0])


def unmarked(cohort: str) -> int:
	"""How many of the round are neither excluded nor marked."""
	table = frappe.qb.DocType(INVITATION)
	open_ = (
		(table.cohort == cohort) & table.screened_on.isnull() & (Coalesce(table.exclusion_reason, "") == "")
	)
	return frappe.qb.from_(table).where(open_).select(Count("*")).run()[0][0]


def numbers_kept(cohort: str) -> int:
	"""How many people of the round still have an identity number on the worklist."""
	return frappe.db.count(IDENTITY, {"cohort": cohort, "identity_number_encrypted": ("is", "set")})


def _drop_numbers(cohort: str) -> None:
	"""The number goes. Name and birth date stay on the worklist for late news, until the letters leave.

	The time of the change goes with it: a mark that was read before must not write the number back.
	"""
	identity = frappe.qb.DocType(IDENTITY)
	(
		frappe.qb.update(identity)
		.set(identity.identity_number_encrypted, None)
		.set(identity.number_dropped_on, now_datetime())
		.set(identity.modified, now_datetime())
		.where((identity.cohort == cohort) & identity.identity_number_encrypted.isnotnull())
		.run()
	)


def take_off_worklist(cohort: str) -> None:
	"""The letters have left: names and birth dates go; keyed hash and grade stay for a further delivery.

	Whoever came late and waits for screening or for a letter of their own stays on the worklist until then.
	"""
	identity, invitation = frappe.qb.DocType(IDENTITY), frappe.qb.DocType(INVITATION)
	staying = (
		frappe.qb.from_(invitation)
		.where((invitation.cohort == cohort) & invitation.status.isin(UNTIL_LETTERS_LEAVE))
		.select(invitation.senior)
	)
	(
		frappe.qb.update(identity)
		.set(identity.identity_number_encrypted, None)
		.set(identity.full_name, None)
		.set(identity.birth_date, None)
		.set(identity.number_dropped_on, Coalesce(identity.number_dropped_on, now_datetime()))
		.set(identity.dropped_on, now_datetime())
		.set(identity.modified, now_datetime())
		.where((identity.cohort == cohort) & identity.dropped_on.isnull() & identity.senior.notin(staying))
		.run()
	)
