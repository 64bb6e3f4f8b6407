"""The choices that scripts of the desk write down are those of the code, in its words."""

import json
import re
from enum import StrEnum

import pytest

from senior_outreach.evaluation import rules as evaluation
from senior_outreach.follow_up.rules import InterestStatus, VisitState
from senior_outreach.letters.formats import LANGUAGES
from senior_outreach.letters.rules import RunStatus
from senior_outreach.letters.texts import texts
from senior_outreach.planning.states import CohortState, MeetingState
from senior_outreach.population.delivery.choices import Content
from senior_outreach.population.extract.states import ExtractState
from senior_outreach.population.rules import Mark
from senior_outreach.population.status import AnswerChoice, Attendance, Need
from senior_outreach.replies import rules as replies
from tests.checks.files import APP, MODULE, files, short

SCRIPTS = APP / "public" / "js"
CALL_FORM = MODULE / "doctype" / "follow_up_call" / "follow_up_call.js"
REVIEW_PAGE = MODULE / "page" / "review_delivery" / "review_delivery.js"
INVITATION_FORM = MODULE / "doctype" / "invitation" / "invitation.js"

LIST = re.compile(r'\[((?:\s*"[^"]*"\s*,?)+)\s*\]')
TEXT = re.compile(r'"([^"]*)"')

WHOLE = [
	(SCRIPTS / "answer_dialog.js", AnswerChoice),
	(SCRIPTS / "answer_dialog.js", replies.AnsweredBy),
	(SCRIPTS / "answer_dialog.js", replies.DeclineReason),
	(SCRIPTS / "evaluation_entry.js", evaluation.Benefit),
	(SCRIPTS / "evaluation_entry.js", evaluation.Expectation),
	(SCRIPTS / "evaluation_entry.js", evaluation.Sex),
	(SCRIPTS / "evaluation_entry.js", evaluation.YesNo),
	(REVIEW_PAGE, Content),
]
"""Lists in which every choice is offered."""

CHOICES: tuple[type[StrEnum], ...] = (
	*(choices for _path, choices in WHOLE),
	CohortState,
	ExtractState,
	InterestStatus,
	Mark,
	MeetingState,
	RunStatus,
	VisitState,
	replies.CallOutcome,
	replies.Channel,
)


def lists(source: str) -> list[list[str]]:
	"""Every list of texts in a script, without the empty choice."""
	return [list(filter(None, TEXT.findall(found))) for found in LIST.findall(source)]


def values(choices: type[StrEnum]) -> list[str]:
	return [member.value for member in choices]


def keys(source: str, constant: str) -> dict[str, str]:
	"""The properties of a constant object, with the first text of each."""
	body = re.search(rf"{constant} = {{(.*?)}};", source, re.DOTALL).group(1)
	return {name.strip('"'): text for name, text in re.findall(r'([\w"-]+): (?:__\()?"([^"]*)"', body)}


@pytest.mark.parametrize(("path", "choices"), WHOLE, ids=lambda each: getattr(each, "__name__", None))
def test_a_dialog_offers_every_choice(path, choices):
	assert values(choices) in lists(path.read_text())


@pytest.mark.parametrize("path", files(".js", below=APP), ids=short)
def test_a_script_knows_no_choice_that_the_code_does_not(path):
	written = [words for words in lists(path.read_text()) if len(words) > 1 and all(map(str.istitle, words))]
	assert [words for words in written if not any(set(words) <= set(choices) for choices in CHOICES)] == []


def test_a_reply_is_entered_with_every_channel_that_staff_use():
	own = {replies.Channel.REPLY_PAGE.value, replies.Channel.CALL_OUT.value}
	assert [each for each in values(replies.Channel) if each not in own] in lists(INVITATION_FORM.read_text())


def test_a_call_can_end_with_every_outcome():
	source = CALL_FORM.read_text()
	offered = {word for words in lists(source) for word in words} | set(
		re.findall(r'outcome: "([^"]*)"', source)
	)
	assert offered == set(values(replies.CallOutcome))


def test_the_day_has_a_button_for_every_attendance():
	assert list(keys((SCRIPTS / "attendance.js").read_text(), "ATTENDANCE")) == values(Attendance)


def test_needs_have_the_labels_of_the_invitation_and_words_on_paper():
	fields = json.loads((MODULE / "doctype" / "invitation" / "invitation.json").read_text())["fields"]
	labels = {field["fieldname"]: field.get("label") for field in fields}
	dialog = keys((SCRIPTS / "answer_dialog.js").read_text(), "senior_outreach.NEEDS")
	assert dialog == {need: labels[need] for need in values(Need)}
	for language in LANGUAGES:
		assert list(texts(language)["needs"]) == values(Need)


def test_a_choice_that_is_not_in_the_code_would_be_found():
	source = 'translated(["", "No Thanks", "Perhaps"])'
	assert not any(set(*lists(source)) <= set(choices) for choices in CHOICES)
