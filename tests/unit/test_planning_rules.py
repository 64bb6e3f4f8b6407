"""What stops a meeting, what is advised against, and the arithmetic of seats and letter dates."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from senior_outreach.planning.rules import (
	MeetingPlan,
	PlanLimits,
	PlanStop,
	PlanWarning,
	letter_window,
	seats_needed,
	stops,
	warnings,
)

LIMITS = PlanLimits(min_facilitators=2, min_minutes=180, max_minutes=210)
GOOD = MeetingPlan(
	starts_on=datetime(2014, 3, 11, 10),
	ends_on=datetime(2014, 3, 11, 13, 15),
	seats=25,
	facilitators=("a", "b"),
	agenda=(("Talk", 90), ("Break", 15), ("Dialogue", 90)),
	venue_capacity=40,
	venue_kind="Library",
	step_free=True,
	hearing_loop=True,
)


def test_a_meeting_as_the_handbook_has_it_is_neither_stopped_nor_warned_about() -> None:
	assert (stops(GOOD, LIMITS), warnings(GOOD, LIMITS)) == ([], [])


@pytest.mark.parametrize(
	("change", "stop"),
	[
		({"facilitators": ("a",)}, PlanStop.TOO_FEW_FACILITATORS),
		({"facilitators": ("a", "b", "b")}, PlanStop.FACILITATOR_TWICE),
		({"seats": 41}, PlanStop.TOO_MANY_SEATS),
		({"seats": 0}, PlanStop.NO_SEATS),
		({"ends_on": GOOD.starts_on}, PlanStop.ENDS_BEFORE_START),
	],
)
def test_what_stops_a_meeting(change: dict, stop: PlanStop) -> None:
	assert stops(replace(GOOD, **change), LIMITS) == [stop]


@pytest.mark.parametrize(
	("day", "stop"),
	[
		(date(2014, 3, 9), PlanStop.SUNDAY),
		(date(2014, 4, 18), PlanStop.PUBLIC_HOLIDAY),
		(date(2014, 5, 29), PlanStop.PUBLIC_HOLIDAY),
		(date(2014, 3, 12), PlanStop.CLOSED_DAY),
	],
)
def test_days_without_meetings(day: date, stop: PlanStop) -> None:
	start = datetime.combine(day, GOOD.starts_on.time())
	limits = replace(LIMITS, closed_days=frozenset({date(2014, 3, 12)}))
	assert stops(replace(GOOD, starts_on=start, ends_on=start + timedelta(hours=3, minutes=15)), limits) == [
		stop
	]


@pytest.mark.parametrize(
	("change", "warning"),
	[
		({"agenda": (("Talk", 195),)}, PlanWarning.NO_BREAK),
		({"agenda": (("Talk", 30), ("Break", 15))}, PlanWarning.AGENDA_MINUTES),
		({"venue_kind": "Care Institution"}, PlanWarning.CARE_INSTITUTION),
		({"step_free": False}, PlanWarning.NO_STEP_FREE_ACCESS),
		({"hearing_loop": False}, PlanWarning.NO_HEARING_LOOP),
	],
)
def test_what_is_advised_against(change: dict, warning: PlanWarning) -> None:
	assert warnings(replace(GOOD, **change), LIMITS) == [warning]


@pytest.mark.parametrize(
	("minutes", "expected"),
	[(179, [PlanWarning.TOO_SHORT]), (180, []), (210, []), (211, [PlanWarning.TOO_LONG])],
)
def test_three_to_three_and_a_half_hours(minutes: int, expected: list[PlanWarning]) -> None:
	plan = replace(
		GOOD,
		ends_on=GOOD.starts_on + timedelta(minutes=minutes),
		agenda=(("Talk", minutes - 15), ("Break", 15)),
	)
	assert warnings(plan, LIMITS) == expected


def test_seats_for_the_expected_yes_answers() -> None:
	assert [seats_needed(174, 53), seats_needed(172, 41), seats_needed(0, 53)] == [93, 71, 0]


def test_letters_leave_two_to_three_weeks_before_the_first_meeting() -> None:
	assert letter_window(date(2014, 3, 11), 2, 3) == (date(2014, 2, 18), date(2014, 2, 25))
