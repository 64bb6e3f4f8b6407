"""Planning: what a meeting and a round need before a supervisor sees them, and that nobody goes round it."""

from datetime import datetime, timedelta

import frappe
import pytest

from senior_outreach.access.roles import Role
from senior_outreach.planning.cohorts import all_meetings_confirmed, board
from tests import builders


@pytest.fixture
def round_():
	office = builders.office()
	cohort = builders.cohort(office)
	frappe.db.set_value("Cohort", cohort.name, "screening_approved_on", "2014-02-01 10:00:00")
	return frappe._dict(
		office=office,
		cohort=cohort,
		meeting=builders.meeting(cohort),
		coordinator=builders.user(Role.COORDINATOR, office=office),
		supervisor=builders.user(Role.SUPERVISOR, office=office),
	)


def test_a_round_takes_its_numbers_from_the_office(round_) -> None:
	cohort = round_.cohort
	assert (cohort.target_age, cohort.follow_up_after_days, cohort.expected_yes_rate) == (77, 7, 53)
	assert [row.birth_year for row in cohort.birth_years] == [cohort.year - 77]


def test_an_office_may_have_its_own_numbers() -> None:
	office = builders.office(rule_values=[{"rule": "Target Age", "value": "80"}])
	assert builders.cohort(office, year=2014).birth_years[0].birth_year == 1934


def test_small_numbers_stay_hidden_whatever_an_office_would_like() -> None:
	with pytest.raises(frappe.ValidationError, match="from 5 on"):
		builders.office(rule_values=[{"rule": "Figures About Fewer Are Hidden", "value": "1"}])
	settings = frappe.get_doc("Senior Outreach Settings")
	settings.small_number_limit = 0
	with pytest.raises(frappe.ValidationError, match="from 5 on"):
		settings.save()


@pytest.mark.parametrize("value", ["-1", "seven", "7.5"])
def test_a_number_that_cannot_be_is_refused(value: str) -> None:
	with pytest.raises(frappe.ValidationError, match="must be a number"):
		builders.office(rule_values=[{"rule": "Target Age", "value": value}])


def test_coordinator_asks_and_supervisor_approves(round_) -> None:
	builders.step(round_.meeting, "Submit for Approval", round_.coordinator)
	assert not all_meetings_confirmed(round_.cohort.name)
	builders.step(round_.meeting, "Approve", round_.supervisor)
	assert all_meetings_confirmed(round_.cohort.name)
	builders.step(round_.cohort, "Submit for Approval", round_.coordinator)
	cohort = builders.step(round_.cohort, "Approve", round_.supervisor)
	assert (cohort.workflow_state, cohort.approved_by) == ("Approved", round_.supervisor)


def test_nobody_approves_their_own_work(round_, as_user) -> None:
	both = builders.user(Role.COORDINATOR, Role.SUPERVISOR, office=round_.office)
	builders.step(round_.meeting, "Submit for Approval", both)
	for take in (by_button, by_save):
		with pytest.raises((frappe.ValidationError, frappe.PermissionError), match=r"approve|approval"):
			take(round_.meeting, "Approve", "Confirmed", both, as_user)
	assert state_of(round_.meeting) == "Pending Approval"


def by_button(doc, action: str, state: str, user: str, as_user) -> None:
	builders.step(doc, action, user)


def by_save(doc, action: str, state: str, user: str, as_user) -> None:
	with as_user(user):
		fresh = frappe.get_doc(doc.doctype, doc.name)
		fresh.workflow_state = state
		fresh.save()


def state_of(doc) -> str:
	return frappe.db.get_value(doc.doctype, doc.name, "workflow_state")


def test_a_state_cannot_be_skipped_by_saving_it(round_, as_user) -> None:
	for state in ("Confirmed", "Held", "Nonsense"):
		with pytest.raises((frappe.ValidationError, frappe.PermissionError)):
			by_save(round_.meeting, "", state, round_.coordinator, as_user)
	assert state_of(round_.meeting) == "Draft"


def test_a_document_cannot_be_born_approved(round_, as_user) -> None:
	with as_user(round_.coordinator), pytest.raises(frappe.ValidationError, match="starts in the state"):
		frappe.get_doc(
			{"doctype": "Cohort", "office": round_.office.name, "year": 2031, "workflow_state": "Approved"}
		).insert()


