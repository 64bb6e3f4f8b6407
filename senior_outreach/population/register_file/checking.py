# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""A row of a register file to a checked person, or to the reason why not. Needs no site."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from senior_outreach.population.register_file.cells import (
	RepairKind,
	is_spreadsheet_error,
	mended_phone,
	mended_postal_code,
	read_date,
)
from senior_outreach.population.register_file.columns import Column
from senior_outreach.population.register_file.file_formats import FileFormat
from senior_outreach.population.register_file.identity import (
	IdentityNumber,
	IdentityNumberError,
	IdentityProblem,
	parse_identity_number,
)
from senior_outreach.population.register_file.person import Person
from senior_outreach.population.register_file.reading import RegisterRow, may_be_shown
from senior_outreach.population.register_file.register_words import (
	read_protection,
	read_register_status,
	read_sex,
)
from senior_outreach.population.rules import PersonName, ProtectionGrade, RegisterStatus, Sex, read_name


class CellProblem(StrEnum):
	NO_NAME = "no name"
	NO_STREET = "no street"
	POSTAL_CODE = "postal code"
	NO_CITY = "no city"
	STATUS = "status"
	BIRTH_DATE = "birth date"
	NO_BIRTH_DATE = "no birth date"
	DATE_SERIAL = "date serial"
	SPREADSHEET_ERROR = "spreadsheet error"
	TOO_LONG = "too long"
	MARKUP = "markup"
	TWICE = "twice"


NAMES = (Column.NAME, Column.FIRST_NAME, Column.MIDDLE_NAME, Column.LAST_NAME)
MAX_NAME = 130
MAX_LENGTH = {
	Column.NAME: MAX_NAME,
	Column.STREET: 100,
	Column.ADDRESS_LINE_2: 100,
	Column.CARE_OF: 100,
	Column.CITY: 80,
}


@dataclass(frozen=True)
class NumberRules:
	"""Which identity numbers a site accepts (Senior Outreach Settings), and how the supplier writes a file."""

	allow_synthetic: bool
	check_digits: bool
	accept_2032: bool = False
	form: FileFormat = field(default_factory=FileFormat)


@dataclass(frozen=True)
class RejectedRow:
	"""Why a line was not taken. `other_line` is the line that has the same person, for `TWICE`."""

	line: int
	column: Column
	problem: CellProblem | IdentityProblem
	other_line: int = 0


@dataclass(frozen=True)
class Repair:
	"""What was mended on a line, or left empty because it could not be."""

	line: int
	column: Column
	kind: RepairKind


@dataclass(frozen=True)
class Checked:
	"""Either `person` or `rejected`, never both and never neither.

	`hidden`: the row may be about somebody with a protected address, so its cells are shown to nobody.
	"""

	person: Person | None
	rejected: RejectedRow | None
	repairs: tuple[Repair, ...] = ()
	hidden: bool = False


class CellError(ValueError):
	def __init__(self, column: Column, problem: CellProblem | IdentityProblem):
		super().__init__(problem.value)
		self.column = column
		self.problem = problem


def check_row(row: RegisterRow, rules: NumberRules) -> Checked:
	check = _RowCheck(row, rules)
	try:
		person = check.person()
	except CellError as error:
		rejected = RejectedRow(row.line, error.column, error.problem)
		return Checked(None, rejected, hidden=not may_be_shown(row, rules.form))
	return Checked(person, None, tuple(check.repairs), hidden=person.is_protected)


def twice(line: int, other_line: int) -> RejectedRow:
	"""A line about somebody who stands on an earlier one already."""
	return RejectedRow(line, Column.IDENTITY_NUMBER, CellProblem.TWICE, other_line)


