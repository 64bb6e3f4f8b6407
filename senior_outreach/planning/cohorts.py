# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Planning a Cohort: its birth years, dates and what is missing before it can be approved."""

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Count, Sum
from frappe.utils import cint, getdate, now_datetime

from senior_outreach.access.service_fields import changed_fields
from senior_outreach.access.steps import Transition
from senior_outreach.defaults import rule_value
from senior_outreach.planning.rules import letter_window, seats_needed
from senior_outreach.planning.states import HAPPENS, CohortState, MeetingState
from senior_outreach.population.screening.marking import unmarked
from senior_outreach.population.status import InvitationStatus

FROM_RULES = {
	"target_age": "target_age",
	"follow_up_after_days": "follow_up_after_days",
	"call_rounds": "call_rounds",
	"expected_yes_rate": "expected_yes_rate",
}


def fill_defaults(cohort: Document) -> None:
	"""A new round starts with the office's numbers."""
	if not cohort.is_new():
		return
	for field, rule in FROM_RULES.items():
		if not cohort.get(field):
			cohort.set(field, rule_value(rule, cohort.office))


def fill_birth_years(cohort: Document) -> None:
	if not cohort.birth_years:
		cohort.append("birth_years", {"birth_year": cint(cohort.year) - cint(cohort.target_age)})
	years = [cint(row.birth_year) for row in cohort.birth_years]
	for year in years:
		if not 1850 < year <= cint(cohort.year):
			frappe.throw(_("{0} is not a birth year. Write all four digits.").format(year))
		if years.count(year) > 1:
			frappe.throw(_("The birth year {0} is listed twice. Keep one of the rows.").format(year))


def check_dates(cohort: Document) -> None:
	if not 1900 < cint(cohort.year) < 2200:
		frappe.throw(_("{0} is not a year. Write all four digits.").format(cohort.year))
	if not cohort.letter_date or not cohort.answer_deadline:
		return
	if getdate(cohort.answer_deadline) < getdate(cohort.letter_date):
		frappe.throw(_("The answer deadline is before the letter date. Correct one of them."))


def check_step(cohort: Document, step: Transition | None) -> None:
	"""Stop a step whose conditions are missing, and write down who took it."""
	if step is None:
		return
	if step.action == "Submit for Approval":
		_check_ready_for_approval(cohort)
		cohort.approval_requested_by = frappe.session.user
	elif step.action == "Approve":
		cohort.approved_by = frappe.session.user
		cohort.approved_on = now_datetime()
	elif step.action == "Start Inviting" and not cohort.letters_sent_on:
		frappe.throw(_("Inviting starts when the letter run is confirmed as sent."))
	elif step.action == "Ask for Closure":
		cohort.approval_requested_by = frappe.session.user
	elif step.action == "Close Round":
		cohort.closed_by = frappe.session.user
		cohort.closed_on = now_datetime()


def take_meeting_days(cohort: Document) -> None:
	"""From the meetings, whatever an open form still has."""
	if not cohort.is_new():
		cohort.first_meeting_on, cohort.last_meeting_on = meeting_days(cohort.name)


def meeting_days(cohort: str) -> tuple[date | None, date | None]:
	"""The first and the last day of a round's meetings; nothing while there are none."""
	table = frappe.qb.DocType("Group Meeting")
	days = (
		frappe.qb.from_(table)
		.where((table.cohort == cohort) & (table.workflow_state != MeetingState.CANCELLED))
		.select(table.starts_on)
		.run(pluck=True)
	)
	return (getdate(min(days)), getdate(max(days))) if days else (None, None)


APPROVED_FIELDS = ("office", "year", "target_age", "birth_years")


def check_approved(cohort: Document) -> None:
	"""Whom a round is for stays as it was sent to approval; sending back opens it again."""
	before = cohort.get_doc_before_save()
	if before is None or before.workflow_state == CohortState.DRAFT:
		return
	changed = changed_fields(cohort, before, APPROVED_FIELDS)
	if changed:
		frappe.throw(
			_(
				"{0} was sent to approval and cannot be changed. Ask a supervisor to send the cohort back."
			).format(_(cohort.meta.get_label(changed[0])))
		)


