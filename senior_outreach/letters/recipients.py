# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The people of a cohort as the letters need them: read in one query, judged by the rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.query_builder import Case

from senior_outreach.letters.formats import sort_key
from senior_outreach.letters.rules import OPEN_RUN, Address, LetterFacts, LetterKind, SortedBy

NORWAY = "Norway"


@dataclass(frozen=True)
class Recipient:
	"""One person of the cohort; `facts` decide whether a letter may be sent."""

	invitation: str
	name: str
	last_name: str
	household_key: str
	language: str
	large_print: bool
	code_number: int
	code_hash: str
	facts: LetterFacts


def recipients(run: Document, only: Iterable[str] | None = None) -> list[Recipient]:
	"""Everyone of the run's cohort, or `only` these invitations, also those who may get no letter.

	Who may work with the run has been checked by the caller; the run's office is the office of all of them.
	"""
	cohort_state = frappe.db.get_value("Cohort", run.cohort, "workflow_state")
	meeting_states = tuple(
		frappe.get_all(  # no row about a person
			"Group Meeting", filters={"cohort": run.cohort}, pluck="workflow_state", order_by="name asc"
		)
	)
	default_language = frappe.db.get_value("Outreach Office", run.office, "letter_language") or "nb"
	elsewhere = _in_other_runs(run)
	return [
		_recipient(row, cohort_state, meeting_states, default_language, row.invitation in elsewhere)
		for row in _rows(run.cohort, only)
	]


def _rows(cohort: str, only: Iterable[str] | None) -> list[dict[str, Any]]:
	invitation, senior = frappe.qb.DocType("Invitation"), frappe.qb.DocType("Senior")
	by_hand = Case().when(invitation.handle_by_hand == 1, 1).else_(senior.handle_by_hand)
	query = (
		frappe.qb.from_(invitation)
		.join(senior)
		.on(senior.name == invitation.senior)
		.where(invitation.cohort == cohort)
		.select(
			invitation.name.as_("invitation"),
			invitation.status,
			invitation.sent_on,
			invitation.reply_code_hash,
			invitation.reply_code_number,
			by_hand.as_("by_hand"),
			senior.full_name,
			senior.last_name,
			senior.care_of,
			senior.street,
			senior.address_line_2,
			senior.postal_code,
			senior.city,
			senior.country,
			senior.household_key,
			senior.letter_language,
			senior.large_print,
			senior.register_status,
			senior.do_not_contact,
		)
	)
	if only is not None:
		names = list(only)
		query = query.where(invitation.name.isin(names or [""]))
	return query.run(as_dict=True)


def _in_other_runs(run: Document) -> frozenset[str]:
	"""Invitations of other runs that were prepared and not yet sent: nobody may lie in two piles."""
	letter, other = frappe.qb.DocType("Outreach Letter"), frappe.qb.DocType("Letter Run")
	rows = (
		frappe.qb.from_(letter)
		.join(other)
		.on(other.name == letter.letter_run)
		.where((letter.cohort == run.cohort) & (letter.letter_run != run.name))
		.where(
			(other.kind == LetterKind.INVITATION) & other.status.isin([status.value for status in OPEN_RUN])
		)
		.select(letter.invitation)
		.run()
	)
	return frozenset(row[0] for row in rows)


def _recipient(
	row: dict[str, Any], cohort_state: str, meeting_states: tuple[str, ...], language: str, elsewhere: bool
) -> Recipient:
	facts = LetterFacts(
		cohort_state=cohort_state or "",
		meeting_states=meeting_states,
		status=row.status,
		register_status=row.register_status,
		handle_by_hand=bool(row.by_hand),
		do_not_contact=bool(row.do_not_contact),
		address=_address(row),
		sent_on=row.sent_on,
		in_other_run=elsewhere,
	)
	return Recipient(
		invitation=row.invitation,
		name=row.full_name or "",
		last_name=row.last_name or "",
		household_key=row.household_key or "",
		language=row.letter_language or language,
		large_print=bool(row.large_print),
		code_number=row.reply_code_number or 1,
		code_hash=row.reply_code_hash or "",
		facts=facts,
	)


def _address(row: dict[str, Any]) -> Address:
	return Address(
		care_of=row.care_of or "",
		street=row.street or "",
		line_2=row.address_line_2 or "",
		postal_code=row.postal_code or "",
		city=row.city or "",
		country="" if row.country in (None, "", NORWAY) else row.country,
	)


def in_order(people: list[Recipient], sorted_by: str) -> list[Recipient]:
	"""As the post office wants them, or each household together; the same people always in the same order."""

	def key(person: Recipient) -> tuple[str, ...]:
		address = person.facts.address
		place = (address.country, address.postal_code)
		household = (person.household_key,) if sorted_by == SortedBy.HOUSEHOLD else ()
		street, names = sort_key(address.street), (sort_key(person.last_name), sort_key(person.name))
		return (*place, *household, street, *names, person.invitation)

	return sorted(people, key=key)
