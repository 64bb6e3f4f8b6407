# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Records that do not belong to us alone: added when the site lacks them, taken away when nobody else uses them."""

import json
from collections.abc import Iterable

import frappe

from senior_outreach.setup.shipped import shared_records

ADDED = "senior_outreach_added"
"""Key of the default that remembers what was added, by DocType: only that is ours to take away again."""
LANGUAGES = {"nb": "Norsk bokmål", "nn": "Norsk nynorsk"}
USED_IN = {
	"Workflow State": (
		("Workflow Document State", "state"),
		("Workflow Transition", "state"),
		("Workflow Transition", "next_state"),
	),
	"Workflow Action Master": (("Workflow Transition", "action"),),
	"Language": (("User", "language"), ("Translation", "language")),
}


def add_languages() -> None:
	"""Bokmål and Nynorsk are codes that Frappe lacks."""
	_add(
		{"doctype": "Language", "name": code, "language_code": code, "language_name": name, "enabled": 1}
		for code, name in LANGUAGES.items()
	)


def add_states_and_actions() -> None:
	"""What a site has already keeps the style and the icon that it has there."""
	_add(shared_records())


def _add(records: Iterable[dict]) -> None:
	added = _remembered()
	before = json.dumps(added)
	for record in records:
		doctype, name = record["doctype"], record["name"]
		if not frappe.db.exists(doctype, name):
			frappe.get_doc(record).insert(ignore_permissions=True)  # the installer has no user
			added[doctype] = sorted({*added.get(doctype, ()), name})
	if json.dumps(added) != before:
		frappe.db.set_default(ADDED, json.dumps(added))


def _remembered() -> dict[str, list[str]]:
	# not get_default, whose cache is not emptied while an app is installed
	value = frappe.db.get_value("DefaultValue", {"defkey": ADDED}, "defvalue")
	return json.loads(value or "{}")


def remove_added() -> None:
	"""To be called when our own workflows are gone."""
	for doctype, names in _remembered().items():
		for name in names:
			if not _is_used(doctype, name):
				delete(doctype, name)
	frappe.db.delete("DefaultValue", {"defkey": ADDED})


def _is_used(doctype: str, name: str) -> bool:
	if doctype == "Language" and frappe.db.get_single_value("System Settings", "language") == name:
		return True
	return any(frappe.db.exists(place, {field: name}) for place, field in USED_IN[doctype])


def delete(doctype: str, name: str) -> None:
	if frappe.db.exists(doctype, name):
		frappe.delete_doc(
			doctype, name, force=True, ignore_permissions=True, delete_permanently=True
		)  # the uninstaller has no user
