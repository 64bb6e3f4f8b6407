# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE

from frappe.model.document import Document

from senior_outreach.access.service_fields import is_by_service, refuse_other_changes
from senior_outreach.access.transitions import enforce
from senior_outreach.follow_up import visits
from senior_outreach.follow_up.states import HOME_VISIT_TRANSITIONS

SERVICE_FIELDS = ("journaled_by",)


class HomeVisit(Document):
	def validate(self) -> None:
		refuse_other_changes(self, SERVICE_FIELDS)
		enforce(self, HOME_VISIT_TRANSITIONS)
		visits.prepare(self)
		visits.check_same_senior(self)
		visits.check_only_one_open(self)
		visits.check_needed_fields(self)
		visits.check_order_of_days(self)
		visits.note_who_journaled(self)

	def validate_workflow(self) -> None:
		"""Frappe asks whether the one who saves may cancel visits; a senior who answers anew may not."""
		if not is_by_service(self):
			super().validate_workflow()
