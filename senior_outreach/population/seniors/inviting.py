# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""One more person in a round, beside those the register extract brought."""

import frappe
from frappe.model.document import Document

from senior_outreach.access.service_fields import save_by_service
from senior_outreach.population.rules import AddedBecause, ExclusionReason
from senior_outreach.population.seniors.exclusions import INVITATION, let_in

TAKEN_BACK = (ExclusionReason.ADDED_BY_MISTAKE, ExclusionReason.OTHER_AGE)
"""Who is out of the round for one of these reasons is let in when somebody asks for them again."""


def invite(senior: Document, cohort: Document, because: AddedBecause | None) -> Document:
	"""The invitation of this senior in this round, made now if there is none; permission checked by the caller.

	Screening, protection and register status follow from the senior as for everybody else; the age does not
	take out whoever was added.
	"""
	known = invitation_of(senior.name, cohort.name)
	if known:
		invitation = frappe.get_doc(INVITATION, known)
		if invitation.exclusion_reason in TAKEN_BACK and not invitation.sent_on:
			invitation.added_because = because or invitation.added_because
			let_in(invitation)
		return invitation
	invitation = frappe.new_doc(INVITATION)
	invitation.update(
		{
			"senior": senior.name,
			"cohort": cohort.name,
			"office": cohort.office,
			"added_because": because.value if because else "",
		}
	)
	save_by_service(invitation)
	return invitation


def invitation_of(senior: str, cohort: str) -> str | None:
	return frappe.db.get_value(INVITATION, {"senior": senior, "cohort": cohort})
