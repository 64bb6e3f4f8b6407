# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What the papers of a meeting and of a cohort print, read from the database.

The callers have checked the permission for the meeting or the cohort. People who are handled by hand are on
no paper.
"""

from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import cint, get_datetime, getdate

from senior_outreach.letters import sheets
from senior_outreach.population.seats import expected_at
from senior_outreach.population.status import InvitationStatus, Need

NOT_INVITED = (InvitationStatus.TO_SCREEN.value, InvitationStatus.EXCLUDED.value)


def meeting_facts(meeting: Document) -> sheets.MeetingFacts:
	venue = frappe.get_doc("Meeting Venue", meeting.venue)
	return sheets.MeetingFacts(
		office=meeting.office,
		starts_on=get_datetime(meeting.starts_on),
		ends_on=get_datetime(meeting.ends_on),
		place=sheets.Place(
			name=venue.venue_name,
			street=venue.street or "",
			city=(venue.city or "").title(),
			directions=venue.directions or "",
			parking=venue.parking or "",
			public_transport=venue.public_transport or "",
		),
		led_by=tuple(frappe.utils.get_fullname(row.user) for row in meeting.facilitators),
	)


def agenda_of(meeting: Document) -> list[sheets.AgendaItem]:
	topics = {row.topic for row in meeting.agenda if row.topic}
	filters = {"name": ("in", list(topics) or [""])}
	# no row about a person; facilitators of the meeting may read its topics
	names = dict(
		frappe.get_all("Meeting Topic", filters=filters, fields=["name", "topic_name"], as_list=True)
	)
	return [
		sheets.AgendaItem(
			kind=row.kind,
			heading=row.heading or names.get(row.topic, ""),
			presenter=row.presenter or "",
			minutes=cint(row.minutes),
		)
		for row in meeting.agenda
	]


def guests_of(meeting: Document) -> list[sheets.Guest]:
	"""Who has said yes and has a seat. A facilitator sees these rows through the meeting only."""
	invitation, senior = frappe.qb.DocType("Invitation"), frappe.qb.DocType("Senior")
	rows = (
		frappe.qb.from_(invitation)
		.join(senior)
		.on(senior.name == invitation.senior)
		.where(expected_at(invitation, meeting.name) & (senior.handle_by_hand == 0))
		.select(
			senior.full_name,
			senior.last_name,
			invitation.companions,
			*(invitation[need.value] for need in Need),
		)
		.run(as_dict=True)
	)
	return [
		sheets.Guest(
			name=row.full_name or "",
			last_name=row.last_name or "",
			companions=cint(row.companions),
			needs=tuple(need for need in Need if row[need]),
		)
		for row in rows
	]


def participants_of(cohort: Document) -> list[sheets.Participant]:
	"""`get_list` asks for the permission to read invitations, which a facilitator has not."""
	rows = frappe.get_list(
		"Invitation",
		filters={"cohort": cohort.name, "handle_by_hand": 0, "status": ("not in", NOT_INVITED)},
		fields=[
			"name",
			"senior",
			"status",
			"sent_on",
			"answer_choice",
			"companions",
			"meeting",
			"attendance",
			"ask_again_on",
		],
		order_by="name asc",
		limit_page_length=0,
	)
	names = _names([row.senior for row in rows])
	meetings = dict(
		frappe.get_all(  # no row about a person
			"Group Meeting", filters={"cohort": cohort.name}, fields=["name", "starts_on"], as_list=True
		)
	)
	return [_participant(row, names[row.senior], meetings) for row in rows if row.senior in names]


def _names(seniors: list[str]) -> dict[str, dict[str, Any]]:
	rows = frappe.get_list(
		"Senior",
		filters={"name": ("in", seniors or [""]), "handle_by_hand": 0},
		fields=["name", "full_name", "last_name"],
		limit_page_length=0,
	)
	return {row.name: row for row in rows}


def _participant(row: dict[str, Any], senior: dict[str, Any], meetings: dict[str, Any]) -> sheets.Participant:
	meeting_on = meetings.get(row.meeting)
	return sheets.Participant(
		name=senior.full_name or "",
		last_name=senior.last_name or "",
		status=row.status,
		sent_on=row.sent_on,
		choice=row.answer_choice or "",
		companions=cint(row.companions),
		meeting_on=getdate(meeting_on) if meeting_on else None,
		attendance=row.attendance or "",
		ask_again_on=row.ask_again_on,
	)
