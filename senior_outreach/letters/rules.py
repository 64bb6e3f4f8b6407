# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Who may be sent a letter, and which step of a print run may follow which. Needs no site."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from senior_outreach.letters.formats import is_postal_code
from senior_outreach.planning.states import HAPPENS, CohortState, MeetingState
from senior_outreach.population.rules import RegisterStatus
from senior_outreach.population.status import InvitationStatus


class LetterKind(StrEnum):
	INVITATION = "Invitation"
	REMINDER = "Reminder"
	CHANGED_DATE = "Changed Date"
	CONFIRMATION = "Confirmation"
	HOME_VISIT = "Home Visit"


class RunStatus(StrEnum):
	DRAFT = "Draft"
	PREPARED = "Prepared"
	PRINTED = "Printed"
	CONFIRMED_SENT = "Confirmed Sent"
	ARCHIVED = "Archived"


class SortedBy(StrEnum):
	POSTAL_CODE = "Postal Code"
	HOUSEHOLD = "Household"


class LeftOutReason(StrEnum):
	"""Why somebody of the cohort gets no letter in a run; the words are shown to the office."""

	COHORT_NOT_APPROVED = "The cohort is not approved"
	NO_MEETINGS = "No coming meeting is confirmed"
	MEETINGS_NOT_CONFIRMED = "Not every meeting is confirmed"
	EXCLUDED = "Excluded in the screening"
	BY_HAND = "Handled by hand"
	NOT_SCREENED = "Not screened yet"
	ALREADY_SENT = "Has got the letter already"
	IN_OTHER_RUN = "In another letter run"
	NOT_READY = "Has answered already"
	NOT_RESIDENT = "Not resident in the register"
	DO_NOT_CONTACT = "Asked not to be contacted"
	NO_ADDRESS = "No complete address"


RUN_STEPS = frozenset(
	{
		(RunStatus.DRAFT, RunStatus.PREPARED),
		(RunStatus.PREPARED, RunStatus.PREPARED),
		(RunStatus.PREPARED, RunStatus.PRINTED),
		(RunStatus.PRINTED, RunStatus.PREPARED),
		(RunStatus.PRINTED, RunStatus.PRINTED),
		(RunStatus.PRINTED, RunStatus.CONFIRMED_SENT),
		(RunStatus.CONFIRMED_SENT, RunStatus.ARCHIVED),
	}
)
"""The only changes of a run's status. Preparing and printing may be repeated until the letters have left."""

OPEN_RUN = frozenset({RunStatus.PREPARED, RunStatus.PRINTED})
PRINTABLE_RUN = OPEN_RUN | {RunStatus.CONFIRMED_SENT}

_APPROVED = frozenset({CohortState.APPROVED, CohortState.INVITING, CohortState.FOLLOW_UP})


@dataclass(frozen=True)
class Address:
	"""Where a letter goes. `country` is empty for Norway."""

	care_of: str = ""
	street: str = ""
	line_2: str = ""
	postal_code: str = ""
	city: str = ""
	country: str = ""

	@property
	def is_complete(self) -> bool:
		"""A street or another line, and a post town; in Norway also four digits."""
		has_line = bool(self.street or self.line_2)
		has_place = bool(self.city) and (bool(self.country) or is_postal_code(self.postal_code))
		return has_line and has_place


@dataclass(frozen=True)
class LetterFacts:
	"""Everything that decides whether one person may be sent the invitation letter."""

	cohort_state: str
	meeting_states: tuple[str, ...]
	status: str
	register_status: str
	handle_by_hand: bool
	do_not_contact: bool
	address: Address
	sent_on: date | None = None
	in_other_run: bool = False


def cohort_hindrance(cohort_state: str, meeting_states: tuple[str, ...]) -> LeftOutReason | None:
	"""What keeps every letter of a cohort back (design rule 3). A cancelled meeting keeps nothing back."""
	if cohort_state not in _APPROVED:
		return LeftOutReason.COHORT_NOT_APPROVED
	standing = [state for state in meeting_states if state != MeetingState.CANCELLED]
	if not set(HAPPENS).issuperset(standing):
		return LeftOutReason.MEETINGS_NOT_CONFIRMED
	return None if MeetingState.CONFIRMED in standing else LeftOutReason.NO_MEETINGS


def person_hindrance(facts: LetterFacts) -> LeftOutReason | None:
	"""What keeps any letter to this person back, also the reprint of one that was sent."""
	if facts.status == InvitationStatus.EXCLUDED:
		return LeftOutReason.EXCLUDED
	if facts.handle_by_hand:
		return LeftOutReason.BY_HAND
	if facts.do_not_contact:
		return LeftOutReason.DO_NOT_CONTACT
	if facts.register_status != RegisterStatus.RESIDENT:
		return LeftOutReason.NOT_RESIDENT
	return None if facts.address.is_complete else LeftOutReason.NO_ADDRESS


def why_not(facts: LetterFacts) -> LeftOutReason | None:
	"""The reason why this person gets no invitation letter now, `None` when it may be sent."""
	return (
		cohort_hindrance(facts.cohort_state, facts.meeting_states)
		or _course_hindrance(facts)
		or person_hindrance(facts)
	)


def _course_hindrance(facts: LetterFacts) -> LeftOutReason | None:
	if facts.status == InvitationStatus.EXCLUDED or facts.handle_by_hand:
		return person_hindrance(facts)
	if facts.sent_on:
		return LeftOutReason.ALREADY_SENT
	if facts.status == InvitationStatus.TO_SCREEN:
		return LeftOutReason.NOT_SCREENED
	if facts.status != InvitationStatus.READY:
		return LeftOutReason.NOT_READY
	return LeftOutReason.IN_OTHER_RUN if facts.in_other_run else None
