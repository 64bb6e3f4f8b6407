"""The reminder of an extract that has to be destroyed: who hears when, once each, and louder."""

from datetime import date, timedelta

import frappe
import pytest
from frappe.utils import getdate

from senior_outreach.access.roles import Role
from senior_outreach.population.extract import destruction
from senior_outreach.population.extract.destruction import remind
from tests import builders

LAST = date(2014, 3, 27)


class Scene:
	"""A delivery whose round had its last meeting on `LAST`, and everybody who works at its office."""

	def __init__(self, **fields):
		self.office = builders.office()
		self.named = builders.user(Role.COORDINATOR, office=self.office)
		self.coordinator = builders.user(Role.COORDINATOR, office=self.office)
		self.supervisor = builders.user(Role.SUPERVISOR, office=self.office)
		self.others = [
			builders.user(Role.CALLER, office=self.office),
			builders.user(Role.LEADERSHIP, office=self.office),
			builders.user(Role.COORDINATOR, office=builders.office()),
		]
		self.cohort = builders.cohort(self.office)
		self.last_meeting(LAST)
		self.extract = received(self.cohort, [{"user": self.named}], **fields)

	def last_meeting(self, day: date) -> None:
		frappe.db.set_value("Cohort", self.cohort.name, "last_meeting_on", day)


def received(cohort, named_users, **fields):
	extract = builders.register_extract(cohort, named_users=named_users)
	return builders.in_state(extract, "Received", **{"expires_on": date(2014, 9, 1), **fields})


@pytest.fixture
def scene() -> Scene:
	return Scene()


@pytest.fixture
def mail_account():
	"""A site that can send mail; nothing leaves it in a test."""
	frappe.db.set_value("Email Account", {"default_outgoing": 1}, "default_outgoing", 0)
	account = frappe.get_doc(
		{
			"doctype": "Email Account",
			"email_account_name": "Prøvepost",
			"email_id": "post@example.org",
			"enable_outgoing": 1,
			"default_outgoing": 1,
			"smtp_server": "localhost",
			"password": "utkast",
		}
	)
	account.flags.ignore_validate = True
	account.db_insert()
	frappe.cache.delete_value("outgoing_email_account")
	return account


def day(after: int) -> date:
	return LAST + timedelta(days=after)


def told(scene: Scene, extract=None) -> list[str]:
	filters = {"document_type": "Register Extract", "document_name": (extract or scene.extract).name}
	return frappe.get_all("Notification Log", filters, pluck="for_user", order_by="for_user asc")


def mailed(scene: Scene) -> set[str]:
	queued = frappe.get_all("Email Queue", {"reference_name": scene.extract.name}, pluck="name")
	return set(frappe.get_all("Email Queue Recipient", {"parent": ("in", queued or [""])}, pluck="recipient"))


def test_nobody_is_reminded_before_the_last_meeting_is_over(scene):
	assert remind(day(0)) == 0
	assert told(scene) == []


def test_the_day_after_the_named_users_are_told_in_the_desk(scene, mail_account):
	assert remind(day(1)) == 1
	assert told(scene) == [scene.named]
	assert mailed(scene) == set()


def test_then_every_coordinator_of_the_office_gets_a_mail_as_well(scene, mail_account):
	remind(day(8))
	assert told(scene) == sorted([scene.named, scene.coordinator])
	assert mailed(scene) == {scene.named, scene.coordinator}


def test_when_the_time_is_up_the_supervisors_hear_of_it(scene, mail_account):
	remind(day(15))
	everybody = {scene.named, scene.coordinator, scene.supervisor}
	assert told(scene) == sorted(everybody)
	assert mailed(scene) == everybody


def test_the_job_may_run_as_often_as_it_likes(scene):
	for after in (1, 2, 7):
		for _time in range(3):
			remind(day(after))
	assert told(scene) == [scene.named]


def test_the_loudest_comes_again_until_the_delivery_is_destroyed(scene):
	numbers = []
	for after in range(13, 31):
		remind(day(after))
		numbers.append(len(told(scene)))
	assert [numbers[after - 13] for after in (13, 14, 15, 21, 22, 28, 29)] == [2, 2, 5, 5, 8, 8, 11]
	builders.in_state(scene.extract, "Destroyed")
	assert remind(day(60)) == 0


def test_days_on_which_the_scheduler_stood_still_are_made_up_for(scene):
	remind(day(40))
	assert told(scene) == sorted([scene.named, scene.coordinator, scene.supervisor])


def test_another_meeting_begins_it_again(scene):
	remind(day(15))
	scene.last_meeting(day(20))
	before = len(told(scene))
	assert remind(day(16)) == 0
	assert remind(day(21)) == 1
	assert len(told(scene)) == before + 1


