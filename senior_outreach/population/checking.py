# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Rows of a register file to checked people, or to reasons why not. Needs no site."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from senior_outreach.population.identity import (
	IdentityNumber,
	IdentityNumberError,
	IdentityProblem,
	parse_identity_number,
)
from senior_outreach.population.person import Person
from senior_outreach.population.reading import Column, RegisterRow
from senior_outreach.population.rules import (
	ProtectionGrade,
	RegisterStatus,
	read_name,
	read_phone,
	read_postal_code,
	read_protection,
	read_register_status,
)


class CellProblem(StrEnum):
	NO_NAME = "no name"
	NO_STREET = "no street"
	POSTAL_CODE = "postal code"
	NO_CITY = "no city"
	STATUS = "status"
	BIRTH_DATE = "birth date"
	TOO_LONG = "too long"
	TWICE = "twice"


MAX_LENGTH = {Column.NAME: 130, Column.STREET: 100, Column.CARE_OF: 100, Column.CITY: 80}


@dataclass(frozen=True)
class NumberRules:
	"""Which identity numbers a site accepts (Senior Outreach Settings)."""

	allow_synthetic: bool
	check_digits: bool


@dataclass(frozen=True)
class RejectedRow:
	"""Why a line was not taken. `other_line` is the line that has the same person, for `TWICE`."""

	line: int
	column: Column
	problem: CellProblem | IdentityProblem
	other_line: int = 0


class CellError(ValueError):
	def __init__(self, column: Column, problem: CellProblem | IdentityProblem):
		super().__init__(problem.value)
		self.column = column
		self.problem = problem


def check_rows(rows: Iterable[RegisterRow], rules: NumberRules) -> tuple[list[Person], list[RejectedRow]]:
	"""Every row becomes either a person or a rejection, never both and never neither."""
	people: list[Person] = []
	rejected: list[RejectedRow] = []
	lines_by_number: dict[str, int] = {}
	for row in rows:
		try:
			person = _person(row, rules)
		except CellError as error:
			rejected.append(RejectedRow(row.line, error.column, error.problem))
			continue
		first_line = lines_by_number.setdefault(person.identity_number, row.line)
		if first_line != row.line:
			rejected.append(RejectedRow(row.line, Column.IDENTITY_NUMBER, CellProblem.TWICE, first_line))
		else:
			people.append(person)
	return people, rejected


def _person(row: RegisterRow, rules: NumberRules) -> Person:
	number = _number(row, rules)
	status = read_register_status(row.get(Column.STATUS))
	if status is None:
		raise CellError(Column.STATUS, CellProblem.STATUS)
	protection = read_protection(row.get(Column.PROTECTION), row.get(Column.STREET))
	for column, length in MAX_LENGTH.items():
		if len(row.get(column)) > length:
			raise CellError(column, CellProblem.TOO_LONG)
	if not row.get(Column.NAME):
		raise CellError(Column.NAME, CellProblem.NO_NAME)
	address = _address(row, status, protection)
	return Person(
		line=row.line,
		identity_number=number.digits,
		name=read_name(row.get(Column.NAME)),
		birth_date=_birth_date(row, number),
		sex=_sex(row, number),
		register_status=status,
		protection=protection,
		**address,
	)


def _number(row: RegisterRow, rules: NumberRules) -> IdentityNumber:
	try:
		return parse_identity_number(
			row.get(Column.IDENTITY_NUMBER),
			allow_synthetic=rules.allow_synthetic,
			check_digits=rules.check_digits,
		)
	except IdentityNumberError as error:
		raise CellError(Column.IDENTITY_NUMBER, error.problem) from error


def _address(row: RegisterRow, status: RegisterStatus, protection: ProtectionGrade) -> dict[str, str]:
	"""Of a protected person nothing is taken over; someone who will get a letter needs a whole address."""
	if protection is not ProtectionGrade.NONE:
		return {"street": "", "care_of": "", "postal_code": "", "city": "", "phone": ""}
	postal_code = read_postal_code(row.get(Column.POSTAL_CODE))
	if status is RegisterStatus.RESIDENT:
		if not row.get(Column.STREET):
			raise CellError(Column.STREET, CellProblem.NO_STREET)
		if postal_code is None:
			raise CellError(Column.POSTAL_CODE, CellProblem.POSTAL_CODE)
		if not row.get(Column.CITY):
			raise CellError(Column.CITY, CellProblem.NO_CITY)
	return {
		"street": row.get(Column.STREET),
		"care_of": row.get(Column.CARE_OF),
		"postal_code": postal_code or "",
		"city": row.get(Column.CITY),
		"phone": read_phone(row.get(Column.PHONE)),
	}


def _birth_date(row: RegisterRow, number: IdentityNumber) -> date:
	"""The file's own birth date; from the number only when the file has none."""
	text = row.get(Column.BIRTH_DATE)
	if not text:
		return number.birth_date
	for form in ("%Y-%m-%d", "%d.%m.%Y", "%Y%m%d"):
		try:
			return datetime.strptime(text, form).date()
		except ValueError:
			continue
	raise CellError(Column.BIRTH_DATE, CellProblem.BIRTH_DATE)


def _sex(row: RegisterRow, number: IdentityNumber) -> str:
	text = row.get(Column.SEX).lower()
	if text in ("k", "kvinne", "f", "female"):
		return "Female"
	if text in ("m", "mann", "male"):
		return "Male"
	return "Female" if number.is_female else "Male"
