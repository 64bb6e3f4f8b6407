# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Deletes what Frappe keeps about DocTypes that are gone: the rows that name them, and files on disk.

The uninstaller has no user and the DocTypes no permissions any more: everything here reads past them.
"""

import json
from collections.abc import Iterable

import frappe
from frappe.model.document import Document
from frappe.utils import create_batch

from senior_outreach.setup import references
from senior_outreach.setup.shipped import APP, MODULE, own_doctypes, pages

PARTS = {
	"Report": "ref_doctype",
	"Print Format": "doc_type",
	"Number Card": "document_type",
	"Dashboard Chart": "document_type",
	"Notification": "document_type",
	"Page": None,
	"Workspace": None,
}
"""Kinds of things that Frappe deletes with a module, and the field by which the site's own are about our DocTypes."""
ON_THIS_SITE = ("/files/", "/private/files/")
LINKS = {"fieldtype": ("in", ("Link", "Table", "Table MultiSelect"))}
ONLY = {("Custom Field", "options"): LINKS}


def parts_that_go() -> dict[str, list[str]]:
	"""Kind → names of what goes with our module or is about our DocTypes; to be asked while it is still there."""
	going = {}
	for kind, field in PARTS.items():
		names = set(_names(kind, {"module": MODULE}))
		if field:
			names.update(_names(kind, {field: ("in", own_doctypes())}))
		going[kind] = sorted(names)
	return going


def delete_traces(parts: dict[str, list[str]]) -> list[Document]:
	"""Gives back the files whose content may be deleted when the rows' deletion is committed."""
	doctypes = own_doctypes()
	files: list[Document] = []
	_delete_deleted_copies(doctypes, parts)
	for field, places in references.TO_DOCTYPE.items():
		for place in places:
			files += delete_rows(place, {field: ("in", doctypes), **ONLY.get((place, field), {})})
	for field, places in references.CLEARED.items():
		for place in places:
			_clear(place, field, doctypes)
	for place in references.NAMED_AFTER_DOCTYPE:
		files += delete_rows(place, {"name": ("in", doctypes)})
	files += _delete_what_names_parts(doctypes, parts)
	_delete_errors_and_routes(doctypes, parts)
	_delete_beside_doctypes(doctypes)
	return files


def delete_rows(doctype: str, filters: dict) -> list[Document]:
	"""Rows with their child rows and whatever hangs on them; gives back the files that hung on them."""
	if not _has(doctype, filters):
		return []
	files: list[Document] = []
	children = [field.options for field in frappe.get_meta(doctype).get_table_fields()]
	for names in create_batch(_names(doctype, filters), 500):
		if doctype == "File":
			files += [frappe.get_doc("File", name) for name in names]
			frappe.db.delete("Access Log", {"export_from": "File", "reference_document": ("in", names)})
		else:
			files += _delete_what_hangs_on(doctype, names)
		for child in children:
			frappe.db.delete(child, {"parenttype": doctype, "parent": ("in", names)})
		frappe.db.delete(doctype, {"name": ("in", names)})
	return files


def _delete_what_hangs_on(doctype: str, names: list[str]) -> list[Document]:
	frappe.db.delete("__global_search", {"doctype": doctype, "name": ("in", names)})
	for place, kind_field, name_field in references.HANGS_ON:
		if kind_field:
			filters = {kind_field: doctype, name_field: ("in", names)}
		elif doctype == frappe.unscrub(name_field):
			filters = {name_field: ("in", names)}
		else:
			continue
		if _has(place, filters):
			frappe.db.delete(place, filters)
	return delete_rows("File", {"attached_to_doctype": doctype, "attached_to_name": ("in", names)})


def delete_content(files: Iterable[Document]) -> None:
	"""From the disk, unless another row has the same content; to be called after the commit."""
	for file in files:
		url = file.file_url or ""
		same = [{"file_url": url}, *([{"content_hash": file.content_hash}] if file.content_hash else [])]
		if url.startswith(ON_THIS_SITE) and not any(frappe.db.exists("File", filters) for filters in same):
			file.delete_file_data_content()


