# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What may be written on a Letter Run and on an Outreach Letter, whatever the way in."""

import frappe
from frappe import _
from frappe.model.document import Document

from senior_outreach.letters.rules import RUN_STEPS, LetterKind, RunStatus

CHOSEN_BEFORE_SENDING = ("letter_date", "sorted_by", "one_envelope_per_household")
SENT = (RunStatus.CONFIRMED_SENT, RunStatus.ARCHIVED)


def check_run(run: Document) -> None:
	"""The kind, the step and what was chosen before the letters left."""
	_check_kind(run)
	before = run.get_doc_before_save()
	if before is None:
		return
	if before.status != run.status:
		check_step(before.status, run.status)
	if before.status in SENT and any(run.has_value_changed(field) for field in CHOSEN_BEFORE_SENDING):
		frappe.throw(_("These letters have been sent. What they were sent with can no longer be changed."))


def check_step(status: str, next_status: str) -> None:
	"""Stop a change of status that is not in the table."""
	if (status, next_status) in RUN_STEPS:
		return
	frappe.throw(
		{
			RunStatus.PREPARED: _("These letters have been sent. Make a new letter run for further letters."),
			RunStatus.PRINTED: _("Prepare the letters before you print them."),
			RunStatus.CONFIRMED_SENT: _("Print the letters before you confirm that they were sent."),
			RunStatus.ARCHIVED: _("Confirm that the letters were sent before you archive the run."),
		}.get(next_status, _("A letter run cannot go back to {0}.").format(_(next_status)))
	)


def check_letter(letter: Document) -> None:
	"""Only the return of a letter is entered by hand, and with its day."""
	if letter.return_reason and not letter.returned_on:
		frappe.throw(_("Write the day on which the letter came back."))


def _check_kind(run: Document) -> None:
	if run.is_new() and run.kind != LetterKind.INVITATION:
		frappe.throw(
			_("Only invitations can be printed so far. Choose the kind {0}.").format(_("Invitation"))
		)
