# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What reading a register file gives: rows, rows that cannot be read, or a reason why the file cannot."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from senior_outreach.population.register_file.columns import Column
from senior_outreach.population.register_file.file_formats import FileKind

MAX_SIGNS = 100_000
"""In one line; no person needs more."""

GARBLED = re.compile(
	r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd-\uffff]"  # control signs, halves, lost signs
	r"|[ÃÂ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"  # UTF-8 that was read as Latin-1
	r"|[†‡‰‹›ƒ„]|(?<=\w)‘(?=\w)"  # Norwegian letters of old DOS files
)
"""Signs that no name or address has: the line was written in another encoding than the file."""
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Marks of direction and of line breaks: they would hide what a cell says."""


class FileProblem(StrEnum):
	EMPTY = "empty"
	NO_ROWS = "no rows"
	NOT_TEXT = "not text"
	QUOTATION_MARK = "quotation mark"
	MISSING_COLUMNS = "missing columns"
	DOUBLE_COLUMNS = "double columns"
	NO_PROTECTION = "no protection"
	OTHER_SPREADSHEET = "other spreadsheet"
	BROKEN_SPREADSHEET = "broken spreadsheet"
	TOO_BIG = "too big"
	SEVERAL_SHEETS = "several sheets"
	NOT_FIXED_WIDTH = "not fixed width"


class RowProblem(StrEnum):
	EMPTY = "empty"
	ENCODING = "encoding"
	QUOTATION_MARK = "quotation mark"
	TOO_FEW_CELLS = "too few cells"
	TOO_MANY_CELLS = "too many cells"
	TOO_LONG = "too long"


class RegisterFileError(ValueError):
	"""The file as a whole cannot be read; `columns` names the headings or sheets concerned."""

	def __init__(self, problem: FileProblem, columns: tuple[str, ...] = ()):
		super().__init__(problem.value)
		self.problem = problem
		self.columns = columns


@dataclass(frozen=True)
class FileFacts:
	"""How a file is written, as found. `columns` says what each of its `headings` means.

	`sample` has the cells of a row that is free to be shown, or no more than the shape of one. `first_line` is
	where the rows begin.
	"""

	kind: FileKind
	encoding: str
	delimiter: str
	headings: tuple[str, ...]
	columns: tuple[Column | None, ...]
	sample: tuple[str, ...]
	first_line: int
	sheet: str = ""


@dataclass(frozen=True, slots=True)
class RegisterRow:
	"""One line of the file. `line` counts from 1, as people see it in their editor or spreadsheet.

	`texts` are all its cells, also of columns that are not used.
	"""

	line: int
	cells: dict[Column, str]
	texts: tuple[str, ...] = ()

	def get(self, column: Column) -> str:
		return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class UnreadableRow:
	line: int
	problem: RowProblem
	texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
	"""A line taken apart, before it is known what its cells mean."""

	line: int
	texts: tuple[str, ...]
	problem: RowProblem | None = None


def clean(text: str) -> str:
	"""A cell without blanks around it and invisible signs in it, its letters composed."""
	if text.isascii():
		return text.strip()
	return unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).strip()


def row_of(record: Record, columns: tuple[Column | None, ...]) -> RegisterRow | UnreadableRow:
	"""Raises nothing: what does not fit the headings is an unreadable row."""
	problem = record.problem or _misfit(record.texts, len(columns))
	if problem:
		return UnreadableRow(record.line, problem, record.texts)
	named = zip(columns, record.texts, strict=False)
	return RegisterRow(record.line, {column: text for column, text in named if column}, record.texts)


def _misfit(texts: tuple[str, ...], width: int) -> RowProblem | None:
	if not any(texts):
		return RowProblem.EMPTY
	if len(texts) < width:
		return RowProblem.TOO_FEW_CELLS
	return RowProblem.TOO_MANY_CELLS if any(texts[width:]) else None
