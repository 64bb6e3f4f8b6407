"""Synthetic residents and the register file about them. Nobody here exists.

Identity numbers are from the population register's test series (month + 80).
"""

import csv
import io
import random
from dataclasses import dataclass
from datetime import date, timedelta

HEADING = ("fødselsnummer", "navn", "adresse", "postnr", "poststed", "status", "gradering", "telefon")
_FEMALE = (
	"Solfrid",
	"Torbjørg",
	"Gunnvor",
	"Åslaug",
	"Ragnfrid",
	"Målfrid",
	"Ingebjørg",
	"Sigfrid",
	"Oddlaug",
	"Hallgerd",
)
_MALE = (
	"Torgrim",
	"Hallstein",
	"Asbjørn",
	"Steinulf",
	"Gudleik",
	"Øyvind",
	"Ragnvald",
	"Tormod",
	"Sigbjørn",
	"Aslak",
)
_FAMILY = (
	"Eksempelrud", "Prøvestad", "Tenkhaug", "Diktbakken", "Påfunnlien", "Øvingsmoen", "Testgård", "Lekeset",
	"Mønsterhagen", "Skisseberg", "Utkastvik", "Formlunden", "Drømdal", "Antagelien", "Fabelåsen",
)  # fmt: skip
_STREETS = ("Papirvegen", "Blyantbakken", "Viskelærgata", "Linjalstien", "Passervegen", "Notatgutua")
_WEIGHTS_1 = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_WEIGHTS_2 = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


@dataclass(frozen=True)
class Mix:
	"""How many residents there are of each kind. The last kind is marked by the Record Keeper."""

	to_invite: int
	deceased: int
	moved: int
	protected: int
	other_age: int
	by_keeper: int

	@property
	def total(self) -> int:
		return self.to_invite + self.excluded

	@property
	def excluded(self) -> int:
		return self.deceased + self.moved + self.protected + self.other_age + self.by_keeper


@dataclass(frozen=True)
class Place:
	postal_code: str
	city: str


def synthetic_number(birth: date, serial: int) -> str:
	"""The first number of the synthetic +80 series that checks for a birth date, from `serial` on."""
	start = f"{birth:%d}{birth.month + 80:02d}{birth:%y}"
	for individual in range(serial, 500):
		digits = f"{start}{individual:03d}"
		first = _control(digits, _WEIGHTS_1)
		second = _control(f"{digits}{first}", _WEIGHTS_2) if first < 10 else 10
		if second < 10:
			return f"{digits}{first}{second}"
	raise ValueError(f"no synthetic number left for {birth}")


def _control(digits: str, weights: tuple[int, ...]) -> int:
	total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
	return (11 - total % 11) % 11


def register_rows(birth_year: int, mix: Mix, places: tuple[Place, ...], seed: int) -> list[tuple[str, ...]]:
	"""The rows of a register file, shuffled the same way each time for the same seed."""
	chance = random.Random(seed)
	kinds = (
		[("bosatt", "ugradert")] * (mix.to_invite + mix.by_keeper + mix.other_age)
		+ [("død", "ugradert")] * mix.deceased
		+ [("utflyttet", "ugradert")] * mix.moved
		+ [("bosatt", chance.choice(("klientadresse", "fortrolig", "strengt fortrolig")))] * mix.protected
	)
	rows = []
	for index, (status, protection) in enumerate(kinds):
		year = birth_year + 1 if index < mix.other_age else birth_year
		birth = date(year, 1, 1) + timedelta(days=(index * 37) % 365)
		rows.append(_row(birth, index, status, protection, places, chance))
	chance.shuffle(rows)
	return rows


def _row(
	birth: date, index: int, status: str, protection: str, places: tuple[Place, ...], chance: random.Random
):
	number = synthetic_number(birth, 100 + index)
	given = chance.choice(_FEMALE if int(number[8]) % 2 == 0 else _MALE)
	place = places[(index // 2) % len(places)]  # couples live together
	street = f"{_STREETS[(index // 2) % len(_STREETS)]} {index // 2 + 1}"
	phone = f"99 {index // 100:01d}{index % 10} {index % 100:02d} 0{index % 7}"
	if protection != "ugradert":
		return (
			number,
			f"{chance.choice(_FAMILY)}, {given}",
			"HEMMELIG ADRESSE",
			"",
			"",
			status,
			protection,
			"",
		)
	name = f"{chance.choice(_FAMILY)}, {given}"
	return (number, name, street, place.postal_code, place.city, status, protection, phone)


def register_file(rows: list[tuple[str, ...]], encoding: str = "utf-8") -> bytes:
	"""Semicolon-separated, as the population register's suppliers send it."""
	text = io.StringIO()
	writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
	writer.writerow(HEADING)
	writer.writerows(rows)
	return text.getvalue().encode(encoding)
