# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE

import frappe
from frappe import _
from frappe.model.document import Document

from senior_outreach.population.rules import read_postal_code


class MeetingVenue(Document):
	def validate(self):
		self.validate_postal_code()
		self.validate_capacity()

	def validate_postal_code(self):
		if self.postal_code and read_postal_code(self.postal_code) != self.postal_code:
			frappe.throw(_("The postal code must have four digits."))

	def validate_capacity(self):
		if self.capacity < 1:
			frappe.throw(_("Write how many people can be seated in the venue."))
