"""The re-check before mailing: what it takes, how long it holds, what it holds back, and what it shows."""

from datetime import datetime, time, timedelta

import frappe
import pytest
from frappe.utils import add_to_date, get_datetime, getdate, now_datetime, nowdate

from senior_outreach.access.roles import Role
from senior_outreach.access.service_fields import save_by_service
from senior_outreach.letters import runs
from senior_outreach.letters.rules import RunStatus
from senior_outreach.population.rules import RecheckSource
from senior_outreach.population.screening.changes import changes_since_screening
from senior_outreach.population.screening.marking import mark
from senior_outreach.population.screening.recheck import (
	check_fresh,
	confirm_recheck,
	record_recheck,
	state_of,
	waive_recheck,
)
from tests import builders
from tests.site.rounds import confirmed_meeting

REASON = "Brevene ble pakket samme dag som uttrekket kom"
NOT_THE_KEEPER = [role for role in Role if role is not Role.RECORD_KEEPER]
NOT_THE_COORDINATOR = [role for role in Role if role not in (Role.COORDINATOR, Role.SUPERVISOR)]


class Round:
	"""Screened and approved two days ago; three people are ready; nobody has looked again."""

	def __init__(self) -> None:
		self.office = builders.office(unit_name="Prøvetjenesten")
		self.cohort = builders.cohort(self.office)
		confirmed_meeting(self.cohort)
		self.people = [builders.senior(self.office) for _ in range(3)]
		self.invitations = [builders.invitation(self.cohort, person) for person in self.people]
		self.identities = [builders.senior_identity(person, self.cohort).name for person in self.people]
		builders.in_state(self.cohort, "Approved", screening_approved_on=hours_ago(48))
		for invitation in self.invitations:
			frappe.db.set_value("Invitation", invitation.name, "creation", hours_ago(72))
		self.keeper = builders.user(Role.RECORD_KEEPER, office=self.office)
		self.coordinator = builders.user(Role.COORDINATOR, office=self.office)

	@property
	def name(self) -> str:
		return self.cohort.name

	def stored(self):
		return frappe.get_doc("Cohort", self.name)

	def set(self, **fields) -> None:
		frappe.db.set_value("Cohort", self.name, fields)

	def prepared(self) -> str:
		run = builders.letter_run(self.cohort, letter_date=nowdate())
		runs.prepare(run.name)
		return run.name


def hours_ago(hours: float):
	return add_to_date(now_datetime(), hours=-hours)


@pytest.fixture
def round_() -> Round:
	return Round()


def status(run: str) -> str:
	return frappe.db.get_value("Letter Run", run, "status")


# What a re-check takes


def test_the_keeper_confirms_and_that_is_on_record(round_, as_user) -> None:
	with as_user(round_.keeper):
		state = confirm_recheck(round_.name)
	cohort = round_.stored()
	assert state["fresh"]
	assert (cohort.rechecked_by, cohort.recheck_source) == (round_.keeper, "Health Record")
	assert cohort.rechecked_on > hours_ago(1)
	assert frappe.db.count("Version", {"ref_doctype": "Cohort", "docname": round_.name}) == 1


def test_nothing_is_confirmed_while_anyone_is_not_marked(round_, as_user) -> None:
	late = builders.invitation(round_.cohort, builders.senior(round_.office), screened=False)
	entry = frappe.db.get_value("Senior Identity", {"senior": late.senior})
	with as_user(round_.keeper):
		with pytest.raises(frappe.ValidationError, match="1 persons are not marked"):
			confirm_recheck(round_.name)
		mark([entry], "Keep")
		confirm_recheck(round_.name)
	assert round_.stored().rechecked_on


def test_a_recheck_comes_after_the_approval_of_the_screening(round_, as_user) -> None:
	round_.set(screening_approved_on=None)
	with as_user(round_.keeper), pytest.raises(frappe.ValidationError, match="approved the screening"):
		confirm_recheck(round_.name)


def test_a_delivery_counts_from_when_the_register_was_read(round_) -> None:
	read_on = hours_ago(20)
	record_recheck(round_.name, RecheckSource.DELIVERY, read_on)
	cohort = round_.stored()
	assert (cohort.rechecked_on, cohort.recheck_source) == (read_on, "Delivery")
	check_fresh(round_.name)
	record_recheck(round_.name, RecheckSource.DELIVERY, hours_ago(30))
	assert round_.stored().rechecked_on == read_on


def test_a_delivery_of_tomorrow_counts_from_now(round_) -> None:
	record_recheck(round_.name, RecheckSource.DELIVERY, add_to_date(now_datetime(), days=30))
	assert round_.stored().rechecked_on <= now_datetime()


def test_an_old_delivery_does_not_make_the_list_fresh(round_) -> None:
	record_recheck(round_.name, RecheckSource.DELIVERY, hours_ago(25))
	with pytest.raises(frappe.ValidationError, match="last 24 hours"):
		check_fresh(round_.name)


# What it holds back


