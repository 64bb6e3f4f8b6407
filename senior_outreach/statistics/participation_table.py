# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The participation figures made ready to print: headings, percent signs, and a table in plain text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from frappe import _

from senior_outreach.statistics.small_numbers import HIDDEN


@dataclass(frozen=True)
class Column:
	"""`meaning` says what the number is, for the help of the report."""

	name: str
	label: str
	meaning: str = ""
	width: int = 90


def columns(language: str | None = None) -> tuple[Column, ...]:
	"""Every column of the report, in the language of the user or in the one of a printed paper."""
	return (
		Column("office", _("Outreach Office", language), width=150),
		Column("year", _("Year", language), width=70),
		Column("invited", _("Invited", language), _("A letter was sent to them", language)),
		Column(
			"yes",
			_("Yes", language),
			_("Said yes to a meeting, those on the waiting list included", language),
		),
		Column("yes_rate", _("Yes %", language), _("Yes, out of the invited", language)),
		Column("meetings", _("Meetings", language), _("Held or planned, not cancelled", language)),
		Column(
			"meetings_in_districts",
			_("In Districts", language),
			_("Meetings in outlying districts", language),
			110,
		),
		Column("staff", _("Staff", language), _("Different facilitators of the meetings", language)),
		Column("attended", _("Attended", language), _("Seniors who came", language)),
		Column("no_show", _("No-show", language), _("Had said yes and did not come", language)),
		Column("excused", _("Excused", language), _("Had said yes and let the office know", language)),
		Column(
			"awaiting_attendance",
			_("Not Yet Met", language),
			_("Said yes; attendance is not entered yet", language),
			120,
		),
		Column("companions", _("Companions", language), _("Announced with the answer", language), 120),
		Column(
			"companions_attended",
			_("Companions Who Came", language),
			_("Counted at the meeting", language),
			180,
		),
		Column("walk_ins", _("Walk-ins", language), _("Came without having been invited", language)),
		Column(
			"home_visit", _("Home Visit", language), _("Asked for a visit at home instead", language), 110
		),
		Column(
			"visits_made",
			_("Visits Made", language),
			_("Home visits completed, whoever asked for them", language),
			110,
		),
		Column("no", _("No", language), _("Answered no", language)),
		Column("later", _("Later", language), _("Want to be asked again", language)),
		Column(
			"not_reached",
			_("Not Reached", language),
			_("Called in vain, or left the round after the letter", language),
			120,
		),
		Column("not_answered", _("Not Answered", language), _("Still waited for", language), 130),
		Column("extract", _("In the Extract", language), _("All persons of the round", language), 130),
		Column("excluded", _("Excluded", language), _("Taken out before a letter was sent", language)),
		Column(
			"not_yet_invited",
			_("Not Yet Invited", language),
			_("Neither taken out nor written to", language),
			140,
		),
	)


HANDBOOK_COLUMNS = (
	"office",
	"year",
	"invited",
	"yes",
	"yes_rate",
	"meetings",
	"meetings_in_districts",
	"staff",
)
"""What the handbook prints about Hamar and Gjøvik."""


def shown(name: str, value: object) -> str:
	"""A figure as it is printed: percentages with their sign, nothing for a figure that does not exist."""
	if value is None:
		return ""
	return f"{value} %" if name == "yes_rate" and value != HIDDEN else str(value)


def as_table(rows: Sequence[Mapping[str, object]], names: Sequence[str] | None = None) -> str:
	"""The rows as text with aligned columns; `names` chooses the columns, all of them if left out."""
	chosen = [column for column in columns() if names is None or column.name in names]
	cells = [[column.label for column in chosen]]
	cells += [[shown(column.name, row[column.name]) for column in chosen] for row in rows]
	widths = [max(len(line[index]) for line in cells) for index in range(len(chosen))]
	lines = ["  ".join(_aligned(chosen, line, widths)).rstrip() for line in cells]
	lines.insert(1, "  ".join("-" * width for width in widths))
	return "\n".join(lines)


def _aligned(chosen: Sequence[Column], line: Sequence[str], widths: Sequence[int]) -> list[str]:
	return [
		cell.ljust(width) if column.name == "office" else cell.rjust(width)
		for column, cell, width in zip(chosen, line, widths, strict=True)
	]
