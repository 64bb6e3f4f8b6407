# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE

import frappe
from frappe import _
from frappe.model.document import Document

from senior_outreach.defaults import check_value
from senior_outreach.population.rules import read_postal_code


class OutreachOffice(Document):
	def validate(self):
		self.validate_postal_code()
		self.validate_rule_values()

	def validate_postal_code(self):
		if self.postal_code and read_postal_code(self.postal_code) != self.postal_code:
			frappe.throw(_("The postal code must have four digits."))

	def validate_rule_values(self):
		seen = set()
		for row in self.rule_values:
			check_value(row.rule, row.value)
			if row.rule in seen:
				frappe.throw(_("{0} is listed twice. Keep one of the rows.").format(_(row.rule)))
			seen.add(row.rule)
