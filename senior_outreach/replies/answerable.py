# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Whether an invitation can be answered now, on any channel, and which one a code opens."""

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from senior_outreach.replies.codes import code_hash
from senior_outreach.replies.messages import refuse
from senior_outreach.replies.rules import Channel, ReplyFacts, refusal_of

INVITATION = "Invitation"
INVITATION_FACTS = ("name", "sent_on", "exclusion_reason", "attendance", "handle_by_hand")
COHORT_FACTS = ("workflow_state", "answer_deadline", "last_meeting_on")


def check_open(invitation: Document, channel: Channel) -> None:
	"""Stop with `AnswerRefused` when this invitation cannot be answered now."""
	refusal = refusal_of(_facts_of(invitation), channel, getdate())
	if refusal:
		refuse(refusal)


def _facts_of(invitation: Document) -> ReplyFacts:
	cohort = frappe.db.get_value("Cohort", invitation.cohort, list(COHORT_FACTS), as_dict=True)
	return _facts(invitation, cohort)


def answerable_by_code(code: str) -> Document | None:
	"""The invitation that whoever has this code can answer now. One query, whatever is wrong with the code."""
	invitation, cohort = frappe.qb.DocType(INVITATION), frappe.qb.DocType("Cohort")
	rows = (
		frappe.qb.from_(invitation)
		.join(cohort)
		.on(cohort.name == invitation.cohort)
		.select(
			*(invitation[field] for field in INVITATION_FACTS), *(cohort[field] for field in COHORT_FACTS)
		)
		.where(invitation.reply_code_hash == code_hash(code))
		.run(as_dict=True)
	)
	if not rows or rows[0].handle_by_hand:
		return None
	if refusal_of(_facts(rows[0], rows[0]), Channel.REPLY_PAGE, getdate()):
		return None
	return frappe.get_doc(INVITATION, rows[0].name)


def _facts(invitation, cohort) -> ReplyFacts:
	return ReplyFacts(
		sent=bool(invitation.sent_on),
		excluded=bool(invitation.exclusion_reason),
		cohort_state=cohort.workflow_state,
		deadline=cohort.answer_deadline or cohort.last_meeting_on,
		attendance=invitation.attendance,
	)
