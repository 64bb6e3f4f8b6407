# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE

import pytest
from hypothesis import given
from hypothesis import strategies as st

from senior_outreach.population.status import InvitationStatus
from senior_outreach.statistics.funnel import (
	PLACES,
	StatusCount,
	count_funnel,
	funnel_gaps,
	place_of,
	whole_percent,
)


@pytest.mark.parametrize("status", InvitationStatus)
@pytest.mark.parametrize("sent", [True, False])
def test_every_status_has_one_place(status, sent):
	assert place_of(status, sent) in PLACES


def test_a_status_that_there_is_not_has_none():
	assert place_of("Lost", True) is None


@pytest.mark.parametrize(
	("status", "sent", "place"),
	[
		("To Screen", False, "not_yet_invited"),
		("Excluded", False, "excluded"),
		("Excluded", True, "not_reached"),
		("Sent", True, "not_answered"),
		("Waiting List", True, "awaiting_attendance"),
		("Home Visit", True, "home_visit"),
		("Declined", True, "no"),
		("Later", True, "later"),
		("Attended", False, "attended"),
	],
)
def test_places_that_are_a_decision(status, sent, place):
	assert place_of(status, sent) == place


COUNTS = st.builds(
	lambda status, total, sent: StatusCount(status, total, min(sent, total)),
	st.sampled_from([status.value for status in InvitationStatus]),
	st.integers(0, 300),
	st.integers(0, 300),
)


@given(st.lists(COUNTS, max_size=20))
def test_the_funnel_balances_whatever_the_statuses(counts):
	figures = count_funnel(counts)
	assert funnel_gaps(figures) == {}
	assert figures["extract"] == sum(count.total for count in counts)


def test_somebody_without_a_status_shows_as_a_gap():
	assert funnel_gaps(count_funnel([StatusCount("Attended", 5, 5), StatusCount("", 2, 2)])) == {"extract": 2}


def test_companions_count_with_a_yes_only():
	counts = [
		StatusCount("Accepted", 3, 3, 2, 0),
		StatusCount("Attended", 4, 4, 3, 1),
		StatusCount("Declined", 9, 9, 8, 8),
	]
	figures = count_funnel(counts)
	assert (figures["companions"], figures["companions_attended"]) == (5, 1)


@pytest.mark.parametrize(
	("part", "whole", "percent"),
	[(92, 174, 53), (71, 172, 41), (1, 2, 50), (1, 200, 1), (0, 5, 0), (0, 0, None)],
)
def test_percent_is_rounded_half_up(part, whole, percent):
	assert whole_percent(part, whole) == percent
