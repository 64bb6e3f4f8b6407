# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Telling staff something about a record, in their notifications and in their own language.

Frappe's own function looks users up by e-mail and says it to everybody in the language of whoever acts.
"""

from collections.abc import Callable, Iterable

import frappe
from frappe.desk.doctype.notification_settings.notification_settings import is_notifications_enabled

from senior_outreach.access.staff import OfficeUser

Text = Callable[[str], str]
"""A text in a language."""


def tell(
	users: Iterable[OfficeUser], doctype: str, name: str, subject: Text, content: Text | None = None
) -> None:
	"""In the same transaction as what it is about. Neither text names a person of the target group."""
	for user in users:
		if not is_notifications_enabled(user.name):
			continue
		language = language_of(user)
		notice = frappe.new_doc("Notification Log")
		notice.update(
			{
				"type": "Alert",
				"for_user": user.name,
				"from_user": "Administrator",
				"document_type": doctype,
				"document_name": name,
				"subject": subject(language),
				"email_content": content(language) if content else None,
			}
		)
		notice.insert(ignore_permissions=True)  # the program tells them; who acts need not be one of them


def language_of(user: OfficeUser) -> str:
	return user.language or frappe.db.get_default("lang") or "en"
