# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE

import frappe
from frappe.model.document import Document

from senior_outreach.access.service_fields import refuse_other_changes
from senior_outreach.access.transitions import enforce
from senior_outreach.meetings.attendance import check_held
from senior_outreach.planning.meetings import (
	check_approved_plan,
	check_plan,
	check_seats,
	check_step,
	check_who_plans,
	follow_in_cohort,
	set_title,
	set_totals,
	warn_about_plan,
)
from senior_outreach.planning.states import MEETING_TRANSITIONS

SERVICE_FIELDS = (
	"approval_requested_by",
	"approved_by",
	"approved_on",
	"held_by",
)


class GroupMeeting(Document):
	def validate(self):
		refuse_other_changes(self, SERVICE_FIELDS)
		check_who_plans(self)
		check_approved_plan(self)
		set_title(self)
		set_totals(self)
		check_seats(self)
		check_plan(self)
		step = enforce(self, MEETING_TRANSITIONS)
		check_held(self, step)
		check_step(self, step)
		warn_about_plan(self)

	def on_update(self):
		follow_in_cohort(self)

	def after_delete(self):
		follow_in_cohort(self)


def on_doctype_update():
	frappe.db.add_index("Group Meeting", ["cohort", "starts_on"], "group_meeting_cohort_start")
