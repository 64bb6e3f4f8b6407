"""Entering, changing and invalidating answers, whatever the channel."""

from datetime import date, timedelta

import frappe
import pytest
from frappe.utils import getdate

from senior_outreach.access.roles import Role
from senior_outreach.access.service_fields import save_by_service
from senior_outreach.population.status import AnswerChoice, Need
from senior_outreach.replies import answers, api
from senior_outreach.replies.codes import ALPHABET, LENGTH, code_hash, normalise, reply_code
from senior_outreach.replies.messages import AnswerRefused
from senior_outreach.replies.rules import (
	Answer,
	AnsweredBy,
	Channel,
	DeclineReason,
)
from tests import builders
from tests.site.rounds import accept, coming_to, confirmed_meeting, invited, open_round

HOME_VISIT = Answer(AnswerChoice.HOME_VISIT)


@pytest.fixture
def round_():
	return open_round()


@pytest.fixture
def meeting(round_):
	return confirmed_meeting(round_)


@pytest.fixture
def coordinator(round_):
	return builders.user(Role.COORDINATOR, office=round_.office)


def taken(meeting) -> int:
	return frappe.db.get_value("Group Meeting", meeting.name, "seats_taken")


def register(invitation, answer, channel=Channel.PHONE_IN, **options):
	return answers.register(invitation.name, answer, channel, "Administrator", **options)


# The code


def test_a_code_is_the_same_every_time_and_another_for_everybody():
	codes = {reply_code(f"INV-{number}") for number in range(500)}
	assert len(codes) == 500
	assert reply_code("INV-1") == reply_code("INV-1", 1)
	assert reply_code("INV-1", 2) != reply_code("INV-1", 1)
	assert len(ALPHABET) ** LENGTH > 2**50
	assert all(set(code.replace("-", "")) <= set(ALPHABET) for code in codes)


def test_a_code_may_be_typed_in_any_way():
	code = reply_code("INV-1")
	for typed in (
		code.lower(),
		code.replace("-", ""),
		f"  {code.replace('-', ' ')} ",
		code.replace("-", "–"),
	):
		assert code_hash(typed) == code_hash(code)
	assert normalise("VVVV-6666-ACDE") == normalise("UUUU-GGGG-ACDE") == "UUUUGGGGACDE"
	assert normalise(code[:-1]) == ""
	assert normalise(f"{code[:-1]}0") == ""


def test_a_hash_is_no_code_and_belongs_to_one_invitation(round_):
	first, second = invited(round_), invited(round_)
	first.reply_code_hash = code_hash(reply_code(first.name))
	save_by_service(first)
	assert reply_code(first.name).replace("-", "") not in first.reply_code_hash.upper()
	second.reply_code_hash = first.reply_code_hash
	with pytest.raises(frappe.UniqueValidationError):
		save_by_service(second)


# Answering


def test_an_answer_takes_seats_and_is_on_record(round_, meeting):
	invitation = invited(round_)
	answer = coming_to(meeting, 2, needs=frozenset({Need.DIET}), answered_by=AnsweredBy.NEXT_OF_KIN)
	saved = register(invitation, answer)
	assert (saved.status, saved.meeting, saved.companions) == ("Accepted", meeting.name, 2)
	assert (saved.answer_channel, saved.answered_by, saved.registered_by) == (
		"Phone In",
		"Next of Kin",
		"Administrator",
	)
	assert (saved.need_diet, saved.need_transport) == (1, 0)
	assert taken(meeting) == 3
	(row,) = saved.answers
	assert (row.choice, row.channel, row.companions, row.ended_how) == ("Group Meeting", "Phone In", 2, None)


@pytest.mark.parametrize(
	("answer", "status"),
	[
		(HOME_VISIT, "Home Visit"),
		(Answer(AnswerChoice.NO_THANKS, decline_reason=DeclineReason.NOT_NOW), "Declined"),
		(Answer(AnswerChoice.ASK_ME_LATER, ask_again_on=date(2099, 9, 1)), "Later"),
	],
)
def test_the_other_answers(round_, answer, status):
	saved = register(invited(round_), answer)
	assert saved.status == status
	assert saved.decline_reason == answer.decline_reason
	assert saved.ask_again_on == answer.ask_again_on


