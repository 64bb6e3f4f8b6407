"""Reading a register file: what is found in it by itself, and every line as a row or a problem."""

import csv
import gc
import tracemalloc
from pathlib import Path

import pytest

from senior_outreach.population.register_file.checking import check_row
from senior_outreach.population.register_file.columns import HEADINGS, Column
from senior_outreach.population.register_file.file_formats import (
	ColumnPlace,
	FileFormat,
	FileKind,
	ProtectionMarks,
	delimiter_label,
	encoding_label,
)
from senior_outreach.population.register_file.reading import (
	FileProblem,
	RegisterFileError,
	RegisterRow,
	RowProblem,
	inspect,
	look,
	may_be_shown,
	read_rows,
)
from tests.register_reading import as_file, number_rules, problem_of, read
from tests.season.plan import GJOVIK_2014
from tests.season.residents import HEADING, register_file, register_rows

ROWS = register_rows(1937, GJOVIK_2014.mix, GJOVIK_2014.places, seed=1)
LINE = ";".join(HEADING)
ROW = ";".join(next(row for row in ROWS if "Å" in row[1] or "ø" in row[2] or "Ø" in row[4]))


# Encoding


@pytest.mark.parametrize(
	("encoding", "found"),
	[
		("utf-8", "utf-8"),
		("utf-8-sig", "utf-8"),
		("latin-1", "cp1252"),
		("cp1252", "cp1252"),
		("utf-16", "utf-16-le"),
		("utf-16-le", "utf-16-le"),
		("utf-16-be", "utf-16-be"),
	],
)
def test_every_usual_encoding_is_found_and_gives_the_same_people(encoding: str, found: str) -> None:
	reading = read(register_file(ROWS, encoding))
	people = [checked.person for checked in reading.checked()]
	assert (reading.facts.encoding, reading.unreadable, len(people)) == (found, (), 200)
	expected = {" ".join(reversed(row[1].split(", "))) for row in ROWS if row[6] == "ugradert"}
	assert {person.name.full for person in people if not person.is_protected} == expected


@pytest.mark.parametrize(
	("most", "one"), [("utf-8", "cp1252"), ("cp1252", "utf-8"), ("utf-8-sig", "latin-1")]
)
def test_a_line_in_another_encoding_than_most_lines_costs_that_line_only(most: str, one: str) -> None:
	lines = [LINE.encode(most), *[ROW.encode(most.replace("-sig", ""))] * 3, ROW.encode(one)]
	reading = read(b"\n".join(lines))
	assert [(row.line, row.problem) for row in reading.unreadable] == [(5, RowProblem.ENCODING)]
	assert [row.get(Column.NAME) for row in reading.rows] == [ROW.split(";")[1]] * 3


def test_a_line_in_utf_8_is_found_among_others_whatever_its_letters_look_like() -> None:
	line = ROW.replace(ROW.split(";")[1], "Lekeset, Miloš").encode()
	reading = read(b"\n".join([LINE.encode("cp1252"), *[ROW.encode("cp1252")] * 3, line]))
	assert [(row.line, row.problem) for row in reading.unreadable] == [(5, RowProblem.ENCODING)]


def test_letters_of_an_old_dos_file_are_not_taken_for_names() -> None:
	content = f"{LINE}\n{ROW}\n".replace("fødselsnummer", "fnr").encode("cp865")
	assert [row.problem for row in read(content).unreadable] == [RowProblem.ENCODING]


def test_the_format_may_say_the_encoding_but_the_mark_of_the_file_is_believed_first() -> None:
	wanted = FileFormat(encoding="cp1252")
	assert read(f"{LINE}\n{ROW}".encode("cp1252"), wanted).facts.encoding == "cp1252"
	assert read(f"{LINE}\n{ROW}".encode("utf-8-sig"), wanted).facts.encoding == "utf-8"
	as_told = FileFormat(encoding="utf-16")
	assert read(f"{LINE}\n{ROW}".encode("utf-16-be"), as_told).facts.encoding == "utf-16-be"


