# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What the reply page prints: records turned into words of one language. No rule is decided here."""

from dataclasses import dataclass, field
from datetime import datetime

import frappe
from frappe import _
from frappe.utils import cint, get_datetime, getdate

from senior_outreach.defaults import rule_value
from senior_outreach.letters.formats import hours, long_date, phone, weekday_date
from senior_outreach.population.status import AnswerChoice, InvitationStatus, Need
from senior_outreach.replies.choices import MeetingChoice, meeting_choices
from senior_outreach.replies.rules import AnsweredBy, DeclineReason


@dataclass(frozen=True)
class Option:
	value: str
	label: str
	detail: str = ""
	chosen: bool = False


@dataclass(frozen=True)
class Office:
	"""Whom to call; empty texts where the page cannot know yet which office it is."""

	name: str = ""
	phone: str = ""
	opening_hours: str = ""

	@property
	def phone_link(self) -> str:
		return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")


@dataclass(frozen=True)
class ReplyForm:
	"""The page on which a person chooses; only the first name is shown, to whoever holds the code."""

	first_name: str
	answered: str
	until: str
	meetings: list[Option] = field(default_factory=list)
	others: list[Option] = field(default_factory=list)
	companions: list[Option] = field(default_factory=list)
	needs: list[Option] = field(default_factory=list)
	reasons: list[Option] = field(default_factory=list)
	answered_by: list[Option] = field(default_factory=list)


def office_of(name: str | None) -> Office:
	"""The office of a round; before a code is known, the only office of the site."""
	if not name:
		offices = frappe.get_all("Outreach Office", filters={"disabled": 0}, pluck="name", limit=2)
		name = offices[0] if len(offices) == 1 else None
	if not name:
		return Office()
	doc = frappe.get_cached_doc("Outreach Office", name)
	return Office(doc.unit_name or doc.office_name, phone(doc.phone), doc.opening_hours or "")


def reply_form(invitation, language: str) -> ReplyForm:
	"""`invitation` is the document of somebody whose code was right."""
	deadline = frappe.db.get_value("Cohort", invitation.cohort, "answer_deadline")
	limit = int(rule_value("max_companions", invitation.office))
	answered = bool(invitation.answer_choice)
	return ReplyForm(
		first_name=first_name(invitation.senior),
		answered=answer_in_words(invitation, language) if answered else "",
		until=long_date(getdate(deadline), language) if deadline else "",
		meetings=[
			_meeting_option(choice, invitation, language) for choice in meeting_choices(invitation.cohort)
		],
		others=_other_options(invitation),
		companions=[
			Option(str(number), str(number), chosen=number == cint(invitation.companions))
			for number in range(limit + 1)
		],
		needs=[Option(need, text, chosen=bool(invitation.get(need))) for need, text in _need_texts().items()],
		reasons=[
			Option(reason, text, chosen=invitation.decline_reason == reason)
			for reason, text in _reason_texts().items()
		],
		answered_by=_who_options(invitation),
	)


def first_name(senior: str) -> str:
	names = frappe.db.get_value("Senior", senior, ["first_name", "full_name"])
	return names[0] or (names[1] or "").split(" ")[0]


def answer_in_words(invitation, language: str) -> str:
	"""One sentence that says what is registered."""
	if invitation.status == InvitationStatus.WAITING_LIST:
		text = _("You are on the waiting list for the meeting on {0}. We call you if a place becomes free.")
		return text.format(_meeting_in_words(invitation.meeting, language))
	if invitation.answer_choice == AnswerChoice.GROUP_MEETING:
		text = _("You have a place at the meeting on {0}.").format(
			_meeting_in_words(invitation.meeting, language)
		)
		return f"{text} {_companions_in_words(cint(invitation.companions))}".strip()
	return {
		AnswerChoice.HOME_VISIT: _("You would like a visit at home. We call you to agree on a time."),
		AnswerChoice.NO_THANKS: _("You have said no thank you. You will hear no more from us about this."),
		AnswerChoice.ASK_ME_LATER: _("You would like us to ask again later."),
	}[AnswerChoice(invitation.answer_choice)]


def _companions_in_words(number: int) -> str:
	if not number:
		return ""
	return _("One person comes with you.") if number == 1 else _("{0} people come with you.").format(number)


def _meeting_in_words(meeting: str, language: str) -> str:
	doc = frappe.db.get_value("Group Meeting", meeting, ["starts_on", "ends_on", "venue"], as_dict=True)
	venue = frappe.db.get_value("Meeting Venue", doc.venue, "venue_name")
	return f"{_moment(get_datetime(doc.starts_on), get_datetime(doc.ends_on), language)}, {venue}"


def _moment(start: datetime, end: datetime, language: str) -> str:
	return f"{weekday_date(start.date(), language)} {hours(start, end, language)}"


def _meeting_option(choice: MeetingChoice, invitation, language: str) -> Option:
	"""A full meeting is offered as a place on its waiting list, so that nobody lands there unawares."""
	mine = invitation.meeting == choice.name and invitation.status == InvitationStatus.ACCEPTED
	room = choice.free > 0 or mine
	when = _moment(choice.starts_on, choice.ends_on, language)
	state = _("free places") if room else _("full: put me on the waiting list")
	return Option(
		value=f"{'meeting' if room else 'waiting'}:{choice.name}",
		label=when[:1].upper() + when[1:],
		detail=f"{choice.venue}, {choice.address} ({state})",
		chosen=invitation.meeting == choice.name,
	)


def _other_options(invitation) -> list[Option]:
	texts = {
		AnswerChoice.HOME_VISIT: _("I would rather have a visit at home"),
		AnswerChoice.ASK_ME_LATER: _("Please ask me later"),
		AnswerChoice.NO_THANKS: _("No, thank you"),
	}
	return [Option(choice, text, chosen=invitation.answer_choice == choice) for choice, text in texts.items()]


def _who_options(invitation) -> list[Option]:
	texts = {
		AnsweredBy.SENIOR: _("I answer for myself"),
		AnsweredBy.NEXT_OF_KIN: _("I am next of kin and answer by agreement"),
	}
	current = invitation.answered_by or AnsweredBy.SENIOR
	return [Option(who, text, chosen=who == current) for who, text in texts.items()]


def _need_texts() -> dict[Need, str]:
	return {
		Need.STEP_FREE: _("Wheelchair or step-free access"),
		Need.HEARING_LOOP: _("Hearing loop"),
		Need.INTERPRETER: _("Interpreter"),
		Need.DIET: _("Special diet"),
		Need.TRANSPORT: _("Help with transport"),
		Need.LARGE_PRINT: _("Papers in large print"),
	}


def _reason_texts() -> dict[DeclineReason, str]:
	return {
		DeclineReason.DOES_NOT_NEED_IT: _("I do not need it"),
		DeclineReason.NOT_NOW: _("Not now"),
		DeclineReason.DATES_DO_NOT_SUIT: _("The dates do not suit me"),
		DeclineReason.NO_WAY_TO_GET_THERE: _("I have no way to get there"),
		DeclineReason.ALREADY_WELL_INFORMED: _("I am well informed already"),
		DeclineReason.OTHER: _("Another reason"),
		DeclineReason.DOES_NOT_WANT_TO_SAY: _("I would rather not say"),
	}
