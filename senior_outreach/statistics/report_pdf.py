# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Participation Statistics as a paper: A4 across, three tables below each other, and what the figures mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from frappe import _

from senior_outreach.letters.formats import long_date
from senior_outreach.letters.rendering import render_html, render_pdf
from senior_outreach.statistics.participation_table import Column, columns, shown

TEMPLATE = "participation_statistics.html"
EVERY_TABLE = ("office", "year")


@dataclass(frozen=True)
class Heading:
	label: str
	is_text: bool


@dataclass(frozen=True)
class Table:
	"""One printed table: headings, and cells as text in the order of the headings."""

	title: str
	headings: tuple[Heading, ...]
	rows: tuple[tuple[str, ...], ...]


def participation_pdf(rows: Sequence[Mapping[str, object]], printed_on: date, language: str = "nb") -> bytes:
	"""The rows of `participation` as PDF. Whoever calls has the rows, and so has been checked."""
	return render_pdf(participation_html(rows, printed_on, language))


def participation_html(rows: Sequence[Mapping[str, object]], printed_on: date, language: str = "nb") -> str:
	by_name = {column.name: column for column in columns(language)}
	context = {
		"title": _("Participation Statistics", language),
		"printed_on": long_date(printed_on, language),
		"tables": [
			_table(title, [by_name[name] for name in (*EVERY_TABLE, *names)], rows)
			for title, names in _tables(language)
		],
		"meanings_title": _("What the Figures Mean", language),
		"meanings": [(column.label, column.meaning) for column in by_name.values() if column.meaning],
	}
	return render_html(TEMPLATE, context, language)


def _tables(language: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
	return (
		(
			_("Invited and Accepted", language),
			(
				"extract",
				"excluded",
				"not_yet_invited",
				"invited",
				"yes",
				"yes_rate",
				"meetings",
				"meetings_in_districts",
				"staff",
			),
		),
		(
			_("At the Meetings", language),
			(
				"yes",
				"attended",
				"no_show",
				"excused",
				"awaiting_attendance",
				"companions",
				"companions_attended",
				"walk_ins",
			),
		),
		(
			_("All Answers", language),
			("yes", "home_visit", "no", "later", "not_reached", "not_answered", "visits_made"),
		),
	)


def _table(title: str, chosen: Sequence[Column], rows: Sequence[Mapping[str, object]]) -> Table:
	return Table(
		title,
		tuple(Heading(column.label, column.name == "office") for column in chosen),
		tuple(tuple(shown(column.name, row[column.name]) for column in chosen) for row in rows),
	)
