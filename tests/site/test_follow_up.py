# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Home visits and wishes for offers: nobody who asked is forgotten, nothing is finished that must be journaled."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import getdate, now_datetime

from senior_outreach.access.roles import Role
from senior_outreach.access.service_fields import save_by_service
from senior_outreach.starting_content.reading import home_visit_themes
from tests import builders


@pytest.fixture
def invitation():
	return builders.invitation(sent_on=getdate() - timedelta(days=5))


@pytest.fixture
def coordinator(invitation) -> str:
	return builders.user(Role.COORDINATOR, office=invitation.office)


def answer(invitation, choice: str | None, **fields) -> None:
	"""An answer as replies.answers leaves it on the record."""
	doc = frappe.get_doc("Invitation", invitation.name)
	doc.update({"answer_choice": choice, "answered_on": now_datetime() if choice else None, **fields})
	save_by_service(doc)


def visits_of(invitation) -> list[dict]:
	fields = ["name", "workflow_state", "due_on", "requested_on", "cancel_reason", "office", "senior"]
	return frappe.get_all("Home Visit", {"invitation": invitation.name}, fields, order_by="name asc")


def test_an_answer_makes_one_visit_with_a_due_day(invitation, as_user):
	with as_user("Guest"):
		answer(invitation, "Home Visit")
		answer(invitation, "Home Visit", note="lagret en gang til")
	(visit,) = visits_of(invitation)
	assert (visit.workflow_state, visit.office, visit.senior) == (
		"Requested",
		invitation.office,
		invitation.senior,
	)
	assert (visit.requested_on, visit.due_on) == (getdate(), getdate() + timedelta(days=14))
	themes = frappe.get_all("Home Visit Theme", {"parent": visit.name}, pluck="theme", order_by="idx asc")
	assert tuple(themes) == home_visit_themes()


def test_the_due_day_is_the_offices_own_rule(invitation):
	office = frappe.get_doc("Outreach Office", invitation.office)
	office.append("rule_values", {"rule": "Wishes Are Followed Up Within", "value": "3"})
	office.save()
	answer(invitation, "Home Visit")
	assert visits_of(invitation)[0].due_on == getdate() + timedelta(days=3)


@pytest.mark.parametrize(
	("choice", "reason"), [("Group Meeting", "Came to a Meeting Instead"), ("No Thanks", "Senior Cancelled")]
)
@pytest.mark.parametrize("user", ["Guest", "Administrator", Role.CALLER])
def test_another_answer_calls_the_visit_off(user, choice, reason, invitation, as_user):
	user = builders.user(user, office=invitation.office) if user == Role.CALLER else user
	answer(invitation, "Home Visit")
	with as_user(user):
		answer(invitation, choice)
	(visit,) = visits_of(invitation)
	assert (visit.workflow_state, visit.cancel_reason) == ("Cancelled", reason)


def test_an_answer_taken_back_calls_the_visit_off(invitation):
	answer(invitation, "Home Visit")
	answer(invitation, None, not_reached_reason="Deceased")
	assert [visit.cancel_reason for visit in visits_of(invitation)] == ["Deceased"]


def test_a_change_of_mind_back_makes_a_new_visit(invitation):
	for choice in ("Home Visit", "Group Meeting", "Home Visit"):
		answer(invitation, choice)
	assert sorted(visit.workflow_state for visit in visits_of(invitation)) == ["Cancelled", "Requested"]


def test_an_agreed_visit_is_not_called_off_by_itself(invitation):
	answer(invitation, "Home Visit")
	visit = builders.in_state(frappe.get_doc("Home Visit", visits_of(invitation)[0].name), "Scheduled")
	answer(invitation, "Group Meeting")
	assert frappe.db.get_value("Home Visit", visit.name, "workflow_state") == "Scheduled"


def test_entering_attendance_leaves_a_visit_agreed_at_the_meeting(invitation):
	answer(invitation, "Group Meeting")
	visit = builders.home_visit(invitation)
	doc = frappe.get_doc("Invitation", invitation.name)
	doc.attendance = "Attended"
	save_by_service(doc)
	assert frappe.db.get_value("Home Visit", visit.name, "workflow_state") == "Requested"


def test_staff_who_cancelled_a_visit_are_not_overruled_by_a_later_save(invitation):
	answer(invitation, "Home Visit")
	doc = frappe.get_doc("Home Visit", visits_of(invitation)[0].name)
	doc.update({"workflow_state": "Cancelled", "cancel_reason": "Senior Cancelled"})
	doc.save()
	again = frappe.get_doc("Invitation", invitation.name)
	again.need_transport = 1
	save_by_service(again)
	assert [visit.workflow_state for visit in visits_of(invitation)] == ["Cancelled"]


def test_there_is_one_open_visit_per_invitation(invitation):
	builders.home_visit(invitation)
	with pytest.raises(frappe.ValidationError, match="open home visit already"):
		builders.home_visit(invitation)


def test_a_visit_belongs_to_the_senior_of_its_invitation(invitation):
	other = builders.invitation(frappe.get_doc("Cohort", invitation.cohort))
	with pytest.raises(frappe.ValidationError, match="somebody else"):
		builders.home_visit(invitation, senior=other.senior)


