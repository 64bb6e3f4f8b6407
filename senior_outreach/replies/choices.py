# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The meetings a person can choose between, as the page, the desk and the caller show them."""

from dataclasses import dataclass
from datetime import datetime

import frappe
from frappe.utils import get_datetime, now_datetime

from senior_outreach.planning.states import MeetingState
from senior_outreach.replies.rules import first_that_fits
from senior_outreach.replies.seats import waiting_parties


@dataclass(frozen=True)
class MeetingChoice:
	"""One meeting of the round. `free` seats are for newcomers: none while waiting people come first."""

	name: str
	starts_on: datetime
	ends_on: datetime
	venue: str
	address: str
	free: int


def meeting_choices(cohort: str) -> list[MeetingChoice]:
	"""The confirmed meetings of a round that are still ahead, in order of time."""
	meeting = frappe.qb.DocType("Group Meeting")
	venue = frappe.qb.DocType("Meeting Venue")
	rows = (
		frappe.qb.from_(meeting)
		.join(venue)
		.on(venue.name == meeting.venue)
		.select(
			meeting.name,
			meeting.starts_on,
			meeting.ends_on,
			meeting.seats,
			meeting.seats_taken,
			venue.venue_name,
			venue.street,
			venue.postal_code,
			venue.city,
		)
		.where((meeting.cohort == cohort) & (meeting.workflow_state == MeetingState.CONFIRMED))
		.where(meeting.starts_on > now_datetime())
		.orderby(meeting.starts_on)
		.orderby(meeting.name)
		.run(as_dict=True)
	)
	waiting = waiting_parties([row.name for row in rows])
	return [_choice(row, waiting[row.name]) for row in rows]


def _choice(row, waiting: list[tuple[str, int]]) -> MeetingChoice:
	free = max(row.seats - row.seats_taken, 0)
	town = " ".join(part for part in (row.postal_code, row.city) if part)
	return MeetingChoice(
		name=row.name,
		starts_on=get_datetime(row.starts_on),
		ends_on=get_datetime(row.ends_on),
		venue=row.venue_name,
		address=", ".join(part for part in (row.street, town) if part),
		free=0 if first_that_fits(waiting, free) else free,
	)
