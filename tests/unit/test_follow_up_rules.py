# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE

from datetime import date, datetime

import pytest

from senior_outreach.follow_up.rules import (
	AnswerGiven,
	CancelReason,
	VisitStep,
	cancel_reason,
	due_on,
	must_be_journaled,
	visit_step,
)

MONDAY, TUESDAY = datetime(2014, 2, 17, 10, 0), datetime(2014, 2, 18, 10, 0)
NONE = AnswerGiven()
VISIT = AnswerGiven("Home Visit", MONDAY)
MEETING = AnswerGiven("Group Meeting", TUESDAY)


@pytest.mark.parametrize(
	("before", "after", "step"),
	[
		(NONE, VISIT, VisitStep.REQUEST),
		(MEETING, VISIT, VisitStep.REQUEST),
		(VISIT, AnswerGiven("Home Visit", TUESDAY), VisitStep.REQUEST),
		(VISIT, MEETING, VisitStep.CANCEL),
		(VISIT, AnswerGiven("No Thanks", TUESDAY), VisitStep.CANCEL),
		(VISIT, NONE, VisitStep.CANCEL),
		(NONE, NONE, VisitStep.NOTHING),
		(VISIT, VISIT, VisitStep.NOTHING),
		(MEETING, MEETING, VisitStep.NOTHING),
		(NONE, MEETING, VisitStep.NOTHING),
		(MEETING, AnswerGiven("Ask Me Later", TUESDAY), VisitStep.NOTHING),
	],
)
def test_a_visit_follows_the_answer_not_the_saving(before, after, step):
	assert visit_step(before, after) is step


@pytest.mark.parametrize(
	("choice", "exit_reason", "reason"),
	[
		("Group Meeting", None, CancelReason.CAME_TO_MEETING),
		("No Thanks", None, CancelReason.SENIOR_CANCELLED),
		("Ask Me Later", "", CancelReason.SENIOR_CANCELLED),
		(None, "Deceased", CancelReason.DECEASED),
		(None, "Moved", CancelReason.MOVED),
		(None, "Given Up", CancelReason.SENIOR_CANCELLED),
	],
)
def test_why_a_visit_is_called_off(choice, exit_reason, reason):
	assert cancel_reason(choice, exit_reason) is reason


def test_due_days_are_counted_from_the_wish():
	assert due_on(date(2014, 2, 17), 14) == date(2014, 3, 3)
	assert due_on(date(2024, 2, 28), 1) == date(2024, 2, 29)


@pytest.mark.parametrize(
	("individual", "health", "duty"),
	[
		("Yes", "Yes", True),
		("Yes", "No", False),
		("No", "Yes", False),
		("No", "No", False),
		("No", "", False),
		("", "No", False),
		("Yes", "", None),
		("", "Yes", None),
		("", "", None),
		(None, None, None),
	],
)
def test_journal_duty_needs_both_to_be_true(individual, health, duty):
	assert must_be_journaled(individual, health) is duty
