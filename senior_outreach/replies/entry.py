# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Reading an answer out of what a form or a request sent: text in, an `Answer` out, or a message."""

from enum import StrEnum
from typing import TypeVar

import frappe
from frappe import _
from frappe.utils import getdate

from senior_outreach.population.status import AnswerChoice, Need
from senior_outreach.replies.messages import AnswerRefused
from senior_outreach.replies.rules import Answer, AnsweredBy, DeclineReason

Choice = TypeVar("Choice", bound=StrEnum)


def read_answer(
	choice: str,
	meeting: str | None = None,
	companions: int | str | None = 0,
	decline_reason: str | None = None,
	ask_again_on: str | None = None,
	needs: str | list | None = None,
	answered_by: str | None = None,
) -> Answer:
	"""The answer these texts stand for; raises `AnswerRefused` for one that is none of the choices."""
	return Answer(
		choice=read_enum(AnswerChoice, choice),
		meeting=meeting or None,
		companions=_read_number(companions),
		decline_reason=read_enum(DeclineReason, decline_reason) if decline_reason else None,
		ask_again_on=_read_date(ask_again_on) if ask_again_on else None,
		needs=_read_needs(needs),
		answered_by=read_enum(AnsweredBy, answered_by) if answered_by else AnsweredBy.SENIOR,
	)


def read_enum(kind: type[Choice], text: str) -> Choice:
	"""The member of `kind` with this value."""
	try:
		return kind(text)
	except ValueError:
		frappe.throw(_("Choose one of the answers in the list."), AnswerRefused)


def _read_number(value: int | str | None) -> int:
	try:
		return int(value or 0)
	except ValueError:
		frappe.throw(_("Write the number of companions with digits."), AnswerRefused)


def _read_date(text: str):
	try:
		return getdate(text)
	except Exception:
		frappe.throw(_("This is not a date: choose a day."), AnswerRefused)


def _read_needs(needs: str | list | None) -> frozenset[Need]:
	listed = frappe.parse_json(needs) if isinstance(needs, str) and needs else needs
	if not isinstance(listed, list | None):
		frappe.throw(_("Choose one of the answers in the list."), AnswerRefused)
	return frozenset(read_enum(Need, need) for need in listed or [])
