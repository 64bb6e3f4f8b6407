# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Carrying out that two entries are one person: values, rounds, the number; and taking all of it back.

What is changed is written down as it was before and after, so that taking back leaves alone what somebody has
changed meanwhile.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, cstr

from senior_outreach.access.service_fields import save_by_service
from senior_outreach.population.rules import AddedBecause, ExclusionReason, exclusion_at_any_age
from senior_outreach.population.seniors.exclusions import (
	COHORT,
	IDENTITY,
	INVITATION,
	SENIOR,
	back_on_worklist,
	open_invitations,
	reason_now,
	set_reason,
)
from senior_outreach.population.seniors.following import facts_of
from senior_outreach.population.seniors.inviting import TAKEN_BACK, invitation_of, invite

GROUPS: dict[str, tuple[str, ...]] = {
	"Name": ("first_name", "last_name", "full_name"),
	"Birth Date": ("birth_date",),
	"Sex": ("sex",),
	"Address": ("care_of", "street", "address_line_2", "postal_code", "city", "country", "district"),
	"Phone": ("phone",),
	"Mobile": ("mobile",),
	"E-mail": ("email",),
	"Letter Language": ("letter_language",),
	"Large Print": ("large_print",),
	"Next of Kin": ("next_of_kin_name", "next_of_kin_phone", "next_of_kin_consent_on", "call_next_of_kin"),
	"Register Status": ("register_status",),
}
"""What stands side by side, and which fields go together: half an address is none."""
FIELDS = frozenset(field for group in GROUPS.values() for field in group)
REGISTER_FIELDS = ("register_extract", "register_checked_on")
DECIDED_BY_PEOPLE = (
	ExclusionReason.RECORD_KEEPER,
	ExclusionReason.ADDED_BY_MISTAKE,
	ExclusionReason.MOVED_TO_NEXT_YEAR,
)

Changes = dict[str, list[Any]]


def merge(stays: Document, other: Document, taken: Collection[str]) -> dict:
	"""Write the chosen values on the one who stays and take the other one out of its rounds.

	Gives back what has to be known for taking it back.
	"""
	if not FIELDS.issuperset(taken):
		frappe.throw(_("Choose only among the values that stand side by side."))
	changes = _change(stays, _values(stays, other, taken))
	other.merged_into = stays.name
	save_by_service(other)
	names = open_invitations(other.name)
	rounds = [_hand_over(frappe.get_doc(INVITATION, name), stays) for name in names]
	return {"senior": changes, "rounds": rounds}


def _values(stays: Document, other: Document, taken: Collection[str]) -> dict[str, Any]:
	"""The chosen values, and what must not get lost whatever is chosen: a wish for no contact, the register."""
	values = {field: other.get(field) for field in taken}
	if other.do_not_contact:
		values["do_not_contact"] = 1
	if not cint(stays.next_round_year) and cint(other.next_round_year):
		values["next_round_year"] = other.next_round_year
	if not stays.register_extract and other.register_extract:
		values |= {field: other.get(field) for field in REGISTER_FIELDS}
	return values


def _change(doc: Document, values: Mapping[str, Any]) -> Changes:
	"""Save these values; gives back each field that changed with its value before and after."""
	before = {field: doc.get(field) for field in values}
	doc.update(values)
	save_by_service(doc)
	return {
		field: [cstr(before[field]), cstr(doc.get(field))]
		for field in values
		if cstr(before[field]) != cstr(doc.get(field))
	}


def _change_back(doc: Document, changes: Changes) -> None:
	for field, (before, after) in changes.items():
		if cstr(doc.get(field)) == after:
			doc.set(field, before or None)
	save_by_service(doc)


