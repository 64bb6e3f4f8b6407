"""Whatever the bytes are: a file is refused with a named problem, or every line of it is a person or a reason.

No other error leaves the reading. Lines are counted here by another way than the app's.
"""

import re
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from senior_outreach.population.register_file.columns import HEADINGS, Column
from senior_outreach.population.register_file.file_formats import (
	ColumnPlace,
	FileFormat,
	FileKind,
	ProtectionMarks,
)
from senior_outreach.population.register_file.reading import FileProblem, RegisterFileError, look
from tests.register_reading import as_file, outcome_of, workbook
from tests.season.plan import GJOVIK_2014
from tests.season.residents import HEADING, register_rows, synthetic_number

LINE = ";".join(HEADING)
ROWS = register_rows(1937, GJOVIK_2014.mix, GJOVIK_2014.places, seed=1)
FIXED = FileFormat(
	kind=FileKind.FIXED_WIDTH,
	columns=tuple(ColumnPlace(column, "", 1 + 10 * place, 10) for place, column in enumerate(Column)),
)
FORMS = (
	FileFormat(),
	FileFormat(marks=ProtectionMarks.WORDS, everyone_is_resident=True),
	FileFormat(encoding="utf-8", delimiter=","),
	FileFormat(encoding="utf-16"),
	FileFormat(encoding="latin-1", columns=(ColumnPlace(Column.NAME, "adresse"), ColumnPlace(None, "navn"))),
	FIXED,
)
STARTS = (
	b"",
	b"PK\x03\x04",
	b"\xd0\xcf\x11\xe0",
	b"\xff\xfe",
	b"\xfe\xff",
	b"\xef\xbb\xbf",
	f"{LINE}\n".encode(),
)


@given(start=st.sampled_from(STARTS), content=st.binary(max_size=400), form=st.sampled_from(FORMS))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_rows_or_a_named_problem(start: bytes, content: bytes, form: FileFormat) -> None:
	outcome = outcome_of(start + content, form)
	assert outcome in tuple(FileProblem) or outcome > 0


@given(start=st.sampled_from(STARTS), content=st.binary(max_size=400), form=st.sampled_from(FORMS))
@settings(deadline=None)
def test_any_bytes_can_be_looked_at_or_are_a_named_problem(
	start: bytes, content: bytes, form: FileFormat
) -> None:
	with as_file(start + content) as path:
		try:
			facts = look(path, form)
		except RegisterFileError:
			return
	assert len(facts.columns) == len(facts.headings)
	found = [column for column in facts.columns if column]
	assert len(found) == len(set(found))


# Lines of text

ODD = (
	"=1+1", "+47 99000000", "-1", "@SUM(A1)", '="0123"', "'0123", "\x00", "\u202eשרה", "محمد علي بن أحمد", "x" * 200,
	"4,8E+10", "1.2345678901E+10", "13639", "9.9E+07", "#REF!", "150", "HEMMELIG ADRESSE", "ugradert", "fortrolig",
	"bosatt", "død", "2815", "04.05.1937", '"', "''", "\ufffd", "Ã¥", "\u200b", "\U0001f600", "a\u030a", " ", "",
	"²", "٣", "12345678901.0",
)  # fmt: skip
CELLS = st.one_of(
	st.sampled_from(ODD),
	st.text(st.characters(codec="utf-8", exclude_characters="\r\n;"), max_size=30),
	st.dates(date(1900, 1, 1), date(1999, 12, 31)).map(lambda born: synthetic_number(born, 7)),
)
RAW_LINES = st.one_of(
	st.lists(CELLS, max_size=12).map(";".join),
	st.lists(CELLS, min_size=8, max_size=8).map(";".join),
	st.integers(900, 1100).map(lambda width: ";".join(["x"] * width)),
	st.sampled_from([";".join(row) for row in ROWS]),
)
LINES = st.lists(st.tuples(RAW_LINES, st.sampled_from(["utf-8", "cp1252", "latin-1"])), max_size=12)


def is_blank(line: bytes) -> bool:
	return not line.decode("latin-1").strip().strip("\x1a") or not line.decode("utf-8", "replace").strip()


