# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What follows from a senior for the invitations: name, district, protection, exclusion, the worklist."""

from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import cint, getdate

from senior_outreach.access.service_fields import save_by_service
from senior_outreach.population.rules import (
	ExclusionReason,
	PersonFacts,
	ProtectionGrade,
	RegisterStatus,
	exclusion_at_any_age,
)

CARRIED_FIELDS = (
	"full_name",
	"birth_date",
	"district",
	"handle_by_hand",
	"register_status",
	"do_not_contact",
)


def follow_senior(senior: Document) -> None:
	"""Carry a changed name, district, status or protection to the rounds that are not closed yet."""
	if not any(senior.has_value_changed(field) for field in CARRIED_FIELDS):
		return
	invitation, cohort = frappe.qb.DocType("Invitation"), frappe.qb.DocType("Cohort")
	names = (
		frappe.qb.from_(invitation)
		.join(cohort)
		.on(cohort.name == invitation.cohort)
		.where((invitation.senior == senior.name) & (cohort.workflow_state != "Closed"))
		.select(invitation.name)
		.run(pluck=True)
	)
	for name in names:
		_follow_on_invitation(frappe.get_doc("Invitation", name), senior)
	if senior.handle_by_hand:
		_hide_in_closed_rounds(senior)


def _hide_in_closed_rounds(senior: Document) -> None:
	"""Design rule 6 holds for rounds that are over as well; how they ended stays."""
	filters = {"senior": senior.name, "handle_by_hand": 0}
	for name in frappe.get_all("Invitation", filters, pluck="name", order_by="name asc"):  # no row is shown
		invitation = frappe.get_doc("Invitation", name)
		invitation.update({"senior_name": None, "handle_by_hand": 1})
		save_by_service(invitation)


def _follow_on_invitation(invitation: Document, senior: Document) -> None:
	invitation.senior_name = senior.full_name
	invitation.district = senior.district
	invitation.handle_by_hand = senior.handle_by_hand
	reason = exclusion_at_any_age(facts_of(senior)) or _left_the_years(invitation, senior)
	if reason and not invitation.sent_on:
		invitation.exclusion_reason = invitation.exclusion_reason or reason.value
	elif reason in LOST_AFTER_LETTER and (reason in ENDS_AN_ANSWER or not invitation.answer_choice):
		invitation.not_reached_reason = LOST_AFTER_LETTER[reason]
	save_by_service(invitation)


def _left_the_years(invitation: Document, senior: Document) -> ExclusionReason | None:
	"""A corrected birth date takes out whom the round's birth years brought, not who was added by hand."""
	if invitation.added_because or not senior.has_value_changed("birth_date"):
		return None
	fits = getdate(senior.birth_date).year in birth_years_of(invitation.cohort)
	return None if fits else ExclusionReason.OTHER_AGE


ENDS_AN_ANSWER = (ExclusionReason.DECEASED, ExclusionReason.HANDLE_BY_HAND)
LOST_AFTER_LETTER = {
	ExclusionReason.DECEASED: "Deceased",
	ExclusionReason.MOVED: "Moved",
	ExclusionReason.NOT_RESIDENT: "Moved",
	ExclusionReason.HANDLE_BY_HAND: "Handle by Hand",
}
"""Who has been written to stays among the invited; without an answer they count as not reached."""


def take_from_senior(invitation: Document) -> None:
	"""Before an invitation is made, by whatever way: what follows from the senior is not typed in."""
	if not frappe.db.exists("Senior", invitation.senior):
		return  # Frappe says which field is missing or wrong
	senior = frappe.get_doc("Senior", invitation.senior)
	invitation.senior_name = senior.full_name
	invitation.district = senior.district
	invitation.handle_by_hand = senior.handle_by_hand
	reason = exclusion_at_any_age(facts_of(senior))
	if reason and not invitation.exclusion_reason:
		invitation.exclusion_reason = reason.value


def put_on_worklist(invitation: Document) -> None:
	"""Somebody added by hand is screened like everybody else: without a number, by name and birth date."""
	if invitation.screened_on or invitation.exclusion_reason:
		return
	if frappe.db.exists("Senior Identity", {"senior": invitation.senior, "cohort": invitation.cohort}):
		return
	known = frappe.db.get_value("Senior Identity", {"senior": invitation.senior})
	identity = frappe.get_doc("Senior Identity", known) if known else frappe.new_doc("Senior Identity")
	senior = frappe.get_doc("Senior", invitation.senior)
	identity.update(
		{
			"senior": senior.name,
			"office": invitation.office,
			"cohort": invitation.cohort,
			"protection_grade": ProtectionGrade.NONE.value,
			**unmarked_entry(senior.full_name, senior.birth_date),
		}
	)
	save_by_service(identity)


def unmarked_entry(full_name: str | None, birth_date: date | None) -> dict[str, Any]:
	"""Somebody the Record Keeper has said nothing about yet, as the fields of Senior Identity."""
	return {
		"full_name": full_name,
		"birth_date": birth_date,
		"mark": "",
		"marked_by": None,
		"marked_on": None,
		"dropped_on": None,
	}


def birth_years_of(cohort: str) -> frozenset[int]:
	"""Whom the round is for; the caller has checked the permission."""
	return frozenset(cint(row.birth_year) for row in frappe.get_cached_doc("Cohort", cohort).birth_years)


def facts_of(senior: Document) -> PersonFacts:
	"""What decides whether a senior is invited."""
	return PersonFacts(
		getdate(senior.birth_date),
		RegisterStatus(senior.register_status),
		bool(senior.handle_by_hand),
		bool(senior.do_not_contact),
	)
