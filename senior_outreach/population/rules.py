# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Rules of the population that need no database: who is taken out, names, telephone numbers, postal codes."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class RegisterStatus(StrEnum):
	RESIDENT = "Resident"
	DECEASED = "Deceased"
	MOVED_ABROAD = "Moved Abroad"
	MOVED = "Moved"
	DISAPPEARED = "Disappeared"
	NOT_RESIDENT = "Not Resident"
	INACTIVE = "Inactive"
	TEMPORARY = "Temporary"
	BIRTH_REGISTERED = "Birth Registered"
	CEASED = "Ceased"
	UNKNOWN = "Unknown"


class ProtectionGrade(StrEnum):
	NONE = "None"
	CLIENT_ADDRESS = "Client Address"
	CONFIDENTIAL = "Confidential"
	STRICTLY_CONFIDENTIAL = "Strictly Confidential"
	UNKNOWN = "Unknown"


class ExclusionReason(StrEnum):
	DECEASED = "Deceased"
	MOVED = "Moved"
	NOT_RESIDENT = "Not Resident"
	HANDLE_BY_HAND = "Handle by Hand"
	DO_NOT_CONTACT = "Do Not Contact"
	OTHER_AGE = "Other Age"
	RECORD_KEEPER = "Record Keeper"
	ADDED_BY_MISTAKE = "Added by Mistake"
	MOVED_TO_NEXT_YEAR = "Moved to Next Year"
	DUPLICATE = "Duplicate"


class AddedBecause(StrEnum):
	"""Why somebody is in a round whom the register extract did not bring."""

	MOVED_IN = "Moved In"
	ASKED_TO_COME = "Asked to Come"
	MOVED_FROM_LAST_YEAR = "Moved from Last Year"


class Sex(StrEnum):
	FEMALE = "Female"
	MALE = "Male"


class Mark(StrEnum):
	"""All that the Record Keeper may say."""

	KEEP = "Keep"
	EXCLUDE = "Exclude"


class RecheckSource(StrEnum):
	"""Against what the list was looked at again before the letters leave."""

	DELIVERY = "Delivery"
	HEALTH_RECORD = "Health Record"


KEPT_OF_PROTECTED = frozenset({"birth_date", "sex", "register_status", "handle_by_hand"})
"""Design rule 6: of what tells who somebody is and where they live, a Senior with a protected address keeps this."""

_EXCLUDED_BY_STATUS = {
	RegisterStatus.DECEASED: ExclusionReason.DECEASED,
	RegisterStatus.MOVED: ExclusionReason.MOVED,
	RegisterStatus.MOVED_ABROAD: ExclusionReason.MOVED,
}


@dataclass(frozen=True)
class PersonFacts:
	"""What decides, without any health information, whether a person is invited."""

	birth_date: date
	register_status: RegisterStatus
	is_protected: bool
	do_not_contact: bool = False


def exclusion_of(person: PersonFacts, birth_years: frozenset[int]) -> ExclusionReason | None:
	"""Why the system itself takes a person out of a round; `None` when it does not."""
	reason = exclusion_at_any_age(person)
	if reason is None and person.birth_date.year not in birth_years:
		return ExclusionReason.OTHER_AGE
	return reason


def exclusion_at_any_age(person: PersonFacts) -> ExclusionReason | None:
	"""What takes a person out whatever the round is about.

	Design rule 6 comes first: of a protected person nothing else is said.
	"""
	if person.is_protected:
		return ExclusionReason.HANDLE_BY_HAND
	if person.register_status is not RegisterStatus.RESIDENT:
		return _EXCLUDED_BY_STATUS.get(person.register_status, ExclusionReason.NOT_RESIDENT)
	return ExclusionReason.DO_NOT_CONTACT if person.do_not_contact else None


@dataclass(frozen=True)
class PersonName:
	first: str
	last: str

	@property
	def full(self) -> str:
		return f"{self.first} {self.last}".strip()


def read_name(text: str) -> PersonName:
	"""`Family, Given` as registers write it, or `Given Family`; the last word is then the family name."""
	text = " ".join(text.split())
	if "," in text:
		last, _, first = text.partition(",")
		return PersonName(first.strip(), last.strip())
	first, _, last = text.rpartition(" ")
	return PersonName(first, last)


_PHONE_NUMBER = re.compile(r"\+?[0-9](?:[ .-]?[0-9]){7,13}")


def read_phone(text: str) -> str:
	"""The first telephone number in a cell; empty when there is none, since a person is no worse without."""
	found = _PHONE_NUMBER.search(text)
	return found.group() if found else ""


def read_postal_code(text: str) -> str | None:
	"""Four digits; zeros that a spreadsheet dropped are put back. `None` when it is no postal code."""
	text = text.strip()
	if text.isascii() and text.isdigit() and 1 <= len(text) <= 4 and int(text):
		return text.zfill(4)
	return None
