# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Somebody who gets a protected address is protected in every entry there is of them (design rule 6)."""

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime

from senior_outreach.access.service_fields import save_by_service
from senior_outreach.population.rules import ProtectionGrade

SENIOR, IDENTITY = "Senior", "Senior Identity"


def follow_protection(senior: Document, method: str | None = None) -> None:
	"""Carry the mark to the entries found to be the same person, and empty the worklist (Senior, on_update)."""
	if not (senior.handle_by_hand and senior.has_value_changed("handle_by_hand")):
		return
	_blank_worklist(senior.name)
	for name in _other_entries(senior):
		entry = frappe.get_doc(SENIOR, name)
		if not entry.handle_by_hand:
			entry.handle_by_hand = 1
			save_by_service(entry)  # and so on, through as many decisions as there were


def _other_entries(senior: Document) -> list[str]:
	"""Also those whom nobody may list; only their keys are used."""
	filters = {"merged_into": senior.name}
	names = frappe.get_all(SENIOR, filters=filters, pluck="name", order_by="name asc")  # no row is shown
	return [*names, senior.merged_into] if senior.merged_into else names


def _blank_worklist(senior: str) -> None:
	"""The keyed hash stays; a grade that is not known is written as unknown, which counts as protected."""
	identity = frappe.qb.DocType(IDENTITY)
	mine = identity.senior == senior
	fields = ("full_name", "birth_date", "identity_number_encrypted")
	# with the time of the change: a mark that was read before must not write the name back
	query = frappe.qb.update(identity).where(mine).set(identity.modified, now_datetime())
	for field in fields:
		query = query.set(identity[field], None)
	query.run()
	grade = identity.protection_grade
	unprotected = mine & (grade == ProtectionGrade.NONE.value)
	frappe.qb.update(identity).set(grade, ProtectionGrade.UNKNOWN.value).where(unprotected).run()
