# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Fields that only the domain packages write, whatever the way in.

Frappe keeps a read-only field out of the form, not out of a REST call or a bulk edit. A field that carries a
rule (a seat, an answer, an attendance) must not be changed without that rule, so the controller names such
fields and refuses a change that no service made.
"""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr

_BY_SERVICE = object()
"""A mark that no request can send: it is compared by identity."""


def save_by_service(doc: Document) -> None:
	"""Save, or insert, for a domain package that has applied its rules; its caller checked the permission."""
	before = doc.flags.ignore_permissions
	doc.flags.outreach_service = _BY_SERVICE
	try:
		doc.save(ignore_permissions=True)  # guests, callers and facilitators act through a service
	finally:
		doc.flags.pop("outreach_service", None)
		doc.flags.ignore_permissions = before  # Frappe would leave it open for the next save


def is_by_service(doc: Document) -> bool:
	"""Whether `doc` is being saved by `save_by_service`."""
	return doc.flags.get("outreach_service") is _BY_SERVICE


def refuse_other_changes(doc: Document, fields: Iterable[str]) -> None:
	"""Call first in `validate`: stop when one of `fields` changed and no service did it."""
	if is_by_service(doc):
		return
	before = doc.get_doc_before_save()
	for fieldname in fields:
		stored = _comparable(before, fieldname) if before else _text(doc.meta.get_field(fieldname).default)
		if _comparable(doc, fieldname) != stored:
			frappe.throw(
				_(
					"{0} is set by the program and cannot be changed here. Use the buttons of the form."
				).format(_(doc.meta.get_label(fieldname))),
				frappe.PermissionError,
			)


def changed_fields(doc: Document, before: Document, fields: Iterable[str]) -> list[str]:
	"""Those of `fields` that differ from the stored document, however a request writes their values."""
	return [name for name in fields if _comparable(doc, name) != _comparable(before, name)]


def _comparable(doc: Document, fieldname: str) -> str:
	value: Any = doc.get(fieldname)
	if isinstance(value, list):
		return "\n".join(_row(row) for row in value)
	return _text(value)


def _row(row: Document) -> str:
	return "\t".join(_text(row.get(df.fieldname)) for df in row.meta.fields)


def _text(value: Any) -> str:
	"""One text for what a form, a REST call and the database each write in their own way."""
	return "" if value in (None, "", 0, "0") else cstr(value)
