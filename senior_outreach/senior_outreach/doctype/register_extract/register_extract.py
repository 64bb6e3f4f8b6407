# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE

from frappe.model.document import Document

from senior_outreach.access.service_fields import refuse_other_changes
from senior_outreach.access.transitions import enforce
from senior_outreach.letters.application_facts import fill_defaults
from senior_outreach.population.delivery.under_way import check_unchanged
from senior_outreach.population.extract.applications import (
	check_named_users,
	check_title_of_signer,
	missing_before_signature,
)
from senior_outreach.population.extract.checks import (
	check_cohort,
	check_file_is_private,
	check_frozen,
	check_step,
	hold_file,
	set_title,
)
from senior_outreach.population.extract.destruction import notice_days, standing
from senior_outreach.population.extract.states import EXTRACT_TRANSITIONS, ExtractState

SERVICE_FIELDS = (
	"approval_requested_by",
	"signed_by",
	"signed_on",
	"received_on",
	"received_by",
	"deliveries",
	"open_rows",
	"open_rows_set_aside",
	"problems",
	"reminder_level",
	"reminded_on",
)


class RegisterExtract(Document):
	def validate(self):
		refuse_other_changes(self, SERVICE_FIELDS)
		set_title(self)
		check_cohort(self)
		fill_defaults(self)
		check_frozen(self)
		check_named_users(self)
		check_title_of_signer(self)
		check_file_is_private(self)
		step = enforce(self, EXTRACT_TRANSITIONS)
		check_unchanged(self, step)
		check_step(self, step)

	def on_update(self):
		hold_file(self)

	def onload(self):
		if self.workflow_state == ExtractState.DRAFT:
			self.set_onload("missing", missing_before_signature(self))
		self.set_onload("standing", standing(self))
		self.set_onload("notice_days", notice_days(self.office))
