# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The status of an invitation: one function, from the facts on the record, never typed in.

The status stands with `population`, the first package of the round, because every later package reads it.
"""

from dataclasses import dataclass
from enum import StrEnum


class InvitationStatus(StrEnum):
	TO_SCREEN = "To Screen"
	EXCLUDED = "Excluded"
	READY = "Ready"
	SENT = "Sent"
	ACCEPTED = "Accepted"
	WAITING_LIST = "Waiting List"
	HOME_VISIT = "Home Visit"
	DECLINED = "Declined"
	LATER = "Later"
	NOT_REACHED = "Not Reached"
	ATTENDED = "Attended"
	NO_SHOW = "No-show"
	EXCUSED = "Excused"


class AnswerChoice(StrEnum):
	GROUP_MEETING = "Group Meeting"
	HOME_VISIT = "Home Visit"
	NO_THANKS = "No Thanks"
	ASK_ME_LATER = "Ask Me Later"


class Need(StrEnum):
	"""Practical needs; the values are the field names of an Invitation."""

	STEP_FREE = "need_step_free"
	HEARING_LOOP = "need_hearing_loop"
	INTERPRETER = "need_interpreter"
	DIET = "need_diet"
	TRANSPORT = "need_transport"
	LARGE_PRINT = "need_large_print"


class Attendance(StrEnum):
	ATTENDED = "Attended"
	NO_SHOW = "No-show"
	EXCUSED = "Excused"


@dataclass(frozen=True)
class InvitationFacts:
	"""What the status follows from; an empty text or `None` means that it has not happened."""

	exclusion_reason: str | None = None
	screened: bool = False
	sent: bool = False
	answer_choice: str | None = None
	waiting: bool = False
	not_reached_reason: str | None = None
	attendance: str | None = None


_BY_CHOICE = {
	AnswerChoice.GROUP_MEETING: InvitationStatus.ACCEPTED,
	AnswerChoice.HOME_VISIT: InvitationStatus.HOME_VISIT,
	AnswerChoice.NO_THANKS: InvitationStatus.DECLINED,
	AnswerChoice.ASK_ME_LATER: InvitationStatus.LATER,
}


def status_of(facts: InvitationFacts) -> InvitationStatus:
	"""The later fact wins: attendance, then the answer, then the letter, then the screening."""
	if facts.exclusion_reason:
		return InvitationStatus.EXCLUDED
	if facts.attendance:
		return InvitationStatus(facts.attendance)
	if facts.answer_choice:
		return _of_answer(facts)
	if facts.not_reached_reason:
		return InvitationStatus.NOT_REACHED
	if facts.sent:
		return InvitationStatus.SENT
	return InvitationStatus.READY if facts.screened else InvitationStatus.TO_SCREEN


def _of_answer(facts: InvitationFacts) -> InvitationStatus:
	choice = AnswerChoice(facts.answer_choice)
	if choice is AnswerChoice.GROUP_MEETING and facts.waiting:
		return InvitationStatus.WAITING_LIST
	return _BY_CHOICE[choice]
