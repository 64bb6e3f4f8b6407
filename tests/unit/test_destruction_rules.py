"""How loudly an office is reminded of the extract it still has."""

from datetime import date, timedelta

import pytest

from senior_outreach.population.extract.destruction_rules import (
	Holding,
	Ladder,
	Loudness,
	Reminded,
	latest_day,
	loudness_on,
	reminder_due,
)

MEETING = date(2014, 3, 27)
HOLDING = Holding(last_meeting_on=MEETING, expires_on=date(2014, 8, 1))
LADDER = Ladder(every=7, within=14)


def days_after(days: int) -> date:
	return MEETING + timedelta(days=days)


@pytest.mark.parametrize(
	("days", "loudness"),
	[
		(-30, Loudness.QUIET),
		(0, Loudness.QUIET),
		(1, Loudness.NAMED_USERS),
		(7, Loudness.NAMED_USERS),
		(8, Loudness.COORDINATORS),
		(14, Loudness.COORDINATORS),
		(15, Loudness.SUPERVISORS),
		(400, Loudness.SUPERVISORS),
	],
)
def test_it_grows_louder_after_the_last_meeting(days, loudness):
	assert loudness_on(days_after(days), HOLDING, LADDER) is loudness


@pytest.mark.parametrize("field", ["last_meeting_on", "expires_on", "destroy_by"])
def test_whichever_date_is_first_ends_the_need(field):
	dates = dict.fromkeys(("last_meeting_on", "expires_on", "destroy_by"), days_after(60))
	holding = Holding(**{**dates, field: MEETING})
	assert holding.needed_until == MEETING
	assert loudness_on(MEETING, holding, LADDER) is Loudness.QUIET
	assert loudness_on(days_after(1), holding, LADDER) > Loudness.QUIET


def test_a_day_that_was_set_for_the_destruction_is_the_latest():
	assert latest_day(HOLDING, LADDER) == days_after(14)
	early = Holding(last_meeting_on=MEETING, destroy_by=days_after(3))
	assert latest_day(early, LADDER) == days_after(3)
	assert loudness_on(days_after(4), early, LADDER) is Loudness.SUPERVISORS
	late = Holding(last_meeting_on=MEETING, destroy_by=days_after(60))
	assert latest_day(late, LADDER) == days_after(14)


def test_without_a_date_nothing_is_said():
	assert latest_day(Holding(), LADDER) is None
	assert reminder_due(MEETING, Holding(), LADDER, Reminded()) is Loudness.QUIET


def sent_until(last: int, asked: range) -> list[tuple[int, Loudness]]:
	"""What goes out when the job runs on these days after the meeting, twice on each of them."""
	reminded, sent = Reminded(), []
	for days in asked:
		for _time in range(2):
			due = reminder_due(days_after(days), HOLDING, LADDER, reminded)
			if due:
				sent.append((days, due))
				reminded = Reminded(due, days_after(days))
	return [each for each in sent if each[0] <= last]


def test_run_every_day_each_is_sent_once_and_the_loudest_again_and_again():
	assert sent_until(30, range(-5, 31)) == [
		(1, Loudness.NAMED_USERS),
		(8, Loudness.COORDINATORS),
		(15, Loudness.SUPERVISORS),
		(22, Loudness.SUPERVISORS),
		(29, Loudness.SUPERVISORS),
	]


def test_days_without_a_run_are_made_up_for():
	assert sent_until(40, range(10, 41, 30)) == [(10, Loudness.COORDINATORS), (40, Loudness.SUPERVISORS)]
	assert sent_until(20, range(20, 21)) == [(20, Loudness.SUPERVISORS)]


def test_a_time_limit_shorter_than_the_rhythm_goes_straight_to_the_supervisors():
	ladder = Ladder(every=30, within=2)
	assert loudness_on(days_after(2), HOLDING, ladder) is Loudness.NAMED_USERS
	assert loudness_on(days_after(3), HOLDING, ladder) is Loudness.SUPERVISORS
