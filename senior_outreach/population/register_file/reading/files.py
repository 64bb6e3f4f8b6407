# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""A register file as a whole: what kind it is, what its columns mean, and its rows one after the other."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

from senior_outreach.population.register_file.columns import HEADINGS, Column
from senior_outreach.population.register_file.file_formats import ColumnPlace, FileFormat, FileKind
from senior_outreach.population.register_file.reading.delimited import (
	delimited_records,
	fixed_records,
	found_delimiter,
	split,
)
from senior_outreach.population.register_file.reading.mapping import (
	check_columns,
	columns_of,
	missing_columns,
	missing_names,
)
from senior_outreach.population.register_file.reading.rows import (
	FileFacts,
	FileProblem,
	Record,
	RegisterFileError,
	RegisterRow,
	UnreadableRow,
	row_of,
)
from senior_outreach.population.register_file.reading.spreadsheet import (
	check_workbook,
	sheet_names,
	sheet_records,
)
from senior_outreach.population.register_file.reading.text import found_encoding, text_lines
from senior_outreach.population.register_file.register_words import read_protection, says_unprotected
from senior_outreach.population.rules import ProtectionGrade

_ZIP = b"PK"
_OTHER_SPREADSHEETS = (b"\xd0\xcf\x11\xe0", b"<")
"""How an old .xls or a workbook with a password begins, and a web page or XML that is called a spreadsheet."""
_PDF = b"%PDF"
_HEAD = 64
_SAMPLED_ROWS = 200
_NUMBER_IN_HEADING = re.compile(r"[0-9]{6}")
"""No heading has so many digits: the line is about a person, and its words must not be taken for headings."""
_LETTER, _DIGIT = re.compile(r"[^\W\d_]"), re.compile(r"\d")


def inspect(path: Path, form: FileFormat) -> FileFacts:
	"""How the file is written. Raises `RegisterFileError` when it cannot be imported as it is, whatever its bytes."""
	facts = _found(path, form)
	check_columns(facts.columns, form)
	if next(read_rows(path, form, facts), None) is None:
		raise RegisterFileError(FileProblem.NO_ROWS)
	return facts


def look(path: Path, form: FileFormat) -> FileFacts:
	"""Like `inspect`, for saying what the columns mean: none has to be known, and none is there twice."""
	facts = _found(path, form)
	seen: set[Column] = set()
	columns = []
	for column in facts.columns:
		columns.append(None if column in seen else column)
		seen |= {column} if column else set()
	return replace(facts, columns=tuple(columns))


def read_rows(path: Path, form: FileFormat, facts: FileFacts) -> Iterator[RegisterRow | UnreadableRow]:
	"""Every row of the file, one at a time; together they are all lines that are not blank.

	Raises `RegisterFileError` in the middle of a workbook that is broken there.
	"""
	width = len(facts.columns)
	for record in _records(path, form, facts):
		if record.line < facts.first_line:
			continue
		if facts.kind is FileKind.SPREADSHEET and record.problem is None:
			record = replace(record, texts=record.texts + ("",) * (width - len(record.texts)))
		yield row_of(record, facts.columns)


def may_be_shown(row: RegisterRow | UnreadableRow, form: FileFormat) -> bool:
	"""Whether the texts of a row may be listed or given out: only when they say that nobody is protected."""
	if isinstance(row, RegisterRow) and Column.PROTECTION in row.cells:
		grade = read_protection(row.get(Column.PROTECTION), row.texts, form)
		return grade is ProtectionGrade.NONE
	return says_unprotected(row.texts, form)


def _records(path: Path, form: FileFormat, facts: FileFacts) -> Iterator[Record]:
	if facts.kind is FileKind.SPREADSHEET:
		return sheet_records(path, facts.sheet)
	if facts.kind is FileKind.FIXED_WIDTH:
		return fixed_records(path, facts.encoding, _places(form))
	return delimited_records(path, facts.encoding, facts.delimiter)


