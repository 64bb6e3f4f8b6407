# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Who has a seat at a meeting, for a record in hand and for a query. Papers, answers and attendance ask here.

It follows from the status alone: with the answer yes somebody has a seat or waits for one, and attendance is
entered for those who have one.
"""

from typing import Any

from senior_outreach.population.status import InvitationStatus

WITH_SEAT = (
	InvitationStatus.ACCEPTED,
	InvitationStatus.ATTENDED,
	InvitationStatus.NO_SHOW,
	InvitationStatus.EXCUSED,
)


def has_seat(invitation: Any) -> bool:
	"""`invitation` as it is stored: a change that was not saved yet has no status."""
	return invitation.status in WITH_SEAT


def is_expected(invitation: Any, meeting: str) -> bool:
	"""Whether the lists of this meeting name the person. People handled by hand are in no list."""
	return has_seat(invitation) and invitation.meeting == meeting and not invitation.handle_by_hand


def seated_at(invitation: Any, meeting: str) -> Any:
	"""`has_seat` as a criterion on the table Invitation; it counts people handled by hand as well."""
	return (invitation.meeting == meeting) & invitation.status.isin([status.value for status in WITH_SEAT])


def expected_at(invitation: Any, meeting: str) -> Any:
	"""`is_expected` as a criterion."""
	return seated_at(invitation, meeting) & (invitation.handle_by_hand == 0)
