"""What one row of a delivery changes: newer wins, older only protects, the same again changes nothing."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from senior_outreach.population.delivery.compare import ChangeKind, FieldChange, Stored, change_of, values_of
from senior_outreach.population.delivery.seen import SeenNumbers
from senior_outreach.population.register_file.person import Person
from senior_outreach.population.rules import PersonName, ProtectionGrade, RegisterStatus

READ_ON = datetime(2014, 2, 3, 10)
DISTRICTS = {"2815": "Sentrum"}
PERSON = Person(
	line=2,
	identity_number="01813712345",
	name=PersonName("Solfrid", "Eksempelrud"),
	birth_date=date(1937, 1, 1),
	sex="Female",
	street="Papirvegen 1",
	care_of="",
	postal_code="2815",
	city="GJØVIK",
	phone="61 00 00 02",
	register_status=RegisterStatus.RESIDENT,
	protection=ProtectionGrade.NONE,
)
HIDDEN = replace(PERSON, protection=ProtectionGrade.CONFIDENTIAL)


def stored(
	person: Person = PERSON, *, in_round: bool = True, checked_on: datetime | None = READ_ON, **values
) -> Stored:
	return Stored("senior", replace(values_of(person, DISTRICTS), **values), in_round, checked_on)


def changed(person: Person, known: Stored | None, read_on: datetime = READ_ON):
	return change_of(person, known, DISTRICTS, read_on)


def test_nobody_knows_the_person() -> None:
	change = changed(PERSON, None)
	assert (change.kind, change.fields, change.values.district) == (ChangeKind.NEW, (), "Sentrum")


def test_known_from_an_earlier_round_is_new_in_this_one() -> None:
	assert changed(PERSON, stored(in_round=False)).kind is ChangeKind.NEW


def test_the_same_again_changes_nothing() -> None:
	change = changed(PERSON, stored())
	assert (change.kind, change.fields) == (ChangeKind.SAME, ())


def test_a_change_has_old_and_new_of_every_field() -> None:
	moved = replace(PERSON, street="Notatgutua 9", postal_code="2816", city="BIRI")
	change = changed(moved, stored(), READ_ON + timedelta(days=1))
	assert change.fields == (
		FieldChange("street", "Papirvegen 1", "Notatgutua 9"),
		FieldChange("postal_code", "2815", "2816"),
		FieldChange("city", "GJØVIK", "BIRI"),
		FieldChange("district", "Sentrum", None),
	)


def test_a_delivery_without_telephone_and_sex_takes_neither_away() -> None:
	assert changed(replace(PERSON, phone="", sex=""), stored()).kind is ChangeKind.SAME


@pytest.mark.parametrize("days", [-30, 0, 30])
def test_protection_is_taken_over_from_any_delivery_and_wipes_everything(days: int) -> None:
	values = changed(HIDDEN, stored(), READ_ON + timedelta(days=days)).values
	assert values.handle_by_hand == 1
	personal = ("first_name", "last_name", "street", "care_of", "postal_code", "city", "district", "phone")
	assert not any(getattr(values, field) for field in personal)


@pytest.mark.parametrize(("days", "lifted"), [(-30, False), (0, False), (1, True)])
def test_only_a_later_delivery_lifts_protection(days: int, lifted: bool) -> None:
	change = changed(PERSON, stored(HIDDEN), READ_ON + timedelta(days=days))
	assert bool(change.values.handle_by_hand) is not lifted
	assert bool(change.values.street) is lifted


@pytest.mark.parametrize(("days", "alive"), [(-30, False), (0, False), (1, True)])
def test_only_a_later_delivery_raises_somebody_from_the_dead(days: int, alive: bool) -> None:
	known = stored(register_status="Deceased")
	change = changed(PERSON, known, READ_ON + timedelta(days=days))
	assert (change.values.register_status == "Resident") is alive


def test_an_older_delivery_is_not_used() -> None:
	change = changed(replace(PERSON, street="Notatgutua 9"), stored(), READ_ON - timedelta(days=1))
	assert (change.kind, change.values.street) == (ChangeKind.OLDER, "Papirvegen 1")


def test_somebody_typed_in_by_hand_is_taken_over_by_the_first_delivery() -> None:
	change = changed(PERSON, stored(checked_on=None, street="Papirveien 1"))
	assert [field.field for field in change.fields] == ["street"]


def test_a_number_is_met_once() -> None:
	with SeenNumbers() as seen:
		assert [seen.first_line("a", 2), seen.first_line("b", 3), seen.first_line("a", 4)] == [2, 3, 2]
		seen.note("c")
		assert seen.missing(["a", "b", "c", "d"]) == {"d"}


def test_a_line_that_was_not_taken_does_not_stand_in_the_way_of_one_that_is() -> None:
	with SeenNumbers() as seen:
		seen.note("a")
		assert seen.first_line("a", 5) == 5
