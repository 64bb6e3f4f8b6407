"""Register File Formats: kept per office and supplier, checked in plain words, found by the headings of a file."""

import frappe
import pytest

from senior_outreach.access.roles import Role
from senior_outreach.population.register_file import messages
from senior_outreach.population.register_file.cells import RepairKind
from senior_outreach.population.register_file.checking import CellProblem, RejectedRow, Repair
from senior_outreach.population.register_file.columns import HEADINGS, NOT_USED, Column
from senior_outreach.population.register_file.file_formats import (
	ALLOWED_MEANINGS,
	DELIMITERS,
	ENCODINGS,
	FOUND_BY_ITSELF,
	ColumnPlace,
	FileFormat,
	FileKind,
	ProtectionMarks,
	ValueMeaning,
)
from senior_outreach.population.register_file.formats import file_format_of, matching_format
from senior_outreach.population.register_file.identity import IdentityProblem
from senior_outreach.population.register_file.reading import (
	FileProblem,
	RegisterFileError,
	RowProblem,
	UnreadableRow,
)
from tests import builders
from tests.register_reading import read
from tests.season.residents import HEADING

MEANINGS = (
	Column.IDENTITY_NUMBER,
	Column.NAME,
	Column.STREET,
	Column.POSTAL_CODE,
	Column.CITY,
	Column.STATUS,
	Column.PROTECTION,
)
FIXED = [
	{"means": means.value, "starts_at": 1 + 20 * place, "length": 20} for place, means in enumerate(MEANINGS)
]


def options(doctype: str, fieldname: str) -> list[str]:
	return frappe.get_meta(doctype).get_field(fieldname).options.split("\n")


def test_the_choices_of_a_format_are_those_of_the_code() -> None:
	assert options("Register File Format", "kind") == list(FileKind)
	assert options("Register File Format", "protection_marks") == list(ProtectionMarks)
	assert options("Register File Format", "encoding") == [FOUND_BY_ITSELF, *ENCODINGS]
	assert options("Register File Format", "delimiter") == [FOUND_BY_ITSELF, *DELIMITERS]
	assert options("Register File Column", "means") == [*Column, NOT_USED]
	assert options("Register File Value", "means_column") == list(ALLOWED_MEANINGS)
	assert options("Register File Value", "means") == [
		meaning for meanings in ALLOWED_MEANINGS.values() for meaning in meanings
	]
	assert set(HEADINGS) == set(Column)


def test_a_stored_format_is_what_the_reading_needs() -> None:
	doc = builders.file_format(
		encoding="Windows-1252",
		delimiter="Tab",
		protection_marks="By Words in the Address",
		everyone_is_resident=1,
		columns=[{"heading": "Nr", "means": "Identity Number"}, {"heading": "Merknad", "means": "Not Used"}],
		values_used=[{"means_column": "Sex", "text": "J", "means": "Female"}],
	)
	assert file_format_of(doc.name) == FileFormat(
		name=doc.format_name,
		kind=FileKind.DELIMITED,
		encoding="cp1252",
		delimiter="\t",
		marks=ProtectionMarks.WORDS,
		everyone_is_resident=True,
		columns=(ColumnPlace(Column.IDENTITY_NUMBER, "Nr"), ColumnPlace(None, "Merknad")),
		values=(ValueMeaning(Column.SEX, "J", "Female"),),
	)
	assert file_format_of(None) == FileFormat()


def test_a_stored_format_of_fixed_widths_reads_a_file() -> None:
	form = file_format_of(builders.file_format(kind="Fixed Width", columns=FIXED).name)
	line = "".join(
		text.ljust(20) for text in ("1", "Lekeset, Aslak", "Papirvegen 1", "2815", "GJØVIK", "bosatt")
	)
	row = read(f"{line}ugradert".encode(), form).rows[0]
	assert (row.get(Column.NAME), row.get(Column.PROTECTION)) == ("Lekeset, Aslak", "ugradert")


# What is refused


@pytest.mark.parametrize(
	("fields", "message"),
	[
		({"columns": [{"heading": "", "means": "Name"}]}, "write the heading"),
		(
			{"columns": [{"heading": "Navn", "means": "Name"}, {"heading": " NAVN ", "means": "Street"}]},
			"heading navn is listed twice",
		),
		(
			{"columns": [{"heading": "A", "means": "Name"}, {"heading": "B", "means": "Name"}]},
			"Two columns mean Name",
		),
		({"kind": "Fixed Width", "columns": [{"means": "Name", "starts_at": 1}]}, "how long it is"),
		({"kind": "Fixed Width", "columns": [{"means": "Name", "length": 5}]}, "which position"),
		(
			{"kind": "Fixed Width", "columns": [*FIXED[:1], {"means": "Name", "starts_at": 20, "length": 5}]},
			"Rows 1 and 2 of the columns overlap",
		),
		({"kind": "Fixed Width", "columns": FIXED[:-1]}, "Protection Grade"),
		({"kind": "Fixed Width", "columns": []}, "Identity Number, Name, Street"),
		(
			{"values_used": [{"means_column": "Sex", "text": "J", "means": "Resident"}]},
			"Resident is not something that Sex can be",
		),
		(
			{
				"values_used": [
					{"means_column": "Sex", "text": "J", "means": "Female"},
					{"means_column": "Sex", "text": " j ", "means": "Male"},
				]
			},
			"word j is listed twice",
		),
	],
)
def test_a_format_that_cannot_be_right_says_why(fields: dict, message: str) -> None:
	with pytest.raises(frappe.ValidationError, match=message):
		builders.file_format(**fields)


