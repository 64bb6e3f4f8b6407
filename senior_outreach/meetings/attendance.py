# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The meeting day: who came, with how many, who came without being on the list, and closing the day.

The functions trust that their caller has checked the permission on the meeting: facilitators reach the people
of a meeting through the meeting they lead, never through the invitations.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.workflow import apply_workflow
from frappe.utils import cint, getdate, now_datetime

from senior_outreach.access.service_fields import save_by_service
from senior_outreach.access.transitions import Transition
from senior_outreach.letters.formats import sort_key
from senior_outreach.planning.states import MeetingState
from senior_outreach.population.seats import expected_at, is_expected
from senior_outreach.population.status import Attendance, Need

MEETING = "Group Meeting"
INVITATION = "Invitation"
ATTENDANCE_FIELDS = ("attendance", "companions_attended", "attendance_by", "attendance_on")
ENTERED_IN = (MeetingState.CONFIRMED, MeetingState.HELD)
UNLIKELY_COMPANIONS = 20
"""A slip of the finger, not a family."""


def attendance_list(meeting: str) -> list[dict]:
	"""Those who have a seat, by name: companions expected and come, practical needs, attendance so far."""
	invitation = frappe.qb.DocType(INVITATION)
	rows = (
		frappe.qb.from_(invitation)
		.select(
			invitation.name.as_("invitation"),
			invitation.senior_name,
			invitation.companions,
			invitation.attendance,
			invitation.companions_attended,
			*[invitation[need.value] for need in Need],
		)
		.where(expected_at(invitation, meeting))
		.orderby(invitation.name)
		.run(as_dict=True)
	)
	return sorted(rows, key=lambda row: sort_key(row.senior_name))


def set_attendance(
	meeting: str, invitation: str, attendance: Attendance | None, companions: int | None = None
) -> Document:
	"""Enter whether somebody came; `None` undoes it. `companions` who came: by default as expected."""
	_check_day(meeting)
	doc = frappe.get_doc(INVITATION, invitation, for_update=True)
	if not is_expected(doc, meeting):
		frappe.throw(_("This person has no seat at this meeting. Count them as a walk-in."))
	came = attendance is Attendance.ATTENDED
	number = cint(doc.companions) if companions is None else companions
	if not 0 <= number <= UNLIKELY_COMPANIONS:
		frappe.throw(_("Write how many companions came, from 0 to {0}.").format(UNLIKELY_COMPANIONS))
	doc.attendance = attendance
	doc.companions_attended = number if came else 0
	doc.attendance_by = frappe.session.user if attendance else None
	doc.attendance_on = now_datetime() if attendance else None
	save_by_service(doc)
	return doc


def add_walk_ins(meeting: str, count: int = 1) -> int:
	"""Count people who came without being on the list; a negative count takes back. Gives back the total."""
	_check_day(meeting)
	doc = frappe.get_doc(MEETING, meeting, for_update=True)
	doc.walk_ins = max(cint(doc.walk_ins) + count, 0)
	doc.save()
	return doc.walk_ins


def mark_held(meeting: str) -> Document:
	"""Close the day, by the workflow, which asks for attendance (`check_held`)."""
	return apply_workflow(frappe.get_doc(MEETING, meeting), "Mark as Held")


def check_held(meeting: Document, step: Transition | None) -> None:
	"""In `validate`: no meeting is held before its day, or without attendance of everybody who has a seat."""
	if step is None or step.action != "Mark as Held":
		return
	_check_day(meeting.name)
	missing = sum(not row.attendance for row in attendance_list(meeting.name))
	if missing:
		frappe.throw(
			_("Attendance is missing for {0} people. Enter who came, then mark the meeting as held.").format(
				missing
			)
		)


def _check_day(meeting: str) -> None:
	state, starts_on = frappe.db.get_value(MEETING, meeting, ["workflow_state", "starts_on"])
	if state not in ENTERED_IN:
		frappe.throw(
			_("Attendance is entered while a meeting is Confirmed or Held. This one is {0}.").format(_(state))
		)
	if getdate(starts_on) > getdate():
		frappe.throw(_("This meeting has not been held yet. Enter attendance from the day of the meeting."))
