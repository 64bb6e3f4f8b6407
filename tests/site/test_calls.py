"""Calls: opened on time and once, served to one caller each, worked until they end."""

from datetime import date, datetime, timedelta

import frappe
import pytest
from frappe.utils import getdate, now_datetime

from senior_outreach.access.roles import Role
from senior_outreach.population.status import AnswerChoice
from senior_outreach.replies import answers, api, calls, due_calls
from senior_outreach.replies.rules import Answer, CallOutcome, Channel
from tests import builders
from tests.site.rounds import coming_to, confirmed_meeting, invited, open_round

SENT = date(2026, 2, 23)
DUE = date(2026, 3, 2)  # a Monday


@pytest.fixture
def round_(clock):
	clock.set(f"{DUE} 06:00")
	return open_round()


@pytest.fixture
def caller(round_):
	return builders.user(Role.CALLER, office=round_.office)


def calls_of(invitation) -> list:
	return frappe.get_all(
		"Follow-up Call",
		filters={"invitation": invitation.name},
		fields=["name", "status", "round", "due_on", "result", "senior_name", "phone", "office", "cohort"],
		order_by="round asc",
	)


def opened(invitation) -> str:
	due_calls.open_due_calls()
	(call,) = calls_of(invitation)
	return call.name


def record(call: str, outcome: CallOutcome, caller: str, **details):
	return calls.record_attempt(call, outcome, caller, **details)


# Opening


def test_a_call_is_opened_after_the_set_days_and_the_round_goes_on(round_):
	invitation = invited(round_, SENT)
	assert due_calls.open_due_calls(DUE - timedelta(days=1)) == 0
	assert frappe.db.get_value("Cohort", round_.name, "workflow_state") == "Inviting"
	assert due_calls.open_due_calls(DUE) == 1
	(call,) = calls_of(invitation)
	senior = frappe.get_doc("Senior", invitation.senior)
	assert (call.status, call.round, call.due_on) == ("Open", 1, DUE)
	assert (call.senior_name, call.phone) == (senior.full_name, senior.phone)
	assert (call.office, call.cohort) == (round_.office, round_.name)
	assert frappe.db.get_value("Cohort", round_.name, "workflow_state") == "Follow-up"


def test_running_again_opens_nothing(round_):
	invitation = invited(round_, SENT)
	assert [
		due_calls.open_due_calls(DUE),
		due_calls.open_due_calls(DUE),
		due_calls.open_due_calls(DUE + timedelta(1)),
	] == [1, 0, 0]
	assert len(calls_of(invitation)) == 1


def test_one_call_per_person_and_round(round_):
	invitation = invited(round_, SENT)
	builders.follow_up_call(invitation)
	with pytest.raises(frappe.UniqueValidationError):
		builders.follow_up_call(invitation)


def test_nobody_is_called_who_must_not_be(round_):
	silent = [
		invited(round_, SENT, do_not_contact=1),
		invited(round_, SENT, register_status="Deceased"),
		invited(round_, DUE - timedelta(days=6)),
		builders.invitation(round_),
	]
	by_hand = invited(round_, SENT)
	frappe.db.set_value("Invitation", by_hand.name, "handle_by_hand", 1)
	answered = invited(round_, SENT)
	answers.register(answered.name, Answer(AnswerChoice.HOME_VISIT), Channel.PAPER, "Administrator")
	called = invited(round_, SENT)
	assert due_calls.open_due_calls(DUE) == 1
	assert len(calls_of(called)) == 1
	assert all(not calls_of(invitation) for invitation in (*silent, by_hand, answered))


@pytest.mark.parametrize("state", ["Approved", "Pending Closure", "Closed"])
def test_only_an_open_round_is_called(round_, state):
	invited(round_, SENT)
	builders.in_state(round_, state)
	assert due_calls.open_due_calls(DUE) == 0


def test_the_day_is_a_working_day_of_the_office(round_):
	office = frappe.get_doc("Outreach Office", round_.office)
	office.append("closed_days", {"date": DUE})
	office.save()
	invitation = invited(round_, SENT)
	due_calls.open_due_calls(DUE)
	assert calls_of(invitation)[0].due_on == DUE + timedelta(days=1)


def test_the_round_decides_after_how_many_days(round_):
	frappe.db.set_value("Cohort", round_.name, "follow_up_after_days", 10)
	invited(round_, SENT)
	assert due_calls.open_due_calls(DUE) == 0
	assert due_calls.open_due_calls(DUE + timedelta(days=3)) == 1


def test_an_error_in_one_round_does_not_stop_the_others(round_):
	broken, sound = round_, open_round()
	invited(broken, SENT, last_name="Hemmeligrud")
	invitation = invited(sound, SENT)
	frappe.db.set_value("Cohort", broken.name, "office", "Finnes ikke")
	assert due_calls.open_due_calls(DUE) == 1
	assert calls_of(invitation)
	logs = frappe.get_all("Error Log", filters={"method": ("like", f"%{broken.name}%")}, pluck="error")
	assert logs
	assert not any("Hemmeligrud" in log for log in logs)


