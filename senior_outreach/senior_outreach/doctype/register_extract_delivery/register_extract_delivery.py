# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE

from frappe.model.document import Document


class RegisterExtractDelivery(Document):
	pass
