"""The meeting day: attendance with undo, walk-ins, closing the day, and who may."""

from datetime import datetime, time, timedelta

import frappe
import pytest
from frappe.utils import getdate

from senior_outreach.access.roles import Role
from senior_outreach.access.service_fields import save_by_service
from senior_outreach.letters.formats import sort_key
from senior_outreach.meetings import api, attendance
from senior_outreach.population.status import Attendance
from tests import builders
from tests.site.rounds import accept, confirmed_meeting, invited, open_round


@pytest.fixture
def round_():
	return open_round()


@pytest.fixture
def leader(round_):
	return builders.user(Role.FACILITATOR, office=round_.office)


@pytest.fixture
def meeting(round_, leader):
	other = builders.user(Role.FACILITATOR, office=round_.office)
	return confirmed_meeting(round_, facilitators=[{"user": leader, "lead": 1}, {"user": other}])


@pytest.fixture
def people(round_, meeting):
	"""Three who have a seat, one of them with two companions, and one who waits."""
	seated = [accept(invited(round_), meeting, companions=number) for number in (0, 2, 0)]
	frappe.db.set_value("Group Meeting", meeting.name, "seats", 5)
	waiting = accept(invited(round_), meeting)
	assert waiting.status == "Waiting List"
	return seated


@pytest.fixture
def on_the_day(meeting, people, clock):
	clock.set(datetime.combine(getdate(meeting.starts_on), time(13)))


def test_the_list_has_those_with_a_seat_by_name(meeting, people):
	rows = attendance.attendance_list(meeting.name)
	assert {row.invitation for row in rows} == {person.name for person in people}
	assert [row.senior_name for row in rows] == sorted((row.senior_name for row in rows), key=sort_key)
	assert sorted(row.companions for row in rows) == [0, 0, 2]


@pytest.mark.usefixtures("on_the_day")
def test_one_tap_and_undo(meeting, people):
	alone, family, _third = people
	saved = attendance.set_attendance(meeting.name, family.name, Attendance.ATTENDED)
	assert (saved.status, saved.companions_attended, saved.attendance_by) == ("Attended", 2, "Administrator")
	saved = attendance.set_attendance(meeting.name, family.name, Attendance.ATTENDED, 1)
	assert saved.companions_attended == 1
	saved = attendance.set_attendance(meeting.name, alone.name, Attendance.NO_SHOW)
	assert (saved.status, saved.companions_attended) == ("No-show", 0)
	saved = attendance.set_attendance(meeting.name, alone.name, None)
	assert (saved.status, saved.attendance, saved.attendance_by, saved.attendance_on) == (
		"Accepted",
		None,
		None,
		None,
	)


@pytest.mark.usefixtures("on_the_day")
def test_only_people_with_a_seat_at_this_meeting(round_, meeting):
	elsewhere = accept(invited(round_), confirmed_meeting(round_))
	waiting = frappe.db.get_value("Invitation", {"meeting": meeting.name, "status": "Waiting List"})
	for name in (elsewhere.name, waiting):
		with pytest.raises(frappe.ValidationError, match="no seat"):
			attendance.set_attendance(meeting.name, name, Attendance.ATTENDED)


@pytest.mark.usefixtures("on_the_day")
@pytest.mark.parametrize(
	("field", "value"), [("handle_by_hand", 1), ("exclusion_reason", "Deceased"), ("answer_choice", None)]
)
def test_nobody_whom_the_list_does_not_name(meeting, people, field, value):
	person = frappe.get_doc("Invitation", people[0].name)
	person.set(field, value)
	save_by_service(person)
	assert person.name not in {row.invitation for row in attendance.attendance_list(meeting.name)}
	with pytest.raises(frappe.ValidationError, match="no seat"):
		attendance.set_attendance(meeting.name, person.name, Attendance.ATTENDED)