def test_approval_fields_cannot_be_typed_in(round_, as_user) -> None:
	cohort = frappe.get_doc("Cohort", round_.cohort.name)
	cohort.approved_by = round_.supervisor
	with as_user(round_.coordinator), pytest.raises(frappe.PermissionError):
		cohort.save()


@pytest.mark.parametrize(
	("change", "message"),
	[
		({"letter_date": None}, "letter date"),
		({"answer_deadline": None}, "answer deadline"),
		({"screening_approved_on": None}, "screening"),
	],
)
def test_what_a_round_needs_before_approval(round_, change: dict, message: str) -> None:
	frappe.db.set_value("Cohort", round_.cohort.name, change)
	with pytest.raises(frappe.ValidationError, match=message):
		builders.step(round_.cohort, "Submit for Approval", round_.coordinator)


def test_a_round_without_meetings_is_not_approved(round_) -> None:
	frappe.delete_doc("Group Meeting", round_.meeting.name)
	with pytest.raises(frappe.ValidationError, match="No meetings"):
		builders.step(round_.cohort, "Submit for Approval", round_.coordinator)


def test_a_draft_may_be_unfinished_and_is_stopped_at_approval(round_) -> None:
	meeting = builders.meeting(round_.cohort, facilitators=[])
	with pytest.raises(frappe.ValidationError, match="at least 2 facilitators"):
		builders.step(meeting, "Submit for Approval", round_.coordinator)


@pytest.mark.parametrize("same", ["venue", "facilitators"])
def test_nobody_and_no_place_is_booked_twice(round_, same: str) -> None:
	first = round_.meeting
	taken = {
		"venue": first.venue,
		"facilitators": [{"user": first.facilitators[0].user}, {"user": "Administrator"}],
	}
	at_once = {
		"starts_on": first.starts_on + timedelta(hours=1),
		"ends_on": first.ends_on + timedelta(hours=1),
	}
	other_team = [
		{"user": builders.user(Role.FACILITATOR, office=round_.office)},
		{"user": builders.user(Role.FACILITATOR, office=round_.office)},
	]
	fields = {"facilitators": other_team, **at_once, same: taken[same]}
	meeting = builders.meeting(round_.cohort, **fields)
	builders.step(first, "Submit for Approval", round_.coordinator)
	with pytest.raises(frappe.ValidationError, match="at that time"):
		builders.step(meeting, "Submit for Approval", round_.coordinator)


def test_seats_that_are_taken_cannot_be_taken_away(round_) -> None:
	frappe.db.set_value("Group Meeting", round_.meeting.name, "seats_taken", 12)
	meeting = frappe.get_doc("Group Meeting", round_.meeting.name)
	meeting.seats = 11
	with pytest.raises(frappe.ValidationError, match="12 seats are taken"):
		meeting.save()
	meeting.reload()
	meeting.seats_taken = 0
	meeting.save()
	assert frappe.db.get_value("Group Meeting", meeting.name, "seats_taken") == 12


def test_the_round_knows_its_first_and_last_meeting(round_) -> None:
	later = builders.meeting(
		round_.cohort, starts_on=datetime.combine(builders.meeting_day(8), datetime.min.time())
	)
	days = frappe.db.get_value("Cohort", round_.cohort.name, ["first_meeting_on", "last_meeting_on"])
	assert days == (round_.meeting.starts_on.date(), later.starts_on.date())
	frappe.delete_doc("Group Meeting", later.name)
	assert frappe.db.get_value("Cohort", round_.cohort.name, "last_meeting_on") == days[0]


def test_the_board_shows_seats_against_need(round_) -> None:
	for _number in range(4):
		builders.invitation(round_.cohort)
	shown = board(frappe.get_doc("Cohort", round_.cohort.name))
	assert (shown["to_invite"], shown["seats"], shown["seats_needed"]) == (4, 20, 3)
	assert shown["missing"] == []


def test_two_rounds_of_an_office_in_one_year_are_one(round_) -> None:
	with pytest.raises(frappe.DuplicateEntryError):
		builders.cohort(round_.office, year=round_.cohort.year)