def test_encodings_and_separators_have_names_for_people() -> None:
	labels = [encoding_label(codec) for codec in ("utf-8", "utf-16-le", "utf-16-be", "cp1252", "latin-1")]
	assert labels == ["UTF-8", "UTF-16", "UTF-16", "Windows-1252", "ISO-8859-1"]
	assert [delimiter_label(sign) for sign in (";", "\t", "")] == ["Semicolon", "Tab", ""]


def test_letters_that_are_put_together_of_two_signs_are_composed() -> None:
	content = f"{LINE}\n{ROW}".replace("Å", "A\u030a").encode()
	assert "\u030a" not in str(read(content).rows[0].cells)


def test_signs_that_hide_what_a_cell_says_are_taken_out() -> None:
	hidden = ROW.replace("ugradert", "ugradert\u202e").replace(";bosatt", ";bo\u200bsatt")
	row = read(f"{LINE}\n{hidden}".encode()).rows[0]
	assert (row.get(Column.STATUS), row.get(Column.PROTECTION)) == ("bosatt", "ugradert")


# Separators and headings


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_separator_is_found(delimiter: str) -> None:
	text = delimiter.join(HEADING) + "\n" + delimiter.join(["x"] * len(HEADING)) + "\n"
	reading = read(text.encode())
	assert (reading.facts.delimiter, reading.facts.kind) == (delimiter, FileKind.DELIMITED)


def test_commas_inside_headings_do_not_hide_the_separator() -> None:
	heading = ";".join([*HEADING, "a, b, c", "d, e, f, g, h, i, j"])
	assert read(f"{heading}\n{heading}".encode()).facts.delimiter == ";"


