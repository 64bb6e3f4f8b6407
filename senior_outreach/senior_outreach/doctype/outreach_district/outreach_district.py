# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE

import frappe
from frappe import _
from frappe.model.document import Document

from senior_outreach.population.rules import read_postal_code


class OutreachDistrict(Document):
	def validate(self):
		self.validate_postal_codes()

	def validate_postal_codes(self):
		codes = [row.postal_code for row in self.postal_codes]
		for code in codes:
			if read_postal_code(code) != code:
				frappe.throw(_("{0} is not a postal code. Write four digits.").format(code))
			if codes.count(code) > 1:
				frappe.throw(_("The postal code {0} is listed twice. Keep one of the rows.").format(code))
