# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE

import frappe
from frappe.model.document import Document

from senior_outreach.access.service_fields import refuse_other_changes
from senior_outreach.letters.steps import check_letter

SERVICE_FIELDS = ("letter_run", "invitation", "cohort", "office", "position", "language", "reprints")


class OutreachLetter(Document):
	def validate(self):
		refuse_other_changes(self, SERVICE_FIELDS)
		check_letter(self)


def on_doctype_update():
	frappe.db.add_unique(
		"Outreach Letter", ["letter_run", "invitation"], "unique_outreach_letter_run_invitation"
	)
