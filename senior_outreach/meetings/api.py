# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What the form of a Group Meeting calls on the meeting day.

Each function asks for the right to change that one meeting. Facilitators have it for the meetings they lead
(access/rows.py) and see the people of the meeting here, and nowhere else.
"""

from functools import partial

import frappe

from senior_outreach.access.documents import permitted
from senior_outreach.meetings import attendance as day
from senior_outreach.population.status import Attendance
from senior_outreach.replies.entry import read_enum
from senior_outreach.replies.locking import with_retry

MEETING = "Group Meeting"


@frappe.whitelist()
def attendance_list(meeting: str) -> list[dict]:
	"""Those who have a seat at the meeting, with what was entered so far."""
	permitted(MEETING, meeting, "read")
	return day.attendance_list(meeting)


@frappe.whitelist(methods=["POST"])
def set_attendance(
	meeting: str, invitation: str, attendance: str | None = None, companions: int | None = None
) -> dict:
	"""Enter whether somebody came; without `attendance` what was entered is undone."""
	permitted(MEETING, meeting, "write")
	value = read_enum(Attendance, attendance) if attendance else None
	saved = with_retry(partial(day.set_attendance, meeting, invitation, value, companions))
	return {"attendance": saved.attendance, "companions_attended": saved.companions_attended}


@frappe.whitelist(methods=["POST"])
def add_walk_ins(meeting: str, count: int = 1) -> int:
	"""Count people at the door who were not on the list; gives back the total."""
	permitted(MEETING, meeting, "write")
	return with_retry(partial(day.add_walk_ins, meeting, count))


@frappe.whitelist(methods=["POST"])
def mark_held(meeting: str) -> str:
	"""Close the meeting day; gives back the new state."""
	permitted(MEETING, meeting, "write")
	return with_retry(partial(day.mark_held, meeting)).workflow_state
