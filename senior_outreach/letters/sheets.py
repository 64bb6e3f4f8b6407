# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The office's own papers as printable strings: sign-in sheet, programme, participant list. Needs no site."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from senior_outreach.letters import formats
from senior_outreach.letters.texts import fill, texts
from senior_outreach.population.status import AnswerChoice, InvitationStatus

EMPTY_ROWS = 6
"""Rows at the end of the sign-in sheet for people who come without having signed up."""


@dataclass(frozen=True)
class Place:
	name: str
	street: str = ""
	postal_code: str = ""
	city: str = ""
	directions: str = ""
	parking: str = ""
	public_transport: str = ""


@dataclass(frozen=True)
class MeetingFacts:
	office: str
	starts_on: datetime
	ends_on: datetime
	place: Place
	led_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Guest:
	"""Somebody who has said yes to a meeting. `needs` are the field names of the invitation."""

	name: str
	last_name: str
	companions: int
	needs: tuple[str, ...]


@dataclass(frozen=True)
class AgendaItem:
	kind: str
	heading: str
	presenter: str
	minutes: int


@dataclass(frozen=True)
class Participant:
	name: str
	last_name: str
	status: str
	sent_on: date | None = None
	choice: str = ""
	companions: int = 0
	meeting_on: date | None = None
	attendance: str = ""
	ask_again_on: date | None = None


@dataclass(frozen=True)
class Paper:
	"""What the template of a paper prints: a heading, facts beneath it and a table."""

	language: str
	title: str
	office: str
	facts: tuple[tuple[str, str], ...]
	headings: tuple[str, ...]
	rows: tuple[tuple[str, ...], ...]
	empty_rows: int
	empty_text: str
	footnotes: tuple[str, ...]


def sign_in_sheet(meeting: MeetingFacts, guests: Sequence[Guest], language: str) -> Paper:
	"""One numbered row a guest, by the alphabet, and some empty rows."""
	words = texts(language)["papers"]
	companions = sum(guest.companions for guest in guests)
	counts = {"seniors": len(guests), "companions": companions, "total": len(guests) + companions}
	return Paper(
		language=language,
		title=words["sign_in_sheet"],
		office=meeting.office,
		facts=(
			*_when_and_where(meeting, language),
			(words["expected"], fill(words["expected_count"], {key: str(counts[key]) for key in counts})),
		),
		headings=tuple(words[key] for key in ("number", "name", "companions", "needs", "signature")),
		rows=tuple(
			(str(number), guest.name, str(guest.companions or ""), _needs(guest.needs, language), "")
			for number, guest in enumerate(_by_name(guests), start=1)
		),
		empty_rows=EMPTY_ROWS,
		empty_text="" if guests else words["nobody"],
		footnotes=(words["walk_in"] + ": _____", words["confidential"]),
	)


def programme(meeting: MeetingFacts, agenda: Sequence[AgendaItem], language: str) -> Paper:
	"""The course of the day with the time at which each part begins."""
	words = texts(language)["papers"]
	return Paper(
		language=language,
		title=words["meeting_programme"],
		office=meeting.office,
		facts=(*_when_and_where(meeting, language), *_getting_there(meeting.place, words)),
		headings=tuple(words[key] for key in ("time", "content", "presenter")),
		rows=tuple(_agenda_row(start, item, language) for start, item in _starts(meeting.starts_on, agenda)),
		empty_rows=0,
		empty_text="" if agenda else words["no_programme"],
		footnotes=(f"{words['led_by']}: {', '.join(meeting.led_by)}",) if meeting.led_by else (),
	)


def participant_list(
	office: str, round_name: str, people: Sequence[Participant], printed_on: date, language: str
) -> Paper:
	"""Annex 1 of the handbook: one row for each invitation, from the letter to the follow-up."""
	words = texts(language)["papers"]
	columns = ("name", "invited", "answer", "meeting", "home_visit", "attended", "follow_up")
	return Paper(
		language=language,
		title=words["participant_list"],
		office=office,
		facts=((round_name, fill(words["persons"], {"count": str(len(people))})),),
		headings=tuple(words[key] for key in columns),
		rows=tuple(_participant_row(person, language) for person in _by_name(people)),
		empty_rows=0,
		empty_text="" if people else words["nobody_in_round"],
		footnotes=(
			fill(words["printed"], {"day": formats.long_date(printed_on, language)}),
			words["confidential"],
		),
	)


def _when_and_where(meeting: MeetingFacts, language: str) -> tuple[tuple[str, str], ...]:
	place = meeting.place
	where = ", ".join(part for part in (place.name, place.street, place.city) if part)
	day = formats.weekday_date(meeting.starts_on, language)
	return ((f"{day}, {formats.hours(meeting.starts_on, meeting.ends_on, language)}", where),)


def _getting_there(place: Place, words: dict[str, str]) -> tuple[tuple[str, str], ...]:
	known = (
		(words["how_to_get_there"], place.directions),
		(words["parking"], place.parking),
		(words["public_transport"], place.public_transport),
	)
	return tuple((label, text) for label, text in known if text)


def _by_name(people: Sequence[Guest | Participant]) -> list:
	return sorted(
		people, key=lambda person: (formats.sort_key(person.last_name), formats.sort_key(person.name))
	)


def _needs(needs: tuple[str, ...], language: str) -> str:
	words = texts(language)["needs"]
	return ", ".join(words[need] for need in words if need in needs)


def _starts(start: datetime, agenda: Sequence[AgendaItem]) -> list[tuple[datetime, AgendaItem]]:
	placed = []
	for item in agenda:
		placed.append((start, item))
		start += timedelta(minutes=item.minutes)
	return placed


def _agenda_row(start: datetime, item: AgendaItem, language: str) -> tuple[str, ...]:
	kind = texts(language)["kinds"].get(item.kind, item.kind)
	plain = item.kind in ("Break", "Lunch", "Welcome", "Evaluation")
	content = item.heading or kind if plain else ": ".join(part for part in (kind, item.heading) if part)
	return formats.clock(start, language), content, item.presenter


def _participant_row(person: Participant, language: str) -> tuple[str, ...]:
	words = texts(language)
	papers = words["papers"]
	meeting = formats.short_date(person.meeting_on, language) if person.meeting_on else ""
	with_companions = f"{meeting} (+{person.companions})" if meeting and person.companions else meeting
	wants_visit = person.choice == AnswerChoice.HOME_VISIT
	again = formats.short_date(person.ask_again_on, language) if person.ask_again_on else ""
	return (
		person.name,
		formats.short_date(person.sent_on, language) if person.sent_on else "",
		_answer(person, words["answers"]),
		with_companions,
		papers["yes"] if wants_visit else "",
		words["attendance"].get(person.attendance, ""),
		fill(papers["ask_again"], {"day": again}) if again else "",
	)


def _answer(person: Participant, answers: dict[str, str]) -> str:
	if person.status in (InvitationStatus.WAITING_LIST, InvitationStatus.NOT_REACHED):
		return answers[person.status]
	return answers.get(person.choice, "")
