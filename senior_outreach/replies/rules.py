# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What may be answered, when, and when somebody is called: plain rules, no database, no clock."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from senior_outreach.planning.rules import public_holidays
from senior_outreach.planning.states import CohortState
from senior_outreach.population.status import AnswerChoice, Need

OPEN_FOR_ANSWERS = (CohortState.INVITING, CohortState.FOLLOW_UP)
FIRST_HOUR_OF_CALLS = time(9)
SATURDAY = 5


class Channel(StrEnum):
	PHONE_IN = "Phone In"
	CALL_OUT = "Call Out"
	REPLY_PAGE = "Reply Page"
	PAPER = "Paper"
	EMAIL = "E-mail"
	IN_PERSON = "In Person"


class DeclineReason(StrEnum):
	DOES_NOT_NEED_IT = "Does Not Need It"
	NOT_NOW = "Not Now"
	DATES_DO_NOT_SUIT = "Dates Do Not Suit"
	NO_WAY_TO_GET_THERE = "No Way to Get There"
	ALREADY_WELL_INFORMED = "Already Well Informed"
	OTHER = "Other"
	DOES_NOT_WANT_TO_SAY = "Does Not Want to Say"


class AnsweredBy(StrEnum):
	SENIOR = "Senior"
	NEXT_OF_KIN = "Next of Kin"


class HowEnded(StrEnum):
	CHANGED = "Changed"
	INVALIDATED = "Invalidated"


@dataclass(frozen=True)
class Answer:
	"""One answer to an invitation, whatever way it came in."""

	choice: AnswerChoice
	meeting: str | None = None
	companions: int = 0
	decline_reason: DeclineReason | None = None
	ask_again_on: date | None = None
	needs: frozenset[Need] = field(default_factory=frozenset)
	answered_by: AnsweredBy = AnsweredBy.SENIOR

	@property
	def party(self) -> int:
		"""Seats this answer asks for: the senior and those who come along."""
		return 1 + self.companions if self.choice is AnswerChoice.GROUP_MEETING else 0


class AnswerProblem(StrEnum):
	NO_MEETING = "no meeting"
	MEETING_NOT_ASKED_FOR = "meeting not asked for"
	COMPANIONS_NEGATIVE = "companions negative"
	TOO_MANY_COMPANIONS = "too many companions"
	REASON_WITHOUT_NO = "reason without no"
	DATE_WITHOUT_LATER = "date without later"
	DATE_NOT_AHEAD = "date not ahead"


def problem_of(answer: Answer, max_companions: int, today: date) -> AnswerProblem | None:
	"""What is wrong with an answer taken by itself."""
	coming = answer.choice is AnswerChoice.GROUP_MEETING
	if coming and not answer.meeting:
		return AnswerProblem.NO_MEETING
	if not coming and (answer.meeting or answer.companions):
		return AnswerProblem.MEETING_NOT_ASKED_FOR
	if answer.companions < 0:
		return AnswerProblem.COMPANIONS_NEGATIVE
	if answer.companions > max_companions:
		return AnswerProblem.TOO_MANY_COMPANIONS
	if answer.decline_reason and answer.choice is not AnswerChoice.NO_THANKS:
		return AnswerProblem.REASON_WITHOUT_NO
	if answer.ask_again_on and answer.choice is not AnswerChoice.ASK_ME_LATER:
		return AnswerProblem.DATE_WITHOUT_LATER
	if answer.ask_again_on and answer.ask_again_on <= today:
		return AnswerProblem.DATE_NOT_AHEAD
	return None


class Refusal(StrEnum):
	NOT_SENT = "not sent"
	EXCLUDED = "excluded"
	ROUND_NOT_OPEN = "round not open"
	DEADLINE_PASSED = "deadline passed"
	ATTENDANCE_ENTERED = "attendance entered"


@dataclass(frozen=True)
class ReplyFacts:
	"""What decides whether an invitation can be answered now."""

	sent: bool
	excluded: bool
	cohort_state: str
	deadline: date | None
	attendance: str | None = None


def refusal_of(facts: ReplyFacts, channel: Channel, today: date) -> Refusal | None:
	"""Why nobody can answer now. The deadline binds the reply page only: staff enter what came in late."""
	if facts.excluded:
		return Refusal.EXCLUDED
	if not facts.sent:
		return Refusal.NOT_SENT
	if facts.cohort_state not in OPEN_FOR_ANSWERS:
		return Refusal.ROUND_NOT_OPEN
	if facts.attendance:
		return Refusal.ATTENDANCE_ENTERED
	if channel is Channel.REPLY_PAGE and facts.deadline and today > facts.deadline:
		return Refusal.DEADLINE_PASSED
	return None


