# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Planning one Group Meeting: title, totals, what stops it and what is advised against."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import flt, get_datetime, getdate, now_datetime

from senior_outreach.access.rows import sees_only_own_meetings
from senior_outreach.access.service_fields import changed_fields
from senior_outreach.access.steps import Transition
from senior_outreach.defaults import rule_value
from senior_outreach.planning.cohorts import meeting_days
from senior_outreach.planning.rules import MeetingPlan, PlanLimits, PlanStop, PlanWarning, stops, warnings
from senior_outreach.planning.states import MeetingState
from senior_outreach.planning.teams import check_double_booking

PLAN_FIELDS = ("cohort", "venue", "district", "starts_on", "ends_on", "seats", "facilitators", "agenda")


def set_title(meeting: Document) -> None:
	venue = frappe.db.get_value("Meeting Venue", meeting.venue, "venue_name")
	meeting.title = f"{get_datetime(meeting.starts_on):%Y-%m-%d %H:%M} {venue}"


def set_totals(meeting: Document) -> None:
	meeting.budget_total = sum(flt(row.budget) for row in meeting.costs)
	meeting.cost_total = sum(flt(row.actual) for row in meeting.costs)


def check_seats(meeting: Document) -> None:
	"""Design rule 4: seats that are taken cannot be taken away."""
	if meeting.is_new():
		meeting.seats_taken = 0
		return
	# with a lock: an answer may be taking a seat at this very moment
	taken = frappe.db.get_value("Group Meeting", meeting.name, "seats_taken", for_update=True)
	meeting.seats_taken = taken
	if meeting.seats < taken:
		frappe.throw(
			_(
				"{0} seats are taken already. Move people to another meeting before lowering the seats."
			).format(taken)
		)


def check_who_plans(meeting: Document) -> None:
	"""Facilitators enter what happened on the day; what was planned and approved is not theirs to change."""
	if not sees_only_own_meetings(frappe.session.user):
		return
	before = meeting.get_doc_before_save()
	changed = changed_fields(meeting, before, PLAN_FIELDS) if before else PLAN_FIELDS
	if changed:
		frappe.throw(
			_("{0} is planned by the coordinator. Ask the coordinator to change it.").format(
				_(meeting.meta.get_label(changed[0]))
			),
			frappe.PermissionError,
		)


def _needs_check(meeting: Document) -> bool:
	"""At every step towards the meeting, and when the plan changes; not again because others have changed."""
	if meeting.workflow_state not in (MeetingState.PENDING_APPROVAL, MeetingState.CONFIRMED):
		return False
	before = meeting.get_doc_before_save()
	if before is None or before.workflow_state != meeting.workflow_state:
		return True
	return bool(changed_fields(meeting, before, PLAN_FIELDS))


APPROVED_FIELDS = ("cohort", "venue", "starts_on", "ends_on")


def check_approved_plan(meeting: Document) -> None:
	"""Time and place stay as they were approved; a supervisor may send the meeting back before letters."""
	before = meeting.get_doc_before_save()
	if before is None or before.workflow_state == MeetingState.DRAFT:
		return
	changed = changed_fields(meeting, before, APPROVED_FIELDS)
	if changed:
		frappe.throw(
			_(
				"{0} has been approved and cannot be changed. Ask a supervisor to send the meeting back, or cancel it."
			).format(_(meeting.meta.get_label(changed[0])))
		)


def check_plan(meeting: Document) -> None:
	"""A draft may be unfinished; from approval on every rule holds."""
	if get_datetime(meeting.ends_on) <= get_datetime(meeting.starts_on):
		frappe.throw(_("The meeting ends before it starts. Correct the times."))
	if not _needs_check(meeting):
		return
	found = stops(_plan(meeting), _limits(meeting))
	if found:
		messages = [_stop_message(stop, meeting) for stop in found]
		frappe.throw("<br>".join(messages), title=_("The meeting cannot go on like this"))
	check_double_booking(meeting)


def warn_about_plan(meeting: Document) -> None:
	"""Say what the handbook advises against, when the meeting is saved as a draft or sent to approval."""
	if meeting.workflow_state not in (MeetingState.DRAFT, MeetingState.PENDING_APPROVAL):
		return
	found = warnings(_plan(meeting), _limits(meeting))
	if found:
		text = "<br>".join(_warning_message(warning) for warning in found)
		frappe.msgprint(text, title=_("Worth a second look"), indicator="orange", alert=True)


