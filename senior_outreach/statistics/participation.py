# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The handbook's table: per office and year, how many were invited, said yes and came."""

from collections import defaultdict
from collections.abc import Mapping

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Sum
from pypika.queries import QueryBuilder

from senior_outreach.access.documents import check_role
from senior_outreach.access.roles import Role
from senior_outreach.access.rows import offices_of
from senior_outreach.defaults import rule_value
from senior_outreach.follow_up.rules import VisitState
from senior_outreach.planning.states import MeetingState
from senior_outreach.statistics import small_numbers
from senior_outreach.statistics.funnel import SUMS, StatusCount, count_funnel, whole_percent

Row = dict[str, object]
Figures = dict[str, dict[str, int]]
"""Cohort name -> measure -> figure."""

READERS = frozenset({Role.COORDINATOR, Role.SUPERVISOR, Role.LEADERSHIP})
SEES_EVERYTHING = frozenset({Role.COORDINATOR, Role.SUPERVISOR})

HELD = (MeetingState.HELD.value, MeetingState.REPORTED.value)
VISITED = (VisitState.COMPLETED.value, VisitState.JOURNALED.value)

MEETING_FIGURES = ("meetings", "meetings_held", "meetings_in_districts", "walk_ins", "staff")
SUMS_THAT_SHOW = {total: parts for total, parts in SUMS.items() if total != "extract"}
PEOPLE_ALONE = (
	"excluded",
	"not_yet_invited",
	"companions",
	"companions_attended",
	"walk_ins",
	"visits_made",
)
"""Figures about people in no sum that leadership sees. Staff are not among them: the handbook prints how many
worked on a round, and rosters are no secret."""
GOES_WITH = {"extract": SUMS["extract"], "yes_rate": ("yes", "invited")}
"""The size of the extract is given up for a small figure beside the invited, rather than the invited."""


def participation(filters: Mapping[str, object] | None = None) -> list[Row]:
	"""One row per office and year, newest year first, for the offices the user works for.

	`filters`: `office`, `from_year`, `to_year`, each optional. A row has `office`, `year`, the figures of
	`funnel`, `yes_rate` in whole percent (`None` while nobody is invited), `meetings` (held or still planned,
	not cancelled), `meetings_held`, `meetings_in_districts`, `staff` (different facilitators), `companions`
	announced, `companions_attended`, `walk_ins`, `visits_made`. To leadership small numbers are
	`small_numbers.HIDDEN`. Raises `frappe.PermissionError` for users without one of `READERS`.
	"""
	_check_reader()
	cohorts = _cohorts(filters or {})
	if not cohorts:
		return []
	names = [cohort.name for cohort in cohorts]
	people, meetings, visits = _people(names), _meetings(names), _visits(names)
	rows = []
	for cohort in cohorts:
		figures = {**people[cohort.name], **meetings[cohort.name], **visits[cohort.name]}
		rate = whole_percent(figures["yes"], figures["invited"])
		rows.append({"office": cohort.office, "year": cohort.year, **figures, "yes_rate": rate})
	return [_for_leadership(row) for row in rows] if hides_small_numbers() else rows


def _check_reader() -> None:
	check_role(READERS, _("Participation Statistics"))


def hides_small_numbers() -> bool:
	"""Whether the user gets totals only, with small numbers hidden."""
	return frappe.session.user != "Administrator" and not SEES_EVERYTHING & set(frappe.get_roles())


def _for_leadership(row: Row) -> Row:
	limit = int(rule_value("small_number_limit", str(row["office"])))
	return small_numbers.hide(row, SUMS_THAT_SHOW, PEOPLE_ALONE, GOES_WITH, limit)


def _cohorts(filters: Mapping[str, object]) -> list[frappe._dict]:
	cohort = DocType("Cohort")
	query = frappe.qb.from_(cohort).select(cohort.name, cohort.office, cohort.year)
	offices = offices_of()
	if offices is not None:
		if not offices:
			return []
		query = query.where(cohort.office.isin(sorted(offices)))
	if filters.get("office"):
		query = query.where(cohort.office == filters["office"])
	if filters.get("from_year"):
		query = query.where(cohort.year >= int(filters["from_year"]))
	if filters.get("to_year"):
		query = query.where(cohort.year <= int(filters["to_year"]))
	return query.orderby(cohort.year, order=frappe.qb.desc).orderby(cohort.office).run(as_dict=True)


def _people(names: list[str]) -> Figures:
	"""The funnel of every cohort. Counts only, so also of those who are handled by hand."""
	invitation = DocType("Invitation")
	rows = (
		frappe.qb.from_(invitation)
		.select(
			invitation.cohort,
			invitation.status,
			Count("*"),
			Count(invitation.sent_on),
			Sum(invitation.companions),
			Sum(invitation.companions_attended),
		)
		.where(invitation.cohort.isin(names))
		.groupby(invitation.cohort, invitation.status)
		.run()
	)
	counts: dict[str, list[StatusCount]] = defaultdict(list)
	for cohort, status, *figures in rows:
		counts[cohort].append(StatusCount(status, *(int(figure or 0) for figure in figures)))
	return {name: count_funnel(counts[name]) for name in names}


def _meetings(names: list[str]) -> Figures:
	meeting, district = DocType("Group Meeting"), DocType("Outreach District")
	rows = (
		_of_cohorts(names)
		.left_join(district)
		.on(meeting.district == district.name)
		.select(meeting.cohort, meeting.workflow_state, district.outlying, Count("*"), Sum(meeting.walk_ins))
		.groupby(meeting.cohort, meeting.workflow_state, district.outlying)
		.run()
	)
	figures = {name: dict.fromkeys(MEETING_FIGURES, 0) for name in names}
	for cohort, state, outlying, count, walk_ins in rows:
		of_cohort = figures[cohort]
		of_cohort["meetings"] += count
		of_cohort["meetings_held"] += count if state in HELD else 0
		of_cohort["meetings_in_districts"] += count if outlying else 0
		of_cohort["walk_ins"] += int(walk_ins or 0)
	for cohort, staff in _staff(names):
		figures[cohort]["staff"] = staff
	return figures


def _staff(names: list[str]) -> tuple[tuple[str, int], ...]:
	meeting, facilitator = DocType("Group Meeting"), DocType("Meeting Facilitator")
	return (
		_of_cohorts(names)
		.join(facilitator)
		.on((facilitator.parent == meeting.name) & (facilitator.parenttype == "Group Meeting"))
		.select(meeting.cohort, Count(facilitator.user).distinct())
		.groupby(meeting.cohort)
		.run()
	)


def _of_cohorts(names: list[str]) -> QueryBuilder:
	"""The meetings that take place or are meant to."""
	meeting = DocType("Group Meeting")
	return (
		frappe.qb.from_(meeting)
		.where(meeting.cohort.isin(names))
		.where(meeting.workflow_state != MeetingState.CANCELLED.value)
	)


def _visits(names: list[str]) -> Figures:
	visit = DocType("Home Visit")
	rows = (
		frappe.qb.from_(visit)
		.select(visit.cohort, Count("*"))
		.where(visit.cohort.isin(names) & visit.workflow_state.isin(VISITED))
		.groupby(visit.cohort)
		.run()
	)
	made = dict(rows)
	return {name: {"visits_made": made.get(name, 0)} for name in names}
