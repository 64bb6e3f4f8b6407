# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Nobody and no place is booked twice at the same time."""

import frappe
from frappe import _
from frappe.model.document import Document

from senior_outreach.planning.states import MeetingState

BOOKED = (MeetingState.PENDING_APPROVAL, MeetingState.CONFIRMED, MeetingState.HELD)
"""A draft books nobody, so that a half-made plan of another office stops no one."""


def check_double_booking(meeting: Document) -> None:
	"""Stop when the venue or a facilitator already has a meeting that overlaps with this one."""
	for other in _overlapping(meeting):
		if other.venue == meeting.venue:
			frappe.throw(_("The venue is booked at that time. Choose another time or place."))
		names = {row.user for row in meeting.facilitators}
		if other.user in names:
			frappe.throw(
				_("{0} leads another meeting at that time. Choose another time or facilitator.").format(
					frappe.utils.get_fullname(other.user)
				)
			)


def _overlapping(meeting: Document) -> list:
	"""Meetings at the same time, one row per facilitator; whatever office they belong to."""
	other, leads = frappe.qb.DocType("Group Meeting"), frappe.qb.DocType("Meeting Facilitator")
	return (
		frappe.qb.from_(other)
		.left_join(leads)
		.on((leads.parent == other.name) & (leads.parenttype == "Group Meeting"))
		.where(
			(other.name != (meeting.name or ""))
			& other.workflow_state.isin(BOOKED)
			& (other.starts_on < meeting.ends_on)
			& (other.ends_on > meeting.starts_on)
		)
		.select(other.name, other.title, other.venue, leads.user)
		.run(as_dict=True)
	)
