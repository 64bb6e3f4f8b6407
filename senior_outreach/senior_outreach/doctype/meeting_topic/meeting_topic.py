# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE

import frappe
from frappe import _
from frappe.model.document import Document


class MeetingTopic(Document):
	def validate(self) -> None:
		self.check_name_is_free()

	def check_name_is_free(self) -> None:
		"""Two topics of the same name cannot be told apart on an agenda or in the results."""
		filters = {"topic_name": self.topic_name, "name": ["!=", self.name or ""], "disabled": 0}
		filters["office"] = self.office or ["is", "not set"]
		if not self.disabled and frappe.db.exists("Meeting Topic", filters):
			frappe.throw(
				_("There is a topic {0} already. Change that one, or choose another name.").format(
					self.topic_name
				)
			)
