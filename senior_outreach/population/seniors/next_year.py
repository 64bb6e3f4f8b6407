# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Moving a person to next year's round: at once if the office has it already, else on the day it is made."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint
from pypika.terms import ExistsCriterion

from senior_outreach.access.service_fields import save_by_service
from senior_outreach.population.rules import AddedBecause, ExclusionReason
from senior_outreach.population.seniors.exclusions import (
	COHORT,
	ENDING_STATES,
	INVITATION,
	SENIOR,
	check_not_sent,
	let_in,
	set_reason,
)
from senior_outreach.population.seniors.inviting import invitation_of, invite


def move(invitation: Document) -> str | None:
	"""Out of this round and into the next; gives back the invitation there, `None` while there is no round.

	Permission checked by the caller.
	"""
	check_not_sent(invitation)
	if invitation.exclusion_reason:
		frappe.throw(_("This person is excluded already. Include them again first."))
	year = _year(invitation.cohort) + 1
	senior = frappe.get_doc(SENIOR, invitation.senior)
	senior.next_round_year = year
	save_by_service(senior)
	invitation.reload()
	set_reason(invitation, ExclusionReason.MOVED_TO_NEXT_YEAR)
	cohort = _round_of(invitation.office, year)
	return invite(senior, cohort, AddedBecause.MOVED_FROM_LAST_YEAR).name if cohort else None


def take_back(invitation: Document) -> None:
	"""Undo the move: in this round again, and out of the next one."""
	check_not_sent(invitation)
	year = _year(invitation.cohort) + 1
	cohort = _round_of(invitation.office, year)
	there = invitation_of(invitation.senior, cohort.name) if cohort else None
	if there:
		_leave(frappe.get_doc(INVITATION, there))
	senior = frappe.get_doc(SENIOR, invitation.senior)
	if cint(senior.next_round_year) == year:
		senior.next_round_year = 0
		save_by_service(senior)
	invitation.reload()
	let_in(invitation)


def _leave(invitation: Document) -> None:
	"""Whoever is in next year's round only because of the move."""
	if invitation.added_because != AddedBecause.MOVED_FROM_LAST_YEAR:
		return
	if invitation.sent_on:
		frappe.throw(_("The letter of next year's round has been sent to this person. The move stays."))
	if not invitation.exclusion_reason:
		set_reason(invitation, ExclusionReason.ADDED_BY_MISTAKE)


def take_over_waiting(cohort: Document, method: str | None = None) -> None:
	"""Invite everybody who was moved to this round, or to one that was never made (event: Cohort, after_insert).

	Who has been in a round of that year or a later one since then is not waiting any more.
	"""
	for name in _waiting(cohort):
		invite(frappe.get_doc(SENIOR, name), cohort, AddedBecause.MOVED_FROM_LAST_YEAR)


def _waiting(cohort: Document) -> list[str]:
	senior, invitation, other = (frappe.qb.DocType(name) for name in (SENIOR, INVITATION, COHORT))
	been_there = (
		frappe.qb.from_(invitation)
		.join(other)
		.on(other.name == invitation.cohort)
		.where((invitation.senior == senior.name) & (other.year >= senior.next_round_year))
		.select(invitation.name)
	)
	return (
		frappe.qb.from_(senior)
		.where((senior.office == cohort.office) & senior.merged_into.isnull())
		.where((senior.next_round_year > 0) & (senior.next_round_year <= cint(cohort.year)))
		.where(ExistsCriterion(been_there).negate())
		.select(senior.name)
		.orderby(senior.name)
		.run(pluck=True)
	)


def _year(cohort: str) -> int:
	return cint(frappe.db.get_value(COHORT, cohort, "year"))


def _round_of(office: str, year: int) -> Document | None:
	"""The office's round of that year, the first one made if there are several."""
	filters = {"office": office, "year": year, "workflow_state": ("not in", ENDING_STATES)}
	names = frappe.get_all(COHORT, filters=filters, pluck="name", order_by="creation asc, name asc", limit=1)
	return frappe.get_doc(COHORT, names[0]) if names else None
