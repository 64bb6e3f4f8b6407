# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE

from frappe.model.document import Document

from senior_outreach.access.service_fields import refuse_other_changes
from senior_outreach.population.seniors.following import follow_senior
from senior_outreach.population.seniors.record import (
	check_postal_code,
	compose_name,
	forget_contact,
	note_register_check,
	set_household,
)

SERVICE_FIELDS = (
	"handle_by_hand",
	"household_key",
	"register_checked_on",
	"register_extract",
	"merged_into",
	"next_round_year",
)


class Senior(Document):
	def validate(self):
		refuse_other_changes(self, SERVICE_FIELDS)
		compose_name(self)
		check_postal_code(self)
		note_register_check(self)
		forget_contact(self)
		set_household(self)

	def on_update(self):
		follow_senior(self)
