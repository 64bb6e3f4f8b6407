"""Register files as XLSX workbooks: the same people, and none of what a workbook can hide."""

import io
import re
import zipfile
from datetime import date, datetime, time, timedelta

import pytest

from senior_outreach.population.register_file.columns import Column
from senior_outreach.population.register_file.file_formats import FileFormat, FileKind
from senior_outreach.population.register_file.reading import (
	FileProblem,
	RegisterFileError,
	RowProblem,
	inspect,
)
from senior_outreach.population.register_file.reading.spreadsheet import cell_text
from tests.register_reading import as_file, problem_of, read, workbook
from tests.season.plan import GJOVIK_2014
from tests.season.residents import HEADING, register_file, register_rows

ROWS = register_rows(1937, GJOVIK_2014.mix, GJOVIK_2014.places, seed=1)[:30]
SHEET = [list(HEADING), *map(list, ROWS)]
EMPTY_ROW = [None] * 8


def test_a_workbook_gives_the_same_people_as_a_text_file() -> None:
	reading = read(workbook(SHEET))
	assert [row.cells for row in reading.rows] == [row.cells for row in read(register_file(ROWS)).rows]
	facts = reading.facts
	assert (facts.kind, facts.sheet, facts.encoding, facts.delimiter) == (
		FileKind.SPREADSHEET,
		"Ark1",
		"",
		"",
	)


def test_rows_are_numbered_as_the_spreadsheet_shows_them_and_blank_ones_are_skipped() -> None:
	reading = read(workbook([EMPTY_ROW, SHEET[0], EMPTY_ROW, SHEET[1], ["", " "], SHEET[2]]))
	assert [row.line for row in reading.rows] == [4, 6]
	assert reading.facts.first_line == 3


def test_numbers_and_dates_of_a_workbook_are_read_as_people_see_them() -> None:
	heading = [*HEADING, "fødselsdato"]
	good = next(row for row in ROWS if row[5:7] == ("bosatt", "ugradert"))
	born = datetime(1937, 5, 4)
	row = [int(good[0]), good[1], good[2], 150, good[4], "bosatt", "ugradert", 99000000.0, born]
	person = read(workbook([heading, row])).checked()[0].person
	assert (person.identity_number, person.birth_date) == (good[0], date(1937, 5, 4))
	assert (person.postal_code, person.phone) == ("0150", "99000000")


@pytest.mark.parametrize(
	("value", "text"),
	[
		(None, ""),
		(" x ", "x"),
		("to\nlinjer", "to linjer"),
		(4837100012, "4837100012"),
		(12345678901.0, "12345678901"),
		(1.5, "1.5"),
		(True, "True"),
		(datetime(1937, 5, 4), "1937-05-04"),
		(datetime(1937, 5, 4, 13, 30), "1937-05-04 13:30:00"),
		(date(1937, 5, 4), "1937-05-04"),
		(time(13, 30), "13:30:00"),
		(timedelta(days=1), "1 day, 0:00:00"),
		("=1+1", "=1+1"),
	],
)
def test_a_value_is_the_text_it_would_be_in_a_text_file(value: object, text: str) -> None:
	assert cell_text(value) == text


def test_a_formula_is_never_worked_out() -> None:
	sheet = [SHEET[0], ["=1+1", *SHEET[1][1:]], SHEET[2]]
	reading = read(workbook(sheet))
	assert [row.get(Column.IDENTITY_NUMBER) for row in reading.rows] == ["", SHEET[2][0]]


@pytest.mark.filterwarnings("ignore:Cell A2")
def test_an_identity_number_that_is_formatted_as_a_date_is_reported() -> None:
	content = workbook([SHEET[0], [99999999999, *SHEET[1][1:]]])
	dated = changed_part(content, "xl/worksheets/sheet1.xml", b'<c r="A2" t="n"', b'<c r="A2" s="1" t="n"')
	styles = b'<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
	dated = changed_part(dated, "xl/styles.xml", rb"<cellXfs.*</cellXfs>", styles, pattern=True)
	assert read(dated).checked()[0].rejected.problem == "spreadsheet"


