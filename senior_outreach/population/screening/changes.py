# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Who of a round has changed since the screening was approved, from the history that Frappe keeps.

Of people who are handled by hand there is no history; they are counted and nothing more is said.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import get_datetime

from senior_outreach.access.documents import check_right, permitted
from senior_outreach.population.screening.marking import INVITATION, UNTIL_LETTERS_LEAVE
from senior_outreach.population.status import InvitationStatus

SENIOR = "Senior"
SENIOR_FIELDS = (
	"full_name",
	"care_of",
	"street",
	"address_line_2",
	"postal_code",
	"city",
	"country",
	"register_status",
	"do_not_contact",
)
EXCLUSION, STATUS = "exclusion_reason", "status"
OF_SCREENING = frozenset({*UNTIL_LETTERS_LEAVE, InvitationStatus.EXCLUDED})
SHOWN = 500


@frappe.whitelist(methods=["POST"])
def changes_since_screening(cohort: str) -> dict:
	"""What is new in the round since its screening was approved, the latest first.

	`changes` has a row for each change: person, field, old and new value, when and by whom; `added` the people
	who came into the round since; `protected` how many of those handled by hand changed. `changes` is cut after
	500 rows, `left_out` says how many more there are. `None` as `since` when the screening is not approved.
	"""
	doc = permitted("Cohort", cohort, "read")
	for doctype in (SENIOR, INVITATION):  # facilitators read the round, and nobody in it
		check_right(doctype, "read")
	if not doc.screening_approved_on:
		return {"since": None, "changes": [], "added": [], "protected": 0, "left_out": 0}
	since = get_datetime(doc.screening_approved_on)
	changes = [*_of_seniors(cohort, since), *_of_invitations(cohort, since)]
	changes.sort(key=lambda change: change["when"], reverse=True)
	added = _added(cohort, since)
	_name_users([*changes[:SHOWN], *added])
	return {
		"since": since,
		"changes": changes[:SHOWN],
		"added": added,
		"protected": _protected(cohort, since),
		"left_out": max(0, len(changes) - SHOWN),
	}


def _of_seniors(cohort: str, since: datetime) -> Iterator[dict]:
	for row in _versions(SENIOR, cohort, since):
		for field, old, new in _changed(row):
			if field in SENIOR_FIELDS:
				yield _change(row, SENIOR, field, old, new)


def _of_invitations(cohort: str, since: datetime) -> Iterator[dict]:
	"""A reason for exclusion says it all; a status alone only where it belongs to the screening."""
	for row in _versions(INVITATION, cohort, since):
		changed = {field: (old, new) for field, old, new in _changed(row)}
		if EXCLUSION in changed:
			yield _change(row, INVITATION, EXCLUSION, *changed[EXCLUSION])
		elif STATUS in changed and set(changed[STATUS]) <= OF_SCREENING:
			yield _change(row, INVITATION, STATUS, *changed[STATUS])


def _versions(doctype: str, cohort: str, since: datetime) -> list[dict[str, Any]]:
	"""The history of everyone in the round whom the office may list, in one query."""
	version, invitation = frappe.qb.DocType("Version"), frappe.qb.DocType(INVITATION)
	about = invitation.name if doctype == INVITATION else invitation.senior
	return (
		frappe.qb.from_(invitation)
		.join(version)
		.on((version.docname == about) & (version.ref_doctype == doctype))
		.where((invitation.cohort == cohort) & (invitation.handle_by_hand == 0) & (version.creation > since))
		.orderby(version.creation)
		.select(
			invitation.name.as_("invitation"),
			invitation.senior_name,
			version.data,
			version.creation,
			version.owner,
		)
		.run(as_dict=True)
	)


def _changed(row: dict[str, Any]) -> list[tuple[str, Any, Any]]:
	return [tuple(each) for each in json.loads(row.data or "{}").get("changed") or []]


def _change(row: dict[str, Any], doctype: str, field: str, old: Any, new: Any) -> dict:
	meta = frappe.get_meta(doctype).get_field(field)
	words = (_in_words(meta.fieldtype, value) for value in (old, new))
	old, new = words
	return {
		"invitation": row.invitation,
		"person": row.senior_name,
		"label": _(meta.label),
		"old": old,
		"new": new,
		"when": row.creation,
		"by": row.owner,
	}


def _in_words(fieldtype: str, value: Any) -> str:
	if fieldtype == "Check":
		return _("Yes") if value in (1, "1") else _("No")
	text = "" if value is None else str(value)
	return _(text) if fieldtype == "Select" and text else text


def _added(cohort: str, since: datetime) -> list[dict]:
	invitation = frappe.qb.DocType(INVITATION)
	rows = (
		frappe.qb.from_(invitation)
		.where((invitation.cohort == cohort) & (invitation.handle_by_hand == 0))
		.where(invitation.creation > since)
		.orderby(invitation.creation)
		.select(
			invitation.name.as_("invitation"),
			invitation.senior_name.as_("person"),
			invitation.status,
			invitation.creation.as_("when"),
			invitation.owner.as_("by"),
		)
		.limit(SHOWN)
		.run(as_dict=True)
	)
	return [{**row, "status": _(row.status)} for row in rows]


def _name_users(rows: list[dict]) -> None:
	users = sorted({row["by"] for row in rows})
	names = dict(frappe.get_all("User", {"name": ("in", users)}, ["name", "full_name"], as_list=True))
	for row in rows:
		row["by"] = names.get(row["by"]) or row["by"]


def _protected(cohort: str, since: datetime) -> int:
	invitation = frappe.qb.DocType(INVITATION)
	by_hand = (invitation.cohort == cohort) & (invitation.handle_by_hand == 1) & (invitation.modified > since)
	return frappe.qb.from_(invitation).where(by_hand).select(Count("*")).run()[0][0]