def test_facilitators_enter_costs_and_change_nothing_of_the_plan(round_, as_user) -> None:
	builders.in_state(round_.meeting, "Confirmed")
	leader = round_.meeting.facilitators[0].user
	with as_user(leader):
		meeting = frappe.get_doc("Group Meeting", round_.meeting.name)
		meeting.costs[0].actual = 1620
		meeting.save()
		for field, value in (("seats", 3), ("venue", builders.venue(round_.office).name), ("agenda", [])):
			meeting.reload()
			meeting.set(field, value)
			with pytest.raises(frappe.PermissionError, match="planned by the coordinator"):
				meeting.save()
	assert frappe.db.get_value("Group Meeting", round_.meeting.name, "cost_total") == 1620


def test_time_and_place_stay_as_approved_until_a_supervisor_sends_the_meeting_back(round_, as_user) -> None:
	meeting = round_.meeting
	builders.step(meeting, "Submit for Approval", round_.coordinator)
	builders.step(meeting, "Approve", round_.supervisor)
	later = frappe.utils.add_to_date(meeting.starts_on, minutes=30)
	with as_user(round_.coordinator):
		fresh = frappe.get_doc("Group Meeting", meeting.name)
		fresh.starts_on = later
		with pytest.raises(frappe.ValidationError, match="has been approved"):
			fresh.save()
		fresh.reload()
		fresh.seats = 25
		fresh.save()
	builders.step(meeting, "Send Back", round_.supervisor)
	with as_user(round_.coordinator):
		fresh.reload()
		fresh.starts_on = later
		fresh.save()
	assert frappe.db.get_value("Group Meeting", meeting.name, "starts_on") == later


def test_a_meeting_that_stands_in_sent_letters_is_not_sent_back(round_) -> None:
	builders.in_state(round_.meeting, "Confirmed")
	frappe.db.set_value("Cohort", round_.cohort.name, "letters_sent_on", "2014-02-20")
	with pytest.raises(frappe.ValidationError, match="letters have left"):
		builders.step(round_.meeting, "Send Back", round_.supervisor)


def test_who_asks_for_closure_does_not_close(round_) -> None:
	both = builders.user(Role.COORDINATOR, Role.SUPERVISOR, office=round_.office)
	builders.in_state(round_.cohort, "Follow-up")
	builders.step(round_.cohort, "Ask for Closure", both)
	with pytest.raises((frappe.ValidationError, frappe.PermissionError), match=r"approve|approval"):
		builders.step(round_.cohort, "Close Round", both)


def test_an_approving_save_changes_nothing_else(round_, as_user) -> None:
	builders.step(round_.meeting, "Submit for Approval", round_.coordinator)
	with as_user(round_.supervisor):
		fresh = frappe.get_doc("Group Meeting", round_.meeting.name)
		fresh.workflow_state = "Confirmed"
		fresh.seats = 39
		with pytest.raises(frappe.ValidationError, match="without changing anything"):
			fresh.save()


def test_whom_a_round_is_for_stays_as_it_was_sent_to_approval(round_, as_user) -> None:
	builders.in_state(round_.cohort, "Pending Approval")
	with as_user(round_.coordinator):
		fresh = frappe.get_doc("Cohort", round_.cohort.name)
		fresh.append("birth_years", {"birth_year": 1931})
		with pytest.raises(frappe.ValidationError, match="sent to approval"):
			fresh.save()


def test_an_open_form_does_not_write_back_old_meeting_days(round_) -> None:
	opened = frappe.get_doc("Cohort", round_.cohort.name)
	builders.meeting(round_.cohort)
	opened.last_meeting_on = None
	opened.save()
	assert frappe.db.get_value("Cohort", opened.name, "last_meeting_on") > round_.meeting.starts_on.date()


def test_a_meeting_with_people_is_not_cancelled_over_their_heads(round_) -> None:
	builders.in_state(round_.meeting, "Confirmed", cancel_reason="Lokalet er stengt", seats_taken=3)
	with pytest.raises(frappe.ValidationError, match="3 seats are taken"):
		builders.step(round_.meeting, "Cancel Meeting", round_.coordinator)


def test_facilitators_do_not_get_the_figures_of_the_round(round_, as_user) -> None:
	with as_user(round_.meeting.facilitators[0].user):
		doc = frappe.get_doc("Cohort", round_.cohort.name)
		doc.run_method("onload")
	assert not (doc.get("__onload") or {}).get("board")
