# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What the app brings, read from its files."""

import json
from pathlib import Path

import frappe

APP = "senior_outreach"
MODULE = "Senior Outreach"


def own_doctypes() -> list[str]:
	"""The names of all DocTypes of the app."""
	return shipped("DocType")


def shipped(kind: str) -> list[str]:
	"""The names of what the module brings of one kind, such as Report."""
	return sorted(record["name"] for record in records(kind))


def records(kind: str) -> list[dict]:
	folder = Path(frappe.get_app_path(APP, APP, frappe.scrub(kind)))
	return [json.loads(path.read_text()) for path in sorted(folder.glob("*/*.json"))]


def shared_records() -> list[dict]:
	"""States and actions of our workflows: names so common that others may have them too.

	They stand in a folder below the fixtures, which Frappe does not read: it would overwrite the site's own.
	"""
	folder = Path(frappe.get_app_path(APP, "fixtures", "shared"))
	return [record for path in sorted(folder.glob("*.json")) for record in json.loads(path.read_text())]


def pages() -> list[str]:
	"""The paths of our pages on the web."""
	return sorted(path.stem for path in Path(frappe.get_app_path(APP, "www")).glob("*.html"))
