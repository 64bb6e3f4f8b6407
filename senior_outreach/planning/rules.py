# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Rules of planning that need no database. Stops break a rule; warnings leave a recommendation behind."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import ceil

import holidays

SUNDAY = 6
CARE_INSTITUTION = "Care Institution"
PAUSES = ("Break", "Lunch")


class PlanStop(StrEnum):
	ENDS_BEFORE_START = "ends before start"
	TOO_FEW_FACILITATORS = "too few facilitators"
	FACILITATOR_TWICE = "facilitator twice"
	SUNDAY = "sunday"
	PUBLIC_HOLIDAY = "public holiday"
	CLOSED_DAY = "closed day"
	TOO_MANY_SEATS = "too many seats"
	NO_SEATS = "no seats"


class PlanWarning(StrEnum):
	TOO_SHORT = "too short"
	TOO_LONG = "too long"
	NO_BREAK = "no break"
	AGENDA_MINUTES = "agenda minutes"
	CARE_INSTITUTION = "care institution"
	NO_STEP_FREE_ACCESS = "no step-free access"
	NO_HEARING_LOOP = "no hearing loop"


@dataclass(frozen=True)
class MeetingPlan:
	"""What is planned for one meeting. `agenda` is pairs of kind and minutes."""

	starts_on: datetime
	ends_on: datetime
	seats: int
	facilitators: tuple[str, ...]
	agenda: tuple[tuple[str, int], ...]
	venue_capacity: int
	venue_kind: str
	step_free: bool
	hearing_loop: bool


@dataclass(frozen=True)
class PlanLimits:
	"""The office's numbers, and the days on which it holds no meetings."""

	min_facilitators: int
	min_minutes: int
	max_minutes: int
	closed_days: frozenset[date] = frozenset()


def public_holidays(year: int) -> frozenset[date]:
	"""Norwegian public holidays of a year; Sundays are a case of their own."""
	return frozenset(holidays.country_holidays("NO", years=year))


def stops(plan: MeetingPlan, limits: PlanLimits) -> list[PlanStop]:
	"""What must be mended before the meeting can be sent to approval."""
	day = plan.starts_on.date()
	found = [
		(plan.ends_on <= plan.starts_on, PlanStop.ENDS_BEFORE_START),
		(len(set(plan.facilitators)) < limits.min_facilitators, PlanStop.TOO_FEW_FACILITATORS),
		(len(set(plan.facilitators)) < len(plan.facilitators), PlanStop.FACILITATOR_TWICE),
		(day.weekday() == SUNDAY, PlanStop.SUNDAY),
		(day in public_holidays(day.year), PlanStop.PUBLIC_HOLIDAY),
		(day in limits.closed_days, PlanStop.CLOSED_DAY),
		(plan.seats > plan.venue_capacity, PlanStop.TOO_MANY_SEATS),
		(plan.seats < 1, PlanStop.NO_SEATS),
	]
	return [stop for is_so, stop in found if is_so]


def warnings(plan: MeetingPlan, limits: PlanLimits) -> list[PlanWarning]:
	"""What the handbook advises against."""
	minutes = int((plan.ends_on - plan.starts_on).total_seconds() // 60)
	found = [
		(minutes < limits.min_minutes, PlanWarning.TOO_SHORT),
		(minutes > limits.max_minutes, PlanWarning.TOO_LONG),
		(not any(kind in PAUSES for kind, _ in plan.agenda), PlanWarning.NO_BREAK),
		(sum(length for _, length in plan.agenda) != minutes, PlanWarning.AGENDA_MINUTES),
		(plan.venue_kind == CARE_INSTITUTION, PlanWarning.CARE_INSTITUTION),
		(not plan.step_free, PlanWarning.NO_STEP_FREE_ACCESS),
		(not plan.hearing_loop, PlanWarning.NO_HEARING_LOOP),
	]
	return [warning for is_so, warning in found if is_so]


def seats_needed(invited: int, yes_rate: float) -> int:
	"""Seats for the expected yes-answers; `yes_rate` in percent. Companions come on top."""
	return ceil(invited * yes_rate / 100)


def letter_window(first_meeting: date, min_weeks: int, max_weeks: int) -> tuple[date, date]:
	"""The first and the last day on which letters should leave, counted back from the first meeting."""
	return first_meeting - timedelta(weeks=max_weeks), first_meeting - timedelta(weeks=min_weeks)