def test_letters_are_prepared_and_not_printed_before_the_recheck(round_) -> None:
	run = round_.prepared()
	with pytest.raises(frappe.ValidationError, match="record keeper") as refusal:
		runs.print_run(run)
	assert all(part in str(refusal.value) for part in ("24 hours", "Screening", "Waive", round_.name))
	assert status(run) == RunStatus.PREPARED
	record_recheck(round_.name, RecheckSource.DELIVERY, now_datetime())
	assert runs.print_run(run).startswith(b"%PDF")


def test_letters_do_not_leave_on_an_old_recheck(round_) -> None:
	run = round_.prepared()
	round_.set(rechecked_on=hours_ago(1))
	runs.print_run(run)
	round_.set(rechecked_on=hours_ago(25))
	with pytest.raises(frappe.ValidationError, match="last 24 hours"):
		runs.confirm_sent(run, nowdate())
	assert status(run) == RunStatus.PRINTED
	round_.set(rechecked_on=hours_ago(23))
	runs.confirm_sent(run, nowdate())
	assert status(run) == RunStatus.CONFIRMED_SENT


def test_letters_that_left_some_days_ago_need_a_recheck_of_that_day(round_, clock) -> None:
	morning = datetime.combine(getdate() + timedelta(days=1), time(9))
	clock.set(morning)
	run = round_.prepared()
	round_.set(rechecked_on=morning - timedelta(hours=20))
	runs.print_run(run)
	clock.set(morning + timedelta(days=3))
	with pytest.raises(frappe.ValidationError, match="last 24 hours"):
		runs.confirm_sent(run, nowdate())
	with pytest.raises(frappe.ValidationError, match="last 24 hours"):
		runs.confirm_sent(run, morning.date() + timedelta(days=1))
	runs.confirm_sent(run, morning.date())
	assert status(run) == RunStatus.CONFIRMED_SENT


def test_a_reprint_needs_no_further_recheck(round_) -> None:
	run = round_.prepared()
	round_.set(rechecked_on=hours_ago(1))
	runs.print_run(run)
	round_.set(rechecked_on=hours_ago(30))
	assert runs.print_run(run).startswith(b"%PDF")
	round_.set(rechecked_on=hours_ago(1))
	runs.confirm_sent(run, nowdate())
	round_.set(rechecked_on=None)
	assert runs.print_run(run).startswith(b"%PDF")


def test_an_office_may_set_another_number_of_hours(round_) -> None:
	office = frappe.get_doc("Outreach Office", round_.office.name)
	office.append("rule_values", {"rule": "Re-check Before Letters, at Most Old", "value": "48"})
	office.save()
	round_.set(rechecked_on=hours_ago(40))
	check_fresh(round_.name)
	round_.set(rechecked_on=hours_ago(49))
	with pytest.raises(frappe.ValidationError, match="last 48 hours"):
		check_fresh(round_.name)


# The waiver


def test_a_coordinator_waives_it_with_a_reason_and_that_is_on_record(round_, as_user) -> None:
	with as_user(round_.coordinator):
		waive_recheck(round_.name, f"  {REASON}  ")
	cohort = round_.stored()
	assert (cohort.recheck_waived_by, cohort.recheck_waiver_reason) == (round_.coordinator, REASON)
	assert cohort.rechecked_on is None
	check_fresh(round_.name)
	round_.set(recheck_waived_on=hours_ago(25))
	with pytest.raises(frappe.ValidationError, match="last 24 hours"):
		check_fresh(round_.name)


@pytest.mark.parametrize(
	("reason", "complaint"),
	[("", "in a sentence"), ("   haster   ", "in a sentence"), ("Mannen 010137 12345 er syk", "name nobody")],
)
def test_a_waiver_needs_a_written_reason_that_names_nobody(round_, as_user, reason, complaint) -> None:
	with as_user(round_.coordinator), pytest.raises(frappe.ValidationError, match=complaint):
		waive_recheck(round_.name, reason)
	assert round_.stored().recheck_waived_on is None


@pytest.mark.parametrize(
	("field", "value"),
	[
		("rechecked_on", "2030-01-01 10:00:00"),
		("rechecked_by", "Administrator"),
		("recheck_source", "Delivery"),
		("recheck_waived_on", "2030-01-01 10:00:00"),
		("recheck_waived_by", "Administrator"),
		("recheck_waiver_reason", REASON),
	],
)
def test_no_part_of_it_is_written_by_hand(round_, as_user, field, value) -> None:
	with as_user(round_.coordinator):
		cohort = round_.stored()
		cohort.set(field, value)
		with pytest.raises(frappe.PermissionError, match="set by the program"):
			cohort.save()


def test_the_form_is_told_where_it_stands(round_, as_user) -> None:
	assert not state_of(round_.name)["fresh"]
	with as_user(round_.coordinator):
		waive_recheck(round_.name, REASON)
		doc = round_.stored()
		doc.run_method("onload")
	state = doc.get_onload("screening")
	assert (state["fresh"], state["hours"], state["numbers_kept"]) == (True, 24, 3)


# What changed since the screening


def labels(found: dict) -> set[tuple[str, str, str, str]]:
	return {(row["person"], row["label"], row["old"], row["new"]) for row in found["changes"]}


