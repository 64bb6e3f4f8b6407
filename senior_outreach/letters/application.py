# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The application to the population register as printable strings, and what a new one starts with.

The points are those of the handbook, "Innhente opplysninger fra folkeregisteret", and the legal basis. Needs no
site.
"""

from dataclasses import dataclass
from datetime import date

from senior_outreach.letters import formats
from senior_outreach.letters.letter import Sender
from senior_outreach.letters.texts import fill, texts


@dataclass(frozen=True)
class NamedUser:
	name: str
	task: str = ""


@dataclass(frozen=True)
class Signature:
	name: str
	title: str
	signed_on: date


@dataclass(frozen=True)
class ApplicationFacts:
	"""`sorting`, `medium` and `frequency` are options of the DocType."""

	reference: str
	sender: Sender
	municipality_number: str
	recipient: str
	applied_on: date | None
	requested_data: str
	selection: str
	named_users: tuple[NamedUser, ...]
	purpose: str
	legal_basis: str
	sorting: str
	medium: str
	frequency: str
	signature: Signature | None = None


@dataclass(frozen=True)
class Point:
	label: str
	lines: tuple[str, ...]


@dataclass(frozen=True)
class Application:
	"""What the template prints."""

	language: str
	title: str
	draft: str
	coat_of_arms: str
	sender_lines: tuple[str, ...]
	recipient_lines: tuple[str, ...]
	date: str
	reference: str
	references: tuple[str, ...]
	intro: str
	points: tuple[Point, ...]
	care_heading: str
	care: tuple[str, ...]
	greeting: str
	on_behalf_of: str
	signature_lines: tuple[str, ...]
	signature_hints: tuple[str, ...]


@dataclass(frozen=True)
class RoundFacts:
	"""Whom a new application is about. Without a round there are no birth years and no ages."""

	office: str
	municipality_number: str = ""
	year: int = 0
	birth_years: tuple[int, ...] = ()


def application(facts: ApplicationFacts, language: str) -> Application:
	words = texts(language)["application"]
	signature = facts.signature
	return Application(
		language=language,
		title=words["title"],
		draft="" if signature else words["draft"],
		coat_of_arms=facts.sender.coat_of_arms,
		sender_lines=_sender_lines(facts.sender),
		recipient_lines=_lines(facts.recipient),
		date=_date(facts, language),
		reference=facts.reference,
		references=_references(facts, words),
		intro=fill(words["intro"], {"office": facts.sender.office}),
		points=_points(facts, language),
		care_heading=words["care_heading"],
		care=tuple(words["care"]),
		greeting=words["greeting"],
		on_behalf_of=fill(words["on_behalf_of"], {"office": facts.sender.office}),
		signature_lines=_signature_lines(signature, language) if signature else (),
		signature_hints=() if signature else (words["signature_line"], words["signature_name"]),
	)


def suggestions(round_facts: RoundFacts, language: str) -> dict[str, str]:
	"""What a new application says, by field name. An empty text where the round is needed and not known."""
	words = texts(language)["suggested"]
	values = {
		"municipality": _municipality(round_facts, words),
		"years": _listing(round_facts.birth_years, language),
		"ages": _listing(tuple(round_facts.year - born for born in round_facts.birth_years), language),
		"year": str(round_facts.year),
	}
	known = bool(round_facts.birth_years)
	return {
		"recipient": words["recipient"],
		"requested_data": words["requested_data"],
		"selection": fill(words["selection"], values) if known else "",
		"purpose": fill(words["purpose" if known else "purpose_any_year"], values),
		"legal_basis": words["legal_basis"],
		"task": words["task"],
	}


def _points(facts: ApplicationFacts, language: str) -> tuple[Point, ...]:
	"""In the handbook's order; what is missing in a draft is said, not left out."""
	words = texts(language)
	labels = words["application"]
	contents = {
		"requested_data": _lines(facts.requested_data),
		"selection": _lines(facts.selection),
		"named_users": tuple(_user_line(user) for user in facts.named_users),
		"purpose": _lines(facts.purpose),
		"legal_basis": _lines(facts.legal_basis),
		"sorting": _lines(words["sortings"].get(facts.sorting, "")),
		"medium": _lines(words["media"].get(facts.medium, "")),
		"frequency": _lines(words["frequencies"].get(facts.frequency, "")),
	}
	return tuple(
		Point(labels[field], lines or (labels["not_filled_in"],)) for field, lines in contents.items()
	)


def _user_line(user: NamedUser) -> str:
	return f"{user.name} {formats.DASH} {user.task}" if user.task else user.name


def _sender_lines(sender: Sender) -> tuple[str, ...]:
	place = formats.postal_line(sender.postal_code, sender.city)
	lines = (sender.office, sender.unit, sender.street, place, formats.phone(sender.phone), sender.email)
	return tuple(line for line in lines if line)


def _date(facts: ApplicationFacts, language: str) -> str:
	day = formats.long_date(facts.applied_on, language) if facts.applied_on else ""
	return ", ".join(part for part in (facts.sender.city.title(), day) if part)


def _references(facts: ApplicationFacts, words: dict[str, str]) -> tuple[str, ...]:
	known = (("our_reference", facts.reference), ("municipality_number", facts.municipality_number))
	return tuple(f"{words[label]} {value}" for label, value in known if value)


def _signature_lines(signature: Signature, language: str) -> tuple[str, ...]:
	words = texts(language)["application"]
	signed = fill(words["signed_on"], {"day": formats.long_date(signature.signed_on, language)})
	return tuple(line for line in (signature.name, signature.title, signed) if line)


def _municipality(round_facts: RoundFacts, words: dict[str, str]) -> str:
	if not round_facts.municipality_number:
		return round_facts.office
	return fill(
		words["municipality"], {"office": round_facts.office, "number": round_facts.municipality_number}
	)


def _listing(numbers: tuple[int, ...], language: str) -> str:
	return formats.listing([str(number) for number in sorted(numbers)], language)


def _lines(text: str) -> tuple[str, ...]:
	return tuple(line.strip() for line in (text or "").splitlines() if line.strip())
