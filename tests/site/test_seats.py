"""The seat allocator: never more people than seats, and a waiting list in order of answer."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import now_datetime

from senior_outreach.population.status import AnswerChoice
from senior_outreach.replies import seats
from senior_outreach.replies.answers import register
from senior_outreach.replies.choices import meeting_choices
from senior_outreach.replies.messages import NoRoom
from senior_outreach.replies.rules import Answer, Channel
from senior_outreach.replies.seats import Hold
from tests import builders
from tests.site.rounds import accept, confirmed_meeting, invited, open_round, seats_by_rows


@pytest.fixture
def round_():
	return open_round()


def taken(meeting) -> int:
	return frappe.db.get_value("Group Meeting", meeting.name, "seats_taken")


def test_the_last_seat_is_given_once(round_):
	meeting = confirmed_meeting(round_, seats=3)
	assert seats.take(meeting.name, 2)
	assert not seats.take(meeting.name, 2)
	assert seats.take(meeting.name, 1)
	assert not seats.take(meeting.name, 1)
	assert taken(meeting) == 3


@pytest.mark.parametrize("state", ["Draft", "Pending Approval", "Held", "Cancelled"])
def test_only_a_confirmed_meeting_has_seats_to_take(round_, state):
	meeting = builders.in_state(builders.meeting(round_), state)
	assert not seats.take(meeting.name, 1)


def test_no_more_is_given_back_than_was_taken(round_):
	meeting = confirmed_meeting(round_)
	seats.take(meeting.name, 2)
	assert not seats.give_back(meeting.name, 3)
	assert seats.give_back(meeting.name, 2)
	assert taken(meeting) == 0


def test_moving_is_all_or_nothing(round_):
	full, free = confirmed_meeting(round_, seats=1), confirmed_meeting(round_, seats=4)
	seats.take(full.name, 1)
	seats.take(free.name, 3)
	assert not seats.move(Hold(free.name, 3), Hold(full.name, 3))
	assert not seats.move(Hold(free.name, 3), Hold(free.name, 5))
	assert (taken(full), taken(free)) == (1, 3)
	assert seats.move(Hold(free.name, 3), Hold(free.name, 4))
	assert seats.move(Hold(full.name, 1), Hold(full.name, 1))
	assert (taken(full), taken(free)) == (1, 4)


def test_a_party_that_does_not_fit_waits_as_a_whole(round_):
	meeting = confirmed_meeting(round_, seats=3)
	accept(invited(round_), meeting, companions=1)
	large = accept(invited(round_), meeting, companions=1)
	assert (large.status, taken(meeting)) == ("Waiting List", 2)
	assert accept(invited(round_), meeting).status == "Accepted"
	assert taken(meeting) == 3


def test_without_consent_to_wait_nothing_changes(round_):
	meeting, other = confirmed_meeting(round_, seats=2), confirmed_meeting(round_)
	invitation = accept(invited(round_), other, companions=1)
	accept(invited(round_), meeting)
	with pytest.raises(NoRoom, match="room for 1 at this meeting, and you are 2"):
		accept(invitation, meeting, companions=1, accept_waiting=False)
	invitation.reload()
	assert (invitation.status, invitation.meeting) == ("Accepted", other.name)
	assert (taken(meeting), taken(other)) == (1, 2)


def test_a_freed_seat_is_for_the_first_who_waits_and_fits(round_, clock):
	meeting = confirmed_meeting(round_, seats=2)
	has_seats = accept(invited(round_), meeting, companions=1)
	now = now_datetime()
	waiting = []
	for number, companions in enumerate((2, 1, 0)):
		clock.set(now + timedelta(minutes=number + 1))
		waiting.append(accept(invited(round_), meeting, companions=companions).name)
	clock.set(now + timedelta(hours=1))
	register(has_seats.name, Answer(AnswerChoice.NO_THANKS), Channel.PHONE_IN, "Administrator")
	three, couple, single = waiting
	assert seats.next_waiting(meeting.name) == couple
	assert meeting_choices(round_.name)[0].free == 0
	assert accept(invited(round_), meeting).status == "Waiting List"
	assert accept(frappe.get_doc("Invitation", single), meeting).status == "Waiting List"
	seated = accept(frappe.get_doc("Invitation", couple), meeting, companions=1)
	assert (seated.status, seated.waiting_since, len(seated.answers)) == ("Accepted", None, 1)
	assert taken(meeting) == 2
	assert frappe.db.get_value("Invitation", three, "status") == "Waiting List"


def test_answering_again_keeps_the_place_in_the_line(round_, clock):
	meeting = confirmed_meeting(round_, seats=1)
	accept(invited(round_), meeting)
	waiting = accept(invited(round_), meeting)
	clock.set(now_datetime() + timedelta(hours=1))
	again = accept(waiting, meeting, companions=1)
	assert again.waiting_since == waiting.waiting_since


def test_the_counter_is_repaired_from_the_rows(round_):
	meeting = confirmed_meeting(round_, seats=3)
	accept(invited(round_), meeting, companions=1)
	accept(invited(round_), meeting, companions=1)
	assert seats.recount(meeting.name) == 0
	frappe.db.set_value("Group Meeting", meeting.name, "seats_taken", 3)
	assert seats.recount(meeting.name) == -1
	assert taken(meeting) == seats_by_rows(meeting.name) == 2


def test_saving_the_meeting_does_not_bring_back_an_old_count(round_):
	meeting = confirmed_meeting(round_, seats=5)
	accept(invited(round_), meeting, companions=2)
	meeting.note = "Husk kaffe"
	meeting.save()
	assert taken(meeting) == 3
	meeting.seats = 2
	with pytest.raises(frappe.ValidationError, match="3"):
		meeting.save()
