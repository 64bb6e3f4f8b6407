# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The calls to those who have not answered: opened on time, served to one caller each, worked to an end."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime, getdate, now_datetime
from pypika import Case

from senior_outreach.access.service_fields import save_by_service
from senior_outreach.defaults import rule_value
from senior_outreach.population.status import InvitationStatus
from senior_outreach.replies import answers
from senior_outreach.replies.closing import CALL, close
from senior_outreach.replies.due_calls import RESIDENT, closed_days_of
from senior_outreach.replies.household_calls import calls_beside, check_shared
from senior_outreach.replies.rules import (
	Answer,
	CallEnd,
	CallOutcome,
	CallResult,
	Channel,
	NotReachedReason,
	end_of_call,
	next_attempt_at,
)

RESERVED_FOR = timedelta(minutes=30)
TRIES = 20
"""How many calls are tried before saying there is none: more than callers who press the button at once."""

_ATTEMPT_OF = {CallOutcome.DECEASED: CallOutcome.REACHED, CallOutcome.MOVED: CallOutcome.REACHED}
"""Outcomes that are kept as another kind of attempt: somebody picked up and told."""


def next_call(user: str, office: str | None = None, offices: list[str] | None = None) -> str | None:
	"""Reserve the call that is most due for `user`; `None` when there is nobody to call now.

	`offices` limits what the user may be served (`None`: every office), `office` what they asked for. A call
	the user has begun comes first. Whoever must not be called by now is never served. The other calls to the
	household are reserved with it, and so come next.
	"""
	now = now_datetime()
	for name in _candidates(user, now, office, offices):
		# in one order, so that two callers do not wait for each other
		household = sorted([name, *calls_beside(name, now)])
		if name in [each for each in household if reserve(each, user, now)]:
			return name
	return None


def reserve(call: str, user: str, now: datetime) -> bool:
	"""Take a call for this caller; `False` when another one was faster."""
	fields = ["status", "caller", "reserved_until"]
	row = frappe.db.get_value(CALL, call, fields, as_dict=True, for_update=True)
	if row.status != "Open" or (_is_reserved(row, now) and row.caller != user):
		return False
	# a reservation is no change of the call: no new version, and no clash with an open form
	frappe.db.set_value(
		CALL, call, {"caller": user, "reserved_until": now + RESERVED_FOR}, update_modified=False
	)
	return True


def release_call(call_name: str, user: str) -> None:
	"""Give a reserved call back, for others to take; a caller who has tried already stays the named one."""
	call = frappe.get_doc(CALL, call_name, for_update=True)
	if call.status != "Open" or call.caller != user:
		return
	call.reserved_until = None
	if not call.attempts:
		call.caller = None
	save_by_service(call)


def record_attempt(
	call_name: str,
	outcome: CallOutcome,
	user: str,
	*,
	answer: Answer | None = None,
	call_again_at: datetime | None = None,
	note: str | None = None,
	accept_waiting: bool = True,
) -> Document:
	"""Enter how a call went; gives back the saved call.

	Reached needs an `answer`; Call Again needs `call_again_at`. The answer obeys the same rules as on every
	other channel and ends the task. After the set number of attempts in vain the person is given up.
	"""
	# the invitation is locked before the call, as everywhere
	invitation = answers.locked(frappe.db.get_value(CALL, call_name, "invitation"))
	call = frappe.get_doc(CALL, call_name, for_update=True)
	now = now_datetime()
	_check_workable(call, user, now)
	_check_complete(outcome, answer, call_again_at, now)
	end = end_of_call(outcome, [row.outcome for row in call.attempts], _rounds(call))
	_append_attempt(call, outcome, user, now)
	call.note = note or call.note
	if answer:
		answers.register(
			invitation.name,
			answer,
			Channel.CALL_OUT,
			user,
			accept_waiting=accept_waiting,
			answering_call=call.name,
		)
		close(call, CallResult(answer.choice))
	elif end:
		close(call, end.result)  # first: the invitation closes every call that is still open
		_give_up(invitation, end)
	else:
		call.next_call_on = call_again_at or _next_attempt(call, now)
		call.reserved_until = None
		save_by_service(call)
	return call


