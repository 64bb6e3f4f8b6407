# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Norwegian identity numbers: national numbers, D-numbers, and the synthetic series for test data.

`stdnum.no.fodselsnummer` knows national numbers, D-numbers and the +40 series. The synthetic series with
month +65 and +80 and the control digits of 2032 are ours, because stdnum 2.2 refuses them. The number is never a
source of age or sex when the register gives them.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stdnum.exceptions import ValidationError
from stdnum.no import fodselsnummer

from senior_outreach.population.register_file.cells import RepairKind, is_rounded, whole_number

SYNTHETIC_MONTH_OFFSETS = (80, 65, 40)
D_NUMBER_DAY_OFFSET = 40
REMAINDERS_OF_2032 = range(4)
"""Population register, page about the number of 2032: the first control digit has four right values."""
_HYPHENATED = re.compile(r"([0-9]{6})-([0-9]{5})")


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
	"""Eleven digits, checked. Where numbers of 2032 are accepted, none tells the birth date or the sex."""

	digits: str
	birth_date: date | None
	is_female: bool | None
	is_synthetic: bool
	repair: RepairKind | None = None


def parse_identity_number(
	text: str, *, allow_synthetic: bool = False, check_digits: bool = True, accept_2032: bool = False
) -> IdentityNumber:
	"""Read an identity number as people and spreadsheets write it.

	A ten-digit number lost its leading zero in a spreadsheet; it gets it back if the control digits then fit.
	With `accept_2032` the century is not told any more, so the birth date has to come from elsewhere.
	Raises `IdentityNumberError`.
	"""
	digits, repair = _clean(text, accept_2032)
	offset = _synthetic_offset(digits)
	if offset and not allow_synthetic:
		raise IdentityNumberError(IdentityProblem.SYNTHETIC)
	if check_digits and not control_digits_fit(digits, accept_2032):
		raise IdentityNumberError(IdentityProblem.CONTROL_DIGITS)
	if accept_2032:
		_check_day(digits, offset)
		return IdentityNumber(digits, None, None, bool(offset), repair)
	is_female = fodselsnummer.get_gender(digits) == "F"
	return IdentityNumber(digits, _birth_date(digits, offset), is_female, bool(offset), repair)


def control_digits_fit(digits: str, accept_2032: bool = False) -> bool:
	"""Whether both control digits are right; weights of the population register, as stdnum has them."""
	first = int(fodselsnummer.calc_check_digit1(digits))
	remainders = REMAINDERS_OF_2032 if accept_2032 else range(1)
	return (
		int(digits[9]) in {(first + remainder) % 11 for remainder in remainders}
		and fodselsnummer.calc_check_digit2(digits) == digits[10]
	)


def _clean(text: str, accept_2032: bool) -> tuple[str, RepairKind | None]:
	digits, repair = whole_number(text)
	digits = _HYPHENATED.sub(r"\1\2", digits)
	if not digits:
		raise IdentityNumberError(IdentityProblem.EMPTY)
	if is_rounded(digits):
		raise IdentityNumberError(IdentityProblem.SPREADSHEET)
	if not (digits.isascii() and digits.isdigit()):
		raise IdentityNumberError(IdentityProblem.NOT_DIGITS)
	if len(digits) == 10 and control_digits_fit(f"0{digits}", accept_2032):
		return f"0{digits}", RepairKind.LEADING_ZERO
	if len(digits) != 11:
		raise IdentityNumberError(IdentityProblem.LENGTH)
	return digits, repair


def _synthetic_offset(digits: str) -> int:
	month = int(digits[2:4])
	return next((offset for offset in SYNTHETIC_MONTH_OFFSETS if 1 <= month - offset <= 12), 0)


def _birth_date(digits: str, month_offset: int) -> date:
	"""What stdnum reads from the number as it would be without the mark of a synthetic one."""
	try:
		return fodselsnummer.get_birth_date(f"{digits[:2]}{int(digits[2:4]) - month_offset:02d}{digits[4:]}")
	except ValidationError as error:
		raise IdentityNumberError(IdentityProblem.DATE) from error


def _check_day(digits: str, month_offset: int) -> None:
	"""Without a century every fourth year is a leap year."""
	day, month, year = int(digits[:2]), int(digits[2:4]) - month_offset, int(digits[4:6])
	if day > D_NUMBER_DAY_OFFSET:
		day -= D_NUMBER_DAY_OFFSET
	try:
		date(2000 + year, month, day)
	except ValueError as error:
		raise IdentityNumberError(IdentityProblem.DATE) from error