def _delete_deleted_copies(doctypes: list[str], parts: dict[str, list[str]]) -> None:
	"""Of our DocTypes, of what went with the module, and of rows about them, such as a comment or a file."""
	frappe.db.delete("Deleted Document", {"deleted_doctype": ("in", doctypes)})
	for kind, names in {**parts, "DocType": doctypes, "Module Def": [MODULE]}.items():
		if names:
			frappe.db.delete("Deleted Document", {"deleted_doctype": kind, "deleted_name": ("in", names)})
	fields: dict[str, list[str]] = {}
	for field, places in references.TO_DOCTYPE.items():
		for place in places:
			fields.setdefault(place, []).append(field)
	for name, kind in frappe.get_all(
		"Deleted Document",
		{"deleted_doctype": ("in", list(fields))},
		["name", "deleted_doctype"],
		as_list=True,
	):
		data = json.loads(frappe.db.get_value("Deleted Document", name, "data") or "{}")
		if any(data.get(field) in doctypes for field in fields[kind]):
			frappe.db.delete("Deleted Document", {"name": name})


def _delete_what_names_parts(doctypes: list[str], parts: dict[str, list[str]]) -> list[Document]:
	files: list[Document] = []
	for kind, places in references.TO_PART.items():
		for place, field in places:
			files += delete_rows(place, {field: ("in", parts[kind])}) if parts[kind] else []
	for kind, names in {**parts, "DocType": doctypes}.items():
		if names:
			delete_rows("Workspace Shortcut", {"type": kind, "link_to": ("in", names)})
			delete_rows("Workspace Link", {"link_type": kind, "link_to": ("in", names)})
	return files


def _delete_errors_and_routes(doctypes: list[str], parts: dict[str, list[str]]) -> None:
	"""Errors of our code hold values of its variables; routes hold names and filters."""
	frappe.db.delete("Error Log", {"error": ("like", f"%{APP}%")})
	visited = [f"%/{name}" for name in (*doctypes, *parts["Report"], *parts["Workspace"])]
	for route in (*visited, *(f"{route}/%" for route in visited)):
		frappe.db.delete("Route History", {"route": ("like", route)})
	for desk_page in parts["Page"]:
		frappe.db.delete("Route History", {"route": desk_page})
	for page in pages():
		frappe.db.delete("Web Page View", {"path": ("in", (page, f"/{page}"))})


def _delete_beside_doctypes(doctypes: list[str]) -> None:
	"""Tables of Frappe that are no DocTypes; users' settings wait in the cache to be written anew."""
	for table in ("__UserSettings", "__global_search", "__Auth", "Singles"):
		frappe.db.delete(table, {"doctype": ("in", doctypes)})
	for key in frappe.cache.hkeys("_user_settings"):
		if frappe.safe_decode(key).split("::")[0] in doctypes:
			frappe.cache.hdel("_user_settings", frappe.safe_decode(key))


def delete_jobs() -> None:
	jobs = _names("Scheduled Job Type", {"method": ("like", f"{APP}.%")})
	if jobs:
		frappe.db.delete("Scheduled Job Log", {"scheduled_job_type": ("in", jobs)})
		frappe.db.delete("Scheduled Job Type", {"name": ("in", jobs)})


def delete_role_rows(roles: list[str]) -> None:
	for place, field in references.TO_ROLE:
		if _has(place, {field: None}):
			frappe.db.delete(place, {field: ("in", roles)})


def _clear(doctype: str, field: str, values: list[str]) -> None:
	if _has(doctype, {field: None}):
		for name in _names(doctype, {field: ("in", values)}):
			# the row is the site's own: nothing else of it is validated or changed
			frappe.db.set_value(doctype, name, field, None, update_modified=False)


def _names(doctype: str, filters: dict) -> list[str]:
	return frappe.get_all(doctype, filters, pluck="name")


def _has(doctype: str, fields: Iterable[str]) -> bool:
	"""Versions of Frappe differ in their DocTypes and fields."""
	return frappe.db.table_exists(doctype) and all(frappe.db.has_column(doctype, field) for field in fields)
