# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE

import frappe
from frappe import _
from frappe.model.document import Document

from senior_outreach.evaluation import anonymity, forms


class Evaluation(Document):
	def autoname(self) -> None:
		self.name = anonymity.random_name()

	def validate(self) -> None:
		self.refuse_change()
		forms.complete(self)
		anonymity.leave_no_trace(self)

	def refuse_change(self) -> None:
		"""What somebody wrote stays as it is; a change would also put the name of its author on the row."""
		if not self.is_new():
			frappe.throw(_("An evaluation cannot be changed once it is entered."))

	def notify_update(self) -> None:
		"""Frappe tells every open browser which row was saved and by whom; nobody is told here."""
