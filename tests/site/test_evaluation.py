# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Evaluation forms: who may enter them for which meeting, and that nothing on them leads back."""

from datetime import datetime, time, timedelta

import frappe
import pytest

from senior_outreach.access.roles import Role
from senior_outreach.evaluation import api
from senior_outreach.evaluation.results import results
from senior_outreach.evaluation.rules import (
	AgeBand,
	Expectation,
	Sex,
)
from tests import builders

TRACES = (
	"Version",
	"View Log",
	"Activity Log",
	"Access Log",
	"Comment",
	"Document Follow",
	"Notification Log",
)
STAMPS = ("owner", "modified_by", "creation", "modified", "_user_tags", "_comments", "_assign", "_liked_by")


@pytest.fixture
def topics() -> list[str]:
	"""Two that the form asks about and one that it does not."""
	asked = [builders.topic().name, builders.topic().name]
	return [*asked, builders.topic(evaluated=0).name]


@pytest.fixture
def meeting(topics: list[str]):
	agenda = [{"kind": "Talk", "minutes": 65, "topic": topic, "heading": "Innlegg"} for topic in topics]
	agenda.append({"kind": "Break", "minutes": 15})
	return builders.held_meeting(agenda=agenda)


@pytest.fixture
def leader(meeting) -> str:
	return meeting.facilitators[0].user


def form(**answers) -> dict:
	return {"expectation": "Well", "sex": "Female", "age": 77, "would_recommend": "Yes", **answers}


def stored(meeting) -> list[dict]:
	return frappe.get_all("Evaluation", {"meeting": meeting.name}, ["*"], order_by="name asc")


def test_a_facilitator_enters_a_form_for_the_meeting_they_lead(meeting, leader, topics, as_user):
	with as_user(leader):
		assert [topic["name"] for topic in api.form_for(meeting.name)["topics"]] == topics[:2]
		answer = api.enter_form(meeting.name, form(benefits={topics[0]: "Very Useful", topics[1]: ""}))
	assert answer == {"entered": 1}
	(row,) = stored(meeting)
	assert (row.expectation, row.age_band, row.office, row.cohort) == (
		"Well",
		"75-79",
		meeting.office,
		meeting.cohort,
	)
	ratings = frappe.get_all("Evaluation Topic Rating", {"parent": row.name}, ["topic", "benefit"])
	assert ratings == [{"topic": topics[0], "benefit": "Very Useful"}]


def test_nothing_on_the_rows_says_who_or_when(meeting, leader, topics, as_user, clock):
	later = frappe.utils.get_datetime(meeting.starts_on) + timedelta(days=3, hours=4, minutes=17)
	clock.set(later)
	with as_user(leader):
		api.enter_form(meeting.name, form(benefits={topics[0]: "Useful"}))
	(row,) = stored(meeting)
	(rating,) = frappe.get_all("Evaluation Topic Rating", {"parent": row.name}, ["*"])
	midnight = datetime.combine(frappe.utils.getdate(meeting.starts_on), time.min)
	for each in (row, rating):
		assert (each.owner, each.modified_by) == ("Guest", "Guest")
		assert (each.creation, each.modified) == (midnight, midnight)
		assert not any(each.get(column) for column in STAMPS[4:])
		assert leader not in map(str, each.values())
	assert row.filled_on == midnight.date()
	assert not any(isinstance(value, datetime) and value != midnight for value in row.values())


def test_names_keep_no_order(meeting, leader, topics, as_user):
	"""With names in order of entry, twelve in a row would come out sorted once in 479 million times."""
	with as_user(leader):
		for age in range(60, 72):
			api.enter_form(
				meeting.name, form(age=age, benefits={topics[0]: "Useful", topics[1]: "Not Useful"})
			)
	in_order_of_entry = sorted(stored(meeting), key=lambda row: ("Under 70", "70-74").index(row.age_band))
	assert [row.age_band for row in stored(meeting)] != [row.age_band for row in in_order_of_entry]
	names = [row.name for row in stored(meeting)]
	names += frappe.get_all("Evaluation Topic Rating", {"parent": ["in", names]}, pluck="name")
	assert len({name[:2] for name in names}) > 10


def test_no_log_is_written(meeting, leader, topics, as_user):
	frappe.db.set_value("User", leader, {"document_follow_notify": 1, "follow_created_documents": 1})
	before = {log: frappe.db.count(log) for log in TRACES}
	with as_user(leader):
		api.enter_form(meeting.name, form(benefits={topics[0]: "Useful"}))
	assert {log: frappe.db.count(log) for log in TRACES} == before
	assert frappe.get_doc("Group Meeting", meeting.name).modified == meeting.modified


def test_the_meta_keeps_no_history():
	meta = frappe.get_meta("Evaluation")
	for switch in (
		"track_changes",
		"track_views",
		"track_seen",
		"email_append_to",
		"show_name_in_global_search",
	):
		assert not meta.get(switch), switch
	assert not [field.fieldname for field in meta.fields if field.fieldtype in ("Datetime", "Time", "Attach")]
	people = {"Senior", "Invitation", "User", "Contact", "Senior Identity"}
	assert not [field.fieldname for field in meta.fields if field.options in people]


def test_other_browsers_are_not_told(meeting, leader, as_user, monkeypatch):
	told = []
	monkeypatch.setattr(frappe, "publish_realtime", lambda *args, **kwargs: told.append(args))
	with as_user(leader):
		api.enter_form(meeting.name, form())
	assert told == []


def test_a_form_is_never_changed(meeting):
	doc = builders.evaluation(meeting)
	doc.comments = "Noe annet"
	with pytest.raises(frappe.ValidationError, match="cannot be changed"):
		doc.save()


