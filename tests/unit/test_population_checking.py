"""A row to a person: every row is one or a reason why not, and what was mended is said."""

from datetime import date

import pytest

from senior_outreach.population.register_file.cells import RepairKind
from senior_outreach.population.register_file.checking import CellProblem, Checked, Repair, check_row, twice
from senior_outreach.population.register_file.columns import Column
from senior_outreach.population.register_file.file_formats import FileFormat, ProtectionMarks, ValueMeaning
from senior_outreach.population.register_file.identity import IdentityProblem
from senior_outreach.population.register_file.reading import RegisterRow
from senior_outreach.population.rules import ProtectionGrade, RegisterStatus
from tests.register_reading import number_rules
from tests.season.residents import synthetic_number

BORN = date(1937, 5, 4)
NUMBER = synthetic_number(BORN, 100)
GOOD = {
	Column.IDENTITY_NUMBER: NUMBER,
	Column.NAME: "Lekeset, Aslak Papir",
	Column.STREET: "Papirvegen 1",
	Column.POSTAL_CODE: "2815",
	Column.CITY: "GJØVIK",
	Column.STATUS: "bosatt",
	Column.PROTECTION: "ugradert",
	Column.PHONE: "99 00 00 00",
}
ADDRESS = ("street", "address_line_2", "care_of", "postal_code", "city", "phone")


def check(changes: dict[Column, str] | None = None, *, without: tuple[Column, ...] = (), **rules) -> Checked:
	cells = {column: text for column, text in {**GOOD, **(changes or {})}.items() if column not in without}
	row = RegisterRow(7, cells, tuple(cells.values()))
	return check_row(row, number_rules(**rules))


def test_a_whole_row_becomes_a_person() -> None:
	extra = {Column.ADDRESS_LINE_2: "H0201", Column.CARE_OF: "c/o Ola", Column.SEX: "mann"}
	checked = check(extra)
	person = checked.person
	assert (checked.rejected, checked.repairs, checked.hidden) == (None, (), False)
	assert (person.line, person.identity_number, person.birth_date, person.sex) == (7, NUMBER, BORN, "Male")
	assert (person.name.first, person.name.last) == ("Aslak Papir", "Lekeset")
	address = tuple(getattr(person, field) for field in ADDRESS)
	assert address == ("Papirvegen 1", "H0201", "c/o Ola", "2815", "GJØVIK", "99 00 00 00")
	assert (person.register_status, person.protection) == (RegisterStatus.RESIDENT, ProtectionGrade.NONE)


@pytest.mark.parametrize(
	("column", "text", "problem"),
	[
		(Column.IDENTITY_NUMBER, "1234567890123", IdentityProblem.LENGTH),
		(Column.IDENTITY_NUMBER, "1.2E+10", IdentityProblem.SPREADSHEET),
		(Column.NAME, "", CellProblem.NO_NAME),
		(Column.NAME, "12345", CellProblem.NO_NAME),
		(Column.NAME, ",", CellProblem.NO_NAME),
		(Column.NAME, "x" * 200, CellProblem.TOO_LONG),
		(Column.NAME, "#REF!", CellProblem.SPREADSHEET_ERROR),
		(Column.STREET, "", CellProblem.NO_STREET),
		(Column.STREET, "x" * 101, CellProblem.TOO_LONG),
		(Column.STREET, "#NAVN?", CellProblem.SPREADSHEET_ERROR),
		(Column.ADDRESS_LINE_2, "x" * 101, CellProblem.TOO_LONG),
		(Column.POSTAL_CODE, "28159", CellProblem.POSTAL_CODE),
		(Column.CITY, "", CellProblem.NO_CITY),
		(Column.STATUS, "på ferie", CellProblem.STATUS),
		(Column.STATUS, "", CellProblem.STATUS),
		(Column.BIRTH_DATE, "i vår", CellProblem.BIRTH_DATE),
		(Column.BIRTH_DATE, "1937", CellProblem.BIRTH_DATE),
	],
)
def test_a_row_that_cannot_be_taken_says_why(column: Column, text: str, problem: str) -> None:
	checked = check({column: text})
	assert checked.person is None
	assert (checked.rejected.line, checked.rejected.column, checked.rejected.problem) == (7, column, problem)


