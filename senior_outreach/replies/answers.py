# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Entering, changing and invalidating the answer of an invitation; the same for every channel.

These functions trust that their caller has checked who may answer for whom. Each works on the locked
invitation and does the whole thing, seats, history and calls included, in the caller's transaction.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate, now_datetime

from senior_outreach.access.service_fields import save_by_service
from senior_outreach.defaults import rule_value
from senior_outreach.planning.states import MeetingState
from senior_outreach.population.seats import has_seat
from senior_outreach.population.status import AnswerChoice, Need
from senior_outreach.replies import seats
from senior_outreach.replies.answerable import check_open
from senior_outreach.replies.closing import close_open_calls
from senior_outreach.replies.locking import lock_round
from senior_outreach.replies.messages import AnswerRefused, refuse_answer, refuse_seats
from senior_outreach.replies.rules import (
	Answer,
	CallResult,
	Channel,
	HowEnded,
	NotReachedReason,
	problem_of,
)

INVITATION = "Invitation"
ANSWER_FIELDS = (
	"answer_choice",
	"meeting",
	"companions",
	"waiting_since",
	"decline_reason",
	"ask_again_on",
	"answer_channel",
	"answered_on",
	"answered_by",
	"registered_by",
	*Need,
)
_EMPTY = {"companions": 0} | dict.fromkeys(Need, 0)


def register(
	invitation_name: str,
	answer: Answer,
	channel: Channel,
	by_user: str | None = None,
	*,
	accept_waiting: bool = True,
	answering_call: str | None = None,
) -> Document:
	"""Enter an answer, or change the one that is there; gives back the saved invitation.

	`by_user` is the member of staff, `None` on the reply page. Without `accept_waiting` a party that finds no
	room is refused and everything stays as it was; with it, the party goes on the waiting list.
	`answering_call` is the call in which the answer was given; every other open call is closed.
	The same answer twice changes nothing. Raises `AnswerRefused` with a message for the person.
	"""
	invitation = locked(invitation_name)
	check_open(invitation, channel)
	_check_answer(invitation, answer, channel)
	if _is_same(invitation, answer) and not _gets_a_seat_now(invitation):
		_close_calls(invitation, answering_call)
		return invitation
	waiting_since = _arrange_seats(invitation, answer, accept_waiting)
	_write(invitation, answer, waiting_since, channel, by_user)
	save_by_service(invitation)
	_close_calls(invitation, answering_call)
	return invitation


def invalidate(invitation_name: str, by_user: str) -> Document:
	"""Take back an answer that was never true, such as one entered for the wrong person; the history stays.

	The person has not answered then, and is called again if it is time.
	"""
	invitation = locked(invitation_name)
	if not invitation.answer_choice:
		frappe.throw(_("There is no answer to take back."))
	if invitation.attendance:
		frappe.throw(_("Attendance has been entered. Undo the attendance first, then the answer."))
	_forget_answer(invitation, HowEnded.INVALIDATED, by_user)
	save_by_service(invitation)
	return invitation


def locked(invitation_name: str) -> Document:
	"""The invitation with its history as it is now, held with its round until the end of the transaction."""
	lock_round(frappe.db.get_value(INVITATION, invitation_name, "cohort"))
	return frappe.get_doc(INVITATION, invitation_name, for_update=True)


def end_when_excluded(invitation: Document) -> None:
	"""In `validate`: whoever is taken out after answering gives back the seat, and the answer is history."""
	lost = invitation.not_reached_reason in (NotReachedReason.DECEASED, NotReachedReason.HANDLE_BY_HAND)
	if (lost or invitation.exclusion_reason) and invitation.answer_choice and not invitation.attendance:
		_forget_answer(invitation, HowEnded.CHANGED, frappe.session.user)


def close_calls_when_out(invitation: Document) -> None:
	"""In `on_update`: nobody calls a person who has been taken out, is lost or is handled by hand."""
	reason = invitation.exclusion_reason or invitation.not_reached_reason
	if not reason and not invitation.handle_by_hand:
		return
	known = reason in (CallResult.DECEASED, CallResult.MOVED)
	close_open_calls(invitation.name, CallResult(reason) if known else CallResult.NOT_REACHED)


def _check_answer(invitation: Document, answer: Answer, channel: Channel) -> None:
	limit = rule_value("max_companions", invitation.office)
	problem = problem_of(answer, limit, getdate())
	if problem:
		refuse_answer(problem, limit)
	if answer.choice is AnswerChoice.GROUP_MEETING:
		_check_meeting(invitation, answer.meeting, channel)


