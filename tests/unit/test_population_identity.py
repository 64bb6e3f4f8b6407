"""Identity numbers: what the register gives, what a spreadsheet makes of it, and what is no number at all."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from senior_outreach.population.identity import IdentityNumberError, IdentityProblem, parse_identity_number
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
	assert parse_identity_number(number[1:], allow_synthetic=True).digits == number


@pytest.mark.parametrize(
	("text", "problem"),
	[
		("", IdentityProblem.EMPTY),
		("   ", IdentityProblem.EMPTY),
		("1234567890123", IdentityProblem.LENGTH),
		("123", IdentityProblem.LENGTH),
		("4,8437E+09", IdentityProblem.SPREADSHEET),
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