@given(lines=LINES, end=st.sampled_from([b"\n", b"\r\n", b"\r"]))
@settings(max_examples=200, deadline=None)
def test_rows_and_problems_are_together_the_lines_of_the_file(
	lines: list[tuple[str, str]], end: bytes
) -> None:
	written = [line.encode(encoding, "replace") for line, encoding in lines]
	content = end.join([LINE.encode(), *written])
	expected = sum(not is_blank(line) for line in written)
	outcome = outcome_of(content)
	if outcome is FileProblem.NOT_TEXT:
		assert sum(bool(re.search(rb"[\x80-\xff]", line)) for line in written) > 1  # most lines are not UTF-8
	else:
		assert outcome == (expected or FileProblem.NO_ROWS)


@given(lines=st.lists(RAW_LINES, max_size=8), encoding=st.sampled_from(["utf-16", "utf-16-le", "utf-16-be"]))
@settings(deadline=None)
def test_lines_in_utf_16_are_counted_too(lines: list[str], encoding: str) -> None:
	expected = sum(bool(line.strip().strip("\x1a")) for line in lines)
	content = "\r\n".join([LINE, *lines]).encode(encoding)
	if outcome_of(LINE.encode(encoding)) is FileProblem.NO_ROWS:
		assert outcome_of(content) in (expected or FileProblem.NO_ROWS, FileProblem.NOT_TEXT)


@given(lines=st.lists(RAW_LINES, max_size=8), form=st.sampled_from([FIXED]))
@settings(deadline=None)
def test_fixed_lines_are_counted_too(lines: list[str], form: FileFormat) -> None:
	expected = sum(bool(line.strip().strip("\x1a")) for line in lines)
	outcome = outcome_of("\n".join(["x" * 150, *lines]).encode(), form)
	assert outcome == expected + 1


# Headings


@given(
	headings=st.lists(
		st.one_of(st.sampled_from([name for names in HEADINGS.values() for name in names]), CELLS),
		max_size=30,
	),
	form=st.sampled_from(FORMS),
)
@settings(deadline=None)
def test_any_heading_is_taken_or_refused(headings: list[str], form: FileFormat) -> None:
	content = f"{';'.join(headings)}\n{';'.join(['x'] * len(headings))}\n".encode()
	outcome = outcome_of(content, form)
	assert outcome in tuple(FileProblem) or outcome > 0


# Workbooks

VALUES = st.one_of(
	st.none(),
	st.sampled_from([each for each in ODD if "\x00" not in each]),
	st.text(
		st.characters(min_codepoint=32, codec="utf-8", exclude_characters="\x7f\ufffe\uffff"), max_size=30
	),
	st.integers(-(10**12), 10**12),
	st.floats(allow_nan=False, allow_infinity=False, width=32),
	st.booleans(),
	st.dates(date(1901, 1, 1), date(2100, 1, 1)),
	st.datetimes(datetime(1901, 1, 1), datetime(2100, 1, 1)),
)


INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def is_filled(value: object) -> bool:
	"""Whether a cell has something to read; of a formula nothing is, since no spreadsheet has worked it out."""
	if value is None or (isinstance(value, str) and len(value) > 1 and value.startswith("=")):
		return False
	return bool(INVISIBLE.sub("", str(value)).strip())


@given(rows=st.lists(st.lists(VALUES, max_size=12), max_size=8))
@settings(max_examples=60, deadline=None)
def test_rows_of_a_workbook_are_people_or_reasons(rows: list[list]) -> None:
	filled = sum(any(map(is_filled, row)) for row in rows)
	assert outcome_of(workbook([list(HEADING), *rows])) == (filled or FileProblem.NO_ROWS)


@given(place=st.integers(0, 6000), byte=st.integers(0, 255), cut=st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_workbook_with_a_wrong_byte_is_read_or_refused(place: int, byte: int, cut: bool) -> None:
	content = bytearray(WORKBOOK)
	place %= len(content)
	content[place] = byte
	outcome = outcome_of(bytes(content[:place] if cut else content))
	assert outcome in tuple(FileProblem) or outcome > 0


WORKBOOK = workbook([list(HEADING), *map(list, ROWS[:5])])


# Numbers


@pytest.mark.parametrize("check_digits", [True, False])
@pytest.mark.parametrize("accept_2032", [True, False])
@given(cell=CELLS)
@settings(deadline=None)
def test_any_cell_may_stand_where_the_number_stands(cell: str, check_digits: bool, accept_2032: bool) -> None:
	row = ";".join([cell.replace('"', ""), *ROWS[0][1:]])
	outcome = outcome_of(f"{LINE}\n{row}".encode(), check_digits=check_digits, accept_2032=accept_2032)
	assert outcome == 1
