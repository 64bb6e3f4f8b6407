# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What an application to the population register must say before management signs it, and who may be named."""

import frappe
from frappe import _
from frappe.model.document import Document

from senior_outreach.access.roles import Role
from senior_outreach.access.service_fields import changed_fields, is_by_service
from senior_outreach.access.staff import users_of
from senior_outreach.population.extract.states import ExtractState


def check_title_of_signer(extract: Document) -> None:
	"""As what somebody signs is written by management, while the application waits for the signature."""
	before = extract.get_doc_before_save()
	same = not changed_fields(extract, before, ("signed_as",)) if before else not extract.get("signed_as")
	if same or is_by_service(extract):
		return
	waits = before is not None and before.workflow_state == ExtractState.AWAITING_SIGNATURE
	if not waits or Role.SUPERVISOR not in frappe.get_roles():
		frappe.throw(
			_("The title is written by the one who signs, when the application waits for the signature."),
			frappe.PermissionError,
		)


def check_named_users(extract: Document) -> None:
	"""Who is named must be able to use the data; looked at when the names change."""
	before = extract.get_doc_before_save()
	if is_by_service(extract) or (before and not changed_fields(extract, before, ("named_users",))):
		return
	wrong = wrong_named_users(extract)
	if wrong:
		frappe.throw("<br>".join(wrong), title=_("Who Will Use the Data"))


def wrong_named_users(extract: Document) -> list[str]:
	"""One line for each row that names somebody twice, or nobody who may import here."""
	able = {user.name for user in users_of([extract.office], Role.COORDINATOR)[extract.office]}
	wrong, seen = [], set()
	for row in extract.named_users:
		if row.user in seen:
			wrong.append(_("Row {0}: this user is named already. Remove one of the rows.").format(row.idx))
		elif row.user not in able:
			wrong.append(
				_("Row {0}: choose an enabled user who is Outreach Coordinator of {1}.").format(
					row.idx, frappe.utils.escape_html(extract.office)
				)
			)
		seen.add(row.user)
	return wrong


def missing_before_signature(extract: Document) -> list[str]:
	"""What the application does not say yet: the points of the handbook, the legal basis, who gets the letter."""
	points = (
		("applied_on", _("The date of the application is missing.")),
		("recipient", _("Write whom the application goes to, with the address.")),
		("requested_data", _("Write which data you ask for.")),
		("selection", _("Write whom the data is about: birth years and municipality.")),
		("purpose", _("Write what the data is for.")),
		("legal_basis", _("Write the legal basis, with its source.")),
		("named_users", _("Name at least one user who will use the data.")),
		("sorting", _("Choose how the data is to be sorted.")),
		("medium", _("Choose the medium the data is to come on.")),
		("frequency", _("Choose whether you ask once, or how often.")),
	)
	return [text for field, text in points if not _is_filled_in(extract, field)] + wrong_named_users(extract)


def _is_filled_in(extract: Document, field: str) -> bool:
	value = extract.get(field)
	return bool(value.strip() if isinstance(value, str) else value)
