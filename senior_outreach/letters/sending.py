# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The letters have left: what that means for the invitations and the cohort."""

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.workflow import apply_workflow
from frappe.utils import getdate

from senior_outreach.access.service_fields import save_by_service
from senior_outreach.letters.rules import RunStatus
from senior_outreach.planning.states import CohortState
from senior_outreach.population.screening.marking import take_off_worklist

START_INVITING = "Start Inviting"
SAVEPOINT = "confirm_letters_sent"


def send(run: Document, invitations: list[str], sent_on: date) -> None:
	"""Write the day of sending everywhere or nowhere. Who may is checked before, and that all may be sent."""
	_check_day(run, sent_on)
	frappe.db.savepoint(SAVEPOINT)
	try:
		for name in invitations:
			_mark_sent(name, run.name, sent_on)
		run.update(
			{
				"status": RunStatus.CONFIRMED_SENT.value,
				"confirmed_by": frappe.session.user,
				"sent_on": sent_on,
			}
		)
		save_by_service(run)
		_start_inviting(run.cohort, sent_on)
		take_off_worklist(run.cohort)
	except Exception:
		frappe.db.rollback(save_point=SAVEPOINT)
		raise


def _check_day(run: Document, sent_on: date) -> None:
	if sent_on > getdate():
		frappe.throw(_("The letters cannot have been sent on a day that is still to come."))
	if sent_on < getdate(run.prepared_on):
		frappe.throw(_("The letters cannot have been sent before they were prepared. Correct the day."))


def _mark_sent(name: str, run: str, sent_on: date) -> None:
	"""Through `save`, so that the status follows from the facts and the history has it."""
	invitation = frappe.get_doc("Invitation", name)
	invitation.update({"letter_run": run, "sent_on": sent_on})
	save_by_service(invitation)


def _start_inviting(name: str, sent_on: date) -> None:
	cohort = frappe.get_doc("Cohort", name)
	if not cohort.letters_sent_on:
		cohort.letters_sent_on = sent_on
		save_by_service(cohort)
	if cohort.workflow_state == CohortState.APPROVED:
		apply_workflow(cohort, START_INVITING)
