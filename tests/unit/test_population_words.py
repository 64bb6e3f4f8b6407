"""Words of the register: status, sex, and who is protected in both forms of marks."""

import pytest

from senior_outreach.population.register_file.columns import Column
from senior_outreach.population.register_file.file_formats import FileFormat, ProtectionMarks, ValueMeaning
from senior_outreach.population.register_file.register_words import (
	read_protection,
	read_register_status,
	read_sex,
)
from senior_outreach.population.rules import ProtectionGrade, RegisterStatus, Sex

WORDS = FileFormat(marks=ProtectionMarks.WORDS)


@pytest.mark.parametrize(
	("text", "grade"),
	[
		("ugradert", ProtectionGrade.NONE),
		(" UGRADERT ", ProtectionGrade.NONE),
		("0", ProtectionGrade.NONE),
		("klientadresse", ProtectionGrade.CLIENT_ADDRESS),
		("Klient-adresse", ProtectionGrade.CLIENT_ADDRESS),
		("4", ProtectionGrade.CLIENT_ADDRESS),
		("FORTROLIG", ProtectionGrade.CONFIDENTIAL),
		("Kode 7", ProtectionGrade.CONFIDENTIAL),
		("7", ProtectionGrade.CONFIDENTIAL),
		(" Strengt  fortrolig ", ProtectionGrade.STRICTLY_CONFIDENTIAL),
		("strengtFortrolig", ProtectionGrade.STRICTLY_CONFIDENTIAL),
		("STRENGT_FORTROLIG", ProtectionGrade.STRICTLY_CONFIDENTIAL),
		("6", ProtectionGrade.STRICTLY_CONFIDENTIAL),
		("SPSF", ProtectionGrade.STRICTLY_CONFIDENTIAL),
		("", ProtectionGrade.UNKNOWN),
		("?", ProtectionGrade.UNKNOWN),
		("ingen", ProtectionGrade.UNKNOWN),
		("gradert", ProtectionGrade.UNKNOWN),
		("00", ProtectionGrade.UNKNOWN),
		("5", ProtectionGrade.UNKNOWN),
	],
)
def test_only_the_word_for_none_means_unprotected(text: str, grade: ProtectionGrade) -> None:
	assert read_protection(text) is grade


@pytest.mark.parametrize(
	("cells", "grade"),
	[
		(("HEMMELIG ADRESSE",), ProtectionGrade.UNKNOWN),
		(("*** Hemmelig adresse ***",), ProtectionGrade.UNKNOWN),
		(("Hemmeleg  adr.",), ProtectionGrade.UNKNOWN),
		(("SPERRET ADRESSE",), ProtectionGrade.UNKNOWN),
		(("Sperret", "adresse"), ProtectionGrade.UNKNOWN),
		(("ADRESSESPERRE",), ProtectionGrade.UNKNOWN),
		(("gradert adresse",), ProtectionGrade.UNKNOWN),
		(("SPERRET ADRESSE, FORTROLIG ADR",), ProtectionGrade.CONFIDENTIAL),
		(("Papirvegen 1", "FORTROLIG ADRESSE"), ProtectionGrade.CONFIDENTIAL),
		(("kode 7",), ProtectionGrade.CONFIDENTIAL),
		(("SPERRET ADRESSE - STRENGT FORTROLIG",), ProtectionGrade.STRICTLY_CONFIDENTIAL),
		(("Kode 6",), ProtectionGrade.STRICTLY_CONFIDENTIAL),
		(("KLIENTADRESSE",), ProtectionGrade.CLIENT_ADDRESS),
		(("FORTROLIG",), ProtectionGrade.UNKNOWN),
	],
)
@pytest.mark.parametrize("said", ["ugradert", "0", "", "?"])
def test_words_in_the_address_protect_whatever_the_grade_says(
	cells: tuple[str, ...], grade: ProtectionGrade, said: str
) -> None:
	assert read_protection(said, cells) is grade
	assert read_protection("", cells, WORDS) is grade


@pytest.mark.parametrize(
	"cell",
	["Papirvegen 6", "Kodevegen 7", "Strengen 4", "Ugradert", "Klientelvegen 1", "Sperretjernet 2", ""],
)
def test_an_ordinary_address_protects_nobody(cell: str) -> None:
	assert read_protection("ugradert", (cell,)) is ProtectionGrade.NONE
	assert read_protection("", (cell,), WORDS) is ProtectionGrade.NONE


def test_a_grade_is_more_than_words_without_one() -> None:
	assert read_protection("klientadresse", ("HEMMELIG ADRESSE",)) is ProtectionGrade.CLIENT_ADDRESS


def test_where_words_protect_only_an_empty_grade_means_none() -> None:
	assert read_protection("", (), WORDS) is ProtectionGrade.NONE
	assert read_protection("x", (), WORDS) is ProtectionGrade.UNKNOWN
	assert read_protection("6", (), WORDS) is ProtectionGrade.STRICTLY_CONFIDENTIAL


OWN = FileFormat(
	values=(
		ValueMeaning(Column.PROTECTION, "N", "None"),
		ValueMeaning(Column.PROTECTION, "Skal  vernes", "Confidential"),
		ValueMeaning(Column.STATUS, "1", "Resident"),
		ValueMeaning(Column.STATUS, "bosatt", "Moved"),
		ValueMeaning(Column.SEX, "J", "Female"),
	)
)


def test_a_suppliers_own_words_are_those_of_the_format() -> None:
	assert read_protection("n", (), OWN) is ProtectionGrade.NONE
	assert read_protection("skal vernes", (), OWN) is ProtectionGrade.CONFIDENTIAL
	assert read_protection("N", ("HEMMELIG ADRESSE",), OWN) is ProtectionGrade.UNKNOWN
	assert read_protection("1", (), OWN) is ProtectionGrade.UNKNOWN
	assert read_register_status("1", OWN) is RegisterStatus.RESIDENT
	assert read_register_status("Bosatt", OWN) is RegisterStatus.MOVED
	assert (read_sex("j", OWN), read_sex("j")) == (Sex.FEMALE, None)


@pytest.mark.parametrize(
	("text", "status"),
	[
		("bosatt", RegisterStatus.RESIDENT),
		(" BOSATT", RegisterStatus.RESIDENT),
		("Død", RegisterStatus.DECEASED),
		("ikke-bosatt", RegisterStatus.NOT_RESIDENT),
		("ikkeBosatt", RegisterStatus.NOT_RESIDENT),
		("Ikke bosatt", RegisterStatus.NOT_RESIDENT),
		("utvandret", RegisterStatus.MOVED_ABROAD),
		("", None),
		("på ferie", None),
	],
)
def test_a_status_is_one_of_the_registers_words(text: str, status: RegisterStatus | None) -> None:
	assert read_register_status(text) is status


@pytest.mark.parametrize(
	("text", "sex"), [("K", Sex.FEMALE), ("Kvinne", Sex.FEMALE), ("mann", Sex.MALE), ("x", None), ("", None)]
)
def test_a_sex_is_one_of_two_words_or_unknown(text: str, sex: Sex | None) -> None:
	assert read_sex(text) is sex
