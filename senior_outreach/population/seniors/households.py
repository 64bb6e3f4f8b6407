# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""People of a round who live at one address: invited to the same meeting, called once.

An address with more people of the round than the office's rule says is a block of flats, and no household.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import frappe
from frappe.query_builder.functions import Coalesce, Count

from senior_outreach.defaults import rule_value
from senior_outreach.population.rules import ExclusionReason

INVITATION, SENIOR, MEETING = "Invitation", "Senior", "Group Meeting"


@dataclass(frozen=True)
class Housemate:
	"""Somebody at the same address. The meeting is the one they have answered yes to."""

	invitation: str
	name: str
	status: str
	meeting: str | None
	starts_on: datetime | None


def housemates(invitation: str) -> list[Housemate]:
	"""Who of the round lives with this person; the caller may read the invitation or its call.

	Nobody who is excluded or handled by hand, and nobody in a block of flats.
	"""
	own, key = _place_of(invitation)
	if not key or own.handle_by_hand or key not in household_keys(own.cohort, own.office, [key]):
		return []
	row, senior, meeting = (frappe.qb.DocType(name) for name in (INVITATION, SENIOR, MEETING))
	rows = (
		frappe.qb.from_(row)
		.join(senior)
		.on(senior.name == row.senior)
		.left_join(meeting)
		.on(meeting.name == row.meeting)
		.where((row.cohort == own.cohort) & (senior.household_key == key) & (row.name != invitation))
		.where((row.handle_by_hand == 0) & (senior.handle_by_hand == 0))
		.where(Coalesce(row.exclusion_reason, "") == "")
		.select(row.name, row.senior_name, row.status, row.meeting, meeting.starts_on)
		.orderby(row.senior_name)
		.orderby(row.name)
		.run()
	)
	return [Housemate(*values) for values in rows]


def _place_of(invitation: str) -> tuple[Any, str | None]:
	fields = ["cohort", "office", "senior", "handle_by_hand"]
	own = frappe.db.get_value(INVITATION, invitation, fields, as_dict=True)
	return own, frappe.db.get_value(SENIOR, own.senior, "household_key")


def household_keys(cohort: str, office: str, keys: list[str] | None = None) -> set[str]:
	"""The addresses at which two or more of the round live, and not too many; all of them, or among `keys`.

	Everybody of the round counts, also whom the screening took out: a block of flats stays one.
	"""
	row, senior = frappe.qb.DocType(INVITATION), frappe.qb.DocType(SENIOR)
	query = (
		frappe.qb.from_(row)
		.join(senior)
		.on(senior.name == row.senior)
		.where((row.cohort == cohort) & senior.household_key.isnotnull())
		.where(Coalesce(row.exclusion_reason, "") != ExclusionReason.DUPLICATE.value)
		.groupby(senior.household_key)
		.select(senior.household_key, Count("*"))
	)
	if keys is not None:
		query = query.where(senior.household_key.isin(keys or [""]))
	most = rule_value("household_max_people", office)
	return {key for key, people in query.run() if 1 < people <= most}