def test_a_row_with_too_much_in_it_costs_that_row_only() -> None:
	sheet = [
		SHEET[0],
		[*SHEET[1], "one more"],
		["x"] * 1000,
		["x" * 30_000] * 8,
		["Lekeset\ufffd", *SHEET[2][1:]],
		SHEET[3][:7],
	]
	reading = read(workbook(sheet))
	assert [(row.line, row.problem) for row in reading.unreadable] == [
		(2, RowProblem.TOO_MANY_CELLS),
		(3, RowProblem.TOO_MANY_CELLS),
		(4, RowProblem.TOO_LONG),
		(5, RowProblem.ENCODING),
	]
	assert [row.line for row in reading.rows] == [6]


# Sheets


def test_the_sheet_with_the_columns_is_read_wherever_it_stands() -> None:
	notes = [["Levert av"], ["noen"]]
	facts = read(workbook(notes, SHEET, names=("Om filen", "Uttrekk"))).facts
	assert facts.sheet == "Uttrekk"


def test_rows_on_two_sheets_are_not_left_out_silently() -> None:
	with (
		as_file(workbook(SHEET, SHEET, names=("A", "B"))) as path,
		pytest.raises(RegisterFileError) as caught,
	):
		inspect(path, FileFormat())
	assert (caught.value.problem, caught.value.columns) == (FileProblem.SEVERAL_SHEETS, ("A", "B"))


@pytest.mark.parametrize(
	("content", "problem"),
	[
		(workbook([]), FileProblem.EMPTY),
		(workbook([list(HEADING)]), FileProblem.NO_ROWS),
		(workbook([["noe", "annet"], [1, 2]]), FileProblem.MISSING_COLUMNS),
		(workbook([[*HEADING, "navn"], [1] * 9]), FileProblem.DOUBLE_COLUMNS),
		(workbook(SHEET)[:-300], FileProblem.BROKEN_SPREADSHEET),
	],
)
def test_a_workbook_that_cannot_be_read_says_why(content: bytes, problem: FileProblem) -> None:
	assert problem_of(content) is problem


# What a workbook can hide


def changed_part(content: bytes, name: str, old: bytes, new: bytes, *, pattern: bool = False) -> bytes:
	"""The same workbook with something else in one of its parts; the part must have had it."""
	out = io.BytesIO()
	with (
		zipfile.ZipFile(io.BytesIO(content)) as source,
		zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
	):
		for part in source.infolist():
			text = source.read(part)
			if part.filename == name:
				changed = re.sub(old if pattern else re.escape(old), lambda _: new, text, flags=re.DOTALL)
				assert changed != text, text[:2000]
				text = changed
			target.writestr(part.filename, text)
	return out.getvalue()


def packed(**parts: bytes) -> bytes:
	out = io.BytesIO()
	with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
		for name, text in parts.items():
			target.writestr(name.replace("__", "/"), text)
	return out.getvalue()


def test_a_workbook_that_unpacks_to_very_much_is_not_opened() -> None:
	much = bytes(70 * 1024**2)
	assert problem_of(packed(**{"xl__sharedStrings.xml": much})) is FileProblem.TOO_BIG
	assert (
		problem_of(packed(**{"xl__worksheets__sheet1.xml": much, "content.xml": much})) is FileProblem.TOO_BIG
	)


def test_entities_of_a_workbook_are_not_followed() -> None:
	bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet'
	content = changed_part(workbook(SHEET), "xl/worksheets/sheet1.xml", b"<worksheet", bomb)
	assert problem_of(content) is FileProblem.BROKEN_SPREADSHEET


def test_an_opendocument_and_any_other_archive_are_named() -> None:
	assert problem_of(packed(mimetype=b"application/vnd.oasis.opendocument.spreadsheet")) is (
		FileProblem.OTHER_SPREADSHEET
	)


def test_a_workbook_that_tells_a_wrong_size_loses_no_row() -> None:
	content = workbook(SHEET)
	smaller = changed_part(
		content,
		"xl/worksheets/sheet1.xml",
		rb'<dimension ref="[A-Z0-9:]+"',
		b'<dimension ref="A1:B2"',
		pattern=True,
	)
	assert len(read(smaller).rows) == 30


def test_a_row_far_down_is_no_endless_work() -> None:
	far = changed_part(workbook(SHEET), "xl/worksheets/sheet1.xml", b'<row r="31"', b'<row r="99999999999"')
	assert problem_of(far) is FileProblem.TOO_BIG
