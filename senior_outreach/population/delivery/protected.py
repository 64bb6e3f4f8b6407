# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""People with a protected address: who is told that there are some, without saying who they are."""

import frappe
from frappe import _
from frappe.model.document import Document

from senior_outreach.access.notices import tell
from senior_outreach.access.roles import Role
from senior_outreach.access.staff import users_of

LINES_NAMED = 30


def tell_coordinators(extract: Document, lines: list[int]) -> None:
	"""A notice about people who are to be offered by hand: how many, and on which lines of the delivery.

	The line is all that points to them; who has the delivery finds them there, and the system keeps no name.
	"""
	if not lines:
		return
	named = ", ".join(str(line) for line in lines[:LINES_NAMED]) + (" …" if len(lines) > LINES_NAMED else "")
	routine = frappe.db.get_value("Outreach Office", extract.office, "protected_routine")

	def subject(language: str) -> str:
		text = _("{0} people with a protected address are to be handled by hand", language)
		return text.format(len(lines))

	def content(language: str) -> str:
		none = _("The office has written down no routine for this yet; see the Outreach Office.", language)
		text = _("Lines of the delivery: {0}.", language).format(named)
		return f"{text}<br>{frappe.utils.escape_html(routine or none)}"

	coordinators = users_of([extract.office], Role.COORDINATOR)[extract.office]
	tell(coordinators, extract.doctype, extract.name, subject, content)
