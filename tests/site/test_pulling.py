"""Somebody who must get no letter any more: out of the runs that have not left, and a notice if it is printed."""

import frappe
import pytest
from frappe.utils import now_datetime, nowdate

from senior_outreach.access.roles import Role
from senior_outreach.access.service_fields import save_by_service
from senior_outreach.letters import api, runs
from senior_outreach.letters.rules import RunStatus
from senior_outreach.population.screening.marking import mark
from tests import builders
from tests.site.rounds import confirmed_meeting


class Round:
	"""A prepared run of four letters, in an office with two coordinators."""

	def __init__(self) -> None:
		self.office = builders.office()
		self.cohort = builders.cohort(self.office)
		confirmed_meeting(self.cohort)
		self.people = [builders.senior(self.office) for _ in range(4)]
		self.invitations = [builders.invitation(self.cohort, person) for person in self.people]
		self.identities = [builders.senior_identity(person, self.cohort).name for person in self.people]
		self.coordinators = [builders.user(Role.COORDINATOR, office=self.office) for _ in range(2)]
		now = now_datetime()
		builders.in_state(self.cohort, "Approved", screening_approved_on=now, rechecked_on=now)
		self.run = builders.letter_run(self.cohort, letter_date=nowdate()).name
		runs.prepare(self.run)

	def position(self, number: int) -> int:
		"""Of the letter to this person in the pile."""
		return frappe.db.get_value("Outreach Letter", self._letter(number), "position")

	def has_letter(self, number: int) -> bool:
		return bool(frappe.db.exists("Outreach Letter", self._letter(number)))

	def _letter(self, number: int) -> dict:
		return {"letter_run": self.run, "invitation": self.invitations[number].name}

	def stored(self):
		return frappe.get_doc("Letter Run", self.run)

	def protect(self, number: int) -> None:
		senior = frappe.get_doc("Senior", self.people[number].name)
		senior.handle_by_hand = 1
		save_by_service(senior)

	def die(self, number: int) -> None:
		senior = frappe.get_doc("Senior", self.people[number].name)
		senior.register_status = "Deceased"
		senior.save()

	def exclude(self, number: int) -> None:
		frappe.set_user(builders.user(Role.RECORD_KEEPER, office=self.office))
		mark([self.identities[number]], "Exclude")
		frappe.set_user("Administrator")


@pytest.fixture
def round_() -> Round:
	return Round()


def notices(run: str) -> list[frappe._dict]:
	return frappe.get_all(
		"Notification Log", {"document_name": run}, ["for_user", "subject", "email_content", "document_type"]
	)


COMING_OUT = (Round.protect, Round.die, Round.exclude)


@pytest.mark.parametrize("come_out", COMING_OUT, ids=lambda each: each.__name__)
def test_a_run_that_is_not_printed_drops_the_letter_at_once(round_, come_out) -> None:
	come_out(round_, 1)
	assert [round_.has_letter(number) for number in range(4)] == [True, False, True, True]
	run = round_.stored()
	assert (run.status, run.letter_count, run.take_out) == (RunStatus.PREPARED, 3, None)
	assert notices(round_.run) == []


@pytest.mark.parametrize("come_out", COMING_OUT, ids=lambda each: each.__name__)
def test_of_a_printed_letter_the_coordinators_are_told_the_number_and_no_name(round_, come_out) -> None:
	runs.print_run(round_.run)
	position = round_.position(2)
	come_out(round_, 2)
	found = notices(round_.run)
	assert {notice.for_user for notice in found} == set(round_.coordinators)
	wanted = f"Take letter number {position} out of the pile of {round_.run} before posting."
	assert {(notice.subject, notice.email_content or "") for notice in found} == {(wanted, "")}
	assert not round_.has_letter(2)
	run = round_.stored()
	assert (run.status, run.letter_count, run.take_out) == (RunStatus.PRINTED, 3, str(position))


