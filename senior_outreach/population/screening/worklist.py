# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The Record Keeper's worklist on the desk page Screening: the only place where identity numbers are read.

A mark is read from the invitation, which is what counts. People whom the system has excluded are not on it:
there is nothing for the keeper to say about them.
"""

from typing import Any

import frappe
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.query_builder.functions import Coalesce, Count
from frappe.utils import add_to_date, get_datetime, now_datetime
from frappe.utils.password import decrypt

from senior_outreach.access.documents import check_right
from senior_outreach.access.errors import without_values
from senior_outreach.access.rows import UNPROTECTED, offices_of
from senior_outreach.population.rules import ExclusionReason, Mark
from senior_outreach.population.screening.marking import IDENTITY, INVITATION, mark
from senior_outreach.population.screening.recheck import check_keeper, state_of

PAGE = 500
OPENING = "open_worklist"
ONE_OPENING_MINUTES = 60
METHOD = "senior_outreach.population.screening.worklist.open_worklist"


@frappe.whitelist(methods=["POST"])
def open_rounds() -> list[dict]:
	"""The rounds with anybody on the worklist, by name, with `people` and how many are still `unmarked`."""
	check_right(IDENTITY, "read")
	identity, invitation, query = _on_worklist()
	offices = offices_of()
	if offices is not None:
		query = query.where(identity.office.isin(sorted(offices) or [""]))
	is_open = invitation.screened_on.isnull() & (Coalesce(invitation.exclusion_reason, "") == "")
	counts = query.groupby(identity.cohort).orderby(identity.cohort).select(identity.cohort, Count("*"))
	waiting = dict(query.where(is_open).groupby(identity.cohort).select(identity.cohort, Count("*")).run())
	return [
		{"cohort": cohort, "people": people, "unmarked": waiting.get(cohort, 0)}
		for cohort, people in counts.run()
	]


@frappe.whitelist(methods=["POST"])
def open_worklist(cohort: str, after: str = "") -> dict:
	"""Up to 500 people after the entry `after`, with their identity numbers; `more` says whether to go on.

	For the Record Keeper of the round's office alone. Each opening is in the access log, without names.
	"""
	check_right(IDENTITY, "read")
	check_keeper(cohort)
	with without_values("Opening the worklist failed"):
		return _worklist(cohort, after)


def _worklist(cohort: str, after: str) -> dict:
	_note_opening(cohort, after)
	state = state_of(cohort)
	identity, invitation, query = _on_worklist()
	rows = (
		query.where((identity.cohort == cohort) & (identity.name > after))
		.select(
			identity.name,
			invitation.senior_name.as_("full_name"),
			identity.birth_date,
			identity.identity_number_encrypted,
			invitation.screened_on,
			invitation.exclusion_reason,
		)
		.orderby(identity.name)
		.limit(PAGE + 1)
		.run(as_dict=True)
	)
	people = [_person(row, state["screening_approved_on"]) for row in rows[:PAGE]]
	return {"state": state, "people": people, "more": len(rows) > PAGE}


def _on_worklist() -> tuple[Any, Any, Any]:
	"""Whoever may be marked: not protected, not excluded by the system, and the letter has not left."""
	identity, invitation = frappe.qb.DocType(IDENTITY), frappe.qb.DocType(INVITATION)
	query = (
		frappe.qb.from_(identity)
		.join(invitation)
		.on((invitation.senior == identity.senior) & (invitation.cohort == identity.cohort))
		.where(identity.dropped_on.isnull() & (identity.protection_grade == UNPROTECTED))
		.where((invitation.handle_by_hand == 0) & invitation.sent_on.isnull())
		.where(Coalesce(invitation.exclusion_reason, "").isin(["", ExclusionReason.RECORD_KEEPER.value]))
	)
	return identity, invitation, query


def _person(row: dict[str, Any], approved_on: Any) -> dict:
	number = row.identity_number_encrypted
	late = approved_on and row.screened_on and get_datetime(row.screened_on) > get_datetime(approved_on)
	return {
		"name": row.name,
		"full_name": row.full_name,
		"birth_date": row.birth_date,
		"number": decrypt(number) if number else "",
		"mark": _mark(row),
		"late": bool(late),
	}


def _mark(row: dict[str, Any]) -> str:
	if row.exclusion_reason:
		return Mark.EXCLUDE.value
	return Mark.KEEP.value if row.screened_on else ""


def _note_opening(cohort: str, after: str) -> None:
	"""One line for each opening; further pages belong to the opening of the same user within the hour."""
	if after and frappe.db.exists(
		"Access Log",
		{
			"user": frappe.session.user,
			"reference_document": cohort,
			"method": OPENING,
			"creation": (">", add_to_date(now_datetime(), minutes=-ONE_OPENING_MINUTES)),
		},
	):
		return
	make_access_log(doctype="Cohort", document=cohort, method=OPENING)


@frappe.whitelist(methods=["POST"])
def keep_unmarked(identities: list[str] | str) -> list[str]:
	"""Keep those of these people whom nobody has marked meanwhile; gives back who that was."""
	check_right(IDENTITY, "write")
	identity, invitation, query = _on_worklist()
	still = (
		query.where(identity.name.isin(frappe.parse_json(identities) or [""]))
		.where(invitation.screened_on.isnull() & (Coalesce(invitation.exclusion_reason, "") == ""))
		.select(identity.name)
		.run(pluck=True)
	)
	mark(still, Mark.KEEP.value)  # asks for the permission on each of them
	return still


def keep_out_of_caches(response: Any, request: Any) -> None:
	"""No browser or proxy keeps a list with identity numbers (hook `after_request`)."""
	if METHOD in request.path:
		response.headers["Cache-Control"] = "no-store"
