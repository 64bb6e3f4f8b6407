# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE

import frappe
from frappe.model.document import Document

from senior_outreach.access.service_fields import refuse_other_changes
from senior_outreach.access.traces import forget_history
from senior_outreach.meetings.attendance import ATTENDANCE_FIELDS
from senior_outreach.population.seniors.following import put_on_worklist, take_from_senior
from senior_outreach.population.status import InvitationFacts, status_of
from senior_outreach.replies.answers import ANSWER_FIELDS, close_calls_when_out, end_when_excluded
from senior_outreach.replies.closing import blank_calls

SCREENING_FIELDS = ("exclusion_reason", "added_because", "screened_on", "screened_by", "handle_by_hand")
LETTER_FIELDS = ("letter_run", "sent_on", "reply_code_hash", "reply_code_number")
SERVICE_FIELDS = (
	*SCREENING_FIELDS,
	*LETTER_FIELDS,
	*ANSWER_FIELDS,
	*ATTENDANCE_FIELDS,
	"not_reached_reason",
	"answers",
)


class Invitation(Document):
	def validate(self):
		refuse_other_changes(self, SERVICE_FIELDS)
		self.follow_the_senior()
		end_when_excluded(self)
		self.set_status()
		# NULL, not an empty text: the index is unique
		self.reply_code_hash = self.reply_code_hash or None

	def on_update(self):
		close_calls_when_out(self)
		if self.handle_by_hand and self.has_value_changed("handle_by_hand"):
			blank_calls(self.name)

	def after_insert(self):
		put_on_worklist(self)

	def follow_the_senior(self):
		if self.is_new():
			take_from_senior(self)
		if self.handle_by_hand:
			forget_history(self)

	def set_status(self):
		self.status = status_of(
			InvitationFacts(
				exclusion_reason=self.exclusion_reason,
				screened=bool(self.screened_on),
				sent=bool(self.sent_on),
				answer_choice=self.answer_choice,
				waiting=bool(self.waiting_since),
				not_reached_reason=self.not_reached_reason,
				attendance=self.attendance,
			)
		)


def on_doctype_update():
	frappe.db.add_unique("Invitation", ["senior", "cohort"], "unique_invitation_senior_cohort")
	frappe.db.add_unique("Invitation", ["reply_code_hash"], "unique_invitation_reply_code_hash")
	frappe.db.add_index("Invitation", ["cohort", "status"], "invitation_cohort_status")
