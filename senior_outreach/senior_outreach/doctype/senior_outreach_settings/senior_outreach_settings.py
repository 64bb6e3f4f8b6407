# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE

from frappe.model.document import Document

from senior_outreach.defaults import RULES, check_value


class SeniorOutreachSettings(Document):
	def validate(self):
		for rule in RULES:
			check_value(rule.label, self.get(rule.key))