class CallOutcome(StrEnum):
	"""How one call ended, as the caller says it."""

	REACHED = "Reached"
	NO_ANSWER = "No Answer"
	BUSY = "Busy"
	CALL_AGAIN = "Call Again"
	WRONG_NUMBER = "Wrong Number"
	NO_NUMBER = "No Number"
	DECEASED = "Deceased"
	MOVED = "Moved"


class CallResult(StrEnum):
	"""How the task of calling somebody ended."""

	GROUP_MEETING = "Group Meeting"
	HOME_VISIT = "Home Visit"
	OTHER_OFFER = "Other Offer"
	NO_THANKS = "No Thanks"
	ASK_ME_LATER = "Ask Me Later"
	NOT_REACHED = "Not Reached"
	WRONG_NUMBER = "Wrong Number"
	DECEASED = "Deceased"
	MOVED = "Moved"
	ANSWERED_MEANWHILE = "Answered Meanwhile"


class NotReachedReason(StrEnum):
	GIVEN_UP = "Given Up"
	WRONG_NUMBER = "Wrong Number"
	NO_NUMBER = "No Number"
	DECEASED = "Deceased"
	MOVED = "Moved"
	HANDLE_BY_HAND = "Handle by Hand"


@dataclass(frozen=True)
class CallEnd:
	"""A call task that is over without an answer: its result, and why the person was not reached."""

	result: CallResult
	reason: NotReachedReason


FAILED_ATTEMPTS = frozenset({CallOutcome.NO_ANSWER, CallOutcome.BUSY})
_ENDS_AT_ONCE = {
	CallOutcome.WRONG_NUMBER: CallEnd(CallResult.WRONG_NUMBER, NotReachedReason.WRONG_NUMBER),
	CallOutcome.NO_NUMBER: CallEnd(CallResult.NOT_REACHED, NotReachedReason.NO_NUMBER),
	CallOutcome.DECEASED: CallEnd(CallResult.DECEASED, NotReachedReason.DECEASED),
	CallOutcome.MOVED: CallEnd(CallResult.MOVED, NotReachedReason.MOVED),
}


def end_of_call(outcome: CallOutcome, earlier: Collection[str], rounds: int) -> CallEnd | None:
	"""Whether this outcome ends the task; `earlier` are the outcomes of the attempts before it."""
	if outcome in _ENDS_AT_ONCE:
		return _ENDS_AT_ONCE[outcome]
	failed = sum(attempt in FAILED_ATTEMPTS for attempt in earlier) + (outcome in FAILED_ATTEMPTS)
	if outcome in FAILED_ATTEMPTS and failed >= rounds:
		return CallEnd(CallResult.NOT_REACHED, NotReachedReason.GIVEN_UP)
	return None


def is_working_day(day: date, closed_days: Collection[date] = ()) -> bool:
	"""Whether the office calls on that day: no weekend, no public holiday, no day it is closed."""
	return day.weekday() < SATURDAY and day not in closed_days and day not in public_holidays(day.year)


def working_day_from(day: date, closed_days: Collection[date] = ()) -> date:
	"""That day, or the next one on which the office calls."""
	while not is_working_day(day, closed_days):
		day += timedelta(days=1)
	return day


def call_due_on(sent_on: date, after_days: int, today: date, closed_days: Collection[date] = ()) -> date:
	"""When somebody who has not answered is called first; never in the past."""
	return working_day_from(max(sent_on + timedelta(days=after_days), today), closed_days)


def next_attempt_at(today: date, days_between: int, closed_days: Collection[date] = ()) -> datetime:
	"""When to try again after nobody picked up."""
	day = working_day_from(today + timedelta(days=max(days_between, 1)), closed_days)
	return datetime.combine(day, FIRST_HOUR_OF_CALLS)


def first_that_fits(waiting: Collection[tuple[str, int]], free: int) -> str | None:
	"""Who gets a free seat; `waiting` are pairs of invitation and party, in order of answer.

	A later small party may pass a large one that does not fit: an empty chair helps nobody.
	"""
	return next((name for name, party in waiting if party <= free), None)
