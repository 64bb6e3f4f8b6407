# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Who may import a delivery, and when."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from senior_outreach.population.extract.checks import check_cohort
from senior_outreach.population.extract.states import ExtractState

IMPORTABLE = (ExtractState.GRANTED, ExtractState.RECEIVED)


def check_may_import(extract: Document) -> None:
	"""No import without a granted, unexpired permission, by anyone it does not name, or without a round."""
	if frappe.session.user not in {row.user for row in extract.named_users}:
		frappe.throw(
			_("Only the users named in the application may import this delivery."), frappe.PermissionError
		)
	if extract.workflow_state not in IMPORTABLE:
		frappe.throw(_("A delivery can be imported when the permission has been granted."))
	if not extract.expires_on or getdate(extract.expires_on) < getdate():
		frappe.throw(_("The permission has expired. Apply for a new register extract before importing."))
	if not extract.cohort:
		frappe.throw(_("Choose the cohort that this delivery belongs to, then import it."))
	check_cohort(extract)
	if not extract.file:
		frappe.throw(_("Attach the delivered file, then import it."))
