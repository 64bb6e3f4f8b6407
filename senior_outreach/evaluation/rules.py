# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The questions of the evaluation form and their scales (handbook, annex 2), without a database."""

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

YOUNGEST, OLDEST = 18, 120
"""Ages outside these are slips of the pen: companions may be young, nobody is older."""


class Expectation(StrEnum):
	VERY_WELL = "Very Well"
	WELL = "Well"
	FAIRLY_WELL = "Fairly Well"
	POORLY = "Poorly"


class Benefit(StrEnum):
	VERY_USEFUL = "Very Useful"
	USEFUL = "Useful"
	NOT_USEFUL = "Not Useful"


class YesNo(StrEnum):
	YES = "Yes"
	NO = "No"


class Sex(StrEnum):
	FEMALE = "Female"
	MALE = "Male"


class EntryChannel(StrEnum):
	PAPER = "Paper"
	QR_PAGE = "QR Page"
	LINK = "Link"


class AgeBand(StrEnum):
	UNDER_70 = "Under 70"
	FROM_70 = "70-74"
	FROM_75 = "75-79"
	FROM_80 = "80-84"
	FROM_85 = "85 and Over"
	NOT_GIVEN = "Not Given"


_LOWEST_AGE = (
	(85, AgeBand.FROM_85),
	(80, AgeBand.FROM_80),
	(75, AgeBand.FROM_75),
	(70, AgeBand.FROM_70),
)


def age_band(age: int | None) -> AgeBand:
	"""The band an age falls in; `ValueError` for an age that nobody at a meeting can have.

	Only the band is stored: with the meeting and the sex, an exact age would point at a person.
	"""
	if age is None:
		return AgeBand.NOT_GIVEN
	if not YOUNGEST <= age <= OLDEST:
		raise ValueError(age)
	return next((band for lowest, band in _LOWEST_AGE if age >= lowest), AgeBand.UNDER_70)


@dataclass(frozen=True)
class EvaluationForm:
	"""One filled-in form, as it was written. An empty text or `None` is a question left open."""

	expectation: str = ""
	expectation_comment: str = ""
	sex: str = ""
	age: int | None = None
	benefits: tuple[tuple[str, str], ...] = ()
	"""Pairs of topic name and benefit."""
	topic_comment: str = ""
	topics_missing: str = ""
	missing_topics: str = ""
	would_recommend: str = ""
	more_reflection: str = ""
	comments: str = ""
	entry_channel: str = EntryChannel.PAPER


SCALES: dict[str, type[StrEnum]] = {
	"expectation": Expectation,
	"sex": Sex,
	"age_band": AgeBand,
	"topics_missing": YesNo,
	"would_recommend": YesNo,
	"more_reflection": YesNo,
}
"""The questions with fixed answers, by field, in the order of the form; topics come on top of these."""

COMMENTS = ("expectation_comment", "topic_comment", "missing_topics", "comments")


def is_blank(form: EvaluationForm) -> bool:
	"""Whether nothing at all was answered: such a sheet is no answer and would dilute the results."""
	return not any(getattr(form, field.name) for field in fields(form) if field.name != "entry_channel")


def may_be_entered(state: str, meeting_day: date, today: date) -> bool:
	"""Forms come in on the day itself, before somebody has marked the meeting as held, and after it."""
	return state in ("Held", "Reported") or (state == "Confirmed" and meeting_day == today)
