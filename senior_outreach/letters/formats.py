# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Dates, times, phone numbers and money as people in Norway write them, in Bokmål, Nynorsk and English.

The site's own formats are never used: Frappe knows no Norwegian date format, and a letter in Nynorsk must not
change because somebody changed the settings of the desk. Needs no site.
"""

from datetime import date, datetime, time

import phonenumbers
from babel.dates import format_date
from babel.numbers import format_decimal

LANGUAGES = ("nb", "nn", "en")
REGION = "NO"
NO_BREAK = "\N{NO-BREAK SPACE}"
DASH = "\N{EN DASH}"

_LOCALES = {"nb": "nb", "nn": "nn", "en": "en_GB"}
_DAY_MONTH = {"nb": "d. MMMM", "nn": "d. MMMM", "en": "d MMMM"}
_NUMBER_WITH_FOUR = 4
_NORWEGIAN_ORDER = str.maketrans({"æ": "~1", "ä": "~1", "ø": "~2", "ö": "~2", "å": "~3"})


def long_date(day: date, language: str) -> str:
	"""`12. mars 2026`, `12 March 2026`."""
	return format_date(day, f"{_DAY_MONTH[language]} y", locale=_LOCALES[language])


def short_date(day: date, language: str) -> str:
	"""`12. mars`, for a place where the year is clear."""
	return format_date(day, _DAY_MONTH[language], locale=_LOCALES[language])


def weekday_date(day: date, language: str) -> str:
	"""`torsdag 12. mars 2026`."""
	return format_date(day, f"EEEE {_DAY_MONTH[language]} y", locale=_LOCALES[language])


def weekday_short_date(day: date, language: str) -> str:
	"""`torsdag 12. mars`."""
	return format_date(day, f"EEEE {_DAY_MONTH[language]}", locale=_LOCALES[language])


def clock(moment: datetime | time, language: str) -> str:
	"""`kl. 10.00`, `10:00`."""
	if language == "en":
		return f"{moment:%H:%M}"
	return f"kl.{NO_BREAK}{moment:%H.%M}"


def hours(start: datetime, end: datetime, language: str) -> str:
	"""`kl. 10.00` to `13.30` with a dash between, `10:00` to `13:30` in English."""
	pattern = "%H:%M" if language == "en" else "%H.%M"
	return f"{clock(start, language)}{DASH}{end:{pattern}}"


def phone(number: str | None) -> str:
	"""`61 14 86 94`; a foreign number with its country code; text that is no number as it stands."""
	try:
		parsed = phonenumbers.parse(number or "", REGION)
	except phonenumbers.NumberParseException:
		return (number or "").strip()
	if not phonenumbers.is_possible_number(parsed):
		return (number or "").strip()
	norwegian = parsed.country_code == phonenumbers.country_code_for_region(REGION)
	style = phonenumbers.PhoneNumberFormat
	return phonenumbers.format_number(parsed, style.NATIONAL if norwegian else style.INTERNATIONAL)


def kroner(amount: float, language: str) -> str:
	"""`1 500 kr`, `NOK 1,500`; øre only where there are any."""
	pattern = "#,##0" if round(amount, 2) == round(amount) else "#,##0.00"
	number = format_decimal(amount, format=pattern, locale=_LOCALES[language])
	return f"NOK{NO_BREAK}{number}" if language == "en" else f"{number}{NO_BREAK}kr"


def listing(words: list[str], language: str) -> str:
	"""`Hamar, Gjøvik og Lillehammer`."""
	joint = {"nb": " og ", "nn": " og ", "en": " and "}[language]
	return joint.join(part for part in (", ".join(words[:-1]), words[-1] if words else "") if part)


def postal_line(postal_code: str | None, city: str | None) -> str:
	"""`0150 OSLO`, as the post office wants it."""
	return " ".join(part for part in (postal_code or "", (city or "").upper()) if part)


def sort_key(text: str | None) -> str:
	"""Sorts by the Norwegian alphabet, in which æ, ø and å come last."""
	return (text or "").casefold().translate(_NORWEGIAN_ORDER)


def is_postal_code(text: str | None) -> bool:
	return bool(text) and len(text) == _NUMBER_WITH_FOUR and text.isascii() and text.isdigit()
