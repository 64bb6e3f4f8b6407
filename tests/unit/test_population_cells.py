"""What a spreadsheet does to numbers, dates and telephone numbers, and what can be mended."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from senior_outreach.population.register_file.cells import (
	FIRST_SERIAL_DAY,
	RepairKind,
	mended_phone,
	mended_postal_code,
	read_date,
	whole_number,
)

BORN = date(1937, 5, 4)


@pytest.mark.parametrize(
	("text", "number", "repair"),
	[
		("12345678901", "12345678901", None),
		("'12345678901", "12345678901", None),
		('="01234567890"', "01234567890", None),
		("123456 78901", "12345678901", None),
		("12345678901.0", "12345678901", RepairKind.DECIMALS),
		("12345678901,00", "12345678901", RepairKind.DECIMALS),
		("1.2345678901E+10", "12345678901", RepairKind.FULL_NUMBER_FROM_EXPONENT),
		("1,2345678901e10", "12345678901", RepairKind.FULL_NUMBER_FROM_EXPONENT),
		("1.2E+10", "1.2E+10", None),
		("1.234567890E+10", "1.234567890E+10", None),
		("1E+99", "1E+99", None),
		("Aslak", "Aslak", None),
	],
)
def test_a_number_is_put_back_when_all_its_digits_are_there(
	text: str, number: str, repair: RepairKind | None
) -> None:
	assert whole_number(text) == (number, repair)


@pytest.mark.parametrize(
	("text", "repair"),
	[
		("1937-05-04", None),
		("04.05.1937", None),
		("4.5.1937", None),
		("4/5/1937", None),
		("19370504", None),
		("04051937", None),
		("1937-05-04 00:00:00", None),
		("1937-05-04T00:00:00", None),
		("'04.05.1937", None),
		("4051937", RepairKind.LEADING_ZERO),
		("13639", RepairKind.DATE_SERIAL),
		("13639.0", RepairKind.DATE_SERIAL),
		("1.3639E+4", RepairKind.DATE_SERIAL),
	],
)
def test_a_date_is_read_however_it_is_written(text: str, repair: RepairKind | None) -> None:
	assert read_date(text) == (BORN, repair)


@pytest.mark.parametrize(
	"text",
	[
		"",
		"x",
		"1937",
		"77",
		"0",
		"60000",
		"99999",
		"111937",
		"040537",
		"31.02.1937",
		"04.05.37",
		"04.05.0937",
	],
)
def test_what_may_be_a_year_an_age_or_nothing_is_no_date(text: str) -> None:
	assert read_date(text) == (None, None)


@given(day=st.dates(date(1906, 1, 1), date(2049, 12, 31)))
def test_every_day_number_of_a_plausible_year_is_that_day(day: date) -> None:
	serial = (day - FIRST_SERIAL_DAY).days
	assert read_date(str(serial)) == (FIRST_SERIAL_DAY + timedelta(days=serial), RepairKind.DATE_SERIAL)


@given(text=st.text(max_size=20))
def test_any_text_is_a_date_of_a_plausible_year_or_none(text: str) -> None:
	found, _ = read_date(text)
	assert found is None or 1850 <= found.year <= 2100


@pytest.mark.parametrize(
	("text", "code", "repair"),
	[
		("2815", "2815", None),
		("'0150", "0150", None),
		("150", "0150", RepairKind.POSTAL_CODE_ZERO),
		("150.0", "0150", RepairKind.POSTAL_CODE_ZERO),
		("2815.0", "2815", RepairKind.DECIMALS),
		("28159", None, None),
		("", None, None),
	],
)
def test_postal_codes_get_their_zeros_back(text: str, code: str | None, repair: RepairKind | None) -> None:
	assert mended_postal_code(text) == (code, repair)


@pytest.mark.parametrize(
	("text", "phone", "repair"),
	[
		("99 00 00 00", "99 00 00 00", None),
		("+47 99 00 00 00", "+47 99 00 00 00", None),
		("99000000.0", "99000000", RepairKind.DECIMALS),
		("9.9000001E+07", "99000001", RepairKind.FULL_NUMBER_FROM_EXPONENT),
		("9.9E+07", "", RepairKind.PHONE_DROPPED),
		("9,90000001E+09", "", RepairKind.PHONE_DROPPED),
		("123", "", RepairKind.PHONE_DROPPED),
		("ukjent", "", None),
		("", "", None),
	],
)
def test_a_rounded_telephone_number_is_dropped_and_said(
	text: str, phone: str, repair: RepairKind | None
) -> None:
	assert mended_phone(text) == (phone, repair)