def record_for_household(
	call_name: str, also_for: Collection[str], outcome: CallOutcome, user: str, **details: Any
) -> Document:
	"""The same, and the same outcome for the calls `also_for` to the household: nobody rings there twice."""
	check_shared(call_name, also_for, outcome, now_datetime())
	saved = record_attempt(call_name, outcome, user, **details)
	for name in sorted(also_for):
		record_attempt(name, outcome, user, call_again_at=details.get("call_again_at"))
	return saved


def _candidates(user: str, now: datetime, office: str | None, offices: list[str] | None) -> list[str]:
	table = frappe.qb.DocType(CALL)
	invitation = frappe.qb.DocType("Invitation")
	senior = frappe.qb.DocType("Senior")
	query = (
		frappe.qb.from_(table)
		.join(invitation)
		.on(invitation.name == table.invitation)
		.join(senior)
		.on(senior.name == invitation.senior)
		.select(table.name)
		.where((table.status == "Open") & (table.due_on <= now.date()))
		.where(table.next_call_on.isnull() | (table.next_call_on <= now))
		.where(_free_for(table, user, now))
		.where((invitation.status == InvitationStatus.SENT) & (invitation.handle_by_hand == 0))
		.where((senior.do_not_contact == 0) & (senior.register_status == RESIDENT))
	)
	if office:
		query = query.where(table.office == office)
	if offices is not None:
		query = query.where(table.office.isin(offices or [""]))
	begun = Case().when(table.caller == user, 0).else_(1)
	return query.orderby(begun).orderby(table.due_on).orderby(table.name).limit(TRIES).run(pluck=True)


def _free_for(table, user: str, now: datetime):
	return table.reserved_until.isnull() | (table.reserved_until < now) | (table.caller == user)


def _is_reserved(call, now: datetime) -> bool:
	return bool(call.reserved_until) and get_datetime(call.reserved_until) >= now


def _check_workable(call: Document, user: str, now: datetime) -> None:
	if call.status != "Open":
		frappe.throw(_("This call is closed: {0}. Take the next one.").format(_(call.result)))
	if _is_reserved(call, now) and call.caller != user:
		frappe.throw(_("{0} is making this call now. Take the next one.").format(call.caller))


def _check_complete(
	outcome: CallOutcome, answer: Answer | None, call_again_at: datetime | None, now: datetime
) -> None:
	if outcome is CallOutcome.REACHED and not answer:
		frappe.throw(_("Enter what the person answered, or choose Call Again."))
	if answer and outcome is not CallOutcome.REACHED:
		frappe.throw(_("An answer goes with the outcome Reached only."))
	if (outcome is CallOutcome.CALL_AGAIN) != bool(call_again_at):
		frappe.throw(_("Enter when to call again, together with the outcome Call Again."))
	if call_again_at and call_again_at <= now:
		frappe.throw(_("The time to call again must be ahead."))


def _append_attempt(call: Document, outcome: CallOutcome, user: str, now: datetime) -> None:
	if outcome is not CallOutcome.NO_NUMBER:
		call.append(
			"attempts", {"attempted_on": now, "caller": user, "outcome": _ATTEMPT_OF.get(outcome, outcome)}
		)
	call.caller = user


def _give_up(invitation: Document, end: CallEnd) -> None:
	invitation.not_reached_reason = end.reason
	save_by_service(invitation)
	if end.reason in (NotReachedReason.DECEASED, NotReachedReason.MOVED):
		_note_in_register(invitation.senior, end.reason)


def _note_in_register(senior_name: str, status: NotReachedReason) -> None:
	"""What the caller was told stops every letter and call at once; the next extract confirms it."""
	senior = frappe.get_doc("Senior", senior_name, for_update=True)
	senior.register_status = status
	senior.save(ignore_permissions=True)  # a caller reads no Senior; only this one fact is written


def _rounds(call: Document) -> int:
	own = frappe.db.get_value("Cohort", call.cohort, "call_rounds")
	return own or rule_value("call_rounds", call.office)


def _next_attempt(call: Document, now: datetime) -> datetime:
	return next_attempt_at(
		getdate(now), rule_value("days_between_calls", call.office), closed_days_of(call.office)
	)
