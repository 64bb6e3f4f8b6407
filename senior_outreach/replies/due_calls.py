# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Opening the calls that are due: a daily job over every round that has sent its letters."""

from datetime import date, timedelta

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.workflow import apply_workflow
from frappe.query_builder.functions import Coalesce, Max
from frappe.utils import getdate, now_datetime

from senior_outreach.access.errors import log_without_values
from senior_outreach.defaults import rule_value
from senior_outreach.planning.states import CohortState
from senior_outreach.population.status import InvitationStatus
from senior_outreach.replies.closing import CALL
from senior_outreach.replies.household_calls import callers_of_households
from senior_outreach.replies.locking import lock_round, with_lock
from senior_outreach.replies.rules import OPEN_FOR_ANSWERS, call_due_on

RESIDENT = "Resident"


def open_due_calls(today: date | None = None) -> int:
	"""Open a call for everybody who has not answered the set number of days after the letter (daily job).

	Run as often as one likes: a person has one open call at most, and (invitation, round) is unique. An error
	in one round is logged and does not stop the others. Gives back how many calls were opened.
	"""
	today = getdate(today)
	opened = 0
	for cohort in _open_cohorts():
		frappe.db.savepoint("open_due_calls")
		try:
			opened += _open_calls_of(cohort, today)
		except Exception as error:
			frappe.db.rollback(save_point="open_due_calls")
			log_without_values(f"Calls of {cohort.name} not opened", error)
	return opened


def fill_person(call: Document) -> None:
	"""Name and number on a call somebody opens by hand, from the person; nobody who must not be called."""
	invitation = frappe.db.get_value(
		"Invitation", call.invitation, ["senior", "handle_by_hand"], as_dict=True
	)
	senior = frappe.get_doc("Senior", invitation.senior)
	by_hand = invitation.handle_by_hand or senior.handle_by_hand
	if by_hand or senior.do_not_contact or senior.register_status != RESIDENT:
		frappe.throw(_("This person is not called. Handle the case by hand."))
	call.senior_name = senior.full_name
	call.phone = senior.phone or senior.mobile


def closed_days_of(office: str) -> frozenset[date]:
	"""The days on which the office says it is closed."""
	return frozenset(
		getdate(row.date) for row in frappe.get_cached_doc("Outreach Office", office).closed_days
	)


def _open_cohorts() -> list:
	# the scheduler works for every office
	return frappe.get_all(
		"Cohort",
		filters={"workflow_state": ("in", OPEN_FOR_ANSWERS)},
		fields=["name", "office", "workflow_state", "follow_up_after_days", "letters_sent_on"],
		order_by="name asc",
	)


def _open_calls_of(cohort, today: date) -> int:
	after_days = cohort.follow_up_after_days or rule_value("follow_up_after_days", cohort.office)
	sent_by = today - timedelta(days=after_days)
	lock_round(cohort.name)
	rows = _unanswered(cohort.name, sent_by)
	_insert(rows, cohort, after_days, today)
	time_has_come = cohort.letters_sent_on and getdate(cohort.letters_sent_on) <= sent_by
	if cohort.workflow_state == CohortState.INVITING and (rows or time_has_come):
		apply_workflow(frappe.get_doc("Cohort", cohort.name), "Start Follow-up")
	return len(rows)


def _unanswered(cohort: str, sent_by: date) -> list:
	"""Those to call, with the number of rounds they have had: one query, whatever the size of the round.

	Left out: who is handled by hand, has died, has moved or asked not to be contacted.
	"""
	invitation = frappe.qb.DocType("Invitation")
	senior = frappe.qb.DocType("Senior")
	call = frappe.qb.DocType(CALL)
	open_call = frappe.qb.DocType(CALL).as_("open_call")
	query = (
		frappe.qb.from_(invitation)
		.join(senior)
		.on(senior.name == invitation.senior)
		.left_join(call)
		.on(call.invitation == invitation.name)
		.left_join(open_call)
		.on((open_call.invitation == invitation.name) & (open_call.status == "Open"))
		.select(
			invitation.name,
			invitation.sent_on,
			senior.full_name,
			senior.phone,
			senior.mobile,
			senior.household_key,
			Coalesce(Max(call.round), 0).as_("rounds"),
		)
		.where((invitation.cohort == cohort) & (invitation.status == InvitationStatus.SENT))
		.where((invitation.sent_on <= sent_by) & (invitation.handle_by_hand == 0))
		.where((senior.handle_by_hand == 0) & (senior.do_not_contact == 0))
		.where((senior.register_status == RESIDENT) & open_call.name.isnull())
		.groupby(invitation.name, invitation.sent_on, senior.full_name, senior.phone, senior.mobile)
		.groupby(senior.household_key)
		.orderby(senior.household_key)
		.orderby(invitation.name)
	)
	# with a lock, so that an answer of a moment ago is seen
	return with_lock(query).run(as_dict=True)


def _insert(rows: list, cohort, after_days: int, today: date) -> None:
	closed_days = closed_days_of(cohort.office)
	due_on = {
		sent_on: call_due_on(sent_on, after_days, today, closed_days)
		for sent_on in {getdate(row.sent_on) for row in rows}
	}
	callers = callers_of_households(cohort.name, cohort.office, (row.household_key for row in rows))
	calls = [
		_new_call(row, cohort, due_on[getdate(row.sent_on)], callers.get(row.household_key)) for row in rows
	]
	if calls:
		# in bulk, since a round may have many thousand: a new call has nothing to validate beyond its unique key
		frappe.db.bulk_insert(
			CALL, list(calls[0]), [tuple(call.values()) for call in calls], ignore_duplicates=True
		)


def _new_call(row, cohort, due_on: date, caller: str | None) -> dict:
	"""`caller` is whoever calls this household already."""
	now, user = now_datetime(), frappe.session.user
	return {
		"name": frappe.generate_hash(length=10),
		"owner": user,
		"creation": now,
		"modified": now,
		"modified_by": user,
		"docstatus": 0,
		"idx": 0,
		"invitation": row.name,
		"cohort": cohort.name,
		"office": cohort.office,
		"senior_name": row.full_name,
		"phone": row.phone or row.mobile,
		"status": "Open",
		"round": row.rounds + 1,
		"due_on": due_on,
		"caller": caller,
	}
