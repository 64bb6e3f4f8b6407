# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""A person of a delivery beside what is stored: new, changed field by field, or the same. Needs no database."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum

from senior_outreach.population.register_file.person import Person
from senior_outreach.population.rules import KEPT_OF_PROTECTED, RegisterStatus


class ChangeKind(StrEnum):
	NEW = "New"
	CHANGED = "Changed"
	SAME = "Same"
	OLDER = "Older"
	"""What is stored is newer than the delivery, so the row is not used."""


@dataclass(frozen=True)
class SeniorValues:
	"""What a delivery says of a senior, as the fields of the DocType; empty is `None`."""

	first_name: str | None = None
	last_name: str | None = None
	birth_date: date | None = None
	sex: str | None = None
	care_of: str | None = None
	street: str | None = None
	address_line_2: str | None = None
	postal_code: str | None = None
	city: str | None = None
	district: str | None = None
	phone: str | None = None
	register_status: str | None = None
	handle_by_hand: int = 0


VALUE_FIELDS = tuple(field.name for field in fields(SeniorValues))
KEPT_WHEN_MISSING = ("sex", "phone")
"""What a delivery may lack without saying that it is gone."""


@dataclass(frozen=True)
class Stored:
	"""A senior who is known to the office. `checked_on` is when the register was read for it last."""

	senior: str
	values: SeniorValues
	in_round: bool
	checked_on: datetime | None = None


@dataclass(frozen=True)
class FieldChange:
	field: str
	old: str | int | date | None
	new: str | int | date | None


@dataclass(frozen=True)
class Change:
	"""What accepting a row does. `values` is what the senior has afterwards."""

	person: Person
	kind: ChangeKind
	values: SeniorValues
	stored: Stored | None = None
	fields: tuple[FieldChange, ...] = ()

	@property
	def is_hidden(self) -> bool:
		"""Whether the person may be in no list, before or after."""
		return bool(self.values.handle_by_hand)


def values_of(person: Person, districts: dict[str, str]) -> SeniorValues:
	"""`districts` is postal code to district."""
	if person.is_protected:
		return SeniorValues(
			birth_date=person.birth_date,
			sex=person.sex or None,
			register_status=person.register_status.value,
			handle_by_hand=1,
		)
	return SeniorValues(
		first_name=person.name.first or None,
		last_name=person.name.last or None,
		birth_date=person.birth_date,
		sex=person.sex or None,
		care_of=person.care_of or None,
		street=person.street or None,
		address_line_2=person.address_line_2 or None,
		postal_code=person.postal_code or None,
		city=person.city or None,
		district=districts.get(person.postal_code),
		phone=person.phone or None,
		register_status=person.register_status.value,
	)


def change_of(person: Person, stored: Stored | None, districts: dict[str, str], read_on: datetime) -> Change:
	"""What one row of a delivery changes, for a register that was read at `read_on`."""
	said = values_of(person, districts)
	if stored is None:
		return Change(person, ChangeKind.NEW, said)
	values = _merged(said, stored, read_on)
	changed = tuple(
		FieldChange(name, getattr(stored.values, name), getattr(values, name))
		for name in VALUE_FIELDS
		if getattr(stored.values, name) != getattr(values, name)
	)
	return Change(person, _kind(stored, changed, read_on), values, stored, changed)


def _kind(stored: Stored, changed: tuple[FieldChange, ...], read_on: datetime) -> ChangeKind:
	if not stored.in_round:
		return ChangeKind.NEW
	if changed:
		return ChangeKind.CHANGED
	return ChangeKind.OLDER if _is_older(stored, read_on) else ChangeKind.SAME


def _is_older(stored: Stored, read_on: datetime) -> bool:
	return stored.checked_on is not None and read_on < stored.checked_on


def _merged(said: SeniorValues, stored: Stored, read_on: datetime) -> SeniorValues:
	"""What is stored, with what the delivery may change of it.

	Protection is taken over from any delivery and lifted by a later one only. An older delivery changes nothing
	else, and the same one read again raises nobody from the dead.
	"""
	known = stored.values
	if said.handle_by_hand and not known.handle_by_hand:
		return _protected(said if not _is_older(stored, read_on) else known)
	if _is_older(stored, read_on):
		return known
	again = stored.checked_on is not None and read_on == stored.checked_on
	if known.handle_by_hand and again:
		return known
	kept = {name: getattr(known, name) for name in KEPT_WHEN_MISSING if not getattr(said, name)}
	if said.handle_by_hand:
		kept.pop("phone", None)
	if again and known.register_status == RegisterStatus.DECEASED:
		kept["register_status"] = known.register_status
	return replace(said, **kept)


def _protected(values: SeniorValues) -> SeniorValues:
	return SeniorValues(**{name: getattr(values, name) for name in KEPT_OF_PROTECTED} | {"handle_by_hand": 1})