class _RowCheck:
	"""One row on its way to a person; `repairs` grows on the way."""

	def __init__(self, row: RegisterRow, rules: NumberRules):
		self.row = row
		self.rules = rules
		self.repairs: list[Repair] = []

	def person(self) -> Person:
		"""Raises `CellError`. Of a protected person nothing more is asked than who it is: all are counted."""
		number = self._number()
		protection = read_protection(self.row.get(Column.PROTECTION), self.row.texts, self.rules.form)
		is_protected = protection is not ProtectionGrade.NONE
		status = self._status(is_protected)
		name = PersonName("", "") if is_protected else self._name()
		address = {} if is_protected else self._address(status)
		return Person(
			line=self.row.line,
			identity_number=number.digits,
			name=name,
			birth_date=self._birth_date(number, is_protected),
			sex=self._sex(number),
			register_status=status,
			protection=protection,
			**{"street": "", "care_of": "", "postal_code": "", "city": "", "phone": "", **address},
		)

	def _number(self) -> IdentityNumber:
		try:
			number = parse_identity_number(
				self.row.get(Column.IDENTITY_NUMBER),
				allow_synthetic=self.rules.allow_synthetic,
				check_digits=self.rules.check_digits,
				accept_2032=self.rules.accept_2032,
			)
		except IdentityNumberError as error:
			raise CellError(Column.IDENTITY_NUMBER, error.problem) from None
		self._note(Column.IDENTITY_NUMBER, number.repair)
		return number

	def _status(self, is_protected: bool) -> RegisterStatus:
		text = self.row.get(Column.STATUS)
		if not text and self.rules.form.everyone_is_resident:
			return RegisterStatus.RESIDENT
		status = read_register_status(text, self.rules.form)
		if status is None and is_protected:
			return RegisterStatus.UNKNOWN
		if status is None:
			raise CellError(Column.STATUS, CellProblem.STATUS)
		return status

	def _name(self) -> PersonName:
		"""From its parts where the file has them; else in whole."""
		for column in NAMES:
			self._check_text(column)
		last = self.row.get(Column.LAST_NAME)
		if last:
			first = " ".join(filter(None, map(self.row.get, (Column.FIRST_NAME, Column.MIDDLE_NAME))))
			name = PersonName(" ".join(first.split()), " ".join(last.split()))
		else:
			name = read_name(self.row.get(Column.NAME))
		column = Column.LAST_NAME if Column.LAST_NAME in self.row.cells else Column.NAME
		if not any(sign.isalpha() for sign in name.full):
			raise CellError(column, CellProblem.NO_NAME)
		if len(name.full) > MAX_NAME:
			raise CellError(column, CellProblem.TOO_LONG)
		return name

	def _address(self, status: RegisterStatus) -> dict[str, str]:
		"""Someone who will get a letter needs a whole address; nobody is worse off without a telephone."""
		for column in (Column.STREET, Column.ADDRESS_LINE_2, Column.CARE_OF, Column.CITY):
			self._check_text(column)
		postal_code, repair = mended_postal_code(self.row.get(Column.POSTAL_CODE))
		if status is RegisterStatus.RESIDENT:
			if not self.row.get(Column.STREET):
				raise CellError(Column.STREET, CellProblem.NO_STREET)
			if postal_code is None:
				raise CellError(Column.POSTAL_CODE, CellProblem.POSTAL_CODE)
			if not self.row.get(Column.CITY):
				raise CellError(Column.CITY, CellProblem.NO_CITY)
		self._note(Column.POSTAL_CODE, repair)
		phone, repair = mended_phone(self.row.get(Column.PHONE))
		self._note(Column.PHONE, repair)
		return {
			"street": self.row.get(Column.STREET),
			"address_line_2": self.row.get(Column.ADDRESS_LINE_2),
			"care_of": self.row.get(Column.CARE_OF),
			"postal_code": postal_code or "",
			"city": self.row.get(Column.CITY),
			"phone": phone,
		}

	def _check_text(self, column: Column) -> None:
		text = self.row.get(column)
		if len(text) > MAX_LENGTH.get(column, MAX_NAME):
			raise CellError(column, CellProblem.TOO_LONG)
		if "<" in text or ">" in text:  # a browser would take it for more than text
			raise CellError(column, CellProblem.MARKUP)
		if is_spreadsheet_error(text):
			raise CellError(column, CellProblem.SPREADSHEET_ERROR)

	def _birth_date(self, number: IdentityNumber, is_protected: bool) -> date:
		"""The file's own birth date; from the number only when the file has none.

		A spreadsheet's day number is believed when the identity number says the same day or none: a workbook that
		counts from 1904 would be four years off.
		"""
		text = self.row.get(Column.BIRTH_DATE)
		found, repair = read_date(text) if text else (number.birth_date, None)
		if repair is RepairKind.DATE_SERIAL and number.birth_date not in (found, None):
			found = None
		if found is None and is_protected:
			found, repair = number.birth_date, None
		if found is None:
			raise CellError(Column.BIRTH_DATE, _problem_of_date(text))
		self._note(Column.BIRTH_DATE, repair)
		return found

	def _sex(self, number: IdentityNumber) -> str:
		text = self.row.get(Column.SEX)
		if not text:
			if number.is_female is None:
				return ""
			return (Sex.FEMALE if number.is_female else Sex.MALE).value
		sex = read_sex(text, self.rules.form)
		if sex is None:
			self._note(Column.SEX, RepairKind.SEX_DROPPED)
			return ""
		return sex.value

	def _note(self, column: Column, kind: RepairKind | None) -> None:
		if kind:
			self.repairs.append(Repair(self.row.line, column, kind))


def _problem_of_date(text: str) -> CellProblem:
	if not text:
		return CellProblem.NO_BIRTH_DATE
	_, repair = read_date(text)
	return CellProblem.DATE_SERIAL if repair is RepairKind.DATE_SERIAL else CellProblem.BIRTH_DATE