def check_step(meeting: Document, step: Transition | None) -> None:
	if step is None:
		return
	if step.action == "Submit for Approval":
		meeting.approval_requested_by = frappe.session.user
	elif step.action == "Approve":
		meeting.approved_by = frappe.session.user
		meeting.approved_on = now_datetime()
	elif step.action == "Send Back":
		_check_not_announced(meeting)
	elif step.action == "Mark as Held":
		meeting.held_by = frappe.session.user
	elif step.action == "Cancel Meeting":
		_check_may_be_cancelled(meeting)


def _check_may_be_cancelled(meeting: Document) -> None:
	if not meeting.cancel_reason:
		frappe.throw(_("Write the reason for cancelling, then cancel the meeting."))
	if meeting.seats_taken:
		frappe.throw(
			_(
				"{0} seats are taken. Move these people to another meeting first, so nobody is forgotten."
			).format(meeting.seats_taken)
		)


def _check_not_announced(meeting: Document) -> None:
	if frappe.db.get_value("Cohort", meeting.cohort, "letters_sent_on"):
		frappe.throw(
			_("The letters have left with this meeting in them. Cancel it and tell those who answered.")
		)


def follow_in_cohort(meeting: Document) -> None:
	"""The round's first and last meeting day follow from its meetings."""
	days = meeting_days(meeting.cohort)
	if days == frappe.db.get_value("Cohort", meeting.cohort, ["first_meeting_on", "last_meeting_on"]):
		return
	# derived figures only: no new version of the cohort, and no clash with someone who has it open
	frappe.db.set_value(
		"Cohort",
		meeting.cohort,
		{"first_meeting_on": days[0], "last_meeting_on": days[1]},
		update_modified=False,
	)


def _plan(meeting: Document) -> MeetingPlan:
	venue = frappe.get_cached_doc("Meeting Venue", meeting.venue)
	return MeetingPlan(
		starts_on=get_datetime(meeting.starts_on),
		ends_on=get_datetime(meeting.ends_on),
		seats=meeting.seats,
		facilitators=tuple(row.user for row in meeting.facilitators),
		agenda=tuple((row.kind, row.minutes) for row in meeting.agenda),
		venue_capacity=venue.capacity,
		venue_kind=venue.kind,
		step_free=bool(venue.step_free),
		hearing_loop=bool(venue.hearing_loop),
	)


def _limits(meeting: Document) -> PlanLimits:
	office = frappe.get_cached_doc("Outreach Office", meeting.office)
	return PlanLimits(
		min_facilitators=rule_value("min_facilitators", meeting.office),
		min_minutes=rule_value("meeting_min_minutes", meeting.office),
		max_minutes=rule_value("meeting_max_minutes", meeting.office),
		closed_days=frozenset(getdate(row.date) for row in office.closed_days),
	)


def _stop_message(stop: PlanStop, meeting: Document) -> str:
	return {
		PlanStop.ENDS_BEFORE_START: _("The meeting ends before it starts. Correct the times."),
		PlanStop.TOO_FEW_FACILITATORS: _(
			"A meeting needs at least {0} facilitators. Add one to the team."
		).format(rule_value("min_facilitators", meeting.office)),
		PlanStop.FACILITATOR_TWICE: _("The same facilitator is listed twice. Remove one of the rows."),
		PlanStop.SUNDAY: _("The meeting is on a Sunday. Choose another day."),
		PlanStop.PUBLIC_HOLIDAY: _("The meeting is on a public holiday. Choose another day."),
		PlanStop.CLOSED_DAY: _("The office is closed on that day. Choose another day."),
		PlanStop.TOO_MANY_SEATS: _(
			"The venue does not hold that many. Lower the seats or choose a larger venue."
		),
		PlanStop.NO_SEATS: _("Write how many seats the meeting has."),
	}[stop]


def _warning_message(warning: PlanWarning) -> str:
	return {
		PlanWarning.TOO_SHORT: _("The meeting is shorter than the handbook recommends."),
		PlanWarning.TOO_LONG: _("The meeting is longer than the handbook recommends."),
		PlanWarning.NO_BREAK: _("The programme has no break. Breaks give time to talk."),
		PlanWarning.AGENDA_MINUTES: _(
			"The minutes of the programme do not add up to the length of the meeting."
		),
		PlanWarning.CARE_INSTITUTION: _(
			"The venue is a care institution. The handbook advises a place not connected with illness."
		),
		PlanWarning.NO_STEP_FREE_ACCESS: _("The venue has no step-free access."),
		PlanWarning.NO_HEARING_LOOP: _("The venue has no hearing loop."),
	}[warning]
