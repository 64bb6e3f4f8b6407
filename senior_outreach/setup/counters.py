# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The counters behind our records' names."""

import re

import frappe

from senior_outreach.setup.shipped import own_doctypes, records

YEAR = "YYYY"


def delete_counters() -> None:
	"""Only those that no other DocType of the site may be counting with; a counter too many does no harm."""
	foreign = _foreign_patterns()
	for pattern in sorted({record["autoname"] for record in records("DocType") if _counts(record)}):
		stem = pattern.split(".")[0]
		if not any(other.startswith(stem) for other in foreign):
			for name in _counters(stem):
				if re.fullmatch(expression(pattern), name):
					frappe.db.delete("Series", {"name": name})


def _counts(record: dict) -> bool:
	return ".#" in record.get("autoname", "")


def expression(pattern: str) -> str:
	"""The names of the counters of a pattern: `HV-.YYYY.-.#####` counts in HV-2025-, HV-2026- and so on."""
	parts = (part for part in pattern.split(".") if not part.startswith("#"))
	return "".join(r"\d{4}" if part == YEAR else re.escape(part) for part in parts)


def _counters(stem: str) -> list[str]:
	series = frappe.qb.DocType("Series")
	return frappe.qb.from_(series).select(series.name).where(series.name.like(f"{stem}%")).run(pluck=True)


def _foreign_patterns() -> list[str]:
	"""Everything the site's other DocTypes may be named by."""
	own = own_doctypes()
	found = frappe.get_all("DocType", {"name": ("not in", own)}, pluck="autoname")
	for doctype, filters, field in (
		("DocField", {"fieldname": "naming_series", "parent": ("not in", own)}, "options"),
		("Custom Field", {"fieldname": "naming_series", "dt": ("not in", own)}, "options"),
		(
			"Property Setter",
			{"property": ("in", ("autoname", "options")), "doc_type": ("not in", own)},
			"value",
		),
		("Document Naming Rule", {"document_type": ("not in", own)}, "prefix"),
	):
		found += frappe.get_all(doctype, filters, pluck=field)
	return [line.removeprefix("format:").strip() for text in found if text for line in text.split("\n")]
