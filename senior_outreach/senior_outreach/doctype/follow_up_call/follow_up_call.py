# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE

import frappe
from frappe.model.document import Document

from senior_outreach.access.roles import Role
from senior_outreach.access.service_fields import refuse_other_changes
from senior_outreach.replies.due_calls import fill_person

SERVICE_FIELDS = (
	"senior_name",
	"phone",
	"status",
	"result",
	"closed_on",
	"next_call_on",
	"reserved_until",
	"attempts",
)
COORDINATOR_FIELDS = ("caller", "due_on")
"""Who calls and when is shared out by the coordinator, not by callers among themselves."""


class FollowupCall(Document):
	def validate(self):
		refuse_other_changes(self, SERVICE_FIELDS)
		if Role.COORDINATOR not in frappe.get_roles():
			refuse_other_changes(self, COORDINATOR_FIELDS)
		if self.is_new():
			fill_person(self)


def on_doctype_update():
	frappe.db.add_unique("Follow-up Call", ["invitation", "round"], "unique_follow_up_call_invitation_round")
	frappe.db.add_index("Follow-up Call", ["office", "status", "due_on"], "follow_up_call_office_status_due")
