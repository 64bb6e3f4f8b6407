# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE

from collections.abc import Mapping

from frappe import _

from senior_outreach.statistics.funnel import funnel_gaps
from senior_outreach.statistics.participation import Row, hides_small_numbers, participation
from senior_outreach.statistics.participation_table import columns, shown
from senior_outreach.statistics.small_numbers import HIDDEN


def execute(filters: Mapping[str, object] | None = None) -> tuple:
	"""Columns, rows, message, chart and summary, as Frappe's Script Report wants them."""
	rows = participation(filters)
	return _columns(), [_printable(row) for row in rows], _message(rows), _chart(rows), _summary(rows)


def _columns() -> list[dict]:
	"""Figures are text for leadership, where some are a mark instead of a number."""
	number = "Data" if hides_small_numbers() else "Int"
	kinds = {"office": "Link", "year": "Data", "yes_rate": "Data"}
	return [
		{
			"fieldname": column.name,
			"label": column.label,
			"fieldtype": kinds.get(column.name, number),
			"options": "Outreach Office" if column.name == "office" else None,
			"align": "left" if column.name == "office" else "right",
			"width": column.width,
		}
		for column in columns()
	]


def _printable(row: Row) -> Row:
	return {**row, "year": str(row["year"]), "yes_rate": shown("yes_rate", row["yes_rate"])}


def _message(rows: list[Row]) -> str | None:
	if hides_small_numbers():
		return _("Figures about few people, and figures they could be computed from, show as “{0}”.").format(
			HIDDEN
		)
	unbalanced = [f"{row['office']} {row['year']}" for row in rows if funnel_gaps(row)]
	if not unbalanced:
		return None
	return _("The figures do not add up for {0}. Tell your administrator: somebody has no status.").format(
		", ".join(unbalanced)
	)


def _chart(rows: list[Row]) -> dict | None:
	"""The yes-rate of each office over the years that have one to show."""
	rates = {
		(row["office"], row["year"]): row["yes_rate"] for row in rows if isinstance(row["yes_rate"], int)
	}
	years = sorted({year for _office, year in rates})
	offices = sorted({office for office, _year in rates})
	if not years:
		return None
	datasets = [
		{"name": office, "values": [rates.get((office, year), 0) for year in years]} for office in offices
	]
	return {
		"data": {"labels": [str(year) for year in years], "datasets": datasets},
		"type": "bar",
		"colors": list(COLOURS),
		"title": _("Yes-rate by Year"),
	}


COLOURS = ("#1f6fb2", "#d97706", "#2f855a", "#7c3aed", "#b83280", "#4a5568")
"""Distinct for people with colour blindness, and dark enough on white; offices beyond these repeat them."""

_SUMMARISED = ("invited", "yes", "attended", "home_visit")


def _summary(rows: list[Row]) -> list[dict] | None:
	"""Totals of the rows that show; none of a figure that is hidden anywhere, which its total would reveal."""
	labels = {column.name: column.label for column in columns()}
	totals = [
		{"label": labels[name], "value": sum(int(row[name]) for row in rows), "datatype": "Int"}
		for name in _SUMMARISED
		if not any(row[name] == HIDDEN for row in rows)
	]
	return totals if rows and totals else None
