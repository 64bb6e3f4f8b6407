# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Cells as people and spreadsheets write them: numbers, dates and telephone numbers, with what is mended in them.

A spreadsheet drops leading zeros, writes long numbers as 1.2E+10 and dates as the number of a day. What can be
told for certain is mended and said; what cannot is a problem of the row.
"""

import re
from datetime import date, datetime, timedelta
from enum import StrEnum

from senior_outreach.population.rules import read_phone, read_postal_code


class RepairKind(StrEnum):
	LEADING_ZERO = "leading zero"
	FULL_NUMBER_FROM_EXPONENT = "full number from exponent"
	DECIMALS = "decimals"
	DATE_SERIAL = "date serial"
	POSTAL_CODE_ZERO = "postal code zero"
	PHONE_DROPPED = "phone dropped"
	SEX_DROPPED = "sex dropped"


_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')
_EXPONENT = re.compile(r"([0-9])(?:[.,]([0-9]+))?[eE]\+?([0-9]{1,3})")
_ZERO_DECIMALS = re.compile(r"([0-9]+)[.,]0+")
_DECIMALS = re.compile(r"[0-9]+[.,][0-9]+")
_ERROR = re.compile(r"#[A-ZÆØÅ0-9/]{1,10}[!?]?|#{3,}")
_BLANKS = re.compile(r"\s+")

FIRST_SERIAL_DAY = date(1899, 12, 30)
"""Day 0 of a spreadsheet of the 1900 system, for dates from 1 March 1900 on."""
SERIALS = range(2101, 54_789)
"""1905 to 2049. Lower numbers look like years or ages; nobody who is invited was born then."""
BIRTH_YEARS = range(1850, 2101)
_DATE_FORMS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")
_DIGIT_FORMS = ("%Y%m%d", "%d%m%Y")


def plain(text: str) -> str:
	"""Without the signs that keep a spreadsheet from changing a number: a leading apostrophe, or ="…"."""
	text = text.strip()
	kept = _KEPT_AS_TEXT.fullmatch(text)
	return (kept.group(1) if kept else text).lstrip("'’").strip()


def whole_number(text: str) -> tuple[str, RepairKind | None]:
	"""The digits of a number that a spreadsheet rewrote without losing any; else the text as it is."""
	text = _BLANKS.sub("", plain(text))
	if found := _ZERO_DECIMALS.fullmatch(text):
		return found.group(1), RepairKind.DECIMALS
	if found := _EXPONENT.fullmatch(text):
		first, rest, exponent = found.group(1), found.group(2) or "", int(found.group(3))
		if len(rest) == exponent:
			return first + rest, RepairKind.FULL_NUMBER_FROM_EXPONENT
	return text, None


def is_rounded(text: str) -> bool:
	"""Whether a spreadsheet has made a number of the text, and digits are lost."""
	return any(form.fullmatch(text) for form in (_EXPONENT, _DECIMALS, _ERROR))


def is_spreadsheet_error(text: str) -> bool:
	return bool(_ERROR.fullmatch(text))


def read_date(text: str) -> tuple[date | None, RepairKind | None]:
	"""A date as registers and spreadsheets write it; `None` when it is none of a plausible year."""
	number, repair = whole_number(text)
	text = number if repair else plain(text)
	if not (text.isascii() and text.isdigit()):
		return _date_of(text, _DATE_FORMS), None
	if len(text) < 6:
		serial = int(text)
		if serial not in SERIALS:
			return None, None
		return FIRST_SERIAL_DAY + timedelta(days=serial), RepairKind.DATE_SERIAL
	if len(text) == 7:
		text, repair = f"0{text}", RepairKind.LEADING_ZERO
	found = _date_of(text, _DIGIT_FORMS) if len(text) == 8 else None
	return found, repair if found else None


def _date_of(text: str, forms: tuple[str, ...]) -> date | None:
	for form in forms:
		try:
			found = datetime.strptime(text, form).date()
		except ValueError:
			continue
		if found.year in BIRTH_YEARS:
			return found
	return None


def mended_postal_code(text: str) -> tuple[str | None, RepairKind | None]:
	text, repair = whole_number(text)
	code = read_postal_code(text)
	return code, RepairKind.POSTAL_CODE_ZERO if code and len(text) < len(code) else repair


def mended_phone(text: str) -> tuple[str, RepairKind | None]:
	"""The first telephone number; a rounded one is dropped, since somebody else may have it."""
	text = plain(text)
	number, repair = whole_number(text)
	if repair:
		text = number
	phone = "" if is_rounded(text) else read_phone(text)
	dropped = not phone and any(sign.isdigit() for sign in text)
	return phone, RepairKind.PHONE_DROPPED if dropped else repair