def test_several_columns_may_be_unused_and_lines_need_not_be_listed_in_order() -> None:
	unused = [
		{"means": NOT_USED, "starts_at": 200, "length": 3},
		{"means": NOT_USED, "starts_at": 203, "length": 9},
	]
	assert builders.file_format(kind="Fixed Width", columns=[*unused, *reversed(FIXED)]).name


def test_what_the_supplier_leaves_out_needs_no_place() -> None:
	fields = {"protection_marks": "By Words in the Address", "everyone_is_resident": 1}
	assert builders.file_format(kind="Fixed Width", columns=FIXED[:5], **fields).name


def test_positions_of_a_file_with_headings_are_forgotten() -> None:
	doc = builders.file_format(columns=[{"heading": "Nr", "means": "Name", "starts_at": 3, "length": 4}])
	assert (doc.columns[0].starts_at, doc.columns[0].length) == (0, 0)


def test_a_name_is_there_once_in_an_office() -> None:
	doc = builders.file_format(format_name="Skatteetaten CSV")
	with pytest.raises(frappe.ValidationError, match="already"):
		builders.file_format(doc.office, format_name="Skatteetaten CSV")
	assert builders.file_format(format_name="Skatteetaten CSV").name
	doc.save()


# Which format a file is written in


def test_a_format_is_found_by_exactly_the_headings_of_the_file() -> None:
	office = builders.office()
	headings = ("Nr", "Navn", "Merknad")
	columns = [{"heading": name, "means": NOT_USED} for name in headings]
	doc = builders.file_format(office, columns=columns)
	assert matching_format(office.name, ("merknad", " NAVN", "nr", "")) == doc.name
	assert matching_format(office.name, headings[:2]) is None
	assert matching_format(office.name, (*headings, "Ny")) is None
	assert matching_format(office.name, ()) is None
	assert matching_format(builders.office().name, headings) is None
	doc.disabled = 1
	doc.save()
	assert matching_format(office.name, headings) is None


def test_a_format_of_fixed_widths_is_found_by_no_headings() -> None:
	doc = builders.file_format(kind="Fixed Width", columns=[{**row, "heading": "x"} for row in FIXED])
	assert matching_format(doc.office, ("x",) * len(FIXED)) is None


# Who may


def test_a_coordinator_keeps_formats_of_the_own_office_only(as_user) -> None:
	own, other = builders.file_format(), builders.file_format()
	coordinator = builders.user(Role.COORDINATOR, office=own.office)
	with as_user(coordinator):
		doc = frappe.get_doc("Register File Format", own.name)
		doc.format_name = "Leverandøren"
		doc.save()
		assert frappe.get_list("Register File Format", pluck="name") == [own.name]
		with pytest.raises(frappe.PermissionError):
			frappe.get_doc("Register File Format", other.name).check_permission("read")
		with pytest.raises(frappe.PermissionError):
			frappe.copy_doc(other).insert()


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.CALLER, Role.RECORD_KEEPER, Role.LEADERSHIP])
def test_only_coordinators_change_formats(role: Role, as_user) -> None:
	doc = builders.file_format()
	with as_user(builders.user(role, office=doc.office)), pytest.raises(frappe.PermissionError):
		frappe.get_doc("Register File Format", doc.name).save()


# What is said


def test_every_problem_and_every_repair_has_words() -> None:
	for problem in FileProblem:
		assert messages.of_file(RegisterFileError(problem, ("gradering",)))
	for problem in RowProblem:
		assert messages.of_unreadable(UnreadableRow(2, problem))
	for problem in (*CellProblem, *IdentityProblem):
		assert messages.of_rejected(RejectedRow(2, Column.NAME, problem, 1))
	for kind in RepairKind:
		assert messages.of_repair(Repair(2, Column.PHONE, kind))
	for column in Column:
		assert messages.column_of(Repair(2, column, RepairKind.DECIMALS)) == HEADINGS[column][0]
	assert messages.of_refused()


def test_a_file_without_marks_of_protection_is_told_what_to_do() -> None:
	with pytest.raises(RegisterFileError) as caught:
		read(";".join(HEADING).replace("gradering", "noe").encode())
	assert "gradering is missing" in messages.of_file(caught.value)
