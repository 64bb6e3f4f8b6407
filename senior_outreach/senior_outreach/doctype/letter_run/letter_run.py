# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE

import frappe
from frappe.model.document import Document

from senior_outreach.access.service_fields import refuse_other_changes
from senior_outreach.letters.runs import remove_letters
from senior_outreach.letters.steps import check_run

SERVICE_FIELDS = (
	"status",
	"letter_count",
	"left_out_count",
	"reprint_count",
	"left_out",
	"take_out",
	"prepared_by",
	"prepared_on",
	"printed_by",
	"printed_on",
	"confirmed_by",
	"sent_on",
	"archived_on",
	"text_used",
)


class LetterRun(Document):
	def validate(self):
		refuse_other_changes(self, SERVICE_FIELDS)
		check_run(self)

	def on_trash(self):
		remove_letters(self)


def on_doctype_update():
	frappe.db.add_index("Letter Run", ["cohort", "status"], "letter_run_cohort_status")