def test_changing_gives_the_seats_back_and_keeps_the_history(round_, meeting):
	other = confirmed_meeting(round_)
	invitation = invited(round_)
	register(invitation, coming_to(meeting, 2))
	register(invitation, coming_to(other, 1))
	assert (taken(meeting), taken(other)) == (0, 2)
	saved = register(invitation, HOME_VISIT)
	assert (taken(meeting), taken(other)) == (0, 0)
	assert [(row.choice, row.ended_how) for row in saved.answers] == [
		("Group Meeting", "Changed"),
		("Group Meeting", "Changed"),
		("Home Visit", None),
	]
	assert (saved.meeting, saved.companions) == (None, 0)


def test_the_same_answer_twice_changes_nothing(round_, meeting):
	invitation = invited(round_)
	first = register(invitation, coming_to(meeting, 1))
	second = register(invitation, coming_to(meeting, 1), Channel.PAPER)
	assert str(second.modified) == str(first.modified)
	assert second.answer_channel == "Phone In"
	assert len(second.answers) == 1
	assert taken(meeting) == 2


def test_bringing_one_more_or_less(round_, meeting):
	invitation = invited(round_)
	for companions in (1, 3, 0):
		register(invitation, coming_to(meeting, companions))
		assert taken(meeting) == 1 + companions


def test_only_the_needs_changed_is_no_new_answer(round_, meeting):
	invitation = invited(round_)
	register(invitation, coming_to(meeting))
	saved = register(invitation, coming_to(meeting, needs=frozenset({Need.TRANSPORT})))
	assert saved.need_transport == 1
	assert len(saved.answers) == 1
	assert taken(meeting) == 1


def test_an_answer_that_was_never_true_is_taken_back(round_, meeting):
	invitation = invited(round_)
	register(invitation, coming_to(meeting, 1))
	saved = answers.invalidate(invitation.name, "Administrator")
	assert (saved.status, saved.answer_choice, saved.answered_on) == ("Sent", None, None)
	assert taken(meeting) == 0
	assert [(row.choice, row.ended_how, row.ended_by) for row in saved.answers] == [
		("Group Meeting", "Invalidated", "Administrator")
	]
	with pytest.raises(frappe.ValidationError, match="no answer"):
		answers.invalidate(invitation.name, "Administrator")


def test_taken_out_after_answering_gives_the_seat_back(round_, meeting):
	invitation = invited(round_)
	saved = register(invitation, coming_to(meeting, 1))
	saved.exclusion_reason = "Deceased"
	save_by_service(saved)
	assert saved.status == "Excluded"
	assert taken(meeting) == 0
	assert saved.answers[0].ended_how == "Changed"


def test_what_cannot_be_answered_leaves_no_trace(round_, meeting):
	elsewhere = confirmed_meeting(open_round())
	draft = builders.meeting(round_)
	invitation = invited(round_)
	for answer in (
		coming_to(elsewhere),
		coming_to(draft),
		coming_to(meeting, 4),
		Answer(AnswerChoice.GROUP_MEETING, meeting="MEET-0000-0000"),
	):
		with pytest.raises(AnswerRefused):
			register(invitation, answer)
	invitation.reload()
	assert (invitation.status, invitation.answers, taken(meeting)) == ("Sent", [], 0)


def test_the_office_sets_how_many_may_come_along(round_, meeting):
	office = frappe.get_doc("Outreach Office", round_.office)
	office.append("rule_values", {"rule": "Companions per Senior, at Most", "value": "1"})
	office.save()
	with pytest.raises(AnswerRefused, match="up to 1"):
		register(invited(round_), coming_to(meeting, 2))


def test_no_answer_before_the_letter_and_none_after_the_end(round_, meeting):
	with pytest.raises(AnswerRefused, match="not been sent"):
		register(builders.invitation(round_), coming_to(meeting))
	invitation = invited(round_)
	builders.in_state(round_, "Closed")
	with pytest.raises(AnswerRefused, match="takes no answers"):
		register(invitation, coming_to(meeting))


