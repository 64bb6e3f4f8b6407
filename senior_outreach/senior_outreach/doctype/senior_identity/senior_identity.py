# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE

import frappe
from frappe.model.document import Document
from frappe.utils.password import decrypt

from senior_outreach.access.service_fields import refuse_other_changes
from senior_outreach.population.screening.marking import carry_mark, check_mark

SERVICE_FIELDS = (
	"senior",
	"full_name",
	"birth_date",
	"office",
	"cohort",
	"protection_grade",
	"identity_number_encrypted",
	"identity_hash",
	"dropped_on",
	"number_dropped_on",
	"marked_by",
	"marked_on",
)


class SeniorIdentity(Document):
	def validate(self):
		refuse_other_changes(self, SERVICE_FIELDS)
		check_mark(self)

	def on_update(self):
		carry_mark(self)

	def onload(self):
		"""Show the number to the Record Keeper in the form; it is in no list, report or export."""
		if self.identity_number_encrypted:
			self.set_onload("identity_number", decrypt(self.identity_number_encrypted))


def on_doctype_update():
	frappe.db.add_unique("Senior Identity", ["office", "identity_hash"], "senior_identity_office_hash")