def _found(path: Path, form: FileFormat) -> FileFacts:
	with path.open("rb") as file:
		start = file.read(_HEAD).removeprefix(b"\xef\xbb\xbf").lstrip()
	is_fixed = form.kind is FileKind.FIXED_WIDTH
	if start.startswith(_ZIP):
		if is_fixed:
			raise RegisterFileError(FileProblem.NOT_FIXED_WIDTH)
		check_workbook(path)
		facts = _of_workbook(path, form)
	elif start.startswith(_OTHER_SPREADSHEETS):
		raise RegisterFileError(FileProblem.OTHER_SPREADSHEET)
	elif start.startswith(_PDF):
		raise RegisterFileError(FileProblem.NOT_TEXT)
	else:
		facts = _of_fixed_width(path, form) if is_fixed else _of_delimited(path, form)
	rows = islice(read_rows(path, form, facts), _SAMPLED_ROWS)
	return replace(facts, sample=_sample(rows, form))


def _of_delimited(path: Path, form: FileFormat) -> FileFacts:
	encoding = found_encoding(path, form.encoding)
	number, heading = _first_line(path, encoding)
	delimiter = form.delimiter or found_delimiter(heading, lambda names: _count_known(names, form))
	try:
		headings = _without_empty_end(split(heading, delimiter))
	except csv.Error:
		raise RegisterFileError(FileProblem.QUOTATION_MARK) from None
	columns = _columns(headings, form)
	return FileFacts(FileKind.DELIMITED, encoding, delimiter, headings, columns, (), number + 1)


def _of_fixed_width(path: Path, form: FileFormat) -> FileFacts:
	encoding = found_encoding(path, form.encoding)
	if next(text_lines(path, encoding), None) is None:
		raise RegisterFileError(FileProblem.EMPTY)
	places = _places(form)
	headings = tuple(place.heading or _heading(place) for place in places)
	columns = tuple(place.means for place in places)
	return FileFacts(FileKind.FIXED_WIDTH, encoding, "", headings, columns, (), 1)


def _of_workbook(path: Path, form: FileFormat) -> FileFacts:
	"""The sheet that has all columns; where none has, the first one with anything in it."""
	tops = [(name, next(sheet_records(path, name), None)) for name in sheet_names(path)]
	filled = [(name, top) for name, top in tops if top]
	if not filled:
		raise RegisterFileError(FileProblem.EMPTY)
	complete = [(name, top) for name, top in filled if not missing_columns(columns_of(top.texts, form), form)]
	if len(complete) > 1:
		raise RegisterFileError(FileProblem.SEVERAL_SHEETS, tuple(name for name, _ in complete))
	name, top = (complete or filled)[0]
	if top.problem:
		raise RegisterFileError(FileProblem.NOT_TEXT)
	headings = _without_empty_end(top.texts)
	columns = _columns(headings, form)
	return FileFacts(FileKind.SPREADSHEET, "", "", headings, columns, (), top.line + 1, name)


def _columns(headings: tuple[str, ...], form: FileFormat) -> tuple[Column | None, ...]:
	"""Raises `RegisterFileError` for a file that begins with a person instead of headings."""
	if any(_NUMBER_IN_HEADING.search(heading) for heading in headings):
		raise RegisterFileError(FileProblem.MISSING_COLUMNS, missing_names((), form))
	return columns_of(headings, form)


def _first_line(path: Path, encoding: str) -> tuple[int, str]:
	"""Raises `RegisterFileError` for a file without one, and for one that is no text."""
	first = next(text_lines(path, encoding), None)
	if first is None:
		raise RegisterFileError(FileProblem.EMPTY)
	number, text, problem = first
	if problem:
		raise RegisterFileError(FileProblem.NOT_TEXT)
	return number, text


def _places(form: FileFormat) -> tuple[ColumnPlace, ...]:
	return tuple(place for place in form.columns if place.starts_at > 0 and place.length > 0)


def _heading(place: ColumnPlace) -> str:
	return HEADINGS[place.means][0] if place.means else str(place.starts_at)


def _count_known(headings: tuple[str, ...], form: FileFormat) -> int:
	return sum(column is not None for column in columns_of(headings, form))


def _without_empty_end(headings: tuple[str, ...]) -> tuple[str, ...]:
	width = max((place for place, heading in enumerate(headings, start=1) if heading), default=0)
	return headings[:width]


def _sample(rows: Iterable[RegisterRow | UnreadableRow], form: FileFormat) -> tuple[str, ...]:
	"""The first row that may be shown; where none may, the shape of the first one."""
	readable = (row for row in rows if isinstance(row, RegisterRow))
	first = next(readable, None)
	if first is None:
		return ()
	for row in chain((first,), readable):
		if may_be_shown(row, form):
			return row.texts
	return tuple(_DIGIT.sub("9", _LETTER.sub("x", text)) for text in first.texts)
