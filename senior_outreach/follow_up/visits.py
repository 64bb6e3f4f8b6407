# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Home visits: asked for by an answer, called off by another one, finished only when journaled."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime, getdate

from senior_outreach.access.service_fields import save_by_service
from senior_outreach.defaults import rule_value
from senior_outreach.follow_up import rules
from senior_outreach.follow_up.rules import AnswerGiven, VisitState, VisitStep
from senior_outreach.starting_content.reading import home_visit_themes


def follow_answer(invitation: Document, method: str | None = None) -> None:
	"""Keep the home visit of an invitation in step with its answer (hook: Invitation, on_update).

	Only a visit that is still Requested is called off by itself. Once a date is agreed, somebody may be on
	the way: then staff decide, and the form says that the answer has changed.
	"""
	step = rules.visit_step(_answer(invitation.get_doc_before_save()), _answer(invitation))
	if step is VisitStep.REQUEST:
		request(invitation)
	elif step is VisitStep.CANCEL:
		_call_off(invitation)


def _answer(invitation: Document | None) -> AnswerGiven:
	if invitation is None or not invitation.answer_choice:
		return AnswerGiven()
	answered_on = get_datetime(invitation.answered_on) if invitation.answered_on else None
	return AnswerGiven(invitation.answer_choice, answered_on)


def request(invitation: Document) -> str:
	"""The open visit of this invitation, made now if there is none; gives back its name."""
	if existing := open_visit(invitation.name):
		return existing
	visit = frappe.new_doc("Home Visit")
	visit.update(
		{
			"senior": invitation.senior,
			"invitation": invitation.name,
			"cohort": invitation.cohort,
			"office": invitation.office,
			"requested_on": getdate(),
		}
	)
	save_by_service(visit)
	return visit.name


def open_visit(invitation: str, other_than: str | None = None) -> str | None:
	"""The name of the visit that is neither journaled nor cancelled."""
	filters = {
		"invitation": invitation,
		"workflow_state": ["in", sorted(rules.OPEN_VISIT)],
		"name": ["!=", other_than or ""],
	}
	return frappe.db.get_value("Home Visit", filters, "name")


def _call_off(invitation: Document) -> None:
	name = open_visit(invitation.name)
	if not name or frappe.db.get_value("Home Visit", name, "workflow_state") != VisitState.REQUESTED:
		return
	visit = frappe.get_doc("Home Visit", name)
	visit.workflow_state = VisitState.CANCELLED
	visit.cancel_reason = rules.cancel_reason(
		invitation.answer_choice, invitation.exclusion_reason or invitation.not_reached_reason
	)
	save_by_service(visit)


def prepare(visit: Document) -> None:
	"""The due date and the themes of a new visit, unless somebody has set them."""
	if not visit.is_new():
		return
	visit.requested_on = visit.requested_on or getdate()
	if not visit.due_on:
		days = rule_value("follow_up_due_days", visit.office)
		visit.due_on = rules.due_on(getdate(visit.requested_on), days)
	if not visit.themes:
		for theme in home_visit_themes():
			visit.append("themes", {"theme": theme})


_NEEDED = {
	VisitState.SCHEDULED: ("scheduled_on",),
	VisitState.COMPLETED: ("completed_on",),
	VisitState.JOURNALED: ("journal_reference", "journaled_on"),
	VisitState.CANCELLED: ("cancel_reason",),
}


def check_needed_fields(visit: Document) -> None:
	"""A visit is scheduled with its time, and finished with the place of its journal entry, not before."""
	missing = [name for name in _NEEDED.get(visit.workflow_state, ()) if not visit.get(name)]
	if missing:
		labels = ", ".join(_(visit.meta.get_label(name)) for name in missing)
		frappe.throw(
			_("Before a home visit can be {0}, fill in: {1}.").format(_(visit.workflow_state), labels),
			frappe.MandatoryError,
		)


def note_who_journaled(visit: Document) -> None:
	"""Whoever takes the last step vouches for it."""
	before = visit.get_doc_before_save()
	if visit.workflow_state != VisitState.JOURNALED:
		visit.journaled_by = None
	elif before and before.workflow_state == VisitState.JOURNALED:
		visit.journaled_by = before.journaled_by
	else:
		visit.journaled_by = frappe.session.user


def check_order_of_days(visit: Document) -> None:
	today = getdate()
	for name in ("completed_on", "journaled_on"):
		if visit.get(name) and getdate(visit.get(name)) > today:
			frappe.throw(_("{0} cannot be in the future.").format(_(visit.meta.get_label(name))))


def check_only_one_open(visit: Document) -> None:
	if not visit.invitation or visit.workflow_state not in rules.OPEN_VISIT:
		return
	if other := open_visit(visit.invitation, other_than=visit.name):
		frappe.throw(_("This senior has an open home visit already. Use {0}.").format(other))


def check_same_senior(doc: Document) -> None:
	"""The invitation must be the one of this senior in this cohort (Home Visit and Offer Interest)."""
	if not doc.invitation:
		return
	invitation = frappe.db.get_value("Invitation", doc.invitation, ["senior", "cohort"], as_dict=True)
	if (invitation.senior, invitation.cohort) != (doc.senior, doc.cohort):
		frappe.throw(_("The invitation belongs to somebody else or to another cohort. Choose the right one."))
