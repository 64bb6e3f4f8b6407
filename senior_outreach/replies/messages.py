# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Why an answer was refused, in words that say what to do next."""

from typing import NoReturn

import frappe
from frappe import _

from senior_outreach.replies import seats
from senior_outreach.replies.rules import AnswerProblem, Refusal


class AnswerRefused(frappe.ValidationError):
	"""An answer that cannot be entered; the message is for whoever gives the answer."""


class NoRoom(AnswerRefused):
	"""The party does not fit at this meeting, and nobody said that it would wait."""


def refuse(refusal: Refusal) -> NoReturn:
	texts = {
		Refusal.NOT_SENT: _("The invitation has not been sent yet. Confirm the letters as sent first."),
		Refusal.EXCLUDED: _("This person has been taken out of the round. Nothing was entered."),
		Refusal.ROUND_NOT_OPEN: _("This round takes no answers now. Nothing was entered."),
		Refusal.DEADLINE_PASSED: _("The time to answer here is over. Call the office and we will help you."),
		Refusal.ATTENDANCE_ENTERED: _(
			"Attendance has been entered. Undo the attendance first, then the answer."
		),
	}
	frappe.throw(texts[refusal], AnswerRefused)


def refuse_answer(problem: AnswerProblem, max_companions: int) -> NoReturn:
	texts = {
		AnswerProblem.NO_MEETING: _("Choose which meeting."),
		AnswerProblem.MEETING_NOT_ASKED_FOR: _(
			"A meeting and companions go with the answer Group Meeting only."
		),
		AnswerProblem.COMPANIONS_NEGATIVE: _("The number of companions cannot be negative."),
		AnswerProblem.TOO_MANY_COMPANIONS: _(
			"You can bring up to {0} people. Call the office if you are more."
		),
		AnswerProblem.REASON_WITHOUT_NO: _("A reason goes with the answer No Thanks only."),
		AnswerProblem.DATE_WITHOUT_LATER: _("A date to ask again goes with the answer Ask Me Later only."),
		AnswerProblem.DATE_NOT_AHEAD: _("The date to ask again must be ahead."),
	}
	frappe.throw(texts[problem].format(max_companions), AnswerRefused)


def refuse_seats(wanted: seats.Hold, held: seats.Hold | None) -> NoReturn:
	"""Say how many seats there are, and that nothing was changed."""
	promised = bool(seats.next_waiting(wanted.meeting))
	free = 0 if promised else seats.free_seats(wanted.meeting, latest=True)
	if held and held.meeting == wanted.meeting:
		free += held.party
	text = _(
		"There is room for {0} at this meeting, and you are {1}. Choose another meeting or the waiting list."
	)
	frappe.throw(text.format(free, wanted.party), NoRoom)