@pytest.mark.usefixtures("on_the_day")
@pytest.mark.parametrize("companions", [-1, 21])
def test_an_unlikely_number_of_companions(meeting, people, companions):
	with pytest.raises(frappe.ValidationError, match="from 0 to 20"):
		attendance.set_attendance(meeting.name, people[0].name, Attendance.ATTENDED, companions)


def test_not_before_the_day(meeting, people, clock):
	clock.set(datetime.combine(getdate(meeting.starts_on) - timedelta(days=1), time(23)))
	for act in (
		lambda: attendance.set_attendance(meeting.name, people[0].name, Attendance.ATTENDED),
		lambda: attendance.add_walk_ins(meeting.name),
		lambda: attendance.mark_held(meeting.name),
	):
		with pytest.raises(frappe.ValidationError, match="from the day of the meeting"):
			act()


@pytest.mark.usefixtures("on_the_day")
def test_walk_ins_are_counted_up_and_down(meeting):
	assert attendance.add_walk_ins(meeting.name, 2) == 2
	assert attendance.add_walk_ins(meeting.name, -1) == 1
	assert attendance.add_walk_ins(meeting.name, -5) == 0
	assert frappe.db.get_value("Group Meeting", meeting.name, "seats_taken") == 5


@pytest.mark.usefixtures("on_the_day")
def test_held_needs_attendance_of_everybody(meeting, people, leader, as_user):
	with as_user(leader):
		for person in people[:2]:
			api.set_attendance(meeting.name, person.name, "Attended")
		with pytest.raises(frappe.ValidationError, match="missing for 1 "):
			api.mark_held(meeting.name)
		api.set_attendance(meeting.name, people[2].name, "Excused")
		assert api.mark_held(meeting.name) == "Held"
		api.set_attendance(meeting.name, people[2].name, "No-show")
	builders.in_state(meeting, "Reported")
	with pytest.raises(frappe.ValidationError, match="Confirmed or Held"):
		attendance.set_attendance(meeting.name, people[0].name, None)


@pytest.mark.usefixtures("on_the_day")
def test_the_button_of_the_workflow_asks_for_attendance_too(meeting, people, leader):
	with pytest.raises(frappe.ValidationError, match="missing for 3 "):
		builders.step(meeting, "Mark as Held", leader)


@pytest.mark.usefixtures("on_the_day")
def test_an_answer_is_not_changed_under_an_attendance(meeting, people):
	attendance.set_attendance(meeting.name, people[0].name, Attendance.ATTENDED)
	with pytest.raises(frappe.ValidationError, match="Attendance has been entered"):
		accept(people[0], meeting, companions=1)


@pytest.mark.usefixtures("on_the_day")
def test_facilitators_reach_people_through_the_meeting_they_lead_only(
	round_, meeting, people, leader, as_user
):
	others = [builders.user(Role.FACILITATOR, office=round_.office) for _number in range(2)]
	elsewhere = confirmed_meeting(round_, facilitators=[{"user": user} for user in others])
	with as_user(leader):
		assert len(api.attendance_list(meeting.name)) == 3
		with pytest.raises(frappe.PermissionError):
			frappe.get_doc("Invitation", people[0].name).check_permission("read")
		assert not frappe.has_permission("Invitation", "read")
		for act in (
			lambda: api.attendance_list(elsewhere.name),
			lambda: api.set_attendance(elsewhere.name, people[0].name, "Attended"),
			lambda: api.add_walk_ins(elsewhere.name),
			lambda: api.mark_held(elsewhere.name),
		):
			with pytest.raises(frappe.PermissionError):
				act()


@pytest.mark.usefixtures("on_the_day")
@pytest.mark.parametrize("role", [Role.CALLER, Role.LEADERSHIP, Role.RECORD_KEEPER])
def test_other_roles_see_no_attendance_list(round_, meeting, role, as_user):
	with as_user(builders.user(role, office=round_.office)), pytest.raises(frappe.PermissionError):
		api.attendance_list(meeting.name)
