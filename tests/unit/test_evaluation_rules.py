# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE

from datetime import date

import pytest

from senior_outreach.evaluation.rules import AgeBand, EvaluationForm, age_band, is_blank, may_be_entered


@pytest.mark.parametrize(
	("age", "band"),
	[
		(None, AgeBand.NOT_GIVEN),
		(18, AgeBand.UNDER_70),
		(69, AgeBand.UNDER_70),
		(70, AgeBand.FROM_70),
		(74, AgeBand.FROM_70),
		(75, AgeBand.FROM_75),
		(77, AgeBand.FROM_75),
		(79, AgeBand.FROM_75),
		(80, AgeBand.FROM_80),
		(84, AgeBand.FROM_80),
		(85, AgeBand.FROM_85),
		(120, AgeBand.FROM_85),
	],
)
def test_age_becomes_its_band(age, band):
	assert age_band(age) is band


@pytest.mark.parametrize("age", [-1, 0, 7, 17, 121, 770])
def test_slips_of_the_pen_are_no_age(age):
	with pytest.raises(ValueError, match=str(age)):
		age_band(age)


def test_a_sheet_with_nothing_on_it_is_blank():
	assert is_blank(EvaluationForm())
	assert is_blank(EvaluationForm(entry_channel="QR Page"))


@pytest.mark.parametrize(
	"answer", [{"age": 77}, {"comments": "Fint"}, {"benefits": (("TOPIC-1", "Useful"),)}, {"sex": "Male"}]
)
def test_one_answer_makes_a_form(answer):
	assert not is_blank(EvaluationForm(**answer))


DAY = date(2014, 3, 4)


@pytest.mark.parametrize("state", ["Held", "Reported"])
@pytest.mark.parametrize("today", [DAY, date(2014, 3, 20)])
def test_forms_of_a_held_meeting_come_in_any_day(state, today):
	assert may_be_entered(state, DAY, today)


def test_forms_of_a_confirmed_meeting_come_in_on_its_day_only():
	assert may_be_entered("Confirmed", DAY, DAY)
	assert not may_be_entered("Confirmed", DAY, date(2014, 3, 3))
	assert not may_be_entered("Confirmed", DAY, date(2014, 3, 5))


@pytest.mark.parametrize("state", ["Draft", "Pending Approval", "Cancelled"])
def test_no_forms_for_a_meeting_that_does_not_take_place(state):
	assert not may_be_entered(state, DAY, DAY)
