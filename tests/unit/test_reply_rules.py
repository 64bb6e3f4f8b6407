"""What may be answered, when somebody is called, who gets a free seat."""

from datetime import date

import pytest

from senior_outreach.population.status import AnswerChoice
from senior_outreach.replies.rules import (
	Answer,
	AnswerProblem,
	Channel,
	DeclineReason,
	Refusal,
	ReplyFacts,
	first_that_fits,
	problem_of,
	refusal_of,
)

TODAY = date(2026, 3, 2)
COMING = Answer(AnswerChoice.GROUP_MEETING, meeting="M1")
OPEN = ReplyFacts(sent=True, excluded=False, cohort_state="Inviting", deadline=date(2026, 3, 9))


def test_a_party_is_the_senior_and_the_companions():
	assert COMING.party == 1
	assert Answer(AnswerChoice.GROUP_MEETING, meeting="M1", companions=2).party == 3
	assert Answer(AnswerChoice.HOME_VISIT).party == 0


@pytest.mark.parametrize(
	("answer", "problem"),
	[
		(COMING, None),
		(Answer(AnswerChoice.GROUP_MEETING, meeting="M1", companions=3), None),
		(Answer(AnswerChoice.GROUP_MEETING), AnswerProblem.NO_MEETING),
		(Answer(AnswerChoice.HOME_VISIT, meeting="M1"), AnswerProblem.MEETING_NOT_ASKED_FOR),
		(Answer(AnswerChoice.NO_THANKS, companions=1), AnswerProblem.MEETING_NOT_ASKED_FOR),
		(
			Answer(AnswerChoice.GROUP_MEETING, meeting="M1", companions=-1),
			AnswerProblem.COMPANIONS_NEGATIVE,
		),
		(Answer(AnswerChoice.GROUP_MEETING, meeting="M1", companions=4), AnswerProblem.TOO_MANY_COMPANIONS),
		(Answer(AnswerChoice.NO_THANKS, decline_reason=DeclineReason.NOT_NOW), None),
		(
			Answer(AnswerChoice.HOME_VISIT, decline_reason=DeclineReason.NOT_NOW),
			AnswerProblem.REASON_WITHOUT_NO,
		),
		(Answer(AnswerChoice.ASK_ME_LATER, ask_again_on=date(2026, 3, 3)), None),
		(Answer(AnswerChoice.ASK_ME_LATER, ask_again_on=TODAY), AnswerProblem.DATE_NOT_AHEAD),
		(Answer(AnswerChoice.NO_THANKS, ask_again_on=date(2026, 9, 1)), AnswerProblem.DATE_WITHOUT_LATER),
	],
)
def test_an_answer_by_itself(answer: Answer, problem: AnswerProblem | None):
	assert problem_of(answer, max_companions=3, today=TODAY) == problem


def replaced(**changes: object) -> ReplyFacts:
	return ReplyFacts(**{**OPEN.__dict__, **changes})


@pytest.mark.parametrize(
	("facts", "refusal"),
	[
		(OPEN, None),
		(replaced(cohort_state="Follow-up"), None),
		(replaced(deadline=None), None),
		(replaced(sent=False), Refusal.NOT_SENT),
		(replaced(excluded=True), Refusal.EXCLUDED),
		(replaced(cohort_state="Approved"), Refusal.ROUND_NOT_OPEN),
		(replaced(cohort_state="Closed"), Refusal.ROUND_NOT_OPEN),
		(replaced(attendance="Attended"), Refusal.ATTENDANCE_ENTERED),
	],
)
@pytest.mark.parametrize("channel", list(Channel))
def test_when_nobody_can_answer(facts: ReplyFacts, refusal: Refusal | None, channel: Channel):
	assert refusal_of(facts, channel, TODAY) == refusal


def test_the_last_day_counts_and_the_day_after_only_staff_enter():
	assert refusal_of(OPEN, Channel.REPLY_PAGE, date(2026, 3, 9)) is None
	assert refusal_of(OPEN, Channel.REPLY_PAGE, date(2026, 3, 10)) == Refusal.DEADLINE_PASSED
	assert refusal_of(OPEN, Channel.PAPER, date(2026, 3, 10)) is None


def test_the_first_party_that_fits_gets_the_seat():
	waiting = [("large", 4), ("couple", 2), ("single", 1)]
	assert first_that_fits(waiting, 4) == "large"
	assert first_that_fits(waiting, 3) == "couple"
	assert first_that_fits(waiting, 1) == "single"
	assert first_that_fits(waiting, 0) is None
	assert first_that_fits([], 5) is None