def test_an_answer_that_was_never_true_brings_the_call_back(round_):
	invitation = invited(round_, SENT)
	opened(invitation)
	answers.register(invitation.name, Answer(AnswerChoice.NO_THANKS), Channel.PAPER, "Administrator")
	assert [call.result for call in calls_of(invitation)] == ["Answered Meanwhile"]
	answers.invalidate(invitation.name, "Administrator")
	assert due_calls.open_due_calls(DUE) == 1
	assert [(call.round, call.status) for call in calls_of(invitation)] == [(1, "Closed"), (2, "Open")]


def test_an_answer_closes_the_open_call_at_once(round_):
	invitation = invited(round_, SENT)
	opened(invitation)
	meeting = confirmed_meeting(round_)
	answers.register(invitation.name, coming_to(meeting), Channel.REPLY_PAGE)
	(call,) = calls_of(invitation)
	assert (call.status, call.result) == ("Closed", "Answered Meanwhile")


def test_protected_from_today_on(round_):
	invitation = invited(round_, SENT)
	opened(invitation)
	senior = frappe.get_doc("Senior", invitation.senior)
	senior.handle_by_hand = 1
	builders.save_by_service(senior)
	(call,) = calls_of(invitation)
	assert (call.status, call.senior_name, call.phone) == ("Closed", None, None)


# Serving


def test_two_callers_never_get_the_same_person(round_, caller):
	for _number in range(3):
		invited(round_, SENT)
	due_calls.open_due_calls()
	other = builders.user(Role.CALLER, office=round_.office)
	served = [calls.next_call(user, round_.office) for user in (caller, other, "Administrator")]
	assert len(set(served)) == 3
	assert calls.next_call("third@example.org", round_.office) is None
	assert calls.next_call(caller, round_.office) == served[0]


def test_a_reservation_ends_by_release_and_by_time(round_, caller, clock):
	call = opened(invited(round_, SENT))
	assert calls.reserve(call, caller, now_datetime())
	assert not calls.reserve(call, "other@example.org", now_datetime())
	calls.release_call(call, "other@example.org")
	assert not calls.reserve(call, "other@example.org", now_datetime())
	calls.release_call(call, caller)
	assert frappe.db.get_value("Follow-up Call", call, "caller") is None
	assert calls.reserve(call, "Administrator", now_datetime())
	clock.set(now_datetime() + timedelta(minutes=31))
	assert calls.reserve(call, caller, now_datetime())


def test_the_dead_and_those_who_do_not_want_are_not_served(round_, caller):
	invitation = invited(round_, SENT)
	opened(invitation)
	frappe.db.set_value("Senior", invitation.senior, "do_not_contact", 1)
	assert calls.next_call(caller) is None
	frappe.db.set_value("Senior", invitation.senior, {"do_not_contact": 0, "register_status": "Deceased"})
	assert calls.next_call(caller) is None


def test_a_call_is_served_when_it_is_time(round_, caller, clock):
	call = opened(invited(round_, SENT))
	again = datetime(2026, 3, 4, 14, 30)
	record(call, CallOutcome.CALL_AGAIN, caller, call_again_at=again)
	assert calls.next_call(caller) is None
	clock.set(again)
	assert calls.next_call(caller) == call


# Working


def test_reached_with_an_answer_ends_the_call(round_, caller):
	meeting = confirmed_meeting(round_)
	invitation = invited(round_, SENT)
	call = record(opened(invitation), CallOutcome.REACHED, caller, answer=coming_to(meeting, 1))
	assert (call.status, call.result) == ("Closed", "Group Meeting")
	assert [(row.caller, row.outcome) for row in call.attempts] == [(caller, "Reached")]
	invitation.reload()
	assert (invitation.status, invitation.answer_channel, invitation.registered_by) == (
		"Accepted",
		"Call Out",
		caller,
	)


def test_after_the_last_round_the_person_is_given_up(round_, caller, clock):
	invitation = invited(round_, SENT)
	call = opened(invitation)
	for outcome, next_at in (
		(CallOutcome.NO_ANSWER, datetime(2026, 3, 4, 9)),
		(CallOutcome.BUSY, datetime(2026, 3, 6, 9)),
	):
		saved = record(call, outcome, caller)
		assert (saved.status, saved.next_call_on, saved.reserved_until) == ("Open", next_at, None)
		assert calls.next_call(caller) is None
		clock.set(next_at)
		assert calls.next_call(caller) == call
	saved = record(call, CallOutcome.NO_ANSWER, caller)
	assert (saved.status, saved.result, len(saved.attempts)) == ("Closed", "Not Reached", 3)
	invitation.reload()
	assert (invitation.status, invitation.not_reached_reason) == ("Not Reached", "Given Up")


