"""A delivered file on its way into the round, as the page Review Delivery takes it there."""

from datetime import datetime

import frappe
from frappe.model.document import Document

from senior_outreach.access.roles import Role
from senior_outreach.population.delivery.api import accept_delivery, look_at_file, review_delivery
from tests import builders

WHOLE_LIST, CORRECTIONS, ADDITIONS = "Whole List", "Corrections", "Additions"


def granted_extract(content: bytes, *, cohort: Document | None = None, file_name: str = "", **fields):
	"""An extract whose permission has come, with the delivered file attached, and its coordinator."""
	cohort = cohort or builders.cohort(builders.office(), year=2014)
	coordinator = fields.pop("coordinator", None) or builders.user(Role.COORDINATOR, office=cohort.office)
	extract = builders.register_extract(cohort, named_users=[{"user": coordinator}], **fields)
	builders.in_state(extract, "Granted", expires_on=frappe.utils.add_days(frappe.utils.nowdate(), 30))
	attach(extract, content, file_name)
	return extract, coordinator


def attach(extract: Document, content: bytes, file_name: str = "") -> None:
	"""A further file on the same extract; the earlier ones stay attached and are no longer the one to import."""
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": file_name or f"{frappe.generate_hash(length=8)}.csv",
			"is_private": 1,
			"content": content,
			"attached_to_doctype": extract.doctype,
			"attached_to_name": extract.name,
		}
	).insert(ignore_permissions=True)  # whoever the test acts as
	frappe.db.set_value(extract.doctype, extract.name, "file", file.file_url)
	extract.reload()


def reviewed(
	extract: Document,
	content: str = WHOLE_LIST,
	read_on: datetime | str | None = None,
	starts: dict | None = None,
) -> dict:
	"""What the page shows; `when` is the time at which the register was read."""
	file = look_at_file(extract.name)
	when = str(read_on or file["read_on"])
	return {**review_delivery(extract.name, content, when, starts), "when": when}


def imported(
	extract: Document,
	content: str = WHOLE_LIST,
	*,
	read_on: datetime | str | None = None,
	gone: str = "Leave",
) -> dict[str, int]:
	"""Look, then accept; gives back rows, imported and rejected."""
	found = reviewed(extract, content, read_on)
	progress = accept_delivery(extract.name, content, found["when"], gone, found["token"])
	assert progress["state"] == "Imported"
	return {
		"rows": progress["rows_in_file"],
		"imported": progress["imported"],
		"rejected": progress["rejected"],
	}