def test_after_the_deadline_only_staff_enter(round_, meeting):
	builders.in_state(round_, "Follow-up", answer_deadline=getdate() - timedelta(days=1))
	invitation = invited(round_)
	with pytest.raises(AnswerRefused, match="time to answer"):
		answers.register(invitation.name, coming_to(meeting), Channel.REPLY_PAGE)
	assert register(invitation, coming_to(meeting), Channel.PAPER).status == "Accepted"


# Nobody goes round the rules


@pytest.mark.parametrize(
	("field", "value"),
	[("answer_choice", "No Thanks"), ("companions", 3), ("attendance", "Attended"), ("need_diet", 1)],
)
def test_the_answer_is_not_written_past_the_rules(round_, as_user, coordinator, field, value):
	invitation = invited(round_)
	with as_user(coordinator):
		doc = frappe.get_doc("Invitation", invitation.name)
		doc.set(field, value)
		doc.flags.outreach_service = True
		with pytest.raises(frappe.PermissionError, match="set by the program"):
			doc.save()


def test_a_history_row_cannot_be_removed(round_, meeting, as_user, coordinator):
	invitation = accept(invited(round_), meeting)
	with as_user(coordinator):
		doc = frappe.get_doc("Invitation", invitation.name)
		doc.set("answers", [])
		with pytest.raises(frappe.PermissionError, match="set by the program"):
			doc.save()


def test_a_status_typed_in_is_worked_out_again(round_):
	invitation = invited(round_)
	invitation.status = "Attended"
	invitation.save()
	assert invitation.status == "Sent"


# The desk


def test_staff_find_by_code_and_by_name_in_their_own_office(round_, as_user, coordinator):
	invitation = invited(round_, first_name="Solfrid", last_name="Vinterlysskogen")
	invitation.reply_code_hash = code_hash(reply_code(invitation.name))
	save_by_service(invitation)
	elsewhere = invited(open_round(), last_name="Vinterlysskogen")
	with as_user(coordinator):
		for text in ("vinterlys", reply_code(invitation.name).lower()):
			assert [row.name for row in api.find_invitation(text)] == [invitation.name]
		assert api.find_invitation("v") == []
	with as_user(builders.user(Role.COORDINATOR, office=elsewhere.office)):
		assert [row.name for row in api.find_invitation("vinterlys")] == [elsewhere.name]
		assert api.find_invitation(reply_code(invitation.name)) == []


def test_a_name_that_could_be_a_code_is_found_as_a_name(round_, as_user, coordinator):
	invitation = invited(round_, first_name="Grethe", last_name="Aamund")
	with as_user(coordinator):
		assert [row.name for row in api.find_invitation("Grethe Aamund")] == [invitation.name]


def test_staff_register_for_their_own_office_only(round_, meeting, as_user, coordinator):
	invitation = invited(round_)
	with (
		as_user(builders.user(Role.COORDINATOR, office=builders.office())),
		pytest.raises(frappe.PermissionError),
	):
		api.register_reply(invitation.name, "Home Visit", "Paper")
	with as_user(builders.user(Role.SUPERVISOR, office=round_.office)), pytest.raises(frappe.PermissionError):
		api.register_reply(invitation.name, "Home Visit", "Paper")
	with as_user(coordinator):
		reply = api.register_reply(
			invitation.name,
			"Group Meeting",
			"Paper",
			meeting=meeting.name,
			companions=1,
			needs='["need_diet"]',
		)
		assert reply == {"status": "Accepted", "meeting": meeting.name, "companions": 1}
		assert api.invalidate_reply(invitation.name) == {"status": "Sent"}
		with pytest.raises(AnswerRefused):
			api.register_reply(invitation.name, "Perhaps", "Paper")


def test_the_choices_show_the_seats_free_now(round_, as_user, coordinator):
	meeting = confirmed_meeting(round_, seats=3)
	past = confirmed_meeting(round_)
	frappe.db.set_value("Group Meeting", past.name, "starts_on", getdate() - timedelta(days=1))
	invitation = accept(invited(round_), meeting, companions=1)
	with as_user(coordinator):
		(choice,) = api.choices_for_invitation(invitation.name)
	assert (choice["name"], choice["free"]) == (meeting.name, 1)
