# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Taking somebody out of a round and in again, until that person's letter has left; always on record.

What the register says of a senior takes people out by itself, and lets them in again when it is corrected. What
the office has decided stays until the office decides otherwise.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate

from senior_outreach.access.service_fields import save_by_service
from senior_outreach.population.rules import ExclusionReason, exclusion_at_any_age
from senior_outreach.population.seniors.following import (
	birth_years_of,
	facts_of,
	put_on_worklist,
	unmarked_entry,
)

INVITATION, IDENTITY, SENIOR, COHORT = "Invitation", "Senior Identity", "Senior", "Cohort"
FROM_SENIOR = frozenset(
	{
		ExclusionReason.DECEASED,
		ExclusionReason.MOVED,
		ExclusionReason.NOT_RESIDENT,
		ExclusionReason.HANDLE_BY_HAND,
		ExclusionReason.DO_NOT_CONTACT,
		ExclusionReason.OTHER_AGE,
	}
)
"""Reasons the system finds on the senior, and takes away again when they are no longer true."""
WATCHED_FIELDS = ("register_status", "do_not_contact", "handle_by_hand", "birth_date")
ENDING_STATES = ("Pending Closure", "Closed")
"""States of a cohort in which nobody comes in or is taken out any more."""


def check_not_sent(invitation: Document) -> None:
	"""Stop when the letter has left, or the round is at its end."""
	if invitation.sent_on:
		frappe.throw(
			_("The letter to this person has left. Register the answer instead, or what the call said.")
		)
	check_takes_people(invitation.cohort)


def check_takes_people(cohort: str) -> None:
	if frappe.db.get_value(COHORT, cohort, "workflow_state") in ENDING_STATES:
		frappe.throw(_("This round is being closed. Nobody can be added to it or taken out any more."))


def set_reason(invitation: Document, reason: ExclusionReason | None) -> None:
	"""Write why somebody is out of the round, or that they are in it; then they are screened if they were not."""
	invitation.exclusion_reason = reason.value if reason else ""
	save_by_service(invitation)
	back_on_worklist(invitation)


def let_in(invitation: Document) -> None:
	"""Take away what the office decided; what the register says of the person still holds."""
	set_reason(invitation, exclusion_at_any_age(facts_of(frappe.get_doc(SENIOR, invitation.senior))))


def reason_now(invitation: Document, senior: Document) -> ExclusionReason | None:
	"""Why the system itself takes this person out of this round today.

	The age is no reason for who was added by hand, and none any more for whom the keeper has kept.
	"""
	reason = exclusion_at_any_age(facts_of(senior))
	if reason or invitation.added_because or invitation.screened_on:
		return reason
	year = frappe.get_cached_value(COHORT, invitation.cohort, "year")
	of_age = getdate(senior.birth_date).year in birth_years_of(invitation.cohort)
	fits = of_age or cint(senior.next_round_year) == cint(year)
	return None if fits else ExclusionReason.OTHER_AGE


def reconsider(invitation: Document, senior: Document) -> bool:
	"""Bring a reason that the system found up to date with the senior; gives back whether it changed.

	Whoever was taken out because of a register status that is corrected before the letter leaves is in the round
	again, screened or to be screened as before.
	"""
	if invitation.sent_on or invitation.exclusion_reason not in FROM_SENIOR:
		return False
	reason = reason_now(invitation, senior)
	if (reason.value if reason else "") == invitation.exclusion_reason:
		return False
	set_reason(invitation, reason)
	return True


def reconsider_open_rounds(senior: Document, method: str | None = None) -> None:
	"""The same for every round that is not at its end (document event: Senior, on_update)."""
	if not any(senior.has_value_changed(field) for field in WATCHED_FIELDS):
		return
	for name in open_invitations(senior.name):
		reconsider(frappe.get_doc(INVITATION, name), senior)


def open_invitations(senior: str) -> list[str]:
	"""Names of a senior's invitations in rounds that are not at their end; the caller checked the permission."""
	invitation, cohort = frappe.qb.DocType(INVITATION), frappe.qb.DocType(COHORT)
	return (
		frappe.qb.from_(invitation)
		.join(cohort)
		.on(cohort.name == invitation.cohort)
		.where((invitation.senior == senior) & cohort.workflow_state.notin(ENDING_STATES))
		.select(invitation.name)
		.orderby(cohort.year)
		.orderby(invitation.name)
		.run(pluck=True)
	)


def back_on_worklist(invitation: Document) -> None:
	"""Somebody who comes in without having been screened is on the Record Keeper's worklist again."""
	if invitation.screened_on or invitation.exclusion_reason:
		return
	name = frappe.db.get_value(IDENTITY, {"senior": invitation.senior, "cohort": invitation.cohort})
	if not name:
		put_on_worklist(invitation)
		return
	identity, senior = frappe.get_doc(IDENTITY, name), frappe.get_doc(SENIOR, invitation.senior)
	identity.update(unmarked_entry(senior.full_name, senior.birth_date))
	save_by_service(identity)
