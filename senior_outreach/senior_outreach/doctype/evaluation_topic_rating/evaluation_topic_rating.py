# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE

from frappe.model.document import Document

from senior_outreach.evaluation.anonymity import random_name


class EvaluationTopicRating(Document):
	def autoname(self) -> None:
		self.name = random_name()
