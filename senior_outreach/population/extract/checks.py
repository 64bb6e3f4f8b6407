# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What each step of a Register Extract needs before it can be taken."""

from pathlib import Path

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from senior_outreach.access.service_fields import changed_fields
from senior_outreach.access.steps import Transition
from senior_outreach.population.extract.applications import missing_before_signature
from senior_outreach.population.extract.states import ExtractState


def set_title(extract: Document) -> None:
	extract.title = f"{extract.office} {getdate(extract.applied_on).year}"


def check_file_is_private(extract: Document) -> None:
	if extract.file and not extract.file.startswith("/private/files/"):
		frappe.throw(_("A register file must be private. Attach it again and tick Is Private."))


def hold_file(extract: Document) -> None:
	"""In `on_update`, before Frappe looks for the file of the field: of one that is attached in another way it
	would write a public copy. A file of another document is refused.
	"""
	if not extract.file:
		return
	own = {"attached_to_doctype": extract.doctype, "attached_to_name": extract.name}
	file = {"file_url": extract.file, "is_private": 1}
	if name := frappe.db.get_value("File", {**file, **own}, order_by="attached_to_field desc"):
		# no file is read or moved for it
		frappe.db.set_value("File", name, "attached_to_field", "file", update_modified=False)
	else:
		frappe.throw(_("Attach the delivered file to this register extract as a private file first."))


APPLICATION_FIELDS = (
	"office",
	"applied_on",
	"recipient",
	"requested_data",
	"selection",
	"purpose",
	"legal_basis",
	"sorting",
	"medium",
	"frequency",
	"named_users",
)
PERMISSION_FIELDS = ("permission_reference", "granted_on", "expires_on", "terms_accepted_on")
DESTRUCTION_FIELDS = (
	"file",
	"destroy_by",
	"destroyed_on",
	"destruction_method",
	"destroyed_by",
	"witnessed_by",
	"destruction_note",
)
BEFORE_PERMISSION = (
	ExtractState.DRAFT,
	ExtractState.AWAITING_SIGNATURE,
	ExtractState.SIGNED,
	ExtractState.SENT,
)


def check_frozen(extract: Document) -> None:
	"""What has been signed, and what has been granted, stays as it was."""
	before = extract.get_doc_before_save()
	if before is None:
		return
	frozen: tuple[str, ...] = () if before.workflow_state == ExtractState.DRAFT else APPLICATION_FIELDS
	if before.workflow_state not in BEFORE_PERMISSION:
		frozen += PERMISSION_FIELDS
	if before.received_on:
		frozen += ("cohort",)
	changed = changed_fields(extract, before, frozen)
	if changed:
		frappe.throw(
			_("{0} is part of what was signed or granted and stays. Make a new application instead.").format(
				_(extract.meta.get_label(changed[0]))
			)
		)
	if before.workflow_state == ExtractState.DESTROYED:
		_check_stays_destroyed(extract, before)


def _check_stays_destroyed(extract: Document, before: Document) -> None:
	changed = changed_fields(extract, before, DESTRUCTION_FIELDS)
	if changed:
		frappe.throw(
			_("The extract is destroyed, and {0} stays as it was recorded.").format(
				_(extract.meta.get_label(changed[0]))
			)
		)


def check_cohort(extract: Document) -> None:
	"""People are imported into a round of the extract's own office, and nowhere else."""
	if extract.cohort and frappe.db.get_value("Cohort", extract.cohort, "office") != extract.office:
		frappe.throw(
			_("The cohort belongs to another office. Choose a cohort of {0}.").format(extract.office)
		)


def check_step(extract: Document, step: Transition | None) -> None:
	"""Stop a step whose facts are missing, and write down who took it."""
	if step is None:
		return
	checks = {
		"Submit for Signature": _ask,
		"Sign": _sign,
		"Mark as Sent": _send,
		"Register Permission": _grant,
		"Register Refusal": _refuse,
		"Receive Delivery": _receive,
		"Confirm Destruction": _destroy,
	}
	if step.action in checks:
		checks[step.action](extract)


def _ask(extract: Document) -> None:
	missing = missing_before_signature(extract)
	if missing:
		frappe.throw("<br>".join(missing), title=_("Before the application can be signed"))
	extract.approval_requested_by = frappe.session.user
	extract.signed_as = None  # of an earlier round of signing


def _sign(extract: Document) -> None:
	extract.signed_by = frappe.session.user
	extract.signed_on = getdate()


def _send(extract: Document) -> None:
	extract.sent_on = extract.sent_on or getdate()


def _grant(extract: Document) -> None:
	_require(extract, "permission_reference", "granted_on", "expires_on", "terms_accepted_on")
	if getdate(extract.expires_on) < getdate(extract.granted_on):
		frappe.throw(_("The permission expires before it is granted. Correct one of the dates."))


def _refuse(extract: Document) -> None:
	_require(extract, "refusal_reason")


def _receive(extract: Document) -> None:
	if not extract.received_on:
		frappe.throw(_("Import the delivery first: use the button Review Delivery."))


def _destroy(extract: Document) -> None:
	_require(extract, "destroyed_on", "destruction_method", "destroyed_by", "witnessed_by")
	if extract.destroyed_by == extract.witnessed_by:
		frappe.throw(_("The destruction must be witnessed by someone else than the one who did it."))
	_check_day_of_destruction(extract)
	_check_can_vouch(extract, "destroyed_by")
	_check_can_vouch(extract, "witnessed_by")
	_delete_files(extract)


def _check_day_of_destruction(extract: Document) -> None:
	if getdate(extract.destroyed_on) > getdate():
		frappe.throw(_("The day of the destruction is in the future. Confirm it when it is done."))
	if extract.received_on and getdate(extract.destroyed_on) < getdate(extract.received_on):
		frappe.throw(_("The day of the destruction is before the delivery was received. Correct the date."))


def _check_can_vouch(extract: Document, field: str) -> None:
	user = {"name": extract.get(field), "enabled": 1, "user_type": "System User"}
	if not frappe.db.exists("User", user):
		frappe.throw(
			_("{0}: choose an enabled user, somebody who works here now.").format(
				_(extract.meta.get_label(field))
			)
		)


def _delete_files(extract: Document) -> None:
	"""The delivered file goes with the step, from the table and from the disk."""
	attached = {"attached_to_doctype": extract.doctype, "attached_to_name": extract.name}
	files = [frappe.get_doc("File", name) for name in frappe.get_all("File", filters=attached, pluck="name")]
	paths = {Path(file.get_full_path()) for file in files}
	for file in files:
		frappe.delete_doc(
			"File", file.name, force=True, ignore_permissions=True, delete_permanently=True
		)  # the extract's own
	for path in paths:
		path.unlink(missing_ok=True)  # Frappe keeps a file on disk that has the same content as another one
	extract.file = None


def _require(extract: Document, *fields: str) -> None:
	missing = [_(extract.meta.get_label(field)) for field in fields if not extract.get(field)]
	if missing:
		frappe.throw(_("Fill in first: {0}.").format(", ".join(missing)))
