# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Lines of text to cells: between separators, or at fixed positions.

Every line is read for itself, so that a quotation mark somebody forgot costs one line and not the rest.
"""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

from senior_outreach.population.register_file.file_formats import DELIMITERS, ColumnPlace
from senior_outreach.population.register_file.reading.rows import Record, RowProblem, clean
from senior_outreach.population.register_file.reading.text import text_lines


def delimited_records(path: Path, encoding: str, delimiter: str) -> Iterator[Record]:
	for number, text, problem in text_lines(path, encoding):
		try:
			yield Record(number, split(text, delimiter), problem)
		except csv.Error:
			yield Record(number, (clean(text),), problem or RowProblem.QUOTATION_MARK)


def fixed_records(path: Path, encoding: str, places: tuple[ColumnPlace, ...]) -> Iterator[Record]:
	"""A line may be shorter than its columns: many programs leave out the blanks at its end."""
	for number, text, problem in text_lines(path, encoding):
		texts = tuple(clean(text[place.starts_at - 1 : place.ends_at]) for place in places)
		yield Record(number, texts, problem)


def split(line: str, delimiter: str) -> tuple[str, ...]:
	"""Raises `csv.Error` for a quotation mark that is not closed."""
	return tuple(clean(cell) for cell in next(csv.reader([line], delimiter=delimiter, strict=True), ()))


def found_delimiter(heading: str, known: Callable[[tuple[str, ...]], int]) -> str:
	"""The separator that gives most headings that are `known`; else the one that gives most headings."""
	return max(DELIMITERS.values(), key=lambda delimiter: _rank(heading, delimiter, known))


def _rank(heading: str, delimiter: str, known: Callable[[tuple[str, ...]], int]) -> tuple[int, int]:
	try:
		headings = split(heading, delimiter)
	except csv.Error:
		return (-1, 0)
	return (known(headings), len(headings))
