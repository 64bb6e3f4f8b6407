# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The rows of a delivery that were not taken, as a spreadsheet that is corrected and attached again."""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO

from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.model.document import Document
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet.worksheet import Worksheet

from senior_outreach.population.delivery.choices import Content
from senior_outreach.population.delivery.outcomes import Delivery

TEXT = "@"
"""The number format that keeps a spreadsheet from making numbers and dates of what it is given."""


def rejected_rows_workbook(extract: Document, content: Content, read_on: datetime) -> bytes:
	"""XLSX with the headings of the file, every rejected row as the file has it, its line and what is wrong.

	Who may import has been checked. The download is on record.
	"""
	workbook = Workbook(write_only=True)
	sheet = workbook.create_sheet()
	with Delivery(extract, content, read_on) as delivery:
		sheet.append(text_cells(sheet, [*delivery.facts.headings, _("Line"), _("What is wrong")]))
		for texts, line, reason in _rejected(delivery):
			padded = [*texts, *[""] * (len(delivery.facts.headings) - len(texts))]
			sheet.append(text_cells(sheet, [*padded, str(line), reason]))
	make_access_log(doctype=extract.doctype, document=extract.name, file_type="XLSX")
	out = BytesIO()
	workbook.save(out)
	return out.getvalue()


def _rejected(delivery: Delivery) -> Iterator[tuple[tuple[str, ...], int, str]]:
	width = len(delivery.facts.headings)
	for chunk in delivery.chunks():
		problems = [outcome for outcome in chunk if outcome.problem and not outcome.is_hidden]
		hidden = delivery.protected.keys() | delivery.known.hidden(outcome.key for outcome in problems)
		for outcome in problems:
			if outcome.key not in hidden:
				yield outcome.problem.texts[:width], outcome.line, outcome.problem.reason


def text_cells(sheet: Worksheet, texts: list[str]) -> list[WriteOnlyCell]:
	"""Cells that stay text: one that begins with `=`, `+`, `-` or `@` is never a formula."""
	cells = []
	for text in texts:
		cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("\ufffd", text))
		cell.data_type = "s"
		cell.number_format = TEXT
		cells.append(cell)
	return cells
