# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Norwegian identity numbers: national numbers, D-numbers, and the synthetic series for test data.

`stdnum.no.fodselsnummer` knows national numbers, D-numbers and the +40 series. The synthetic series with
month +65 and +80 are ours, because stdnum 2.2 refuses them. The number is never a source of age or sex when
the register gives them.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stdnum.no import fodselsnummer

SYNTHETIC_MONTH_OFFSETS = (80, 65, 40)
D_NUMBER_DAY_OFFSET = 40


class IdentityProblem(StrEnum):
	EMPTY = "empty"
	LENGTH = "length"
	NOT_DIGITS = "not digits"
	SPREADSHEET = "spreadsheet"
	CONTROL_DIGITS = "control digits"
	DATE = "date"
	SYNTHETIC = "synthetic"


class IdentityNumberError(ValueError):
	"""The text is not an identity number; `problem` says why. The message never repeats the number."""

	def __init__(self, problem: IdentityProblem):
		super().__init__(problem.value)
		self.problem = problem


@dataclass(frozen=True)
class IdentityNumber:
	"""Eleven digits, checked. `birth_date` is what the number says; D-numbers and synthetic ones included."""

	digits: str
	birth_date: date
	is_female: bool
	is_synthetic: bool


def parse_identity_number(
	text: str, *, allow_synthetic: bool = False, check_digits: bool = True
) -> IdentityNumber:
	"""Read an identity number as people and spreadsheets write it.

	A ten-digit number lost its leading zero in a spreadsheet; it gets it back if the control digits then fit.
	Raises `IdentityNumberError`.
	"""
	digits = _clean(text)
	offset = _synthetic_offset(digits)
	if offset and not allow_synthetic:
		raise IdentityNumberError(IdentityProblem.SYNTHETIC)
	if check_digits and not control_digits_fit(digits):
		raise IdentityNumberError(IdentityProblem.CONTROL_DIGITS)
	return IdentityNumber(digits, _birth_date(digits, offset), int(digits[8]) % 2 == 0, bool(offset))


def control_digits_fit(digits: str) -> bool:
	"""Whether both control digits are right; weights of the population register, as stdnum has them."""
	return (
		fodselsnummer.calc_check_digit1(digits) == digits[9]
		and fodselsnummer.calc_check_digit2(digits) == digits[10]
	)


def _clean(text: str) -> str:
	digits = text.strip().lstrip("'").replace(" ", "").replace("\u00a0", "")
	if not digits:
		raise IdentityNumberError(IdentityProblem.EMPTY)
	if any(mark in digits for mark in "eE,."):
		raise IdentityNumberError(IdentityProblem.SPREADSHEET)
	if not (digits.isascii() and digits.isdigit()):
		raise IdentityNumberError(IdentityProblem.NOT_DIGITS)
	if len(digits) == 10 and control_digits_fit(f"0{digits}"):
		return f"0{digits}"
	if len(digits) != 11:
		raise IdentityNumberError(IdentityProblem.LENGTH)
	return digits


def _synthetic_offset(digits: str) -> int:
	month = int(digits[2:4])
	return next((offset for offset in SYNTHETIC_MONTH_OFFSETS if 1 <= month - offset <= 12), 0)


def _birth_date(digits: str, month_offset: int) -> date:
	day, month, year = int(digits[:2]), int(digits[2:4]) - month_offset, int(digits[4:6])
	if day > D_NUMBER_DAY_OFFSET:
		day -= D_NUMBER_DAY_OFFSET
	try:
		return date(_century(int(digits[6:9]), year) + year, month, day)
	except ValueError as error:
		raise IdentityNumberError(IdentityProblem.DATE) from error


def _century(individual: int, year: int) -> int:
	"""The century by the individual number (population register, structure of the national number)."""
	if individual < 500:
		return 1900
	if individual >= 900 and year >= 40:
		return 1900
	if year < 40:
		return 2000
	if individual < 750 and year >= 54:
		return 1800
	raise IdentityNumberError(IdentityProblem.DATE)
