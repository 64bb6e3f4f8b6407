"""Identity numbers: what the register gives, what a spreadsheet makes of it, and what is no number at all."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from senior_outreach.population.register_file.cells import RepairKind
from senior_outreach.population.register_file.identity import (
	IdentityNumberError,
	IdentityProblem,
	parse_identity_number,
)
from tests.season.residents import synthetic_number

BIRTHS = st.dates(date(1900, 1, 1), date(1999, 12, 31))


@given(birth=BIRTHS, serial=st.integers(0, 400))
def test_a_synthetic_number_tells_its_birth_date(birth: date, serial: int) -> None:
	number = parse_identity_number(synthetic_number(birth, serial), allow_synthetic=True)
	assert (number.birth_date, number.is_synthetic) == (birth, True)


def test_synthetic_numbers_need_the_setting() -> None:
	with pytest.raises(IdentityNumberError) as caught:
		parse_identity_number(synthetic_number(date(1937, 5, 4), 100))
	assert caught.value.problem is IdentityProblem.SYNTHETIC


def test_a_number_that_lost_its_leading_zero_gets_it_back() -> None:
	number = synthetic_number(date(1937, 5, 4), 100)
	assert number.startswith("0")
	found = parse_identity_number(number[1:], allow_synthetic=True)
	assert (found.digits, found.repair) == (number, RepairKind.LEADING_ZERO)


def test_ten_digits_that_do_not_fit_are_no_number_that_lost_its_zero() -> None:
	number = synthetic_number(date(1937, 5, 4), 100)
	wrong = number[1:10] + str((int(number[10]) + 1) % 10)
	for check_digits in (True, False):
		assert problem_of(wrong, allow_synthetic=True, check_digits=check_digits) is IdentityProblem.LENGTH


NUMBER = synthetic_number(date(1937, 5, 14), 100)
SHORT = synthetic_number(date(1937, 5, 4), 100)


@pytest.mark.parametrize(
	("text", "digits", "repair"),
	[
		(f"'{NUMBER}", NUMBER, None),
		(f'="{NUMBER}"', NUMBER, None),
		(f"{NUMBER[:6]} {NUMBER[6:]}", NUMBER, None),
		(f"{NUMBER[:6]}-{NUMBER[6:]}", NUMBER, None),
		(f"{NUMBER}.0", NUMBER, RepairKind.DECIMALS),
		(f"{NUMBER[0]}.{NUMBER[1:]}E+10", NUMBER, RepairKind.FULL_NUMBER_FROM_EXPONENT),
		(f"{SHORT[1]},{SHORT[2:]}E+09", SHORT, RepairKind.LEADING_ZERO),
	],
)
def test_what_a_spreadsheet_did_without_losing_a_digit_is_undone(
	text: str, digits: str, repair: RepairKind | None
) -> None:
	found = parse_identity_number(text, allow_synthetic=True)
	assert (found.digits, found.repair) == (digits, repair)


@pytest.mark.parametrize(
	("text", "problem"),
	[
		("", IdentityProblem.EMPTY),
		("   ", IdentityProblem.EMPTY),
		("1234567890123", IdentityProblem.LENGTH),
		("123", IdentityProblem.LENGTH),
		("4,8437E+09", IdentityProblem.SPREADSHEET),
		("1.2E+10", IdentityProblem.SPREADSHEET),
		("12345678901.5", IdentityProblem.SPREADSHEET),
		("#VALUE!", IdentityProblem.SPREADSHEET),
		("########", IdentityProblem.SPREADSHEET),
		("0485371000x", IdentityProblem.NOT_DIGITS),
		("\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669\u0660", IdentityProblem.NOT_DIGITS),
	],
)
def test_what_is_no_number_is_a_named_problem(text: str, problem: IdentityProblem) -> None:
	with pytest.raises(IdentityNumberError) as caught:
		parse_identity_number(text, allow_synthetic=True)
	assert caught.value.problem is problem


@given(birth=BIRTHS, position=st.integers(0, 10), shift=st.integers(1, 9))
def test_one_wrong_digit_is_found(birth: date, position: int, shift: int) -> None:
	digits = list(synthetic_number(birth, 7))
	digits[position] = str((int(digits[position]) + shift) % 10)
	with pytest.raises(IdentityNumberError):
		parse_identity_number("".join(digits), allow_synthetic=True)


@given(text=st.text(max_size=30))
def test_any_text_is_a_number_or_a_problem_and_never_repeated(text: str) -> None:
	assert outcome_of(text) in {"a number", *(problem.value for problem in IdentityProblem)}


def problem_of(text: str, **rules) -> IdentityProblem | None:
	try:
		parse_identity_number(text, **rules)
	except IdentityNumberError as error:
		return error.problem
	return None


def outcome_of(text: str) -> str:
	try:
		parse_identity_number(text, allow_synthetic=True)
	except IdentityNumberError as error:
		return str(error)
	return "a number"


def test_control_digits_can_be_left_unchecked() -> None:
	digits = synthetic_number(date(1937, 5, 4), 100)
	wrong = digits[:10] + str((int(digits[10]) + 1) % 10)
	assert parse_identity_number(wrong, allow_synthetic=True, check_digits=False).digits == wrong


# Examples that navikt/fnrvalidator publishes in its tests (tests/fnr.spec.ts). The synthetic ones belong to nobody;
# those of the rule of 2032 are made for it.

D_SYNTHETIC_80 = "50846202355"
D_SYNTHETIC_40 = "68467038838"
SYNTHETIC_80 = "10915596784"
SYNTHETIC_40 = "13527248013"


@pytest.mark.parametrize(
	("digits", "birth_date"),
	[
		(SYNTHETIC_80, date(1955, 11, 10)),
		(D_SYNTHETIC_80, date(1962, 4, 10)),
		(SYNTHETIC_40, date(1972, 12, 13)),
		(D_SYNTHETIC_40, date(1970, 6, 28)),
	],
)
def test_published_synthetic_numbers_are_read(digits: str, birth_date: date) -> None:
	number = parse_identity_number(digits, allow_synthetic=True)
	assert (number.birth_date, number.is_synthetic) == (birth_date, True)
	assert problem_of(digits) is IdentityProblem.SYNTHETIC


def with_control_digits(start: str, remainder: int = 0) -> str:
	"""Nine digits with control digits after the published rule, worked out here; empty when there are none."""
	first = (11 + remainder - weighed(start, (3, 7, 6, 1, 8, 9, 4, 5, 2)) % 11) % 11
	second = (11 - weighed(f"{start}{first}", (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11) % 11
	return "" if 10 in (first, second) else f"{start}{first}{second}"


def weighed(digits: str, weights: tuple[int, ...]) -> int:
	return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


@pytest.mark.parametrize(("day", "born"), [(4, date(1937, 5, 4)), (44, date(1937, 5, 4))])
@pytest.mark.parametrize("offset", [40, 65, 80])
def test_every_synthetic_series_is_read_also_as_d_numbers(day: int, born: date, offset: int) -> None:
	starts = (f"{day:02d}{5 + offset:02d}37{serial:03d}" for serial in range(100, 120))
	digits = next(filter(None, map(with_control_digits, starts)))
	number = parse_identity_number(digits, allow_synthetic=True)
	assert (number.birth_date, number.is_synthetic) == (born, True)


@pytest.mark.parametrize(
	("individual", "year", "born"),
	[(100, 37, 1937), (499, 99, 1999), (950, 40, 1940), (500, 39, 2039), (600, 54, 1854), (600, 50, None)],
)
def test_the_century_follows_from_the_individual_number(individual: int, year: int, born: int | None) -> None:
	starts = (f"{day:02d}85{year:02d}{individual:03d}" for day in range(1, 29))
	digits = next(filter(None, map(with_control_digits, starts)))
	if born is None:
		assert problem_of(digits, allow_synthetic=True) is IdentityProblem.DATE
	else:
		assert parse_identity_number(digits, allow_synthetic=True).birth_date.year == born


def test_help_numbers_without_a_date_are_named() -> None:
	digits = next(filter(None, (with_control_digits(f"812345{serial}") for serial in range(670, 690))))
	assert problem_of(digits, allow_synthetic=True) is IdentityProblem.DATE


# The rule of 2032

ONLY_2032 = "30108299939"
STILL_ORDINARY = ("02013299997", "30108299920", "70108299914")


def test_published_numbers_of_2032_are_accepted_where_the_setting_says_so() -> None:
	assert problem_of(ONLY_2032) is IdentityProblem.CONTROL_DIGITS
	for digits in (ONLY_2032, *STILL_ORDINARY):
		assert parse_identity_number(digits, accept_2032=True).digits == digits


@pytest.mark.parametrize("digits", ["02013299987", "02013299996"])
def test_published_wrong_numbers_of_2032_stay_wrong(digits: str) -> None:
	assert problem_of(digits, accept_2032=True) is IdentityProblem.CONTROL_DIGITS


@pytest.mark.parametrize("remainder", range(11))
def test_the_first_control_digit_of_2032_has_four_right_values(remainder: int) -> None:
	digits = next(
		filter(None, (with_control_digits(f"018537{serial}", remainder) for serial in range(100, 200)))
	)
	wrong = problem_of(digits, allow_synthetic=True, accept_2032=True)
	assert (wrong is None) == (remainder < 4)
	assert (problem_of(digits, allow_synthetic=True) is None) == (remainder == 0)


def test_where_numbers_of_2032_are_accepted_none_tells_birth_date_or_sex() -> None:
	number = parse_identity_number(NUMBER, allow_synthetic=True, accept_2032=True)
	assert (number.birth_date, number.is_female) == (None, None)


def test_a_day_that_is_none_is_refused_under_both_rules() -> None:
	digits = next(filter(None, (with_control_digits(f"318237{serial}") for serial in range(100, 200))))
	for accept_2032 in (True, False):
		found = problem_of(digits, allow_synthetic=True, accept_2032=accept_2032)
		assert found is IdentityProblem.DATE


@given(text=st.text(st.sampled_from("0123456789eE+-., '#="), max_size=18), accept=st.booleans())
def test_anything_a_spreadsheet_may_write_is_a_number_or_a_problem(text: str, accept: bool) -> None:
	rules = {"allow_synthetic": True, "check_digits": False, "accept_2032": accept}
	assert problem_of(text, **rules) in (None, *IdentityProblem)
