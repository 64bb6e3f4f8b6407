# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Small numbers against a reader who knows the sums, the limit and how figures come to be hidden."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from senior_outreach.statistics.funnel import PLACES, SUMS
from senior_outreach.statistics.small_numbers import HIDDEN, hidden_figures, hide

LIMIT = 5
SMALL_SUMS = {"invited": ("yes", "no", "later"), "yes": ("attended", "no_show")}
LEAVES = ("attended", "no_show", "no", "later")


def figures_of(attended: int, no_show: int, no: int, later: int) -> dict[str, int]:
	yes = attended + no_show
	return {
		"attended": attended,
		"no_show": no_show,
		"no": no,
		"later": later,
		"yes": yes,
		"invited": yes + no + later,
	}


def shown(figures: dict[str, int]) -> dict[str, int]:
	hidden = hidden_figures(figures, SMALL_SUMS, LIMIT)
	return {name: number for name, number in figures.items() if name not in hidden}


def test_a_hidden_small_figure_can_be_at_least_two_numbers():
	"""Every row with up to 9 in each place, seen among all rows with up to 13 by one who knows the program."""
	looks_the_same = defaultdict(list)
	for numbers in product(range(14), repeat=len(LEAVES)):
		figures = figures_of(*numbers)
		looks_the_same[frozenset(shown(figures).items())].append(figures)
	for view, rows in looks_the_same.items():
		seen = {name for name, _number in view}
		for name in rows[0].keys() - seen:
			small = [row for row in rows if 0 < row[name] < LIMIT and max(row[leaf] for leaf in LEAVES) <= 9]
			assert not small or len({row[name] for row in rows}) > 1, (sorted(view), name)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(PLACES), st.integers(0, 60)))
def test_in_no_sum_that_shows_is_one_figure_alone_or_a_few_people_together(places):
	figures = dict.fromkeys(PLACES, 0) | places
	for total, parts in reversed(SUMS.items()):
		figures[total] = sum(figures[part] for part in parts)
	hidden = hidden_figures(figures, SUMS, LIMIT)
	for total, parts in SUMS.items():
		concealed = [part for part in parts if part in hidden]
		if total not in hidden and concealed:
			assert len(concealed) > 1
			assert sum(figures[part] for part in concealed) >= LIMIT


def test_nothing_is_hidden_where_nothing_is_small():
	assert hidden_figures(figures_of(60, 10, 50, 0), SMALL_SUMS, LIMIT) == frozenset()


def test_the_neighbour_goes_with_the_small_one():
	assert hidden_figures(figures_of(60, 10, 50, 3), SMALL_SUMS, LIMIT) >= {"later", "no"}


def test_two_small_ones_that_are_few_together_take_a_third():
	hidden = hidden_figures(figures_of(60, 10, 1, 1), SMALL_SUMS, LIMIT)
	assert {"no", "later"} < hidden


def test_a_rate_goes_with_what_it_is_made_of():
	row = {**figures_of(2, 0, 50, 0), "rate": 4, "guests": 3, "office": "Hamar"}
	seen = hide(row, SMALL_SUMS, ("guests",), {"rate": ("yes", "invited")}, LIMIT)
	assert [seen[name] for name in ("yes", "rate", "guests", "office")] == [HIDDEN, HIDDEN, HIDDEN, "Hamar"]


@pytest.mark.parametrize(("limit", "is_hidden"), [(5, True), (4, False)])
def test_the_limit_is_a_setting(limit, is_hidden):
	row = {**figures_of(40, 20, 50, 10), "guests": 4}
	assert (hide(row, SMALL_SUMS, ("guests",), {}, limit)["guests"] == HIDDEN) is is_hidden


def test_a_total_can_be_given_up_in_place_of_its_parts():
	row = {**figures_of(60, 10, 50, 20), "excluded": 3, "extract": 143}
	seen = hide(row, SMALL_SUMS, ("excluded",), {"extract": ("invited", "excluded")}, LIMIT)
	assert {name for name, value in seen.items() if value == HIDDEN} == {"excluded", "extract"}