def missing_before_approval(cohort: Document) -> list[str]:
	"""What the coordinator still has to do before the round can go to a supervisor."""
	meetings = _meetings(cohort.name)
	checks = (
		(not meetings, _("No meetings are planned. Make every meeting before the letters.")),
		(not cohort.letter_date, _("The letter date is missing.")),
		(not cohort.answer_deadline, _("The answer deadline is missing.")),
		(not cohort.screening_approved_on, _("The screening is not approved.")),
	)
	return [message for is_so, message in checks if is_so]


def board(cohort: Document) -> dict:
	"""The planning board of the form: the funnel so far, seats against need, dates, what is missing."""
	counts = _count_by_status(cohort.name)
	excluded = counts.get(InvitationStatus.EXCLUDED, 0)
	total = sum(counts.values())
	seats = _seats(cohort.name)
	needed = seats_needed(total - excluded, cohort.expected_yes_rate or 0)
	return {
		"statuses": {status.value: counts[status] for status in InvitationStatus if counts.get(status)},
		"total": total,
		"excluded": excluded,
		"to_invite": total - excluded,
		"unscreened": unmarked(cohort.name),
		"seats": seats,
		"seats_needed": needed,
		"meetings": _meetings(cohort.name),
		"letter_window": _letter_window(cohort),
		"missing": missing_before_approval(cohort),
	}


def _check_ready_for_approval(cohort: Document) -> None:
	missing = missing_before_approval(cohort)
	if missing:
		frappe.throw("<br>".join(missing), title=_("Before the round can be approved"))
	seats = _seats(cohort.name)
	invited = sum(_count_by_status(cohort.name).values()) - _count_by_status(cohort.name).get("Excluded", 0)
	needed = seats_needed(invited, cohort.expected_yes_rate or 0)
	if seats < needed:
		frappe.msgprint(
			_("{0} seats are planned; {1} invited at an expected yes-rate of {2} % need {3}.").format(
				seats, invited, cohort.expected_yes_rate, needed
			),
			indicator="orange",
			alert=True,
		)


def _meetings(cohort: str) -> list[dict]:
	table = frappe.qb.DocType("Group Meeting")
	return (
		frappe.qb.from_(table)
		.where((table.cohort == cohort) & (table.workflow_state != MeetingState.CANCELLED))
		.select(table.name, table.title, table.workflow_state, table.seats, table.seats_taken)
		.orderby(table.starts_on)
		.run(as_dict=True)
	)


def all_meetings_confirmed(cohort: str) -> bool:
	"""Design rule 3: nothing is sent before every meeting of the round is confirmed."""
	meetings = _meetings(cohort)
	return bool(meetings) and all(meeting.workflow_state in HAPPENS for meeting in meetings)


def _seats(cohort: str) -> int:
	table = frappe.qb.DocType("Group Meeting")
	rows = (
		frappe.qb.from_(table)
		.where((table.cohort == cohort) & (table.workflow_state != MeetingState.CANCELLED))
		.select(Sum(table.seats))
		.run()
	)
	return cint(rows[0][0])


def _count_by_status(cohort: str) -> dict[str, int]:
	table = frappe.qb.DocType("Invitation")
	query = frappe.qb.from_(table).where(table.cohort == cohort).groupby(table.status)
	return dict(query.select(table.status, Count("*")).run())


def _letter_window(cohort: Document) -> tuple[str, str] | None:
	if not cohort.first_meeting_on:
		return None
	office = cohort.office
	first, last = letter_window(
		getdate(cohort.first_meeting_on),
		rule_value("letter_min_weeks", office),
		rule_value("letter_max_weeks", office),
	)
	return str(first), str(last)
