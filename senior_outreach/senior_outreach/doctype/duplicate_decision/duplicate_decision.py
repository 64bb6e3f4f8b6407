# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE

from frappe.model.document import Document

from senior_outreach.access.service_fields import refuse_other_changes

SERVICE_FIELDS = (
	"office",
	"cohort",
	"decision",
	"senior",
	"other_senior",
	"decided_by",
	"decided_on",
	"undone_by",
	"undone_on",
	"values_before",
)


class DuplicateDecision(Document):
	def validate(self):
		refuse_other_changes(self, SERVICE_FIELDS)