@pytest.mark.parametrize(
	("outcome", "result", "reason", "attempts", "register_status"),
	[
		(CallOutcome.WRONG_NUMBER, "Wrong Number", "Wrong Number", 1, "Resident"),
		(CallOutcome.NO_NUMBER, "Not Reached", "No Number", 0, "Resident"),
		(CallOutcome.DECEASED, "Deceased", "Deceased", 1, "Deceased"),
		(CallOutcome.MOVED, "Moved", "Moved", 1, "Moved"),
	],
)
def test_what_ends_a_call_without_an_answer(
	round_, caller, outcome, result, reason, attempts, register_status
):
	invitation = invited(round_, SENT)
	saved = record(opened(invitation), outcome, caller)
	assert (saved.status, saved.result, len(saved.attempts)) == ("Closed", result, attempts)
	invitation.reload()
	assert (invitation.status, invitation.not_reached_reason) == ("Not Reached", reason)
	assert frappe.db.get_value("Senior", invitation.senior, "register_status") == register_status


def test_whoever_was_given_up_may_still_answer(round_, caller):
	invitation = invited(round_, SENT)
	record(opened(invitation), CallOutcome.WRONG_NUMBER, caller)
	saved = answers.register(
		invitation.name, Answer(AnswerChoice.HOME_VISIT), Channel.PHONE_IN, "Administrator"
	)
	assert saved.status == "Home Visit"


@pytest.mark.parametrize(
	("outcome", "details", "message"),
	[
		(CallOutcome.REACHED, {}, "what the person answered"),
		(CallOutcome.NO_ANSWER, {"answer": Answer(AnswerChoice.NO_THANKS)}, "goes with the outcome Reached"),
		(CallOutcome.CALL_AGAIN, {}, "when to call again"),
		(CallOutcome.CALL_AGAIN, {"call_again_at": datetime(2026, 3, 1)}, "must be ahead"),
	],
)
def test_an_incomplete_call_is_not_recorded(round_, caller, outcome, details, message):
	call = opened(invited(round_, SENT))
	with pytest.raises(frappe.ValidationError, match=message):
		record(call, outcome, caller, **details)


def test_a_call_somebody_else_makes_or_that_is_closed_is_left_alone(round_, caller):
	call = opened(invited(round_, SENT))
	calls.reserve(call, "Administrator", now_datetime())
	with pytest.raises(frappe.ValidationError, match="is making this call"):
		record(call, CallOutcome.NO_ANSWER, caller)
	record(call, CallOutcome.WRONG_NUMBER, "Administrator")
	with pytest.raises(frappe.ValidationError, match="is closed"):
		record(call, CallOutcome.NO_ANSWER, caller)


# The caller's rights


def test_a_caller_works_a_call_and_reads_nothing_else(round_, caller, as_user):
	meeting = confirmed_meeting(round_)
	invitation = invited(round_, SENT)
	due_calls.open_due_calls()
	with as_user(caller):
		served = api.take_next_call(round_.office)
		assert {choice["name"]: choice["free"] for choice in served["meetings"]} == {meeting.name: 20}
		reply = api.record_call(
			served["name"], "Reached", choice="Group Meeting", meeting=meeting.name, companions=1
		)
		assert (reply["status"], reply["result"]) == ("Closed", "Group Meeting")
		for doctype, name in (("Invitation", invitation.name), ("Senior", invitation.senior)):
			with pytest.raises(frappe.PermissionError):
				frappe.get_doc(doctype, name).check_permission("read")
		with pytest.raises(frappe.PermissionError):
			api.register_reply(invitation.name, "No Thanks", "Paper")
		with pytest.raises(frappe.PermissionError):
			api.choices_for_invitation(invitation.name)


def test_a_caller_gets_the_calls_of_the_own_office_only(round_, as_user):
	call = opened(invited(round_, SENT))
	stranger = builders.user(Role.CALLER, office=builders.office())
	with as_user(stranger):
		assert api.take_next_call() is None
		assert api.take_next_call(round_.office) is None
		for act in (api.release_call, api.choices_for_call):
			with pytest.raises(frappe.PermissionError):
				act(call)
		with pytest.raises(frappe.PermissionError):
			api.record_call(call, "No Answer")


def test_only_callers_and_coordinators_are_served(round_, as_user):
	invited(round_, SENT)
	due_calls.open_due_calls()
	for role in (Role.SUPERVISOR, Role.FACILITATOR, Role.LEADERSHIP):
		with as_user(builders.user(role, office=round_.office)), pytest.raises(frappe.PermissionError):
			api.take_next_call()


def test_a_call_is_not_closed_past_the_rules(round_, caller, as_user):
	name = opened(invited(round_, SENT))
	with as_user(caller):
		call = frappe.get_doc("Follow-up Call", name)
		call.note = "Ringes på kvelden"
		call.save()
		call.reload()
		call.status = "Closed"
		with pytest.raises(frappe.PermissionError, match="set by the program"):
			call.save()


def test_nobody_opens_a_call_by_hand_for_someone_protected(round_):
	invitation = invited(round_, SENT, do_not_contact=1)
	with pytest.raises(frappe.ValidationError, match="not called"):
		builders.follow_up_call(invitation)
	assert getdate() == DUE
