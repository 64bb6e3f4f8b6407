# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What an office has stored about reading files: its Register File Formats, and which identity numbers it takes."""

from collections import defaultdict

import frappe
from frappe.model.document import Document
from frappe.utils import cint

from senior_outreach.defaults import rule_value
from senior_outreach.population.register_file.checking import NumberRules
from senior_outreach.population.register_file.columns import NOT_USED, Column, heading_key
from senior_outreach.population.register_file.file_formats import (
	DELIMITERS,
	ENCODINGS,
	ColumnPlace,
	FileFormat,
	FileKind,
	ProtectionMarks,
	ValueMeaning,
)

DOCTYPE = "Register File Format"


def file_format_of(name: str | None) -> FileFormat:
	"""The stored format; without one everything is found in the file. The caller has checked the permission."""
	return file_format_from(frappe.get_cached_doc(DOCTYPE, name)) if name else FileFormat()


def file_format_from(doc: Document) -> FileFormat:
	"""A Register File Format, stored or not; only valid choices."""
	return FileFormat(
		name=doc.format_name,
		kind=FileKind(doc.kind),
		encoding=ENCODINGS.get(doc.encoding, ""),
		delimiter=DELIMITERS.get(doc.delimiter, ""),
		marks=ProtectionMarks(doc.protection_marks),
		everyone_is_resident=bool(cint(doc.everyone_is_resident)),
		columns=tuple(_place(row) for row in doc.columns),
		values=tuple(ValueMeaning(Column(row.means_column), row.text, row.means) for row in doc.values_used),
	)


def number_rules(office: str, form: FileFormat | None = None) -> NumberRules:
	"""Which identity numbers the office accepts, in a file of this format or typed by hand."""
	return NumberRules(
		allow_synthetic=bool(rule_value("allow_synthetic_numbers", office)),
		check_digits=bool(rule_value("check_control_digits", office)),
		accept_2032=bool(rule_value("accept_2032_numbers", office)),
		form=form or FileFormat(),
	)


def _place(row: Document) -> ColumnPlace:
	means = None if row.means == NOT_USED else Column(row.means)
	return ColumnPlace(means, row.heading or "", cint(row.starts_at), cint(row.length))


def matching_format(office: str, headings: tuple[str, ...]) -> str | None:
	"""The office's format that names exactly the headings of a file; the one that was changed last if several do.

	Headings that are empty, and the order of columns, make no difference. The caller has checked the permission
	on the office.
	"""
	wanted = _names(headings)
	filters = {"office": office, "disabled": 0, "kind": ("!=", FileKind.FIXED_WIDTH.value)}
	names = frappe.get_all(DOCTYPE, filters, pluck="name", order_by="modified desc, name asc")
	if not wanted or not names:
		return None
	rows = frappe.get_all(
		"Register File Column",
		{"parenttype": DOCTYPE, "parent": ("in", names)},
		["parent", "heading"],
		order_by="parent asc, idx asc",
	)
	found = defaultdict(list)
	for row in rows:
		found[row.parent].append(row.heading or "")
	return next((name for name in names if _names(found[name]) == wanted), None)


def _names(headings: tuple[str, ...] | list[str]) -> list[str]:
	return sorted(filter(None, map(heading_key, headings)))
