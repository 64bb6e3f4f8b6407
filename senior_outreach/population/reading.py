# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Reading a register file: bytes in, rows and problems out. Needs no site.

Every data line ends up either in `rows` or in `problems`, so that their sum is the number of lines.
"""

import csv
import re
from dataclasses import dataclass, field
from enum import StrEnum

DELIMITERS = (";", "\t", ",")
LINE_END = re.compile(r"\r\n|\r|\n")
GARBLED = re.compile(
	r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]"  # control signs, and the sign for a sign that was lost
	r"|[ÃÂ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"  # UTF-8 that was read as Latin-1
	r"|[†‡‰‹›ƒ„]"  # Norwegian letters of old DOS files
)
"""Signs that no name or address has: the line was written in another encoding than the file."""


class Column(StrEnum):
	IDENTITY_NUMBER = "identity_number"
	NAME = "name"
	STREET = "street"
	POSTAL_CODE = "postal_code"
	CITY = "city"
	STATUS = "status"
	PROTECTION = "protection"
	PHONE = "phone"
	BIRTH_DATE = "birth_date"
	SEX = "sex"
	CARE_OF = "care_of"


HEADINGS: dict[Column, tuple[str, ...]] = {
	Column.IDENTITY_NUMBER: ("fødselsnummer", "fodselsnummer", "fnr", "personnummer", "personidentifikator"),
	Column.NAME: ("navn", "fullt navn", "name"),
	Column.STREET: ("adresse", "gateadresse", "postadresse", "address"),
	Column.POSTAL_CODE: ("postnr", "postnummer"),
	Column.CITY: ("poststed", "city"),
	Column.STATUS: ("status", "personstatus", "registerstatus"),
	Column.PROTECTION: ("gradering", "adressegradering", "adressebeskyttelse"),
	Column.PHONE: ("telefon", "tlf", "mobil"),
	Column.BIRTH_DATE: ("fødselsdato", "fodselsdato"),
	Column.SEX: ("kjønn", "kjonn"),
	Column.CARE_OF: ("c/o", "co", "co-adresse"),
}
REQUIRED = (
	Column.IDENTITY_NUMBER,
	Column.NAME,
	Column.STREET,
	Column.POSTAL_CODE,
	Column.CITY,
	Column.STATUS,
	Column.PROTECTION,
)


class FileProblem(StrEnum):
	EMPTY = "empty"
	NO_ROWS = "no rows"
	NOT_TEXT = "not text"
	MISSING_COLUMNS = "missing columns"
	DOUBLE_COLUMNS = "double columns"


class RowProblem(StrEnum):
	EMPTY = "empty"
	ENCODING = "encoding"
	QUOTATION_MARK = "quotation mark"
	TOO_FEW_CELLS = "too few cells"
	TOO_MANY_CELLS = "too many cells"


class RegisterFileError(ValueError):
	"""The file as a whole cannot be read; `columns` names the headings concerned."""

	def __init__(self, problem: FileProblem, columns: tuple[str, ...] = ()):
		super().__init__(problem.value)
		self.problem = problem
		self.columns = columns


@dataclass(frozen=True)
class RegisterRow:
	"""One line of the file. `line` counts from 1 at the heading, as people see it in their editor."""

	line: int
	cells: dict[Column, str]

	def get(self, column: Column) -> str:
		return self.cells.get(column, "")


@dataclass(frozen=True)
class UnreadableRow:
	line: int
	problem: RowProblem


@dataclass(frozen=True)
class RegisterFile:
	encoding: str
	delimiter: str
	rows: tuple[RegisterRow, ...]
	problems: tuple[UnreadableRow, ...] = field(default=())


def read_register_file(content: bytes) -> RegisterFile:
	"""Read a delimited register file with Norwegian headings. Raises `RegisterFileError`.

	Every line is read for itself, so that a quotation mark somebody forgot costs one line and not the rest.
	"""
	text, encoding = _decode(content)
	lines = [(number, line) for number, line in enumerate(LINE_END.split(text), start=1) if line.strip()]
	if not lines:
		raise RegisterFileError(FileProblem.EMPTY)
	heading = lines[0][1]
	delimiter = max(DELIMITERS, key=heading.count)
	try:
		columns = _columns(_cells(heading, delimiter))
	except csv.Error as error:
		raise RegisterFileError(FileProblem.NOT_TEXT) from error
	read = [_row(number, line, delimiter, columns) for number, line in lines[1:]]
	if not read:
		raise RegisterFileError(FileProblem.NO_ROWS)
	rows = tuple(row for row in read if isinstance(row, RegisterRow))
	problems = tuple(row for row in read if isinstance(row, UnreadableRow))
	return RegisterFile(encoding, delimiter, rows, problems)


def _decode(content: bytes) -> tuple[str, str]:
	"""UTF-8 if it is that; UTF-16 only with its mark; else Latin-1 as Windows writes it."""
	if content.startswith((b"\xff\xfe", b"\xfe\xff")):
		encodings: tuple[str, ...] = ("utf-16",)
	else:
		encodings = ("utf-8-sig", "cp1252", "latin-1")
	for encoding in encodings:
		try:
			text = content.decode(encoding)
		except UnicodeDecodeError:
			continue
		if "\0" in text:
			break
		return text, encoding
	raise RegisterFileError(FileProblem.NOT_TEXT)


def _cells(line: str, delimiter: str) -> list[str]:
	"""Raises `csv.Error` for a quotation mark that is not closed."""
	return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter, strict=True))]


def _columns(heading: list[str]) -> list[Column | None]:
	known = {name: column for column, names in HEADINGS.items() for name in names}
	columns = [known.get(cell.lower()) for cell in heading]
	missing = tuple(HEADINGS[column][0] for column in REQUIRED if column not in columns)
	if missing:
		raise RegisterFileError(FileProblem.MISSING_COLUMNS, missing)
	found = [column for column in columns if column]
	double = tuple(HEADINGS[column][0] for column in Column if found.count(column) > 1)
	if double:
		raise RegisterFileError(FileProblem.DOUBLE_COLUMNS, double)
	return columns


def _row(number: int, line: str, delimiter: str, columns: list[Column | None]) -> RegisterRow | UnreadableRow:
	if GARBLED.search(line):
		return UnreadableRow(number, RowProblem.ENCODING)
	try:
		cells = _cells(line, delimiter)
	except csv.Error:
		return UnreadableRow(number, RowProblem.QUOTATION_MARK)
	if not any(cells):
		return UnreadableRow(number, RowProblem.EMPTY)
	if len(cells) < len(columns):
		return UnreadableRow(number, RowProblem.TOO_FEW_CELLS)
	if any(cells[len(columns) :]):
		return UnreadableRow(number, RowProblem.TOO_MANY_CELLS)
	named = zip(columns, cells, strict=False)
	return RegisterRow(number, {column: cell for column, cell in named if column})
