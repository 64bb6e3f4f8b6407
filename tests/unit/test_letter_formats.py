"""Dates, times, numbers and names as people in Norway write them."""

from datetime import date, datetime

import pytest

from senior_outreach.letters import formats

DAY = date(2026, 3, 12)
START, END = datetime(2026, 3, 12, 10), datetime(2026, 3, 12, 13, 30)


@pytest.mark.parametrize(
	("language", "expected"),
	[("nb", "torsdag 12. mars 2026"), ("nn", "torsdag 12. mars 2026"), ("en", "Thursday 12 March 2026")],
)
def test_a_date_with_its_weekday(language, expected):
	assert formats.weekday_date(DAY, language) == expected


def test_nynorsk_has_its_own_weekdays():
	monday = date(2026, 3, 16)
	assert formats.weekday_short_date(monday, "nn") == "måndag 16. mars"
	assert formats.weekday_short_date(monday, "nb") == "mandag 16. mars"


def test_shorter_dates():
	assert formats.long_date(DAY, "nb") == "12. mars 2026"
	assert formats.long_date(DAY, "en") == "12 March 2026"
	assert formats.short_date(DAY, "nn") == "12. mars"


def test_hours_do_not_break_after_kl():
	assert formats.clock(START, "nb") == "kl.\N{NO-BREAK SPACE}10.00"
	assert formats.hours(START, END, "nb") == "kl.\N{NO-BREAK SPACE}10.00\N{EN DASH}13.30"
	assert formats.hours(START, END, "en") == "10:00\N{EN DASH}13:30"


@pytest.mark.parametrize(
	("written", "printed"),
	[
		("61148694", "61 14 86 94"),
		("+47 61 14 86 94", "61 14 86 94"),
		("91234567", "91 23 45 67"),
		("+46 8 123 456 78", "+46 8 123 456 78"),
		("61 14 86 94 /95", "61 14 86 94 /95"),
		("ring oss", "ring oss"),
		("", ""),
		(None, ""),
	],
)
def test_phone_numbers(written, printed):
	assert formats.phone(written) == printed


def test_kroner():
	assert formats.kroner(1500, "nb").replace("\N{NO-BREAK SPACE}", " ") == "1 500 kr"
	assert formats.kroner(1500, "en").replace("\N{NO-BREAK SPACE}", " ") == "NOK 1,500"
	assert formats.kroner(99.5, "nb").replace("\N{NO-BREAK SPACE}", " ") == "99,50 kr"


@pytest.mark.parametrize(
	("words", "printed"),
	[([], ""), (["77"], "77"), (["76", "77"], "76 og 77"), (["1", "2", "3"], "1, 2 og 3")],
)
def test_listing(words, printed):
	assert formats.listing(words, "nb") == printed


def test_the_norwegian_alphabet_ends_with_three_letters():
	names = ["Ås", "Øby", "Zeta", "Ærlig", "Aas"]
	assert sorted(names, key=formats.sort_key) == ["Aas", "Zeta", "Ærlig", "Øby", "Ås"]


def test_postal_line_and_code():
	assert formats.postal_line("0150", "Oslo") == "0150 OSLO"
	assert formats.is_postal_code("0150")
	assert not any(formats.is_postal_code(text) for text in ("150", "01500", "O150", "", None))