@pytest.mark.parametrize(
	("role", "may"),
	[
		(Role.COORDINATOR, True),
		(Role.FACILITATOR, False),
		(Role.SUPERVISOR, False),
		(Role.CALLER, False),
		(Role.LEADERSHIP, False),
		(Role.RECORD_KEEPER, False),
	],
)
def test_who_may_enter_forms_for_a_meeting_they_do_not_lead(role, may, meeting, as_user):
	user = builders.user(role, office=meeting.office)
	with as_user(user):
		if may:
			assert api.enter_form(meeting.name, form()) == {"entered": 1}
			return
		with pytest.raises(frappe.PermissionError):
			api.enter_form(meeting.name, form())
		with pytest.raises(frappe.PermissionError):
			api.form_for(meeting.name)
		insert = frappe.get_doc({"doctype": "Evaluation", "meeting": meeting.name, "expectation": "Well"})
		with pytest.raises(frappe.PermissionError):
			insert.insert()
	assert stored(meeting) == []


def test_another_office_enters_nothing(meeting, as_user):
	stranger = builders.user(Role.COORDINATOR, office=builders.office())
	with as_user(stranger), pytest.raises(frappe.PermissionError):
		api.enter_form(meeting.name, form())


@pytest.mark.parametrize("state", ["Draft", "Pending Approval", "Confirmed", "Cancelled"])
def test_a_meeting_that_was_not_held_takes_no_forms(state, meeting):
	builders.in_state(meeting, state)
	with pytest.raises(frappe.ValidationError, match="have been held"):
		api.enter_form(meeting.name, form())


def test_on_its_own_day_a_confirmed_meeting_takes_forms(meeting, clock):
	builders.in_state(meeting, "Confirmed")
	clock.set(frappe.utils.get_datetime(meeting.ends_on))
	assert api.enter_form(meeting.name, form()) == {"entered": 1}


def test_topics_of_other_meetings_are_refused(meeting, topics):
	for foreign in (builders.topic().name, topics[2]):
		with pytest.raises(frappe.ValidationError, match="agenda of this meeting"):
			api.enter_form(meeting.name, form(benefits={foreign: "Useful"}))


@pytest.mark.parametrize(
	("answers", "message"),
	[
		({"expectation": "Brilliant"}, "Expectations"),
		({"age": 7}, "not an age"),
		({"age": "sytti"}, "whole years"),
		({"owner": "nosy@example.org"}, "no field owner"),
		({"meeting": "MEET-1"}, "no field meeting"),
	],
)
def test_a_form_that_cannot_be_right_is_refused(answers, message, meeting):
	with pytest.raises(frappe.ValidationError, match=message):
		api.enter_form(meeting.name, form(**answers))
	assert stored(meeting) == []


def test_an_empty_sheet_is_no_form(meeting):
	with pytest.raises(frappe.ValidationError, match="empty"):
		api.enter_form(meeting.name, {"expectation": "", "age": "", "benefits": {}})


# Results


def attend(meeting, people: int, companions: int = 0) -> None:
	cohort = frappe.get_doc("Cohort", meeting.cohort)
	for number in range(people):
		builders.invitation(
			cohort,
			sent_on=frappe.utils.getdate(meeting.starts_on) - timedelta(days=20),
			answer_choice="Group Meeting",
			meeting=meeting.name,
			attendance="Attended",
			companions_attended=companions if number == 0 else 0,
		)


def test_results_count_each_answer(meeting, topics):
	attend(meeting, 7, companions=2)
	frappe.db.set_value("Group Meeting", meeting.name, "walk_ins", 1)
	for number in range(6):
		api.enter_form(
			meeting.name,
			form(
				expectation="Very Well" if number < 4 else "Poorly",
				sex="Male" if number < 2 else "",
				age=None if number == 0 else 77,
				benefits={topics[0]: "Useful" if number else "Not Useful"},
			),
		)
	found = results(meeting=meeting.name)
	assert (found.forms, found.present, found.response_rate, found.enough) == (6, 10, 60, True)
	assert found.questions["expectation"] == {"Very Well": 4, "Well": 0, "Fairly Well": 0, "Poorly": 2}
	assert found.questions["sex"] == {Sex.FEMALE: 0, Sex.MALE: 2}
	assert found.questions["age_band"][AgeBand.NOT_GIVEN] == 1
	assert found.topics == {topics[0]: {"Very Useful": 0, "Useful": 5, "Not Useful": 1}}
	assert results(cohort=meeting.cohort).questions == found.questions
	assert Expectation.VERY_WELL in found.questions["expectation"]


def test_results_name_the_topics_by_their_titles(meeting, topics):
	title = frappe.db.get_value("Meeting Topic", topics[0], "topic_name")
	assert api.meeting_results(meeting.name)["topic_titles"][topics[0]] == title


def test_four_forms_show_nothing(meeting):
	for _number in range(4):
		api.enter_form(meeting.name, form())
	found = results(meeting=meeting.name)
	assert (found.forms, found.enough, found.questions, found.topics) == (4, False, {}, {})


def test_the_facilitator_who_typed_does_not_read_the_results(meeting, leader, as_user):
	with as_user(leader), pytest.raises(frappe.PermissionError):
		api.meeting_results(meeting.name)
	with as_user(builders.user(Role.COORDINATOR, office=meeting.office)):
		assert api.meeting_results(meeting.name)["forms"] == 0
	with (
		as_user(builders.user(Role.COORDINATOR, office=builders.office())),
		pytest.raises(frappe.PermissionError),
	):
		api.meeting_results(meeting.name)
