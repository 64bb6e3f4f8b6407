# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""When a wish is due, who asked for a visit, and what must be journaled: rules without a database."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from senior_outreach.population.status import AnswerChoice


class VisitState(StrEnum):
	REQUESTED = "Requested"
	SCHEDULED = "Scheduled"
	COMPLETED = "Completed"
	JOURNALED = "Journaled"
	CANCELLED = "Cancelled"


OPEN_VISIT = frozenset({VisitState.REQUESTED, VisitState.SCHEDULED, VisitState.COMPLETED})


class CancelReason(StrEnum):
	SENIOR_CANCELLED = "Senior Cancelled"
	NOT_REACHED = "Not Reached"
	MOVED = "Moved"
	DECEASED = "Deceased"
	CAME_TO_MEETING = "Came to a Meeting Instead"


class InterestStatus(StrEnum):
	OPEN = "Open"
	CONTACTED = "Contacted"
	REFERRED = "Referred"
	JOINED = "Joined"
	DID_NOT_JOIN = "Did Not Join"
	WITHDRAWN = "Withdrawn"


FINISHED_INTEREST = frozenset({InterestStatus.JOINED, InterestStatus.DID_NOT_JOIN, InterestStatus.WITHDRAWN})


class InterestSource(StrEnum):
	CALL = "Call"
	MEETING = "Meeting"
	ANSWER = "Answer"
	HOME_VISIT = "Home Visit"


class VisitStep(StrEnum):
	"""What an answer asks for."""

	NOTHING = "nothing"
	REQUEST = "request"
	CANCEL = "cancel"


@dataclass(frozen=True)
class AnswerGiven:
	"""An answer as far as it matters here; without a choice there is none."""

	choice: str | None = None
	answered_on: datetime | None = None


def visit_step(before: AnswerGiven, after: AnswerGiven) -> VisitStep:
	"""A visit follows an answer, not a state of the record.

	Saving the invitation again, or entering attendance, must neither bring back a visit that staff have
	cancelled nor cancel one that was agreed at a meeting.
	"""
	if after == before:
		return VisitStep.NOTHING
	if after.choice == AnswerChoice.HOME_VISIT:
		return VisitStep.REQUEST
	if before.choice == AnswerChoice.HOME_VISIT:
		return VisitStep.CANCEL
	return VisitStep.NOTHING


_REASON_BY_EXIT = {"Deceased": CancelReason.DECEASED, "Moved": CancelReason.MOVED}


def cancel_reason(choice: str | None, exit_reason: str | None) -> CancelReason:
	"""Why a visit is called off: `exit_reason` is why the senior left the round, if so."""
	if exit_reason in _REASON_BY_EXIT:
		return _REASON_BY_EXIT[exit_reason]
	if choice == AnswerChoice.GROUP_MEETING:
		return CancelReason.CAME_TO_MEETING
	return CancelReason.SENIOR_CANCELLED


def due_on(wished_on: date, days: int) -> date:
	return wished_on + timedelta(days=days)


def must_be_journaled(individual_advice: str | None, based_on_health: str | None) -> bool | None:
	"""The journal duty from the two plain questions; `None` while they leave it open.

	Health care, and so to be journaled, is advice that is adapted to the person *and* based on what the
	person told about their own health; general information is not (Directorate of Health, 20 January 2015,
	handbook annex 3, on the Health Personnel Act sections 3 and 39).
	"""
	answers = (individual_advice, based_on_health)
	if "No" in answers:
		return False
	return True if answers == ("Yes", "Yes") else None