def _hand_over(invitation: Document, stays: Document) -> dict:
	"""One round: the other entry's invitation is a duplicate, and the one who stays is in it, screened alike."""
	reason = invitation.exclusion_reason or ""
	screening = {"screened_on": invitation.screened_on, "screened_by": invitation.screened_by}
	set_reason(invitation, ExclusionReason.DUPLICATE)
	known = invitation_of(stays.name, invitation.cohort)
	if known:
		mine = frappe.get_doc(INVITATION, known)
	else:
		because = AddedBecause(invitation.added_because) if invitation.added_because else None
		mine = invite(stays, frappe.get_doc(COHORT, invitation.cohort), because)
	values = {"exclusion_reason": _reason_of(mine, stays, reason, made=not known)}
	if screening["screened_on"] and not mine.screened_on:
		values |= screening
	changes = {} if mine.sent_on else _change(mine, values)
	back_on_worklist(mine)
	return {
		"other": invitation.name,
		"reason": reason,
		"stays": mine.name,
		"made": int(not known),
		"changes": changes,
		"number": int(_lend_number(invitation, mine)),
	}


def _reason_of(mine: Document, stays: Document, reason: str, *, made: bool) -> str:
	"""Why the one who stays is out of the round, if at all: nobody gets lost between two entries.

	What people decided about either entry holds for the person; that one of them was a mistake does not.
	"""
	own = mine.exclusion_reason or ""
	if reason in DECIDED_BY_PEOPLE and (made or (reason == ExclusionReason.RECORD_KEEPER and not own)):
		return reason
	if made or (not reason and own in TAKEN_BACK):
		return _system_reason(mine, stays, reason) or ""
	return own


def _system_reason(invitation: Document, senior: Document, reason: str) -> ExclusionReason | None:
	"""Who was in the round at an age of their own stays in it."""
	return reason_now(invitation, senior) if reason else exclusion_at_any_age(facts_of(senior))


def _lend_number(invitation: Document, mine: Document) -> bool:
	"""The Record Keeper looks people up by number, so the worklist entry of the one who stays shows it."""
	entries = [_identity_of(each) for each in (invitation, mine)]
	if not all(entries) or entries[1].identity_number_encrypted or not entries[0].identity_number_encrypted:
		return False
	_write_number(entries[1].name, entries[0].identity_number_encrypted)
	return True


def _identity_of(invitation: Document) -> Any:
	filters = {"senior": invitation.senior, "cohort": invitation.cohort}
	return frappe.db.get_value(IDENTITY, filters, ["name", "identity_number_encrypted"], as_dict=True)


def _write_number(identity: str, encrypted: str | None) -> None:
	# no mark of the keeper is touched, and the number is in no history
	frappe.db.set_value(IDENTITY, identity, "identity_number_encrypted", encrypted)


def take_back(decision: Document) -> None:
	"""Two people again, as they were, in every round of which no letter has left for either."""
	values = json.loads(decision.values_before or "{}")
	rounds = values.get("rounds", [])
	_check_no_letter(decision, rounds)
	other = frappe.get_doc(SENIOR, decision.other_senior, for_update=True)
	other.merged_into = None
	save_by_service(other)
	stays = frappe.get_doc(SENIOR, decision.senior, for_update=True)
	_change_back(stays, values.get("senior", {}))
	for row in rounds:
		_hand_back(row, other)


def _check_no_letter(decision: Document, rounds: list[dict]) -> None:
	"""Neither in the round of the decision nor in another round that it changed."""
	changed = {name for row in rounds for name in (row["other"], row["stays"])}
	here = {invitation_of(name, decision.cohort) for name in (decision.senior, decision.other_senior)}
	names = sorted(filter(None, changed | here))
	if any(frappe.db.get_value(INVITATION, name, "sent_on") for name in names):
		frappe.throw(_("A letter has left for this person. The decision can no longer be undone."))


def _hand_back(row: dict, other: Document) -> None:
	mine = frappe.get_doc(INVITATION, row["stays"])
	if row["made"]:
		if not mine.exclusion_reason:
			set_reason(mine, ExclusionReason.ADDED_BY_MISTAKE)
	else:
		_change_back(mine, row["changes"])
		back_on_worklist(mine)
	identity = _identity_of(mine) if row["number"] else None
	if identity:
		_write_number(identity.name, None)
	theirs = frappe.get_doc(INVITATION, row["other"])
	if theirs.exclusion_reason != ExclusionReason.DUPLICATE:
		return
	if row["reason"] in DECIDED_BY_PEOPLE:
		set_reason(theirs, ExclusionReason(row["reason"]))
	else:
		set_reason(theirs, _system_reason(theirs, other, row["reason"]))