def test_coordinators_of_another_office_are_not_told(round_) -> None:
	stranger = builders.user(Role.COORDINATOR, office=builders.office())
	runs.print_run(round_.run)
	round_.protect(0)
	assert stranger not in {notice.for_user for notice in notices(round_.run)}


def test_who_wants_no_notifications_gets_none(round_) -> None:
	runs.print_run(round_.run)
	frappe.db.set_value("Notification Settings", round_.coordinators[0], "enabled", 0)
	round_.protect(0)
	assert {notice.for_user for notice in notices(round_.run)} == {round_.coordinators[1]}


def test_letters_are_not_confirmed_sent_before_somebody_says_that_it_is_out(round_, as_user) -> None:
	runs.print_run(round_.run)
	positions = sorted((round_.position(0), round_.position(3)))
	round_.protect(0)
	round_.exclude(3)
	with as_user(round_.coordinators[0]):
		with pytest.raises(frappe.ValidationError, match="out of the pile") as refusal:
			api.confirm_letters_sent(round_.run, nowdate())
		assert all(str(position) in str(refusal.value) for position in positions)
		api.confirm_letters_sent(round_.run, nowdate(), taken_out=True)
	sent = {
		name: bool(frappe.db.get_value("Invitation", invitation.name, "sent_on"))
		for name, invitation in enumerate(round_.invitations)
	}
	assert sent == {0: False, 1: True, 2: True, 3: False}


def test_a_pile_that_is_printed_anew_has_nothing_to_take_out(round_) -> None:
	runs.print_run(round_.run)
	round_.protect(0)
	builders.invitation(frappe.get_doc("Cohort", round_.cohort.name))
	runs.prepare(round_.run)
	run = round_.stored()
	assert (run.status, run.take_out) == (RunStatus.PREPARED, None)
	runs.print_run(round_.run)
	runs.confirm_sent(round_.run, nowdate())


def test_preparing_the_same_pile_again_forgets_no_number(round_) -> None:
	runs.print_run(round_.run)
	position = round_.position(0)
	round_.protect(0)
	runs.prepare(round_.run)
	run = round_.stored()
	assert (run.status, run.take_out) == (RunStatus.PRINTED, str(position))


def test_somebody_who_is_included_again_is_in_no_pile_and_gets_a_run_of_their_own(round_, as_user) -> None:
	runs.print_run(round_.run)
	round_.exclude(1)
	with as_user(builders.user(Role.RECORD_KEEPER, office=round_.office)):
		mark([round_.identities[1]], "Keep")
	runs.confirm_sent(round_.run, nowdate(), taken_out=True)
	assert frappe.db.get_value("Invitation", round_.invitations[1].name, "status") == "Ready"
	second = builders.letter_run(round_.cohort, letter_date=nowdate())
	runs.prepare(second.name)
	assert frappe.get_all("Outreach Letter", {"letter_run": second.name}, pluck="invitation") == [
		round_.invitations[1].name
	]


def test_a_letter_that_has_left_stays_on_record(round_) -> None:
	runs.print_run(round_.run)
	runs.confirm_sent(round_.run, nowdate())
	round_.protect(0)
	round_.die(1)
	assert [round_.has_letter(number) for number in (0, 1)] == [True, True]
	assert notices(round_.run) == []


def test_when_letters_leave_the_worklist_is_emptied(round_) -> None:
	runs.print_run(round_.run)
	assert frappe.db.get_value("Senior Identity", round_.identities[0], "full_name")
	runs.confirm_sent(round_.run, nowdate())
	kept = frappe.get_all("Senior Identity", {"cohort": round_.cohort.name}, ["full_name", "dropped_on"])
	assert [row.full_name for row in kept] == [None] * 4
	assert all(row.dropped_on for row in kept)


@pytest.mark.parametrize("field", ["take_out", "letter_count"])
def test_what_is_to_be_taken_out_is_not_written_by_hand(round_, as_user, field) -> None:
	with as_user(round_.coordinators[0]):
		run = round_.stored()
		run.set(field, "7")
		with pytest.raises(frappe.PermissionError, match="set by the program"):
			run.save()