def test_who_changed_since_the_screening_is_shown_with_old_and_new_by_whom_and_when(round_, as_user) -> None:
	moved, dead, excluded = round_.people
	with as_user(round_.coordinator):
		person = frappe.get_doc("Senior", moved.name)
		person.update({"street": "Nyvegen 4", "phone": "61 00 00 09"})
		person.save()
	person = frappe.get_doc("Senior", dead.name)
	person.register_status = "Deceased"
	person.save()
	with as_user(round_.keeper):
		mark(round_.identities[2:], "Exclude")
	with as_user(round_.coordinator):
		found = changes_since_screening(round_.name)
	assert labels(found) == {
		(moved.full_name, "Street Address", moved.street, "Nyvegen 4"),
		(dead.full_name, "Register Status", "Resident", "Deceased"),
		(dead.full_name, "Reason for Exclusion", "", "Deceased"),
		(excluded.full_name, "Reason for Exclusion", "", "Record Keeper"),
	}
	by = {row["person"]: (row["by"], row["invitation"]) for row in found["changes"]}
	coordinator, keeper = (frappe.utils.get_fullname(user) for user in (round_.coordinator, round_.keeper))
	assert by[moved.full_name] == (coordinator, round_.invitations[0].name)
	assert by[excluded.full_name][0] == keeper
	assert all(get_datetime(row["when"]) > hours_ago(1) for row in found["changes"])


def test_what_changed_before_the_screening_is_not_shown(round_) -> None:
	person = frappe.get_doc("Senior", round_.people[0].name)
	person.street = "Nyvegen 4"
	person.save()
	round_.set(screening_approved_on=add_to_date(now_datetime(), minutes=1))
	found = changes_since_screening(round_.name)
	assert (found["changes"], found["added"]) == ([], [])


def test_people_of_another_round_are_not_shown(round_) -> None:
	other = builders.cohort(round_.office, year=2041)
	person = builders.senior(round_.office)
	builders.invitation(other, person)
	person.street = "Nyvegen 4"
	person.save()
	assert changes_since_screening(round_.name)["changes"] == []


def test_who_came_into_the_round_since_is_shown(round_) -> None:
	late = builders.invitation(round_.cohort, builders.senior(round_.office), screened=False)
	(row,) = changes_since_screening(round_.name)["added"]
	assert (row["invitation"], row["person"], row["status"]) == (late.name, late.senior_name, "To Screen")


def test_of_protected_people_there_is_only_a_number(round_) -> None:
	person = frappe.get_doc("Senior", round_.people[0].name)
	name, street = person.full_name, person.street
	person.street = "Nyvegen 4"
	person.save()
	person.handle_by_hand = 1
	save_by_service(person)
	left_behind = frappe.as_json({"changed": [["street", street, "Nyvegen 4"]]})
	version = {"doctype": "Version", "ref_doctype": "Senior", "docname": person.name, "data": left_behind}
	frappe.get_doc(version).insert()
	found = changes_since_screening(round_.name)
	assert found["protected"] == 1
	text = frappe.as_json(found)
	for word in (name, street, "Nyvegen", round_.invitations[0].name):
		assert word not in text


def test_a_long_list_is_cut_and_says_so(round_, monkeypatch) -> None:
	monkeypatch.setattr("senior_outreach.population.screening.changes.SHOWN", 2)
	for person in round_.people:
		person.street = "Nyvegen 4"
		person.save()
	found = changes_since_screening(round_.name)
	assert (len(found["changes"]), found["left_out"]) == (2, 1)


def test_there_is_nothing_to_compare_before_the_screening(round_) -> None:
	round_.set(screening_approved_on=None)
	assert changes_since_screening(round_.name)["since"] is None


# Who may


@pytest.mark.parametrize("role", NOT_THE_KEEPER)
def test_nobody_but_the_keeper_confirms(round_, as_user, role: Role) -> None:
	with as_user(builders.user(role, office=round_.office)), pytest.raises(frappe.PermissionError):
		confirm_recheck(round_.name)


@pytest.mark.parametrize("role", NOT_THE_COORDINATOR)
def test_nobody_but_the_office_waives_or_sees_the_changes(round_, as_user, role: Role) -> None:
	with as_user(builders.user(role, office=round_.office)):
		with pytest.raises(frappe.PermissionError):
			waive_recheck(round_.name, REASON)
		with pytest.raises(frappe.PermissionError):
			changes_since_screening(round_.name)
	assert round_.stored().recheck_waived_on is None


def test_another_office_neither_confirms_nor_waives_nor_sees(round_, as_user) -> None:
	elsewhere = builders.office()
	with as_user(builders.user(Role.RECORD_KEEPER, office=elsewhere)), pytest.raises(frappe.PermissionError):
		confirm_recheck(round_.name)
	with as_user(builders.user(Role.COORDINATOR, office=elsewhere)):
		with pytest.raises(frappe.PermissionError):
			waive_recheck(round_.name, REASON)
		with pytest.raises(frappe.PermissionError):
			changes_since_screening(round_.name)