def test_the_way_to_the_journal(invitation, coordinator):
	visit = builders.home_visit(invitation)
	needs = (
		("Schedule", {"scheduled_on": now_datetime()}),
		("Complete", {"completed_on": getdate()}),
		("Confirm Journaling", {"journal_reference": "EPJ 77/14", "journaled_on": getdate()}),
	)
	for action, fields in needs:
		with pytest.raises(frappe.MandatoryError, match="fill in"):
			builders.step(visit, action, coordinator)
		visit.reload()
		visit.update(fields)
		visit.save()
		visit = builders.step(visit, action, coordinator)
	assert (visit.workflow_state, visit.journaled_by) == ("Journaled", coordinator)


def test_nobody_writes_that_somebody_else_journaled(invitation, coordinator, as_user):
	visit = builders.home_visit(invitation)
	visit.journaled_by = coordinator
	with as_user(coordinator), pytest.raises(frappe.PermissionError, match="set by the program"):
		visit.save()


@pytest.mark.parametrize(("state", "next_state"), [("Requested", "Journaled"), ("Completed", "Cancelled")])
def test_no_step_is_left_out(state, next_state, invitation, coordinator, as_user):
	visit = builders.in_state(builders.home_visit(invitation), state)
	full = {
		"scheduled_on": now_datetime(),
		"completed_on": getdate(),
		"journal_reference": "EPJ 1",
		"journaled_on": getdate(),
		"cancel_reason": "Moved",
	}
	visit.update({**full, "workflow_state": next_state})
	with as_user(coordinator), pytest.raises(frappe.ValidationError, match="cannot go from"):
		visit.save()


def test_a_request_cannot_say_that_the_answer_changed(invitation, coordinator, as_user):
	"""What lets the program call a visit off is no field that a browser could send."""
	visit = builders.in_state(builders.home_visit(invitation), "Completed")
	sent = {**visit.as_dict(), "workflow_state": "Cancelled", "cancel_reason": "Moved"}
	sent["flags"] = {"outreach_service": True}
	with as_user(coordinator), pytest.raises(frappe.ValidationError, match="cannot go from"):
		frappe.get_doc(sent).save()


def test_the_future_is_not_completed(invitation):
	with pytest.raises(frappe.ValidationError, match="in the future"):
		builders.home_visit(invitation, completed_on=getdate() + timedelta(days=1))


# Wishes for offers


def test_a_wish_gets_a_due_day(invitation):
	assert builders.offer_interest(invitation).due_on == getdate() + timedelta(days=14)


def test_a_wish_cannot_be_finished_before_the_duty_is_decided(invitation):
	wish = builders.offer_interest(invitation)
	wish.status = "Joined"
	with pytest.raises(frappe.ValidationError, match="two questions"):
		wish.save()


@pytest.mark.parametrize("status", ["Joined", "Did Not Join", "Withdrawn"])
def test_health_care_must_be_journaled_before_the_wish_is_finished(status, invitation):
	wish = builders.offer_interest(invitation, individual_advice="Yes", based_on_health="Yes")
	assert wish.must_be_journaled == 1
	wish.status = status
	with pytest.raises(frappe.MandatoryError, match="record system"):
		wish.save()
	wish.reload()
	wish.update({"status": status, "journal_reference": "EPJ 12", "journaled_on": getdate()})
	wish.save()
	assert wish.finished_on == getdate()


def test_general_information_is_finished_without_a_journal(invitation):
	wish = builders.offer_interest(invitation, individual_advice="No")
	wish.update({"status": "Joined", "must_be_journaled": 1})
	wish.save()
	assert (wish.must_be_journaled, wish.finished_on) == (0, getdate())


def test_a_reopened_wish_is_not_finished(invitation):
	wish = builders.offer_interest(invitation, individual_advice="No", status="Joined")
	wish.status = "Contacted"
	wish.save()
	assert wish.finished_on is None


def test_a_volunteers_name_is_handed_over_with_consent_only(invitation):
	wish = builders.offer_interest(invitation, wants_to_volunteer=1)
	wish.handed_over_on = getdate()
	with pytest.raises(frappe.ValidationError, match="consented"):
		wish.save()


# Registers


def test_the_registers_start_filled_and_stay_the_sites_own():
	from senior_outreach.starting_content.seed import seed

	assert frappe.db.count("Meeting Topic") > 0
	first = frappe.get_all("Preventive Offer", pluck="name", order_by="name asc")[0]
	frappe.db.set_value("Preventive Offer", first, "offer_name", "Vårt eget navn")
	before = frappe.db.count("Preventive Offer")
	seed()
	assert frappe.db.count("Preventive Offer") == before
	assert frappe.db.get_value("Preventive Offer", first, "offer_name") == "Vårt eget navn"


def test_an_emptied_register_is_filled_with_valid_rows():
	from senior_outreach.starting_content.seed import seed

	for doctype in ("Meeting Topic", "Meeting Topic Question", "Preventive Offer"):
		frappe.db.delete(doctype)
	seed()
	assert frappe.db.count("Meeting Topic", {"evaluated": 1}) == 5
	assert frappe.db.count("Meeting Topic Question") > 10
	assert frappe.db.count("Preventive Offer", {"offer_name": ["like", "%Lyst på livet%"]}) == 1


def test_two_topics_of_one_office_do_not_share_a_name():
	topic = builders.topic()
	with pytest.raises(frappe.ValidationError, match="already"):
		builders.topic(topic_name=topic.topic_name)
	builders.topic(office=builders.office(), topic_name=topic.topic_name)


def test_an_offer_does_not_end_before_it_begins():
	with pytest.raises(frappe.ValidationError, match="ends before"):
		builders.offer(valid_from="2014-05-01", valid_to="2014-04-01")
