# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The invitation letter as printable strings: one text for everybody in a run, one thin layer per person.

The two are kept apart because a run of letters differs in the address, the code and the QR code only. The
text is stored with the run, so that a reprint says what the first print said. Needs no site.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

import segno

from senior_outreach.letters import formats
from senior_outreach.letters.rules import Address
from senior_outreach.letters.texts import fill, texts


@dataclass(frozen=True)
class Sender:
	"""The office, as the letter names it. `coat_of_arms` is a `data:` address or empty."""

	office: str
	unit: str = ""
	street: str = ""
	postal_code: str = ""
	city: str = ""
	phone: str = ""
	email: str = ""
	opening_hours: str = ""
	signatory_name: str = ""
	signatory_title: str = ""
	reply_address: str = ""
	reply_page: str = ""
	coat_of_arms: str = ""


@dataclass(frozen=True)
class Meeting:
	starts_on: datetime
	ends_on: datetime
	venue: str
	street: str = ""
	city: str = ""


@dataclass(frozen=True)
class Offer:
	"""What a run of letters offers. `ages` are those people reach in the year of the round."""

	ages: tuple[int, ...]
	year: int
	letter_date: date
	answer_by: date
	meetings: tuple[Meeting, ...]


@dataclass(frozen=True)
class MeetingLine:
	day: str
	hours: str
	venue: str
	address: str
	tick: str


@dataclass(frozen=True)
class LetterText:
	"""Everything in a letter that is the same for everybody, in one language."""

	language: str
	sender_lines: tuple[str, ...]
	coat_of_arms: str
	place_and_date: str
	our_reference: str
	title: str
	heading: str
	intro: tuple[str, ...]
	meetings_heading: str
	column_day: str
	column_place: str
	meetings: tuple[MeetingLine, ...]
	companion: str
	choices_heading: str
	choices: tuple[tuple[str, str], ...]
	answer_heading: str
	answer_phone: str
	phone: str
	opening_hours: str
	answer_web: str
	answer_web_address: str
	answer_paper: str
	code_label: str
	no_answer: str
	about_heading: str
	about: tuple[str, ...]
	source: str
	greeting: str
	signatory: tuple[str, ...]
	slip: dict[str, str]
	slip_needs: tuple[str, ...]
	slip_return: tuple[str, ...]


@dataclass(frozen=True)
class PersonalLayer:
	"""What differs from letter to letter. `qr` is a `data:` address."""

	name: str
	address_lines: tuple[str, ...]
	code: str
	qr: str
	reference: str


@dataclass(frozen=True)
class Letter:
	"""One letter; without a person it is the page that a whole run shares."""

	text: LetterText
	person: PersonalLayer | None
	large_print: bool = False


def letter_text(language: str, sender: Sender, offer: Offer) -> LetterText:
	"""The common part in one language. Raises `texts.UnknownField` when a text names an unknown field."""
	words = texts(language)
	values = _values(language, sender, offer)
	return LetterText(
		language=language,
		sender_lines=_sender_lines(sender),
		coat_of_arms=sender.coat_of_arms,
		place_and_date=_place_and_date(language, sender, offer),
		meetings=tuple(
			_meeting_line(meeting, language, words["slip"]["meeting"]) for meeting in offer.meetings
		),
		phone=formats.phone(sender.phone),
		signatory=_signatory(sender),
		slip={key: text for key, text in words["slip"].items() if key != "meeting"},
		slip_needs=tuple(words["needs"].values()),
		slip_return=_return_lines(sender),
		**_filled(words["letter"], values),
	)


def _values(language: str, sender: Sender, offer: Offer) -> dict[str, str]:
	return {
		"office": sender.office,
		"unit": sender.unit or sender.office,
		"age": formats.listing([str(age) for age in offer.ages], language),
		"year": str(offer.year),
		"answer_by": formats.weekday_short_date(offer.answer_by, language),
		"phone": formats.phone(sender.phone),
		"opening_hours": sender.opening_hours,
		"reply_page": sender.reply_page,
	}


def _filled(section: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
	"""Lists become tuples; a line about opening hours goes when the office has none."""
	filled = {key: _fill_any(text, values) for key, text in section.items()}
	if not values["opening_hours"]:
		filled["opening_hours"] = ""
	return filled


def _fill_any(text: Any, values: Mapping[str, str]) -> Any:
	if isinstance(text, str):
		return fill(text, values)
	return tuple(_fill_any(part, values) for part in text)


def _meeting_line(meeting: Meeting, language: str, tick: str) -> MeetingLine:
	day = formats.weekday_short_date(meeting.starts_on, language)
	clock = formats.clock(meeting.starts_on, language)
	return MeetingLine(
		day=formats.weekday_date(meeting.starts_on, language),
		hours=formats.hours(meeting.starts_on, meeting.ends_on, language),
		venue=meeting.venue,
		address=", ".join(_present(meeting.street, meeting.city)),
		tick=fill(tick, {"day": f"{day} {clock}"}),
	)


def _sender_lines(sender: Sender) -> tuple[str, ...]:
	place = formats.postal_line(sender.postal_code, sender.city)
	return _present(sender.unit, sender.office, sender.street, place, sender.email)


def _signatory(sender: Sender) -> tuple[str, ...]:
	return _present(sender.signatory_name, ", ".join(_present(sender.signatory_title, sender.unit)))


def _place_and_date(language: str, sender: Sender, offer: Offer) -> str:
	day = formats.long_date(offer.letter_date, language)
	return ", ".join(_present(sender.city.title(), day))


def _return_lines(sender: Sender) -> tuple[str, ...]:
	"""Where the slip is posted to: the address for paper replies, else the office itself."""
	if sender.reply_address:
		return _present(*sender.reply_address.splitlines())
	place = formats.postal_line(sender.postal_code, sender.city)
	return _present(sender.unit, sender.office, sender.street, place)


def _present(*lines: str) -> tuple[str, ...]:
	return tuple(line.strip() for line in lines if line and line.strip())


def personal_layer(name: str, address: Address, code: str, reply_url: str, reference: str) -> PersonalLayer:
	"""`reply_url` is the reply page; the code follows as a fragment, which no server and no log ever sees."""
	return PersonalLayer(
		name=name,
		address_lines=address_lines(name, address),
		code=code,
		qr=qr_code(f"{reply_url}#{code}"),
		reference=reference,
	)


def address_lines(name: str, address: Address) -> tuple[str, ...]:
	"""Name, c/o, street, second line, post town; the country last and only for abroad."""
	care_of = address.care_of.strip()
	if care_of and not care_of.casefold().startswith("c/o"):
		care_of = f"c/o {care_of}"
	place = formats.postal_line(address.postal_code, address.city)
	return _present(name, care_of, address.street, address.line_2, place, address.country.upper())


def qr_code(text: str) -> str:
	"""A QR code as a small SVG in a `data:` address, sharp at every size; error correction M."""
	return segno.make(text, error="m", micro=False).svg_data_uri(border=2, omitsize=True, nl=False)


def to_stored(text: LetterText) -> dict[str, Any]:
	"""As it is kept with the run, without the picture."""
	return {**asdict(text), "coat_of_arms": ""}


def from_stored(stored: Mapping[str, Any], coat_of_arms: str = "") -> LetterText:
	values = {field.name: _tuples(stored[field.name]) for field in fields(LetterText)}
	values["meetings"] = tuple(MeetingLine(**line) for line in stored["meetings"])
	values["coat_of_arms"] = coat_of_arms
	return LetterText(**values)


def _tuples(value: Any) -> Any:
	return tuple(_tuples(part) for part in value) if isinstance(value, list | tuple) else value