def test_who_gets_no_letter_needs_no_address() -> None:
	person = check({Column.STATUS: "død", Column.STREET: "", Column.POSTAL_CODE: "", Column.CITY: ""}).person
	assert person.register_status is RegisterStatus.DECEASED


@pytest.mark.parametrize(
	("column", "text", "kind", "field", "value"),
	[
		(Column.IDENTITY_NUMBER, NUMBER[1:], RepairKind.LEADING_ZERO, "identity_number", NUMBER),
		(Column.IDENTITY_NUMBER, f"{NUMBER}.0", RepairKind.DECIMALS, "identity_number", NUMBER),
		(Column.BIRTH_DATE, "13639", RepairKind.DATE_SERIAL, "birth_date", BORN),
		(Column.BIRTH_DATE, "4051937", RepairKind.LEADING_ZERO, "birth_date", BORN),
		(Column.POSTAL_CODE, "150", RepairKind.POSTAL_CODE_ZERO, "postal_code", "0150"),
		(Column.PHONE, "9.9E+07", RepairKind.PHONE_DROPPED, "phone", ""),
		(Column.PHONE, "99000000.0", RepairKind.DECIMALS, "phone", "99000000"),
		(Column.SEX, "ukjent", RepairKind.SEX_DROPPED, "sex", ""),
	],
)
def test_what_was_mended_is_said(
	column: Column, text: str, kind: RepairKind, field: str, value: object
) -> None:
	checked = check({column: text})
	assert checked.repairs == (Repair(7, column, kind),)
	assert getattr(checked.person, field) == value


def test_a_day_number_that_contradicts_the_identity_number_is_reported() -> None:
	counted_from_1904 = str(13639 - 1462)
	assert check({Column.BIRTH_DATE: counted_from_1904}).rejected.problem is CellProblem.DATE_SERIAL
	alone = check({Column.BIRTH_DATE: counted_from_1904}, accept_2032=True).person
	assert alone.birth_date == date(1933, 5, 3)


def test_birth_date_and_sex_of_the_file_come_before_those_of_the_number() -> None:
	number_says = check().person
	assert (number_says.birth_date, number_says.sex) == (BORN, "Male" if int(NUMBER[8]) % 2 else "Female")
	other = "Female" if number_says.sex == "Male" else "Male"
	file_says = check({Column.BIRTH_DATE: "05.04.1938", Column.SEX: other.lower()}).person
	assert (file_says.birth_date, file_says.sex) == (date(1938, 4, 5), other)


def test_where_numbers_of_2032_are_accepted_the_file_has_to_say_the_birth_date() -> None:
	assert check(accept_2032=True).rejected.problem is CellProblem.NO_BIRTH_DATE
	person = check({Column.BIRTH_DATE: "1937-05-04"}, accept_2032=True).person
	assert (person.birth_date, person.sex) == (BORN, "")


def test_a_name_is_put_together_of_its_parts() -> None:
	parts = {Column.FIRST_NAME: "Aslak", Column.MIDDLE_NAME: "Papir", Column.LAST_NAME: "Lekeset Dal"}
	name = check(parts, without=(Column.NAME,)).person.name
	assert (name.first, name.last) == ("Aslak Papir", "Lekeset Dal")
	assert check({**parts, Column.NAME: "Noen andre"}).person.name == name
	nobody = check({Column.FIRST_NAME: "Aslak", Column.LAST_NAME: ""}, without=(Column.NAME,))
	assert (nobody.rejected.column, nobody.rejected.problem) == (Column.LAST_NAME, CellProblem.NO_NAME)
	long = {Column.FIRST_NAME: "x" * 100, Column.LAST_NAME: "x" * 100}
	assert check(long, without=(Column.NAME,)).rejected.problem is CellProblem.TOO_LONG


@pytest.mark.parametrize(
	"text",
	[
		"=1+1",
		"+47",
		'@SUM(A1)"',
		"-1+cmd|' /C calc'!A0",
		"=HYPERLINK(x)",
		"שרה לוי",
		"محمد علي",
		"\u202eAslak",
	],
)
def test_formulas_and_other_scripts_are_kept_as_text(text: str) -> None:
	name = f"Lekeset {text}"
	assert check({Column.NAME: name, Column.STREET: text}).person.street == text