def test_the_office_may_have_its_own_days(scene):
	scene.office.append(
		"rule_values", {"rule": "Extract Destroyed after the Last Meeting Within", "value": "3"}
	)
	scene.office.save()
	remind(day(4))
	assert scene.supervisor in told(scene)


def test_an_expired_permission_ends_the_need_as_well():
	Scene(expires_on=day(-20))
	assert remind(day(-20)) == 0
	assert remind(day(-19)) == 1


def test_when_the_named_users_have_left_the_other_coordinators_are_told(scene):
	frappe.db.set_value("User", scene.named, "enabled", 0)
	remind(day(1))
	assert told(scene) == [scene.coordinator]


def test_the_words_name_nobody_and_lead_to_the_record(scene, mail_account):
	person = builders.invitation(scene.cohort)
	for after in (1, 8, 15):
		remind(day(after))
	rows = frappe.get_all(
		"Notification Log", {"document_name": scene.extract.name}, ["subject", "email_content"]
	)
	mails = frappe.get_all("Email Queue", {"reference_name": scene.extract.name}, pluck="message")
	texts = [*(f"{row.subject}{row.email_content}" for row in rows), *mails]
	assert all(scene.extract.name in text for text in texts)
	assert any(f"/app/register-extract/{scene.extract.name}" in text for text in mails)
	last_name = frappe.db.get_value("Senior", person.senior, "last_name").split()[0]
	assert not [text for text in texts if last_name in text]


def test_a_site_without_a_mail_account_still_tells_them_in_the_desk(scene):
	frappe.db.set_value("Email Account", {"default_outgoing": 1}, "default_outgoing", 0)
	remind(day(15))
	assert len(told(scene)) == 3
	stored = frappe.db.get_value("Register Extract", scene.extract.name, ["reminder_level", "reminded_on"])
	assert stored == (3, day(15))


def test_an_error_at_one_extract_does_not_stop_the_others(scene, monkeypatch):
	other = Scene()
	real = destruction._ladder

	def broken(office):
		if office == scene.office.name:
			raise ValueError(scene.named)
		return real(office)

	monkeypatch.setattr(destruction, "_ladder", broken)
	assert remind(day(1)) == 1
	assert told(scene) == []
	assert told(other) == [other.named]
	log = frappe.get_last_doc("Error Log")
	assert scene.extract.name in log.method
	assert scene.named not in log.error


def test_all_offices_are_looked_at_in_a_handful_of_queries(scene):
	def queries() -> int:
		count = 0
		real = frappe.db.sql

		def counted(*arguments, **keywords):
			nonlocal count
			count += "savepoint" not in str(arguments[0]).lower()
			return real(*arguments, **keywords)

		frappe.db.sql = counted
		try:
			assert remind(day(-60)) == 0
		finally:
			del frappe.db.sql
		return count

	queries()
	one = queries()
	received(scene.cohort, [{"user": scene.named}])
	received(scene.cohort, [{"user": scene.coordinator}])
	assert queries() == one


def test_a_permission_that_runs_out_unused_is_said_once(scene):
	waiting = builders.register_extract(scene.cohort, named_users=[{"user": scene.named}])
	builders.in_state(waiting, "Granted", expires_on=day(-100))
	remind(day(-115))
	assert told(scene, waiting) == []
	for after in (-114, -114, -113, -100, -99):
		remind(day(after))
	assert told(scene, waiting) == [scene.named]


def test_what_it_writes_down_is_no_change_of_the_document(scene):
	before = frappe.db.get_value("Register Extract", scene.extract.name, "modified")
	remind(day(1))
	assert frappe.db.get_value("Register Extract", scene.extract.name, "modified") == before
	assert not frappe.get_all("Version", {"docname": scene.extract.name, "data": ("like", "%remind%")})


def test_nobody_writes_the_reminders_by_hand(scene, as_user):
	remind(day(1))
	with as_user(scene.coordinator):
		extract = frappe.get_doc("Register Extract", scene.extract.name)
		extract.reminder_level = 0
		with pytest.raises(frappe.PermissionError, match="set by the program"):
			extract.save()


def test_the_form_says_how_loud_it_is(scene, clock):
	found = []
	for after in (0, 1, 8, 15):
		clock.set(str(day(after)))
		extract = frappe.get_doc("Register Extract", scene.extract.name)
		extract.run_method("onload")
		found.append(extract.get_onload("standing"))
	assert [each["loudness"] for each in found] == [0, 1, 2, 3]
	assert (getdate(found[0]["needed_until"]), getdate(found[0]["latest"])) == (LAST, day(14))


def test_the_job_is_in_the_schedulers_daily_list():
	assert (
		"senior_outreach.population.extract.destruction.remind"
		in frappe.get_hooks("scheduler_events")["daily"]
	)
