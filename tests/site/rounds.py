"""A round that people are answering: letters sent, meetings confirmed. For the tests of replies and meetings."""

from datetime import date, timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from senior_outreach.population.status import AnswerChoice
from senior_outreach.replies.answers import register
from senior_outreach.replies.rules import Answer, Channel
from tests import builders


def open_round(**fields: object) -> Document:
	"""A cohort in the state Inviting."""
	return builders.in_state(builders.cohort(**fields), "Inviting")


def confirmed_meeting(cohort: Document, seats: int = 20, **fields: object) -> Document:
	return builders.in_state(builders.meeting(cohort, seats=seats, **fields), "Confirmed")


def invited(cohort: Document, sent_on: date | None = None, **person: object) -> Document:
	"""An invitation that was sent, by default two days ago."""
	senior = builders.senior(cohort.office, **person)
	return builders.invitation(cohort, senior, sent_on=sent_on or getdate() - timedelta(days=2))


def coming_to(meeting: Document, companions: int = 0, **fields: object) -> Answer:
	return Answer(AnswerChoice.GROUP_MEETING, meeting=meeting.name, companions=companions, **fields)


def accept(invitation: Document, meeting: Document, companions: int = 0, **options: object) -> Document:
	return register(
		invitation.name, coming_to(meeting, companions), Channel.PAPER, "Administrator", **options
	)


def seats_by_rows(meeting: str) -> int:
	"""The seats given, counted from the answers and not by the program's own criterion."""
	answers = frappe.get_all(
		"Invitation",
		filters={"meeting": meeting, "answer_choice": "Group Meeting", "waiting_since": ("is", "not set")},
		pluck="companions",
	)
	return sum(1 + companions for companions in answers)
