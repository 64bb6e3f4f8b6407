# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Entries that may be the same person: finding them, deciding about them, on record, and undoing it.

Two entries of one person stay two records: the other one points to the one who stays, so that a later delivery
with its number reaches the right senior, and so that the decision can be undone until letters leave. Who has
permission has been checked by the caller.
"""

from collections.abc import Collection

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Coalesce
from frappe.utils import now_datetime

from senior_outreach.access.service_fields import save_by_service
from senior_outreach.population.seniors import merging
from senior_outreach.population.seniors.duplicate_rules import Decision, Entry, Pair, pairs_of
from senior_outreach.population.seniors.exclusions import (
	INVITATION,
	SENIOR,
	check_takes_people,
	open_invitations,
)

DECISION = "Duplicate Decision"


def entries_of(office: str, like: Entry | None = None) -> list[Entry]:
	"""The office's seniors as entries, without those handled by hand and those found to be somebody else.

	With `like`, only those of the same birth date or address.
	"""
	senior = frappe.qb.DocType(SENIOR)
	query = (
		frappe.qb.from_(senior)
		.where((senior.office == office) & (senior.handle_by_hand == 0) & senior.merged_into.isnull())
		.select(senior.name, senior.full_name, senior.birth_date, senior.household_key)
		.orderby(senior.name)
	)
	if like:
		same_address = senior.household_key == (like.household_key or None)
		query = query.where((senior.birth_date == like.birth_date) | same_address)
	return [Entry(name, full or "", born, key or "") for name, full, born, key in query.run()]


def possible(cohort: Document) -> list[Pair]:
	"""Pairs of which at least one is to be invited in this round, and about which nobody has decided."""
	invitation = frappe.qb.DocType(INVITATION)
	invited = set(
		frappe.qb.from_(invitation)
		.where((invitation.cohort == cohort.name) & (Coalesce(invitation.exclusion_reason, "") == ""))
		.where(invitation.sent_on.isnull())
		.select(invitation.senior)
		.run(pluck=True)
	)
	if not invited:
		return []
	pairs = pairs_of(entries_of(cohort.office), _different(cohort.office))
	return [pair for pair in pairs if pair.first in invited or pair.second in invited]


def _different(office: str) -> set[frozenset[str]]:
	decision = frappe.qb.DocType(DECISION)
	rows = (
		frappe.qb.from_(decision)
		.where((decision.office == office) & (decision.decision == Decision.DIFFERENT_PEOPLE))
		.where(decision.undone_on.isnull())
		.select(decision.senior, decision.other_senior)
		.run()
	)
	return {frozenset(row) for row in rows}


def who_stays(senior: str) -> str:
	"""The entry that stands for this senior, through as many decisions as there were."""
	while following := frappe.db.get_value(SENIOR, senior, "merged_into"):
		senior = following
	return senior


def merge(cohort: Document, stays: Document, other: Document, taken: Collection[str]) -> Document:
	"""Decide that two entries are one person; `taken` are the fields whose value is the other entry's."""
	_check_pair(cohort, stays, other)
	_check_letters(cohort, stays, other)
	values = merging.merge(stays, other, taken)
	return _decide(cohort, Decision.SAME_PERSON, stays, other, frappe.as_json(values))


def different(cohort: Document, senior: Document, other: Document) -> Document:
	"""Decide that two entries are two people; they are not asked about again."""
	_check_pair(cohort, senior, other)
	return _decide(cohort, Decision.DIFFERENT_PEOPLE, senior, other, None)


def undo(decision: Document) -> None:
	"""Take a decision back. A merge only until letters leave for either of the two."""
	if decision.undone_on:
		frappe.throw(_("This decision has been undone already."))
	check_takes_people(decision.cohort)
	if decision.decision == Decision.SAME_PERSON:
		merging.take_back(decision)
	decision.undone_by = frappe.session.user
	decision.undone_on = now_datetime()
	decision.values_before = None
	save_by_service(decision)


def _check_pair(cohort: Document, senior: Document, other: Document) -> None:
	check_takes_people(cohort.name)
	if senior.name == other.name:
		frappe.throw(_("Choose two entries, not the same one twice."))
	if {senior.office, other.office} != {cohort.office}:
		frappe.throw(_("Both entries must belong to the office of the round."), frappe.PermissionError)
	if senior.merged_into or other.merged_into:
		frappe.throw(_("One of these entries was found to be somebody else already. Load the page again."))
	if frozenset({senior.name, other.name}) in _different(cohort.office):
		frappe.throw(_("It was decided that these are different people. Undo that decision first."))


def _check_letters(cohort: Document, stays: Document, other: Document) -> None:
	"""In this round to neither of them; in another open round the one who got the letter has to stay."""
	invitation = frappe.qb.DocType(INVITATION)
	sent = (
		frappe.qb.from_(invitation)
		.where(invitation.senior.isin([stays.name, other.name]) & invitation.sent_on.isnotnull())
		.select(invitation.senior, invitation.name, invitation.cohort)
		.run(as_dict=True)
	)
	if any(row.cohort == cohort.name for row in sent):
		frappe.throw(
			_("A letter of this round has left for one of them. The entries stay apart until it is closed.")
		)
	open_rounds = set(open_invitations(other.name))
	if any(row.senior == other.name and row.name in open_rounds for row in sent):
		frappe.throw(_("The other entry has a letter of an earlier round. Let that entry stay instead."))


def _decide(
	cohort: Document, decision: Decision, senior: Document, other: Document, values: str | None
) -> Document:
	doc = frappe.new_doc(DECISION)
	doc.update(
		{
			"office": cohort.office,
			"cohort": cohort.name,
			"decision": decision.value,
			"senior": senior.name,
			"other_senior": other.name,
			"decided_by": frappe.session.user,
			"decided_on": now_datetime(),
			"values_before": values,
		}
	)
	save_by_service(doc)
	return doc
