"""Which entries may be the same person, and which address is the same address."""

import time
from datetime import date, timedelta

import pytest

from senior_outreach.population.seniors.duplicate_rules import (
	Because,
	Entry,
	Pair,
	address_text,
	matches_of,
	name_words,
	pairs_of,
)

BORN = date(1937, 5, 3)


def entry(senior: str, name: str, birth_date: date | None = BORN, household_key: str = "") -> Entry:
	return Entry(senior, name, birth_date, household_key)


@pytest.mark.parametrize(
	("one", "other"),
	[
		("Åslaug Prøvestad", "PRØVESTAD, ÅSLAUG"),
		("Anne-Marie Tenkhaug", "Anne Marie Tenkhaug"),
		("André Øvingsmoen", "Andre Øvingsmoen"),
		("Björn Påfunnlien", "Bjørn Påfunnlien"),
		("Åslaug M. Prøvestad", "Åslaug Prøvestad"),
		("  Åslaug   Prøvestad ", "Åslaug Prøvestad"),
		("A\u030aslaug Prøvestad", "Åslaug Prøvestad"),
	],
)
def test_a_name_is_the_same_however_it_is_written(one: str, other: str):
	assert name_words(one) == name_words(other)


@pytest.mark.parametrize(
	("one", "other"),
	[("Pål Testgård", "Pal Testgård"), ("Søren Lekeset", "Soren Lekeset"), ("Åse Drømdal", "Ase Drømdal")],
)
def test_the_letters_of_the_norwegian_alphabet_are_letters_of_their_own(one: str, other: str):
	assert name_words(one) != name_words(other)


def test_a_middle_name_may_be_missing_when_the_birth_date_is_the_same():
	entries = [entry("a", "Åslaug Marie Prøvestad"), entry("b", "Åslaug Prøvestad")]
	assert pairs_of(entries) == [Pair("a", "b", Because.NAME_AND_BIRTH_DATE)]


def test_one_common_name_is_not_enough():
	entries = [entry("a", "Åslaug"), entry("b", "Åslaug Prøvestad"), entry("c", "Åslaug Tenkhaug")]
	assert pairs_of(entries) == []


def test_another_birth_date_is_another_person_unless_the_address_is_the_same():
	other_day = BORN + timedelta(days=1)
	far = [entry("a", "Åslaug Prøvestad", household_key="x"), entry("b", "Åslaug Prøvestad", other_day, "y")]
	near = [entry("a", "Åslaug Prøvestad", household_key="x"), entry("b", "Åslaug Prøvestad", other_day, "x")]
	assert pairs_of(far) == []
	assert pairs_of(near) == [Pair("a", "b", Because.NAME_AND_ADDRESS)]


def test_father_and_son_with_a_middle_name_at_one_address_are_two():
	entries = [entry("a", "Tormod Lekeset", BORN, "x"), entry("b", "Tormod Aslak Lekeset", None, "x")]
	assert pairs_of(entries) == []


def test_an_entry_without_a_name_or_an_address_is_like_nobody():
	entries = [
		entry("a", ""),
		entry("b", ""),
		entry("c", "Åslaug Prøvestad", None),
		entry("d", "Åslaug Prøvestad", None),
	]
	assert pairs_of(entries) == []


def test_a_pair_is_found_once_and_a_decided_one_not_at_all():
	entries = [entry("b", "Åslaug Prøvestad", BORN, "x"), entry("a", "Åslaug Prøvestad", BORN, "x")]
	assert pairs_of(entries) == [Pair("a", "b", Because.NAME_AND_BIRTH_DATE)]
	assert pairs_of(entries, decided={frozenset({"a", "b"})}) == []


def test_three_entries_of_one_person_are_three_pairs():
	entries = [entry(name, "Åslaug Prøvestad") for name in "abc"]
	assert [(pair.first, pair.second) for pair in pairs_of(entries)] == [("a", "b"), ("a", "c"), ("b", "c")]


def test_a_new_entry_is_matched_by_the_same_rules():
	new = entry("", "Åslaug Marie Prøvestad", BORN, "x")
	others = [
		entry("a", "Åslaug Prøvestad"),
		entry("b", "Prøvestad, Åslaug Marie", None, "x"),
		entry("c", "Åslaug Prøvestad", None, "x"),
		entry("d", "Gudleik Prøvestad", BORN, "x"),
	]
	assert matches_of(new, others) == {"a": Because.NAME_AND_BIRTH_DATE, "b": Because.NAME_AND_ADDRESS}


@pytest.mark.parametrize("same_day", [False, True], ids=["a year of birth", "everybody on one day"])
def test_fifty_thousand_people_take_seconds(same_day: bool):
	people = [
		entry(
			f"{number}",
			f"Fornavn{number % 211} Mellom{number % 17} Etternavn{number // 211}",
			BORN if same_day else BORN + timedelta(days=number % 365),
			f"{number // 2}",
		)
		for number in range(50_000)
	]
	started = time.perf_counter()
	assert pairs_of([*people, entry("copy", "Fornavn0 Etternavn0", people[0].birth_date)]) == [
		Pair("0", "copy", Because.NAME_AND_BIRTH_DATE)
	]
	assert time.perf_counter() - started < 15


def test_very_many_entries_with_one_name_do_not_become_all_pairs():
	entries = [entry(f"{number:04d}", "Åslaug Prøvestad") for number in range(2000)]
	assert len(pairs_of(entries)) == 1999


@pytest.mark.parametrize(
	("one", "other"),
	[
		(("Papirvegen 12 B", "2815"), ("PAPIRVEGEN 12b", "2815")),
		(("Papirvegen  12,", "", "2815"), ("Papirvegen 12", None, "2815")),
		(("Blyantbakken 3 ", "H0101", "2815"), ("blyantbakken 3", "h0101", "2815")),
	],
)
def test_an_address_is_the_same_however_it_is_typed(one: tuple, other: tuple):
	assert address_text(*one) == address_text(*other)


def test_another_number_or_place_is_another_address():
	addresses = {
		address_text(*lines)
		for lines in [
			("Papirvegen 1", "2815"),
			("Papirvegen 11", "2815"),
			("Papirvegen 1", "2816"),
			("Papirvegen 1B", "2815"),
		]
	}
	assert len(addresses) == 4
