# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Wishes for an offer: due, followed up, finished, and journaled when there is a duty to."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from senior_outreach.defaults import rule_value
from senior_outreach.follow_up import rules
from senior_outreach.follow_up.rules import FINISHED_INTEREST


def prepare(interest: Document) -> None:
	"""The due date of a new wish, unless somebody has set it."""
	if interest.is_new() and not interest.due_on:
		days = rule_value("follow_up_due_days", interest.office)
		interest.due_on = rules.due_on(getdate(), days)


def set_journal_duty(interest: Document) -> None:
	duty = rules.must_be_journaled(interest.individual_advice, interest.based_on_health)
	interest.must_be_journaled = 1 if duty else 0


def check_finished(interest: Document) -> None:
	"""A wish is finished when the duty to journal is decided, and met if there is one.

	That holds for a wish that was withdrawn as well: the advice was given, whatever came of it.
	"""
	if interest.status not in FINISHED_INTEREST:
		interest.finished_on = None
		return
	if rules.must_be_journaled(interest.individual_advice, interest.based_on_health) is None:
		frappe.throw(
			_("Answer the two questions under Journal first: they decide whether this must be journaled.")
		)
	if interest.must_be_journaled and not (interest.journal_reference and interest.journaled_on):
		frappe.throw(
			_(
				"This follow-up is health care and must be journaled. Write it in the record system, then"
				" enter the reference and the date here."
			),
			frappe.MandatoryError,
		)
	interest.finished_on = interest.finished_on or getdate()


def check_volunteer(interest: Document) -> None:
	"""A name is handed over to the volunteer centre only with consent."""
	if interest.handed_over_on and not interest.volunteer_consent_on:
		frappe.throw(_("Enter when the senior consented before the name is handed over."))
