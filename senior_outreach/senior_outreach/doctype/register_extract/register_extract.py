# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE

from frappe.model.document import Document

from senior_outreach.access.service_fields import refuse_other_changes
from senior_outreach.access.transitions import enforce
from senior_outreach.population.extracts import (
	check_cohort,
	check_file_is_private,
	check_frozen,
	check_step,
	set_title,
)
from senior_outreach.population.states import EXTRACT_TRANSITIONS

SERVICE_FIELDS = (
	"approval_requested_by",
	"signed_by",
	"signed_on",
	"received_on",
	"received_by",
	"rows_in_file",
	"rows_imported",
	"rows_rejected",
	"file_encoding",
	"file_delimiter",
	"problems",
)


class RegisterExtract(Document):
	def validate(self):
		refuse_other_changes(self, SERVICE_FIELDS)
		set_title(self)
		check_cohort(self)
		check_frozen(self)
		check_file_is_private(self)
		check_step(self, enforce(self, EXTRACT_TRANSITIONS))
