# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What the office decides about one person of a round, for coded reasons only. Permission checked by the caller."""

import frappe
from frappe import _
from frappe.model.document import Document

from senior_outreach.population.rules import AddedBecause, ExclusionReason
from senior_outreach.population.seniors import next_year
from senior_outreach.population.seniors.exclusions import SENIOR, check_not_sent, let_in, set_reason

OFFICE_REASONS = (ExclusionReason.ADDED_BY_MISTAKE, ExclusionReason.DO_NOT_CONTACT)


def exclude(invitation: Document, reason: str) -> Document:
	"""Take somebody out. Who wants no contact is left alone in every round, so that is kept on the senior."""
	check_not_sent(invitation)
	if reason not in OFFICE_REASONS:
		frappe.throw(
			_(
				"The office excludes for Added by Mistake or Do Not Contact. Whether somebody has died or moved is"
				" the register status of the senior; what the health record says is marked by the record keeper."
			)
		)
	if invitation.exclusion_reason:
		frappe.throw(_("This person is excluded already."))
	if reason == ExclusionReason.DO_NOT_CONTACT:
		_leave_alone(invitation)
	else:
		set_reason(invitation, ExclusionReason(reason))
	return invitation


def _leave_alone(invitation: Document) -> None:
	senior = frappe.get_doc(SENIOR, invitation.senior)
	senior.do_not_contact = 1
	senior.save()
	invitation.reload()


def include_again(invitation: Document) -> Document:
	"""Let somebody in again for whom the office may decide that."""
	check_not_sent(invitation)
	reason = invitation.exclusion_reason
	if not reason:
		frappe.throw(_("This person is in the round."))
	if reason == ExclusionReason.MOVED_TO_NEXT_YEAR:
		next_year.take_back(invitation)
	elif reason in (ExclusionReason.ADDED_BY_MISTAKE, ExclusionReason.OTHER_AGE):
		if reason == ExclusionReason.OTHER_AGE:
			invitation.added_because = AddedBecause.ASKED_TO_COME.value
		let_in(invitation)
	else:
		frappe.throw(_what_to_do(ExclusionReason(reason)))
	return invitation


def _what_to_do(reason: ExclusionReason) -> str:
	correct = _("Correct the register status on the senior; the person is in the round again then.")
	return {
		ExclusionReason.DO_NOT_CONTACT: _(
			"Untick Do Not Contact on the senior, if they want to be asked after all."
		),
		ExclusionReason.RECORD_KEEPER: _("Ask the record keeper to mark this person with Keep."),
		ExclusionReason.DUPLICATE: _("Undo the decision that this is the same person as another entry."),
		ExclusionReason.HANDLE_BY_HAND: _("Follow the office's routine for what is handled by hand."),
	}.get(reason, correct)
