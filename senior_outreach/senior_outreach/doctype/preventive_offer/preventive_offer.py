# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate


class PreventiveOffer(Document):
	def validate(self) -> None:
		self.check_validity()

	def check_validity(self) -> None:
		if self.valid_from and self.valid_to and getdate(self.valid_to) < getdate(self.valid_from):
			frappe.throw(_("The offer ends before it begins. Correct Valid from or Valid to."))