@pytest.mark.parametrize(
	("content", "problem"),
	[
		(b"", FileProblem.EMPTY),
		(b" \r\n ", FileProblem.EMPTY),
		(LINE.encode(), FileProblem.NO_ROWS),
		(b"fnr;navn\n1;2\n", FileProblem.MISSING_COLUMNS),
		(f"{LINE};navn\n{LINE};x\n".encode(), FileProblem.DOUBLE_COLUMNS),
		(f"{LINE}\n{ROW}".replace("gradering", "noe").encode(), FileProblem.NO_PROTECTION),
		(b"PK\x03\x04\x00\x00", FileProblem.BROKEN_SPREADSHEET),
		(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old .xls", FileProblem.OTHER_SPREADSHEET),
		(b"\xef\xbb\xbf <html><table>", FileProblem.OTHER_SPREADSHEET),
		(b"%PDF-1.7 fnr;navn", FileProblem.NOT_TEXT),
		(b"\x00\x01\x02", FileProblem.NOT_TEXT),
		(("\ufeff" + LINE).encode("utf-16-be")[:-1], FileProblem.NOT_TEXT),
		(f'"{LINE}\n{ROW}'.encode(), FileProblem.QUOTATION_MARK),
	],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, problem: FileProblem) -> None:
	assert problem_of(content) is problem


def test_missing_columns_are_named() -> None:
	content = "fødselsnummer;navn;adresse;postnr\n1;2;3;4\n".encode()
	with as_file(content) as path, pytest.raises(RegisterFileError) as caught:
		inspect(path, FileFormat())
	assert caught.value.columns == ("poststed", "status", "gradering")


def test_no_heading_is_known_for_two_things() -> None:
	names = [name for headings in HEADINGS.values() for name in headings]
	assert len(names) == len(set(names))


@pytest.mark.parametrize(
	"heading", ["FØDSELSNUMMER", " Fødselsnummer ", "fo\u0308dselsnummer", "personnummer"]
)
def test_headings_are_known_however_they_are_written(heading: str) -> None:
	known = heading != "fo\u0308dselsnummer"  # an o with two dots is another letter
	content = f"{LINE}\n{ROW}".replace("fødselsnummer", heading).encode()
	assert (problem_of(content) is None) == known


def test_a_name_in_parts_and_further_lines_of_an_address_are_known() -> None:
	heading = "fnr;etternavn;mellomnavn;fornavn;adresse;bolignummer;c/o;postnr;poststed;status;gradering"
	row = "1;Lekeset;Papir;Aslak;Blyantbakken 2;H0201;Ola;2815;GJØVIK;bosatt;ugradert"
	found = read(f"{heading}\n{row}".encode()).rows[0]
	assert (found.get(Column.LAST_NAME), found.get(Column.ADDRESS_LINE_2)) == ("Lekeset", "H0201")


OWN_WORDS = "nr;person;bor;kode;sted;tilstand;vern"
OWN_COLUMNS = tuple(
	ColumnPlace(means, heading)
	for means, heading in zip(
		(
			Column.IDENTITY_NUMBER,
			Column.NAME,
			Column.STREET,
			Column.POSTAL_CODE,
			Column.CITY,
			Column.STATUS,
			Column.PROTECTION,
		),
		OWN_WORDS.split(";"),
		strict=True,
	)
)


def test_a_format_says_what_a_suppliers_own_headings_mean() -> None:
	content = f"{OWN_WORDS.upper()}\n{';'.join('1234567')}".encode()
	assert problem_of(content) is FileProblem.MISSING_COLUMNS
	row = read(content, FileFormat(columns=OWN_COLUMNS)).rows[0]
	assert (row.get(Column.IDENTITY_NUMBER), row.get(Column.PROTECTION)) == ("1", "7")


def test_a_format_decides_before_the_headings_that_are_known() -> None:
	content = f"{LINE};postadresse\n{ROW};Postboks 7".encode()
	assert problem_of(content) is FileProblem.DOUBLE_COLUMNS
	chosen = FileFormat(columns=(ColumnPlace(Column.STREET, "Postadresse"),))
	assert read(content, chosen).rows[0].get(Column.STREET) == "Postboks 7"
	unused = FileFormat(columns=(ColumnPlace(None, "postadresse"),))
	assert read(content, unused).rows[0].get(Column.STREET) == ROW.split(";")[2]


def test_what_the_format_tells_need_not_stand_in_the_file() -> None:
	without_status = f"{LINE}\n{ROW}".replace("status", "noe").encode()
	assert problem_of(without_status, FileFormat(everyone_is_resident=True)) is None
	without_grade = f"{LINE}\n{ROW}".replace("gradering", "noe").encode()
	assert problem_of(without_grade, FileFormat(marks=ProtectionMarks.WORDS)) is None


def test_looking_at_a_file_requires_no_column() -> None:
	with as_file(f"{OWN_WORDS};navn;navn\n{';'.join('123456789')}".encode()) as path:
		facts = look(path, FileFormat())
	assert facts.headings == (*OWN_WORDS.split(";"), "navn", "navn")
	assert facts.columns == (*[None] * 7, Column.NAME, None)


def test_the_sample_is_of_nobody_who_is_protected() -> None:
	protected = ROW.replace("ugradert", "klientadresse")
	with as_file(f"{LINE}\n{protected}\n{ROW}".encode()) as path:
		assert look(path, FileFormat()).sample == tuple(ROW.split(";"))
	with as_file(f"{OWN_WORDS}\n010237;Åse-Lill Dal 7;b;c;d;e;6".encode()) as path:
		assert look(path, FileFormat()).sample == ("999999", "xxx-xxxx xxx 9", "x", "x", "x", "x", "9")


# Lines


def test_lines_with_the_wrong_number_of_cells_are_listed() -> None:
	content = f"{LINE}\nfor;få\n{';'.join(['x'] * 9)}\n\n{';'.join(['x'] * 8)};\n".encode()
	reading = read(content)
	assert [(row.line, row.problem) for row in reading.unreadable] == [
		(2, RowProblem.TOO_FEW_CELLS),
		(3, RowProblem.TOO_MANY_CELLS),
	]
	assert [row.line for row in reading.rows] == [5]


@pytest.mark.parametrize(
	("line", "problem"),
	[
		('1;"Lekeset, Aslak;Papirvegen 1;2815;GJØVIK;bosatt;ugradert;', RowProblem.QUOTATION_MARK),
		(";;;;;;;", RowProblem.EMPTY),
		("1;Lekeset, \ufffdslaug;Papirvegen 1;2815;GJØVIK;bosatt;ugradert;", RowProblem.ENCODING),
		("1;Lekeset, Ã…slaug;Papirvegen 1;2815;GJØVIK;bosatt;ugradert;", RowProblem.ENCODING),
		("1;Lekeset, \x01slaug;Papirvegen 1;2815;GJØVIK;bosatt;ugradert;", RowProblem.ENCODING),
		("1;Lekeset\x00, Åslaug;Papirvegen 1;2815;GJØVIK;bosatt;ugradert;", RowProblem.ENCODING),
		("1;Lekeset, †got;Papirvegen 1;2815;GJØVIK;bosatt;ugradert;", RowProblem.ENCODING),
		("1;R›d, Åslaug;Papirvegen 1;2815;GJØVIK;bosatt;ugradert;", RowProblem.ENCODING),
		("1;S‘tre, Åslaug;Papirvegen 1;2815;GJØVIK;bosatt;ugradert;", RowProblem.ENCODING),
		("x" * 100_001, RowProblem.TOO_LONG),
		("x" * 1_000_000, RowProblem.TOO_LONG),
		(";".join("x" * 1000), RowProblem.TOO_MANY_CELLS),
	],
)
def test_a_broken_line_costs_that_line_only(line: str, problem: RowProblem) -> None:
	reading = read("\n".join(["", LINE, ROW, line, ROW, ROW]).encode())
	assert [(row.line, row.problem) for row in reading.unreadable] == [(4, problem)]
	assert [row.line for row in reading.rows] == [3, 5, 6]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_numbered_as_an_editor_does(end: str) -> None:
	reading = read(end.join(["", LINE, "", ROW, " \t", ROW, "\x1a"]).encode())
	assert [row.line for row in reading.rows] == [4, 6]
	assert reading.unreadable == ()


@pytest.mark.parametrize("filler", [65_534, 65_535, 65_536])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_line_end_between_two_blocks_is_one_line_end(filler: int, encoding: str) -> None:
	start = f"{LINE}\r\n"
	padding = "x" * (filler - len(start.encode())) + "\r\n"
	reading = read((start + padding + ROW).encode(encoding))
	assert [row.line for row in reading.unreadable] == [2]
	assert [row.line for row in reading.rows] == [3]


def test_a_row_keeps_all_its_cells_as_the_file_has_them() -> None:
	content = f"{LINE};merknad\n{ROW};ring først\nfor;få".encode()
	reading = read(content)
	assert reading.rows[0].texts == (*ROW.split(";"), "ring først")
	assert reading.unreadable[0].texts == ("for", "få")


def test_a_quoted_cell_may_have_separators_in_it() -> None:
	row = ROW.replace(";99 ", ';"99; ', 1) + '"'
	assert ";" in read(f"{LINE}\n{row}".encode()).rows[0].get(Column.PHONE)


# Fixed width

WIDTHS = (
	(Column.IDENTITY_NUMBER, 1, 11),
	(Column.NAME, 12, 30),
	(Column.STREET, 42, 20),
	(None, 62, 3),
	(Column.POSTAL_CODE, 65, 4),
	(Column.CITY, 69, 15),
	(Column.STATUS, 84, 10),
	(Column.PROTECTION, 94, 20),
	(Column.PHONE, 114, 12),
)
FIXED = FileFormat(
	kind=FileKind.FIXED_WIDTH,
	columns=tuple(ColumnPlace(means, "", starts_at, length) for means, starts_at, length in WIDTHS),
)


def fixed_line(row: tuple[str, ...]) -> str:
	lengths = [length for means, _, length in WIDTHS if means]
	parts = [text.ljust(length) for text, length in zip(row, lengths, strict=True)]
	parts.insert(3, "abc")
	return "".join(parts)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_a_file_with_fixed_widths_gives_the_same_people(encoding: str) -> None:
	lines = [fixed_line(row) for row in ROWS]
	reading = read("\r\n".join(lines).encode(encoding), FIXED)
	assert [row.cells for row in reading.rows] == [row.cells for row in read(register_file(ROWS)).rows]
	assert (reading.facts.first_line, reading.facts.headings[0]) == (1, "fødselsnummer")


def test_a_fixed_line_may_end_where_its_last_text_ends() -> None:
	full = next(row for row in ROWS if row[6] == "ugradert")
	reading = read(fixed_line((*full[:7], "")).rstrip().encode(), FIXED)
	assert (reading.rows[0].get(Column.PROTECTION), reading.rows[0].get(Column.PHONE)) == ("ugradert", "")


def test_a_broken_first_line_of_fixed_widths_costs_that_line_only() -> None:
	reading = read(f"\x00\n{fixed_line(ROWS[0])}".encode(), FIXED)
	assert ([row.line for row in reading.unreadable], [row.line for row in reading.rows]) == ([1], [2])


@pytest.mark.parametrize(
	("content", "problem"), [(b"", FileProblem.EMPTY), (b"PK\x03\x04", FileProblem.NOT_FIXED_WIDTH)]
)
def test_fixed_widths_are_not_read_from_just_anything(content: bytes, problem: FileProblem) -> None:
	assert problem_of(content, FIXED) is problem


def test_a_fixed_format_without_all_columns_is_refused() -> None:
	part = FileFormat(kind=FileKind.FIXED_WIDTH, columns=FIXED.columns[:3])
	assert problem_of(fixed_line(ROWS[0]).encode(), part) is FileProblem.MISSING_COLUMNS


# Who may be shown


@pytest.mark.parametrize(
	("line", "shown"),
	[
		(ROW, True),
		(ROW.replace("ugradert", "0"), True),
		(ROW.replace("ugradert", ""), False),
		(ROW.replace("ugradert", "fortrolig"), False),
		(ROW + ";noe", True),
		(ROW.replace("ugradert", "0") + ";noe", False),
		("bare;to", False),
		("Hemmelig adresse;ugradert", False),
	],
)
def test_only_rows_that_say_that_nobody_is_protected_may_be_shown(line: str, shown: bool) -> None:
	reading = read(f"{LINE}\n{line}".encode())
	assert may_be_shown((*reading.rows, *reading.unreadable)[0], FileFormat()) is shown


def test_where_words_protect_rows_without_such_words_may_be_shown() -> None:
	form = FileFormat(marks=ProtectionMarks.WORDS)
	reading = read(f"{LINE}\nbare;to\nSPERRET ADRESSE;to".encode(), form)
	assert [may_be_shown(row, form) for row in reading.unreadable] == [True, False]


# Memory


def peak_of_reading(path: Path, lines: int) -> int:
	with path.open("w", encoding="utf-8", newline="") as file:
		writer = csv.writer(file, delimiter=";")
		writer.writerow(HEADING)
		writer.writerows(ROWS[line % len(ROWS)] for line in range(lines))
	gc.collect()
	tracemalloc.start()
	try:
		facts = inspect(path, FileFormat())
		count = 0
		for row in read_rows(path, FileFormat(), facts):
			assert isinstance(row, RegisterRow)
			check_row(row, number_rules())
			count += 1
		assert count == lines
		return tracemalloc.get_traced_memory()[1]
	finally:
		tracemalloc.stop()


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
	peak_of_reading(tmp_path / "warm.csv", 200)
	assert peak_of_reading(tmp_path / "big.csv", 20_000) < 1.5 * peak_of_reading(
		tmp_path / "small.csv", 2_000
	)


def test_a_line_without_an_end_is_not_held_in_memory(tmp_path: Path) -> None:
	path = tmp_path / "endless.csv"
	with path.open("wb") as file:
		file.write(f"{LINE}\n".encode())
		for _ in range(20):
			file.write(b"x" * 1024**2)
	tracemalloc.start()
	try:
		rows = list(read_rows(path, FileFormat(), inspect(path, FileFormat())))
		peak = tracemalloc.get_traced_memory()[1]
	finally:
		tracemalloc.stop()
	assert [row.problem for row in rows] == [RowProblem.TOO_LONG]
	assert peak < 4 * 1024**2
