"""Reading a register file: every line is a row or a problem, whatever the bytes are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from senior_outreach.population.checking import CellProblem, NumberRules, check_rows
from senior_outreach.population.identity import IdentityProblem
from senior_outreach.population.reading import (
	Column,
	FileProblem,
	RegisterFileError,
	RowProblem,
	read_register_file,
)
from tests.season.plan import GJOVIK_2014
from tests.season.residents import HEADING, register_file, register_rows

TEST_NUMBERS = NumberRules(allow_synthetic=True, check_digits=True)
ROWS = register_rows(1937, GJOVIK_2014.mix, GJOVIK_2014.places, seed=1)
LINE = ";".join(HEADING)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
def test_every_usual_encoding_gives_the_same_people(encoding: str) -> None:
	register = read_register_file(register_file(ROWS, encoding))
	people, rejected = check_rows(register.rows, TEST_NUMBERS)
	assert [person.name.full for person in people][:1] == [" ".join(reversed(ROWS[0][1].split(", ")))]
	assert (len(people), rejected, register.problems) == (200, [], ())


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_delimiter_is_found(delimiter: str) -> None:
	text = delimiter.join(HEADING) + "\n" + delimiter.join(["x"] * len(HEADING)) + "\n"
	assert read_register_file(text.encode()).delimiter == delimiter


@pytest.mark.parametrize(
	("content", "problem"),
	[
		(b"", FileProblem.EMPTY),
		(b" \r\n ", FileProblem.EMPTY),
		(LINE.encode(), FileProblem.NO_ROWS),
		(b"fnr;navn\n1;2\n", FileProblem.MISSING_COLUMNS),
		(f"{LINE};navn\n{LINE};x\n".encode(), FileProblem.DOUBLE_COLUMNS),
		(b"PK\x03\x04\x00\x00", FileProblem.NOT_TEXT),
		(("\ufeff" + LINE).encode("utf-16-be")[:-1], FileProblem.NOT_TEXT),
	],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, problem: FileProblem) -> None:
	with pytest.raises(RegisterFileError) as caught:
		read_register_file(content)
	assert caught.value.problem is problem


def test_missing_columns_are_named() -> None:
	with pytest.raises(RegisterFileError) as caught:
		read_register_file("fødselsnummer;navn;adresse;postnr\n1;2;3;4\n".encode())
	assert caught.value.columns == ("poststed", "status", "gradering")


def test_lines_with_the_wrong_number_of_cells_are_listed() -> None:
	content = f"{LINE}\nfor;få\n{';'.join(['x'] * 9)}\n\n{';'.join(['x'] * 8)};\n".encode()
	register = read_register_file(content)
	assert [(row.line, row.problem) for row in register.problems] == [
		(2, RowProblem.TOO_FEW_CELLS),
		(3, RowProblem.TOO_MANY_CELLS),
	]
	assert [row.line for row in register.rows] == [5]


ROW = ";".join(ROWS[0])


@pytest.mark.parametrize(
	("line", "problem"),
	[
		('1;"Lekeset, Aslak;Papirvegen 1;2815;GJØVIK;bosatt;ugradert;', RowProblem.QUOTATION_MARK),
		(";;;;;;;", RowProblem.EMPTY),
		("1;Lekeset, \ufffdslaug;Papirvegen 1;2815;GJØVIK;bosatt;ugradert;", RowProblem.ENCODING),
		("1;Lekeset, Ã…slaug;Papirvegen 1;2815;GJØVIK;bosatt;ugradert;", RowProblem.ENCODING),
		("1;Lekeset, \x01slaug;Papirvegen 1;2815;GJØVIK;bosatt;ugradert;", RowProblem.ENCODING),
	],
)
def test_a_broken_line_costs_that_line_only(line: str, problem: RowProblem) -> None:
	register = read_register_file("\n".join(["", LINE, ROW, line, ROW, ROW]).encode())
	assert [(row.line, row.problem) for row in register.problems] == [(4, problem)]
	assert [row.line for row in register.rows] == [3, 5, 6]


def test_a_latin_1_line_in_a_utf_8_file_makes_no_garbled_names() -> None:
	content = f"{LINE}\n{ROW}\n".replace("fødselsnummer", "fnr").encode() + ROW.encode("latin-1")
	register = read_register_file(content)
	people, _ = check_rows(register.rows, TEST_NUMBERS)
	assert [row.problem for row in register.problems] == [RowProblem.ENCODING]
	assert [person.name.full for person in people] == [" ".join(reversed(ROWS[0][1].split(", ")))]


def test_letters_of_an_old_dos_file_are_not_taken_for_names() -> None:
	content = f"{LINE}\n{ROW}\n".replace("fødselsnummer", "fnr").encode("cp865")
	assert [row.problem for row in read_register_file(content).problems] == [RowProblem.ENCODING]


def _rejections(*changed: dict) -> list[tuple[int, str, str]]:
	good = dict(
		zip(HEADING, next(row for row in ROWS if row[5] == "bosatt" and row[6] == "ugradert"), strict=True)
	)
	rows = [tuple({**good, **change}.values()) for change in changed]
	register = read_register_file(register_file(rows))
	people, rejected = check_rows(register.rows, TEST_NUMBERS)
	assert len(people) + len(rejected) == len(rows)
	return [(row.line, row.column, row.problem) for row in rejected]


@pytest.mark.parametrize(
	("change", "column", "problem"),
	[
		({"fødselsnummer": "1234567890123"}, Column.IDENTITY_NUMBER, IdentityProblem.LENGTH),
		({"navn": ""}, Column.NAME, CellProblem.NO_NAME),
		({"navn": "x" * 200}, Column.NAME, CellProblem.TOO_LONG),
		({"adresse": ""}, Column.STREET, CellProblem.NO_STREET),
		({"postnr": "28159"}, Column.POSTAL_CODE, CellProblem.POSTAL_CODE),
		({"poststed": ""}, Column.CITY, CellProblem.NO_CITY),
		({"status": "på ferie"}, Column.STATUS, CellProblem.STATUS),
	],
)
def test_a_row_that_cannot_be_taken_says_why(change: dict, column: Column, problem: str) -> None:
	assert _rejections(change) == [(2, column, problem)]


def test_the_same_person_twice_is_taken_once() -> None:
	assert _rejections({}, {}, {}) == [
		(3, Column.IDENTITY_NUMBER, CellProblem.TWICE),
		(4, Column.IDENTITY_NUMBER, CellProblem.TWICE),
	]


def test_of_a_protected_person_neither_address_nor_phone_is_read() -> None:
	protected = [row for row in ROWS if row[6] != "ugradert"]
	shown = [(*row[:2], "Papirvegen 1", "2815", "GJØVIK", *row[5:7], "99 00 00 00") for row in protected]
	people, rejected = check_rows(read_register_file(register_file(shown)).rows, TEST_NUMBERS)
	assert (len(people), rejected) == (3, [])
	for person in people:
		assert person.is_protected
		assert (person.street, person.postal_code, person.city, person.phone) == ("", "", "", "")


@given(content=st.binary(max_size=400))
def test_any_bytes_are_rows_or_a_named_problem(content: bytes) -> None:
	outcome = outcome_of(content)
	assert outcome in FileProblem or outcome > 0


def outcome_of(content: bytes) -> FileProblem | int:
	"""Why the file cannot be read, or how many of its lines were taken or listed."""
	try:
		register = read_register_file(content)
	except RegisterFileError as error:
		return error.problem
	people, rejected = check_rows(register.rows, TEST_NUMBERS)
	return len(people) + len(rejected) + len(register.problems)


CELLS = st.lists(
	st.lists(
		st.text(st.characters(blacklist_characters='"\r\n;\0', codec="utf-8"), max_size=20), max_size=12
	),
	max_size=12,
)


@given(lines=CELLS)
def test_rows_and_problems_are_together_the_lines_of_the_file(lines: list[list[str]]) -> None:
	content = "\n".join([LINE, *(";".join(cells) for cells in lines)]).encode()
	written = sum(bool(";".join(cells).strip()) for cells in lines)
	assert outcome_of(content) == (written or FileProblem.NO_ROWS)
