# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What the forms of Cohort, Invitation and Duplicate Decision call about the people of a round.

Who may write the seniors of an office decides about duplicates; who may write an invitation takes somebody out of a
round or in again.
"""

from dataclasses import asdict
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from senior_outreach.access.documents import check_right, permitted
from senior_outreach.access.errors import without_values
from senior_outreach.population.seniors import by_hand, duplicates, merging, next_year, office_exclusions
from senior_outreach.population.seniors.exclusions import COHORT, INVITATION, SENIOR, open_invitations
from senior_outreach.population.seniors.households import housemates
from senior_outreach.population.seniors.inviting import invitation_of
from senior_outreach.population.seniors.record import address_line

SHOWN_AT_MOST = 100


@frappe.whitelist()
def possible_duplicates(cohort: str) -> dict:
	"""How many pairs there are (`count`), and the first hundred of them with name and birth date."""
	check_right(SENIOR, "write")
	doc = permitted(COHORT, cohort, "read")
	pairs = duplicates.possible(doc)
	shown = pairs[:SHOWN_AT_MOST]
	people = _people({senior for pair in shown for senior in (pair.first, pair.second)})
	rows = [
		{"first": people[pair.first], "second": people[pair.second], "because": pair.because.value}
		for pair in shown
		if pair.first in people and pair.second in people
	]
	return {"count": len(pairs), "pairs": rows}


def _people(names: set[str]) -> dict[str, dict]:
	rows = frappe.get_list(
		SENIOR,
		filters={"name": ("in", sorted(names))},
		fields=["name", "full_name", "birth_date"],
		order_by="name asc",
		limit_page_length=0,
	)
	return {row.name: row for row in rows}


@frappe.whitelist()
def compare_entries(cohort: str, senior: str, other: str) -> dict:
	"""Two entries side by side; the first is proposed to stay: who has a letter, came with a delivery, is older."""
	doc = permitted(COHORT, cohort, "read")
	pair = sorted((permitted(SENIOR, name, "write") for name in (senior, other)), key=_weight)
	return {
		"entries": [_entry(each, doc.name) for each in pair],
		"rows": [_row(label, fields, *pair) for label, fields in merging.GROUPS.items()],
	}


def _weight(senior: Document) -> tuple:
	has_letter = any(
		frappe.db.get_value(INVITATION, name, "sent_on") for name in open_invitations(senior.name)
	)
	return (not has_letter, not senior.register_extract, senior.creation, senior.name)


def _entry(senior: Document, cohort: str) -> dict:
	known = invitation_of(senior.name, cohort)
	invitation = (
		frappe.db.get_value(INVITATION, known, ["status", "exclusion_reason"], as_dict=True)
		if known
		else None
	)
	return {
		"senior": senior.name,
		"from_register": bool(senior.register_extract),
		"invitation": known,
		"status": invitation.status if invitation else None,
		"exclusion_reason": invitation.exclusion_reason if invitation else None,
	}


def _row(label: str, fields: tuple[str, ...], stays: Document, other: Document) -> dict:
	"""`take_other` is the proposal: a value rather than none, and what the register says of the status."""
	mine, theirs = _text(fields, stays), _text(fields, other)
	from_register = bool(other.register_extract) and not stays.register_extract
	return {
		"label": _(label),
		"fields": list(fields),
		"values": [mine, theirs],
		"differs": mine != theirs,
		"take_other": mine != theirs and (not mine or ("register_status" in fields and from_register)),
	}


def _text(fields: tuple[str, ...], senior: Document) -> str:
	if "full_name" in fields:
		return senior.full_name or ""
	if "street" in fields:
		return address_line(senior)
	return ", ".join(filter(None, (_shown(senior, name) for name in fields)))


def _shown(senior: Document, fieldname: str) -> str:
	field = senior.meta.get_field(fieldname)
	value = senior.get(fieldname)
	if not value:
		return ""
	if field.fieldtype == "Check":
		return _("Yes")
	return _(value) if field.fieldtype == "Select" else senior.get_formatted(fieldname)


@frappe.whitelist(methods=["POST"])
def merge_entries(cohort: str, stays: str, other: str, values_from_other: str | list | None = None) -> dict:
	"""Decide that two entries are one person; `values_from_other` are field names, as a list or its JSON."""
	doc = permitted(COHORT, cohort, "read")
	pair = _locked_pair(stays, other)
	decision = duplicates.merge(doc, *pair, frappe.parse_json(values_from_other or "[]"))
	return {"decision": decision.name}


@frappe.whitelist(methods=["POST"])
def different_people(cohort: str, senior: str, other: str) -> dict:
	"""Decide that two entries are two people."""
	doc = permitted(COHORT, cohort, "read")
	return {"decision": duplicates.different(doc, *_locked_pair(senior, other)).name}


def _locked_pair(first: str, second: str) -> tuple[Document, Document]:
	"""Both, held until the end of the transaction, in one order whoever asks."""
	for name in sorted({first, second}):
		permitted(SENIOR, name, "write")
		frappe.db.get_value(SENIOR, name, "name", for_update=True)
	return frappe.get_doc(SENIOR, first), frappe.get_doc(SENIOR, second)


@frappe.whitelist(methods=["POST"])
def undo_decision(decision: str) -> None:
	"""Take a decision about two entries back."""
	doc = permitted(duplicates.DECISION, decision, "read")
	_locked_pair(doc.senior, doc.other_senior)
	duplicates.undo(doc)


@frappe.whitelist(methods=["POST"])
def add_person(cohort: str, person: str | dict, because: str, someone_else: int | bool = 0) -> dict:
	"""Add somebody the register did not bring, or give back who it may be: see `by_hand.add`."""
	doc = _for_adding(cohort)
	with without_values("Adding a person failed"):
		values: dict[str, Any] = frappe.parse_json(person)
		new = by_hand.read_person(values, doc.office)
		return by_hand.add(doc, new, by_hand.read_reason(because), someone_else=bool(someone_else))


@frappe.whitelist(methods=["POST"])
def add_known_person(cohort: str, senior: str, because: str, is_protected: int | bool = 0) -> dict:
	"""Invite somebody the office knows already."""
	doc = _for_adding(cohort)
	known = permitted(SENIOR, senior, "write")
	return by_hand.add_known(doc, known, by_hand.read_reason(because), is_protected=bool(is_protected))


@frappe.whitelist(methods=["POST"])
def protect(senior: str) -> dict:
	"""Say that somebody's address is protected now; gives back the office's routine for the offer by hand."""
	doc = permitted(SENIOR, senior, "write")
	by_hand.protect(doc)
	return {"routine": frappe.db.get_value("Outreach Office", doc.office, "protected_routine") or ""}


def _for_adding(cohort: str) -> Document:
	check_right(SENIOR, "create")
	check_right(INVITATION, "create")
	return permitted(COHORT, cohort, "read")


@frappe.whitelist(methods=["POST"])
def exclude(invitation: str, reason: str) -> dict:
	"""Take somebody out of the round: `Added by Mistake` or `Do Not Contact`."""
	return _status(office_exclusions.exclude(permitted(INVITATION, invitation, "write"), reason))


@frappe.whitelist(methods=["POST"])
def include_again(invitation: str) -> dict:
	"""Let in whom the office took out, or whom the age took out; for other reasons the message says what to do."""
	return _status(office_exclusions.include_again(permitted(INVITATION, invitation, "write")))


@frappe.whitelist(methods=["POST"])
def move_to_next_year(invitation: str) -> dict:
	"""Out of this round; `invitation` is the one in next year's round if the office has that round."""
	check_right(SENIOR, "write")
	return {"invitation": next_year.move(permitted(INVITATION, invitation, "write"))}


@frappe.whitelist()
def housemates_of(invitation: str) -> list[dict]:
	"""Who lives with this person: name, status and the meeting they come to."""
	doc = permitted(INVITATION, invitation, "read")
	return [asdict(housemate) for housemate in housemates(doc.name)]


def _status(invitation: Document) -> dict:
	return {"status": invitation.status, "exclusion_reason": invitation.exclusion_reason}
