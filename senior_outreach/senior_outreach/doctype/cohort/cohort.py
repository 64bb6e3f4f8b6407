# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE

import frappe
from frappe.model.document import Document

from senior_outreach.access.rows import sees_only_own_meetings
from senior_outreach.access.service_fields import refuse_other_changes
from senior_outreach.access.transitions import enforce
from senior_outreach.planning.cohorts import (
	board,
	check_approved,
	check_dates,
	check_step,
	fill_birth_years,
	fill_defaults,
	take_meeting_days,
)
from senior_outreach.planning.states import COHORT_TRANSITIONS
from senior_outreach.population.screening.recheck import state_of

SERVICE_FIELDS = (
	"screening_approved_on",
	"screening_approved_by",
	"rechecked_on",
	"rechecked_by",
	"recheck_source",
	"recheck_waived_by",
	"recheck_waived_on",
	"recheck_waiver_reason",
	"approval_requested_by",
	"approved_by",
	"approved_on",
	"letters_sent_on",
	"closed_by",
	"closed_on",
	"totals",
)


class Cohort(Document):
	def validate(self):
		refuse_other_changes(self, SERVICE_FIELDS)
		take_meeting_days(self)
		fill_defaults(self)
		fill_birth_years(self)
		check_dates(self)
		check_approved(self)
		check_step(self, enforce(self, COHORT_TRANSITIONS))

	def onload(self):
		if not sees_only_own_meetings(frappe.session.user):
			self.set_onload("board", board(self))
			self.set_onload("screening", state_of(self.name))


def on_doctype_update():
	frappe.db.add_index("Cohort", ["office", "year"], "cohort_office_year")
