"""On which day somebody is called, and when the office gives up."""

from datetime import date, datetime

import pytest

from senior_outreach.replies.rules import (
	CallOutcome,
	CallResult,
	NotReachedReason,
	call_due_on,
	end_of_call,
	is_working_day,
	next_attempt_at,
)

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
	("day", "works"),
	[
		(MONDAY, True),
		(date(2026, 3, 6), True),
		(date(2026, 3, 7), False),  # Saturday
		(date(2026, 3, 8), False),  # Sunday
		(date(2026, 4, 2), False),  # Maundy Thursday
		(date(2026, 4, 6), False),  # Easter Monday
		(date(2027, 5, 17), False),  # Constitution Day, a Monday
		(date(2026, 5, 14), False),  # Ascension Day
	],
)
def test_the_office_calls_on_working_days(day: date, works: bool):
	assert is_working_day(day) is works


def test_the_office_says_when_it_is_closed():
	assert not is_working_day(MONDAY, {MONDAY})


@pytest.mark.parametrize(
	("sent_on", "today", "due"),
	[
		(date(2026, 2, 23), date(2026, 3, 2), MONDAY),
		(date(2026, 2, 21), date(2026, 2, 28), MONDAY),  # a Saturday is moved to Monday
		(date(2026, 3, 26), date(2026, 4, 2), date(2026, 4, 7)),  # over the whole of Easter
		(date(2026, 1, 5), MONDAY, MONDAY),  # never in the past
	],
)
def test_the_first_call_is_due(sent_on: date, today: date, due: date):
	assert call_due_on(sent_on, 7, today) == due


def test_the_next_attempt_is_on_a_later_working_day_in_the_morning():
	assert next_attempt_at(MONDAY, 2) == datetime(2026, 3, 4, 9)
	assert next_attempt_at(date(2026, 3, 5), 2) == datetime(2026, 3, 9, 9)
	assert next_attempt_at(MONDAY, 0) == datetime(2026, 3, 3, 9)


def test_nobody_is_given_up_before_the_last_round():
	assert end_of_call(CallOutcome.NO_ANSWER, [], rounds=3) is None
	assert end_of_call(CallOutcome.BUSY, ["No Answer"], rounds=3) is None
	end = end_of_call(CallOutcome.NO_ANSWER, ["No Answer", "Busy"], rounds=3)
	assert (end.result, end.reason) == (CallResult.NOT_REACHED, NotReachedReason.GIVEN_UP)


def test_a_call_that_was_agreed_is_no_attempt_in_vain():
	assert end_of_call(CallOutcome.NO_ANSWER, ["Call Again", "Call Again", "No Answer"], rounds=3) is None
	assert end_of_call(CallOutcome.CALL_AGAIN, ["No Answer"] * 3, rounds=3) is None


@pytest.mark.parametrize(
	("outcome", "result", "reason"),
	[
		(CallOutcome.WRONG_NUMBER, CallResult.WRONG_NUMBER, NotReachedReason.WRONG_NUMBER),
		(CallOutcome.NO_NUMBER, CallResult.NOT_REACHED, NotReachedReason.NO_NUMBER),
		(CallOutcome.DECEASED, CallResult.DECEASED, NotReachedReason.DECEASED),
		(CallOutcome.MOVED, CallResult.MOVED, NotReachedReason.MOVED),
	],
)
def test_what_ends_the_call_at_once(outcome: CallOutcome, result: CallResult, reason: NotReachedReason):
	end = end_of_call(outcome, [], rounds=3)
	assert (end.result, end.reason) == (result, reason)
