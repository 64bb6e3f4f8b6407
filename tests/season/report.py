"""Participation Statistics as a user gets it from the desk: as a table in plain text, as CSV and as PDF."""

import csv
import io
from collections.abc import Sequence

import frappe
from frappe.desk.query_report import run

from senior_outreach.statistics.participation import participation
from senior_outreach.statistics.report_pdf import participation_pdf
from tests.season.acting import acting_as

REPORT = "Participation Statistics"


def report_of(user: str, **filters: object) -> dict:
	"""The report as the desk runs it for a user: `columns` and `result`."""
	with acting_as(user):
		return run(REPORT, filters=filters)


def pdf_of(user: str) -> bytes:
	with acting_as(user):
		return participation_pdf(participation(), frappe.utils.getdate())


def as_text(report: dict, names: Sequence[str] | None = None) -> str:
	"""Aligned columns; `names` chooses them, all of them if left out."""
	chosen = [column for column in report["columns"] if names is None or column["fieldname"] in names]
	lines = _cells(report, chosen)
	widths = [max(len(line[index]) for line in lines) for index in range(len(chosen))]
	lines.insert(1, ["-" * width for width in widths])
	return "\n".join("  ".join(map(_aligned, chosen, line, widths)).rstrip() for line in lines)


def as_csv(report: dict) -> bytes:
	"""Semicolons and a byte order mark, as a Norwegian spreadsheet opens it with a double click."""
	text = io.StringIO()
	csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(_cells(report, report["columns"]))
	return text.getvalue().encode("utf-8-sig")


def _cells(report: dict, columns: list[dict]) -> list[list[str]]:
	rows = [row for row in report["result"] if isinstance(row, dict)]
	return [
		[column["label"] for column in columns],
		*([str(row[column["fieldname"]]) for column in columns] for row in rows),
	]


def _aligned(column: dict, cell: str, width: int) -> str:
	return cell.ljust(width) if column.get("align") == "left" else cell.rjust(width)
