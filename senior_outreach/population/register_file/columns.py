# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What a column of a register file can mean, and the headings that are known without a file format."""

import unicodedata
from enum import StrEnum


class Column(StrEnum):
	"""The values are the choices of a Register File Column."""

	IDENTITY_NUMBER = "Identity Number"
	NAME = "Name"
	FIRST_NAME = "First Name"
	MIDDLE_NAME = "Middle Name"
	LAST_NAME = "Last Name"
	BIRTH_DATE = "Birth Date"
	SEX = "Sex"
	STREET = "Street"
	ADDRESS_LINE_2 = "Second Address Line"
	CARE_OF = "Care Of"
	POSTAL_CODE = "Postal Code"
	CITY = "Post Town"
	PHONE = "Phone"
	STATUS = "Register Status"
	PROTECTION = "Protection Grade"


NOT_USED = "Not Used"
"""The choice of a Register File Column that is no `Column`."""

HEADINGS: dict[Column, tuple[str, ...]] = {
	Column.IDENTITY_NUMBER: (
		"fødselsnummer", "fodselsnummer", "foedselsnummer", "fnr", "personnummer", "personidentifikator",
		"folkeregisteridentifikator", "fødsels- eller d-nummer", "fødselsnummer/d-nummer",
	),
	Column.NAME: ("navn", "fullt navn", "namn", "fullt namn", "name"),
	Column.FIRST_NAME: ("fornavn", "førenamn", "first name"),
	Column.MIDDLE_NAME: ("mellomnavn", "mellomnamn", "middle name"),
	Column.LAST_NAME: ("etternavn", "slektsnavn", "etternamn", "last name"),
	Column.BIRTH_DATE: ("fødselsdato", "fodselsdato", "foedselsdato", "født", "birth date"),
	Column.SEX: ("kjønn", "kjonn", "kjoenn", "sex"),
	Column.STREET: (
		"adresse", "gateadresse", "postadresse", "bostedsadresse", "adresse 1", "adresselinje 1", "address",
	),
	Column.ADDRESS_LINE_2: (
		"adresselinje 2", "adresse 2", "bruksenhet", "bruksenhetsnummer", "bolignummer", "bustadnummer",
	),
	Column.CARE_OF: ("c/o", "co", "c/o-adresse", "co-adresse", "co-adressenavn"),
	Column.POSTAL_CODE: ("postnr", "postnummer", "postkode", "postal code"),
	Column.CITY: ("poststed", "poststad", "city"),
	Column.PHONE: ("telefon", "tlf", "telefonnummer", "mobil", "mobiltelefon", "phone"),
	Column.STATUS: ("status", "personstatus", "registerstatus", "folkeregisterstatus"),
	Column.PROTECTION: ("gradering", "adressegradering", "adressebeskyttelse", "diskresjonskode", "adressevern"),
}  # fmt: skip
"""The first heading of each is what people are told."""


def heading_key(heading: str) -> str:
	"""What makes two headings the same: neither case, blanks, points nor the way a letter is composed."""
	text = unicodedata.normalize("NFC", heading).casefold().replace(".", " ").replace("_", " ")
	return " ".join(text.split())


KNOWN_HEADINGS = {heading_key(name): column for column, names in HEADINGS.items() for name in names}
