# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE

from frappe.model.document import Document

from senior_outreach.follow_up import interests, visits


class OfferInterest(Document):
	def validate(self) -> None:
		visits.check_same_senior(self)
		interests.prepare(self)
		interests.set_journal_duty(self)
		interests.check_finished(self)
		interests.check_volunteer(self)
