# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Rows out of an XLSX workbook: values only. A formula is never worked out; its last result is read, or nothing.

openpyxl is handed a workbook only after its parts have been looked at: what unpacks to more than any register
file needs, or declares entities, is refused.
"""

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path

import openpyxl

from senior_outreach.population.register_file.reading.rows import (
	GARBLED,
	MAX_SIGNS,
	FileProblem,
	Record,
	RegisterFileError,
	RowProblem,
	clean,
)

MAX_UNPACKED = 256 * 1024**2
MAX_HELD = 64 * 1024**2
"""Of a part that openpyxl holds in memory: all but the sheets."""
MAX_ROWS = 1_048_576
EXACT_FLOATS = 2**53
_WORKBOOK, _SHEETS = "xl/", "xl/worksheets/"
_ENTITIES = b"<!DOCTYPE"
_HEAD = 4096
_LINE_BREAKS = re.compile(r"[\r\n\t]+")
"""They may stand in a cell and would end a line or a cell of a text file."""

# openpyxl repeats the content of cells in its warnings
warnings.filterwarnings("ignore", module=r"openpyxl\..*")


def check_workbook(path: Path) -> None:
	"""Raises `RegisterFileError` for an archive that is no workbook, or that no register file would be."""
	with path.open("rb") as file, _as_register_error(), zipfile.ZipFile(file) as archive:
		parts = archive.infolist()
		if not any(part.filename.startswith(_WORKBOOK) for part in parts):
			raise RegisterFileError(FileProblem.OTHER_SPREADSHEET)
		if _is_too_big(parts):
			raise RegisterFileError(FileProblem.TOO_BIG)
		for part in parts:
			with archive.open(part) as content:
				if _ENTITIES in content.read(_HEAD).replace(b"\0", b"").upper():
					raise RegisterFileError(FileProblem.BROKEN_SPREADSHEET)


def _is_too_big(parts: list[zipfile.ZipInfo]) -> bool:
	"""By the sizes the archive tells; zipfile unpacks no more than these."""
	held = (part.file_size for part in parts if not part.filename.startswith(_SHEETS))
	return sum(part.file_size for part in parts) > MAX_UNPACKED or max(held, default=0) > MAX_HELD


def sheet_names(path: Path) -> tuple[str, ...]:
	"""Also those of hidden sheets, so that no row is overlooked."""
	with _workbook(path) as book:
		return tuple(sheet.title for sheet in book.worksheets)


def sheet_records(path: Path, sheet: str) -> Iterator[Record]:
	"""Every row that is not blank, numbered as the spreadsheet shows it. Raises `RegisterFileError`."""
	with _workbook(path) as book:
		worksheet = book[sheet]
		worksheet.reset_dimensions()  # what the file says of its size may be wrong, and rows would be lost
		for number, values in enumerate(worksheet.iter_rows(values_only=True), start=1):
			if number > MAX_ROWS:
				raise RegisterFileError(FileProblem.TOO_BIG)
			texts = tuple(cell_text(value) for value in values)
			if any(texts):
				yield _record(number, texts)


def _record(number: int, texts: tuple[str, ...]) -> Record:
	if sum(map(len, texts)) > MAX_SIGNS:
		return Record(number, (), RowProblem.TOO_LONG)
	garbled = any(GARBLED.search(text) for text in texts)
	return Record(number, texts, RowProblem.ENCODING if garbled else None)


def cell_text(value: object) -> str:
	"""A value as it would stand in a text file; a whole number without decimals, a day without a time."""
	if value is None:
		return ""
	if isinstance(value, float) and value.is_integer() and abs(value) < EXACT_FLOATS:
		return str(int(value))
	if isinstance(value, datetime) and value.time() == time.min:
		return value.date().isoformat()
	if isinstance(value, date):
		return str(value)
	return clean(_LINE_BREAKS.sub(" ", str(value)))


@contextmanager
def _workbook(path: Path) -> Iterator[openpyxl.Workbook]:
	with path.open("rb") as file, _as_register_error():
		book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
		try:
			yield book
		finally:
			book.close()


@contextmanager
def _as_register_error() -> Iterator[None]:
	"""A broken workbook makes openpyxl, zipfile and the XML parser raise nearly anything."""
	try:
		yield
	except RegisterFileError:
		raise
	except Exception:
		raise RegisterFileError(FileProblem.BROKEN_SPREADSHEET) from None
