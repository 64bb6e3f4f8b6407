"""Households: who lives together, one meeting proposed to both, one call to both."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import getdate, now_datetime

from senior_outreach.access.roles import Role
from senior_outreach.population.seniors import api as people
from senior_outreach.population.seniors.households import housemates
from senior_outreach.population.status import AnswerChoice
from senior_outreach.replies import answers, api, calls, due_calls
from senior_outreach.replies.rules import Answer, CallOutcome, Channel
from tests import builders
from tests.site.rounds import accept, confirmed_meeting, invited, open_round

HOME = {"street": "Linjalstien 4 B", "postal_code": "2815", "city": "GJØVIK", "phone": "61 00 00 31"}
SENT = -9


@pytest.fixture
def working_day(clock):
	clock.set("2026-03-02 10:00")  # a Monday


@pytest.fixture
def couple(working_day):
	"""Gunnvor and Torgrim at one address, both invited nine days ago, and Hallstein elsewhere."""
	cohort = open_round()
	sent_on = getdate() + timedelta(days=SENT)
	gunnvor = invited(cohort, sent_on, **HOME, first_name="Gunnvor", last_name="Tenkhaug")
	torgrim = invited(
		cohort, sent_on, **HOME | {"street": "LINJALSTIEN 4b"}, first_name="Torgrim", last_name="Fabelåsen"
	)
	hallstein = invited(cohort, sent_on, first_name="Hallstein", last_name="Lekeset")
	return frappe._dict(
		cohort=cohort,
		gunnvor=gunnvor,
		torgrim=torgrim,
		hallstein=hallstein,
		caller=builders.user(Role.CALLER, office=cohort.office),
		coordinator=builders.user(Role.COORDINATOR, office=cohort.office),
	)


def names(invitation) -> list[str]:
	return [mate.name for mate in housemates(invitation.name)]


def call_of(invitation) -> str:
	return frappe.db.get_value("Follow-up Call", {"invitation": invitation.name})


def opened(couple) -> tuple[str, str]:
	due_calls.open_due_calls()
	return call_of(couple.gunnvor), call_of(couple.torgrim)


# Who lives together


def test_people_of_the_round_at_one_address_are_housemates(couple):
	assert names(couple.gunnvor) == ["Torgrim Fabelåsen"]
	assert names(couple.torgrim) == ["Gunnvor Tenkhaug"]
	assert names(couple.hallstein) == []


def test_another_round_or_office_is_another_household(couple):
	invited(builders.cohort(couple.cohort.office, year=couple.cohort.year + 1), **HOME)
	invited(open_round(), **HOME)
	assert names(couple.gunnvor) == ["Torgrim Fabelåsen"]


def test_nobody_excluded_or_handled_by_hand_is_named(couple):
	for change in ({"register_status": "Deceased"}, {"handle_by_hand": 1}):
		mate = builders.senior(couple.cohort.office, **HOME)
		invitation = builders.invitation(couple.cohort, mate)
		assert invitation.senior_name in names(couple.gunnvor)
		builders.save_by_service(frappe.get_doc("Senior", mate.name).update(change))
		assert names(couple.gunnvor) == ["Torgrim Fabelåsen"]


def test_a_block_of_flats_is_no_household(couple):
	office = frappe.get_doc("Outreach Office", couple.cohort.office)
	for _number in range(3):
		invited(couple.cohort, **HOME)
	assert names(couple.gunnvor) == []
	office.append("rule_values", {"rule": "People at One Address, at Most", "value": "5"})
	builders.save_by_service(office)
	assert len(names(couple.gunnvor)) == 4


def test_two_entries_of_one_person_are_no_household(couple):
	frappe.db.set_value("Invitation", couple.torgrim.name, "exclusion_reason", "Duplicate")
	assert names(couple.gunnvor) == []


# One meeting


def test_the_form_says_which_meeting_the_housemate_comes_to(couple, as_user):
	meeting = confirmed_meeting(couple.cohort)
	accept(couple.torgrim, meeting)
	with as_user(couple.coordinator):
		(mate,) = people.housemates_of(couple.gunnvor.name)
	assert (mate["name"], mate["status"], mate["meeting"]) == ("Torgrim Fabelåsen", "Accepted", meeting.name)
	assert mate["starts_on"] == meeting.starts_on


def test_the_meeting_of_the_housemate_is_proposed_first(couple, as_user):
	first, second = confirmed_meeting(couple.cohort), confirmed_meeting(couple.cohort)
	with as_user(couple.coordinator):
		assert [row["name"] for row in api.choices_for_invitation(couple.gunnvor.name)] == [
			first.name,
			second.name,
		]
	accept(couple.torgrim, second)
	with as_user(couple.coordinator):
		choices = api.choices_for_invitation(couple.gunnvor.name)
	assert [(row["name"], row["housemates"]) for row in choices] == [
		(second.name, ["Torgrim Fabelåsen"]),
		(first.name, []),
	]


# One call


def test_a_caller_sees_name_and_answer_of_the_housemate(couple, as_user):
	hers, his = opened(couple)
	with as_user(couple.caller):
		(mate,) = api.household_of_call(hers)
		assert set(mate) == {"name", "status", "meeting", "starts_on", "call", "same_phone"}
		assert (mate["name"], mate["status"], mate["call"], mate["same_phone"]) == (
			"Torgrim Fabelåsen",
			"Sent",
			his,
			True,
		)
		with pytest.raises(frappe.PermissionError):
			people.housemates_of(couple.gunnvor.name)


def test_the_calls_to_a_household_are_served_to_one_caller_one_after_the_other(couple, as_user):
	hers, his = opened(couple)
	other = builders.user(Role.CALLER, office=couple.cohort.office)
	served = {}
	for user in (couple.caller, other):
		with as_user(user):
			served[user] = api.take_next_call()["name"]
	pair = {hers, his}
	mine = next(user for user in served if served[user] in pair)
	callers = frappe.get_all("Follow-up Call", {"name": ("in", sorted(pair))}, pluck="caller")
	assert callers == [mine, mine]
	assert set(served.values()) & pair == {served[mine]}
	with as_user(mine):
		calls.record_attempt(served[mine], CallOutcome.NO_ANSWER, mine)
		assert {api.take_next_call()["name"]} == pair - {served[mine]}


def test_a_household_is_called_once_when_nobody_answers(couple, as_user):
	hers, his = opened(couple)
	with as_user(couple.caller):
		api.record_call(hers, "No Answer", also_for=[his])
	attempts = frappe.get_all(
		"Follow-up Call Attempt", {"parent": ("in", [hers, his])}, ["parent", "outcome", "caller"]
	)
	assert {(row.parent, row.outcome, row.caller) for row in attempts} == {
		(hers, "No Answer", couple.caller),
		(his, "No Answer", couple.caller),
	}
	rows = frappe.get_all("Follow-up Call", {"name": ("in", [hers, his])}, ["next_call_on"])
	assert rows[0] == rows[1]
	assert rows[0].next_call_on > now_datetime()


def test_call_again_holds_for_both(couple, as_user):
	hers, his = opened(couple)
	at = now_datetime() + timedelta(days=1)
	with as_user(couple.caller):
		api.record_call(hers, "Call Again", call_again_at=str(at), also_for=frappe.as_json([his]))
	assert frappe.db.get_value("Follow-up Call", his, "next_call_on") == at


def test_the_answer_of_the_other_is_entered_in_the_same_call(couple, as_user):
	meeting = confirmed_meeting(couple.cohort)
	opened(couple)
	with as_user(couple.caller):
		first = api.take_next_call()
		while first["name"] not in (call_of(couple.gunnvor), call_of(couple.torgrim)):
			api.record_call(first["name"], "No Answer")
			first = api.take_next_call()
		api.record_call(first["name"], "Reached", "Group Meeting", meeting.name)
		(mate,) = api.household_of_call(first["name"])
		saved = api.record_call(mate["call"], "Reached", "Group Meeting", meeting.name)
	assert saved["result"] == "Group Meeting"
	statuses = {
		frappe.db.get_value("Invitation", each.name, "status") for each in (couple.gunnvor, couple.torgrim)
	}
	assert statuses == {"Accepted"}


@pytest.mark.parametrize("outcome", ["Wrong Number", "No Number", "Deceased", "Moved"])
def test_an_outcome_about_one_person_is_not_spread(couple, as_user, outcome):
	hers, his = opened(couple)
	with as_user(couple.caller), pytest.raises(frappe.ValidationError, match="about one person"):
		api.record_call(hers, outcome, also_for=[his])
	assert frappe.db.get_value("Follow-up Call", hers, "status") == "Open"


def test_a_call_to_another_household_is_not_included(couple, as_user):
	hers, _his = opened(couple)
	with as_user(couple.caller), pytest.raises(frappe.ValidationError, match="not to the same household"):
		api.record_call(hers, "Busy", also_for=[call_of(couple.hallstein)])


def test_a_housemate_with_another_number_or_another_time_is_not_rung_with_it(couple, as_user):
	hers, his = opened(couple)
	frappe.db.set_value("Follow-up Call", his, "phone", "+47 61 00 00 32")
	assert api.household_of_call(hers)[0]["same_phone"] is False
	frappe.db.set_value("Follow-up Call", his, "phone", "+4761000031")
	assert api.household_of_call(hers)[0]["same_phone"] is True
	frappe.db.set_value("Follow-up Call", his, "next_call_on", now_datetime() + timedelta(days=3))
	assert api.household_of_call(hers)[0]["call"] is None


def test_who_has_answered_is_not_called(couple, as_user):
	hers, _his = opened(couple)
	answers.register(couple.torgrim.name, Answer(AnswerChoice.NO_THANKS), Channel.PAPER, "Administrator")
	(mate,) = api.household_of_call(hers)
	assert (mate["status"], mate["call"]) == ("Declined", None)


def test_a_later_letter_to_the_household_goes_to_the_same_caller(couple, as_user):
	frappe.db.set_value("Invitation", couple.torgrim.name, "sent_on", getdate())
	due_calls.open_due_calls()
	calls.reserve(call_of(couple.gunnvor), couple.caller, now_datetime())
	frappe.db.set_value("Invitation", couple.torgrim.name, "sent_on", getdate() + timedelta(days=SENT))
	due_calls.open_due_calls()
	assert frappe.db.get_value("Follow-up Call", call_of(couple.torgrim), "caller") == couple.caller


# Who may


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.LEADERSHIP, Role.RECORD_KEEPER])
def test_roles_without_calls_and_invitations_are_told_nothing(couple, as_user, role):
	hers, _his = opened(couple)
	with as_user(builders.user(role, office=couple.cohort.office)):
		refused(couple, hers)


def test_another_office_is_told_nothing(couple, as_user):
	hers, _his = opened(couple)
	with as_user(builders.user(Role.COORDINATOR, Role.CALLER, office=builders.office())):
		refused(couple, hers)


def refused(couple, call: str) -> None:
	for attempt in (
		lambda: people.housemates_of(couple.gunnvor.name),
		lambda: api.household_of_call(call),
		lambda: api.choices_for_call(call),
		lambda: api.record_call(call, "Busy", also_for=[call]),
	):
		with pytest.raises(frappe.PermissionError):
			attempt()


def test_a_call_of_another_office_is_not_recorded_with_ones_own(couple, as_user):
	hers, _his = opened(couple)
	foreign = builders.follow_up_call(invited(open_round()))
	with as_user(couple.caller), pytest.raises(frappe.PermissionError):
		api.record_call(hers, "Busy", also_for=[foreign.name])
