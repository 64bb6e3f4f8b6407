# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The one seat allocator. A meeting never has more people than seats, however many answer at once.

The counter is changed by one guarded UPDATE, so the database itself decides who gets the last seat; a count
of rows would be stale under REPEATABLE READ. Every channel comes through here, and holds the round while it
does (locking.py): that keeps the waiting list in order.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import frappe
from frappe.query_builder.functions import Coalesce

from senior_outreach.planning.states import MeetingState
from senior_outreach.population.seats import seated_at
from senior_outreach.population.status import AnswerChoice
from senior_outreach.replies.locking import lock_round, with_lock
from senior_outreach.replies.rules import first_that_fits

MEETING = "Group Meeting"
INVITATION = "Invitation"


@dataclass(frozen=True)
class Hold:
	"""Seats that one invitation has, or asks for, at one meeting."""

	meeting: str
	party: int


def take(meeting: str, party: int) -> bool:
	"""Take `party` seats of a confirmed meeting, all or none."""
	table = frappe.qb.DocType(MEETING)
	query = (
		frappe.qb.update(table)
		.set(table.seats_taken, table.seats_taken + party)
		.where(table.name == meeting)
		.where(table.workflow_state == MeetingState.CONFIRMED)
		.where(table.seats_taken + party <= table.seats)
	)
	return _changes_one_row(query, meeting)


def give_back(meeting: str, party: int) -> bool:
	"""Give `party` seats back; `False`, and nothing changed, if fewer were taken."""
	table = frappe.qb.DocType(MEETING)
	query = (
		frappe.qb.update(table)
		.set(table.seats_taken, table.seats_taken - party)
		.where(table.name == meeting)
		.where(table.seats_taken >= party)
	)
	return _changes_one_row(query, meeting)


def move(former: Hold | None, wanted: Hold) -> bool:
	"""Exchange the seats somebody has for those they want; `False` and no change if these do not fit."""
	if former is None:
		return take(wanted.meeting, wanted.party)
	if former.meeting == wanted.meeting:
		return _resize(wanted.meeting, wanted.party - former.party)
	if not take(wanted.meeting, wanted.party):
		return False
	give_back(former.meeting, former.party)
	return True


def free_seats(meeting: str, *, latest: bool = False) -> int:
	"""Seats nobody has, those that waiting people will be offered included.

	`latest` locks the meeting and reads what others have committed since this transaction began.
	"""
	seats, taken = frappe.db.get_value(MEETING, meeting, ["seats", "seats_taken"], for_update=latest)
	return max(seats - taken, 0)


def next_waiting(meeting: str) -> str | None:
	"""The invitation whose turn it is for the seats free now: the first in order of answer that fits.

	Read as it is at this moment; the caller holds the round.
	"""
	waiting = waiting_parties([meeting], latest=True)[meeting]
	return first_that_fits(waiting, free_seats(meeting, latest=True)) if waiting else None


def recount(meeting: str) -> int:
	"""Set the counter to what the invitations say and give back the difference; nothing to do is 0."""
	lock_round(frappe.db.get_value(MEETING, meeting, "cohort"))
	table = frappe.qb.DocType(INVITATION)
	query = frappe.qb.from_(table).select(table.companions).where(seated_at(table, meeting))
	should_be = sum(1 + companions for (companions,) in with_lock(query.orderby(table.name)).run())
	counted = frappe.db.get_value(MEETING, meeting, "seats_taken", for_update=True)
	if counted != should_be:
		meetings = frappe.qb.DocType(MEETING)
		query = (
			frappe.qb.update(meetings).set(meetings.seats_taken, should_be).where(meetings.name == meeting)
		)
		_changes_one_row(query, meeting)
	return should_be - counted


def recount_open_meetings() -> None:
	"""Repair every counter of the meetings ahead (nightly); a difference is an error worth a look."""
	for meeting in frappe.get_all(MEETING, {"workflow_state": MeetingState.CONFIRMED}, pluck="name"):
		difference = recount(meeting)
		if difference:
			frappe.log_error(f"Seat counter of {meeting} repaired", f"Difference: {difference}")


def waiting_parties(meetings: Sequence[str], *, latest: bool = False) -> dict[str, list[tuple[str, int]]]:
	"""For each meeting the waiting list in order of answer, as pairs of invitation and party.

	`latest` locks the invitations and reads what others have committed since this transaction began.
	"""
	table = frappe.qb.DocType(INVITATION)
	query = (
		frappe.qb.from_(table)
		.select(table.meeting, table.name, table.companions)
		.where(table.meeting.isin(list(meetings) or [""]))
		.where(table.answer_choice == AnswerChoice.GROUP_MEETING)
		.where(table.waiting_since.isnotnull())
		.where(Coalesce(table.exclusion_reason, "") == "")
		.orderby(table.waiting_since)
		.orderby(table.name)
	)
	rows = (with_lock(query) if latest else query).run()
	lists: dict[str, list[tuple[str, int]]] = {meeting: [] for meeting in meetings}
	for meeting, name, companions in rows:
		lists[meeting].append((name, 1 + companions))
	return lists


def _resize(meeting: str, difference: int) -> bool:
	if difference > 0:
		return take(meeting, difference)
	return give_back(meeting, -difference) if difference else True


def _changes_one_row(query, meeting: str) -> bool:
	query.run()
	changed = frappe.db._cursor.rowcount == 1  # Frappe has no other way to ask how many rows an UPDATE found
	if changed:
		frappe.clear_document_cache(MEETING, meeting)
	return changed