# Protection


@pytest.mark.parametrize(
	"changes",
	[
		{Column.PROTECTION: "klientadresse"},
		{Column.PROTECTION: "7"},
		{Column.PROTECTION: ""},
		{Column.PROTECTION: "?"},
		{Column.STREET: "HEMMELIG ADRESSE"},
		{Column.CARE_OF: "Sperret adresse"},
		{Column.ADDRESS_LINE_2: "KODE 6"},
		{Column.CITY: "STRENGT FORTROLIG"},
	],
)
def test_of_a_protected_person_neither_name_address_nor_phone_is_read(changes: dict[Column, str]) -> None:
	checked = check(changes)
	person = checked.person
	assert person.is_protected
	assert checked.hidden
	assert (person.name.full, *(getattr(person, field) for field in ADDRESS)) == ("",) * 7
	assert (person.identity_number, person.birth_date) == (NUMBER, BORN)


@pytest.mark.parametrize(
	"changes",
	[
		{Column.NAME: "", Column.STREET: "", Column.CITY: ""},
		{Column.NAME: "x" * 200},
		{Column.STATUS: "på ferie"},
		{Column.BIRTH_DATE: "i vår"},
		{Column.BIRTH_DATE: "12177"},
	],
)
def test_a_protected_person_is_counted_whatever_else_is_wrong(changes: dict[Column, str]) -> None:
	person = check({**changes, Column.PROTECTION: "fortrolig"}).person
	assert (person.protection, person.birth_date) == (ProtectionGrade.CONFIDENTIAL, BORN)


def test_nothing_is_mended_of_what_is_not_read() -> None:
	damaged = {Column.PHONE: "9.9E+07", Column.POSTAL_CODE: "150", Column.PROTECTION: "6"}
	assert check(damaged).repairs == ()


@pytest.mark.parametrize(("grade", "hidden"), [("ugradert", False), ("fortrolig", True), ("", True)])
def test_a_rejected_row_is_hidden_unless_it_says_that_nobody_is_protected(grade: str, hidden: bool) -> None:
	checked = check({Column.IDENTITY_NUMBER: "1", Column.PROTECTION: grade})
	assert (checked.person, checked.hidden) == (None, hidden)


def test_words_in_a_column_that_is_not_used_protect_too() -> None:
	row = RegisterRow(2, GOOD, (*GOOD.values(), "HEMMELIG ADRESSE"))
	assert check_row(row, number_rules()).person.is_protected


# What the format tells


def test_where_words_protect_a_file_without_grades_is_read() -> None:
	form = FileFormat(marks=ProtectionMarks.WORDS)
	assert not check(without=(Column.PROTECTION,), form=form).person.is_protected
	hidden = check({Column.STREET: "HEMMELIG ADRESSE"}, without=(Column.PROTECTION,), form=form)
	assert hidden.person.is_protected


def test_everyone_may_be_resident_unless_the_file_says_otherwise() -> None:
	form = FileFormat(everyone_is_resident=True)
	for changes, without in (({}, (Column.STATUS,)), ({Column.STATUS: ""}, ())):
		assert check(changes, without=without, form=form).person.register_status is RegisterStatus.RESIDENT
	deceased = check({Column.STATUS: "død"}, form=form).person
	assert deceased.register_status is RegisterStatus.DECEASED


def test_a_suppliers_own_words_are_read() -> None:
	values = (
		ValueMeaning(Column.STATUS, "1", "Resident"),
		ValueMeaning(Column.PROTECTION, "N", "None"),
		ValueMeaning(Column.SEX, "2", "Female"),
	)
	own = {Column.STATUS: "1", Column.PROTECTION: "n", Column.SEX: "2"}
	person = check(own, form=FileFormat(values=values)).person
	assert (person.register_status, person.is_protected, person.sex) == (
		RegisterStatus.RESIDENT,
		False,
		"Female",
	)
	assert check(own).person.is_protected


def test_a_second_line_of_somebody_names_the_first() -> None:
	rejected = twice(9, 4)
	assert (rejected.line, rejected.problem, rejected.other_line) == (9, CellProblem.TWICE, 4)
