# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What the columns of a file mean: first as its format says, then by headings that are known."""

from senior_outreach.population.register_file.columns import HEADINGS, KNOWN_HEADINGS, Column, heading_key
from senior_outreach.population.register_file.file_formats import FileFormat, ProtectionMarks
from senior_outreach.population.register_file.reading.rows import FileProblem, RegisterFileError

_ALWAYS = (
	Column.IDENTITY_NUMBER,
	Column.NAME,
	Column.STREET,
	Column.POSTAL_CODE,
	Column.CITY,
	Column.STATUS,
	Column.PROTECTION,
)


def required_columns(form: FileFormat) -> tuple[Column, ...]:
	"""A last name does instead of a name; status and protection may be told by the format."""
	told = set()
	if form.everyone_is_resident:
		told.add(Column.STATUS)
	if form.marks is ProtectionMarks.WORDS:
		told.add(Column.PROTECTION)
	return tuple(column for column in _ALWAYS if column not in told)


def missing_columns(columns: tuple[Column | None, ...], form: FileFormat) -> tuple[Column, ...]:
	found = set(columns)
	if Column.LAST_NAME in found:
		found.add(Column.NAME)
	return tuple(column for column in required_columns(form) if column not in found)


def missing_names(columns: tuple[Column | None, ...], form: FileFormat) -> tuple[str, ...]:
	return _names(missing_columns(columns, form))


def columns_of(headings: tuple[str, ...], form: FileFormat) -> tuple[Column | None, ...]:
	"""The meaning of each heading; `None` for a column that is not used. A column may be there twice."""
	own = {heading_key(place.heading): place.means for place in form.columns if place.heading}
	taken = {own[key] for key in map(heading_key, headings) if own.get(key)}
	return tuple(_meaning(heading_key(heading), own, taken) for heading in headings)


def _meaning(key: str, own: dict[str, Column | None], taken: set[Column]) -> Column | None:
	if key in own:
		return own[key]
	known = KNOWN_HEADINGS.get(key)
	return None if known in taken else known


def check_columns(columns: tuple[Column | None, ...], form: FileFormat) -> None:
	"""Raises `RegisterFileError`. Without a mark of protection a file is refused: everybody might be protected."""
	missing = missing_columns(columns, form)
	if missing == (Column.PROTECTION,):
		raise RegisterFileError(FileProblem.NO_PROTECTION, _names(missing))
	if missing:
		raise RegisterFileError(FileProblem.MISSING_COLUMNS, _names(missing))
	found = [column for column in columns if column]
	double = tuple(column for column in Column if found.count(column) > 1)
	if double:
		raise RegisterFileError(FileProblem.DOUBLE_COLUMNS, _names(double))


def _names(columns: tuple[Column, ...]) -> tuple[str, ...]:
	return tuple(HEADINGS[column][0] for column in columns)