def _check_meeting(invitation: Document, meeting_name: str, channel: Channel) -> None:
	meeting = frappe.db.get_value(
		"Group Meeting", meeting_name, ["cohort", "workflow_state", "starts_on"], as_dict=True
	)
	offered = meeting and meeting.cohort == invitation.cohort
	if not offered or meeting.workflow_state != MeetingState.CONFIRMED:
		frappe.throw(_("This meeting cannot be chosen. Choose another one."), AnswerRefused)
	if channel is Channel.REPLY_PAGE and meeting.starts_on <= now_datetime():
		frappe.throw(_("This meeting has been held. Choose another one."), AnswerRefused)


def _is_same(invitation: Document, answer: Answer) -> bool:
	return (
		_is_same_in_history(invitation, answer)
		and (invitation.decline_reason or None) == answer.decline_reason
		and (getdate(invitation.ask_again_on) if invitation.ask_again_on else None) == answer.ask_again_on
		and invitation.answered_by == answer.answered_by
		and frozenset(need for need in Need if invitation.get(need)) == answer.needs
	)


def _is_same_in_history(invitation: Document, answer: Answer) -> bool:
	return (
		invitation.answer_choice == answer.choice
		and (invitation.meeting or None) == answer.meeting
		and cint(invitation.companions) == answer.companions
	)


def _gets_a_seat_now(invitation: Document) -> bool:
	return bool(invitation.waiting_since) and seats.next_waiting(invitation.meeting) == invitation.name


def _arrange_seats(invitation: Document, answer: Answer, accept_waiting: bool):
	"""Give back the seats somebody has and take those they want; returns since when they wait, or `None`."""
	held = _hold(invitation)
	if answer.choice is not AnswerChoice.GROUP_MEETING:
		_give_back(held)
		return None
	wanted = seats.Hold(answer.meeting, answer.party)
	if _may_take(invitation, held, wanted) and seats.move(held, wanted):
		return None
	if not accept_waiting:
		refuse_seats(wanted, held)
	_give_back(held)
	still_waits = invitation.waiting_since and invitation.meeting == wanted.meeting
	return invitation.waiting_since if still_waits else now_datetime()


def _may_take(invitation: Document, held: seats.Hold | None, wanted: seats.Hold) -> bool:
	"""A free seat belongs to the first on the waiting list whom it suits; who sits there already may stay."""
	if held and held.meeting == wanted.meeting and wanted.party <= held.party:
		return True
	return seats.next_waiting(wanted.meeting) in (None, invitation.name)


def _hold(invitation: Document) -> seats.Hold | None:
	if not has_seat(invitation):
		return None
	return seats.Hold(invitation.meeting, 1 + cint(invitation.companions))


def _give_back(held: seats.Hold | None) -> None:
	if held:
		seats.give_back(held.meeting, held.party)


def _write(
	invitation: Document, answer: Answer, waiting_since, channel: Channel, by_user: str | None
) -> None:
	if not _is_same_in_history(invitation, answer):
		_end_former(invitation, HowEnded.CHANGED, by_user)
		_append(invitation, answer, channel, by_user)
	invitation.update(
		{
			"answer_choice": answer.choice,
			"meeting": answer.meeting,
			"companions": answer.companions,
			"waiting_since": waiting_since,
			"decline_reason": answer.decline_reason,
			"ask_again_on": answer.ask_again_on,
			"answer_channel": channel,
			"answered_on": now_datetime(),
			"answered_by": answer.answered_by,
			"registered_by": by_user,
		}
	)
	invitation.update({need: int(need in answer.needs) for need in Need})


def _append(invitation: Document, answer: Answer, channel: Channel, by_user: str | None) -> None:
	invitation.append(
		"answers",
		{
			"choice": answer.choice,
			"channel": channel,
			"meeting": answer.meeting,
			"companions": answer.companions,
			"answered_on": now_datetime(),
			"answered_by": answer.answered_by,
			"registered_by": by_user,
		},
	)


def _end_former(invitation: Document, how: HowEnded, by_user: str | None) -> None:
	for row in invitation.answers:
		if not row.ended_how:
			row.update({"ended_on": now_datetime(), "ended_how": how, "ended_by": by_user})


def _forget_answer(invitation: Document, how: HowEnded, by_user: str | None) -> None:
	_give_back(_hold(invitation))
	_end_former(invitation, how, by_user)
	invitation.update(dict.fromkeys(ANSWER_FIELDS) | _EMPTY)


def _close_calls(invitation: Document, answering_call: str | None) -> None:
	close_open_calls(invitation.name, CallResult.ANSWERED_MEANWHILE, keep=answering_call)
