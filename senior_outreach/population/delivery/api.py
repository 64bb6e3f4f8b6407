# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What the desk may ask about a delivery: look at its changes, accept it, follow it, mend what was not taken."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, get_datetime, now_datetime

from senior_outreach.access.documents import permitted
from senior_outreach.access.errors import without_values
from senior_outreach.access.service_fields import save_by_service
from senior_outreach.population.delivery.accepting import accept, known_delivery, review
from senior_outreach.population.delivery.choices import Choices, Content, GoneChoice, SetAside
from senior_outreach.population.delivery.importing import EXTRACT, start_job, stop
from senior_outreach.population.delivery.outcomes import delivered_file, key_in
from senior_outreach.population.delivery.rejected import rejected_rows_workbook
from senior_outreach.population.delivery.review import PAGE
from senior_outreach.population.delivery.rights import check_may_import
from senior_outreach.population.delivery.stored import KnownPeople
from senior_outreach.population.delivery.under_way import running
from senior_outreach.population.register_file import messages
from senior_outreach.population.register_file.columns import NOT_USED, Column
from senior_outreach.population.register_file.file_formats import FileFormat, delimiter_label, encoding_label
from senior_outreach.population.register_file.formats import file_format_of, matching_format
from senior_outreach.population.register_file.reading import FileFacts, RegisterFileError, look

PROGRESS = ("state", "stopped_because", "rows_in_file", "rows_done", "imported", "rejected")


@frappe.whitelist(methods=["POST"])
def look_at_file(extract: str) -> dict[str, Any]:
	"""How the attached file is written: kind, encoding, separator, headings with what they are taken for.

	A saved file format with exactly these headings is chosen by itself. `meanings` are what a column can be.
	Raises `frappe.ValidationError` for a file that cannot be read at all. Writes nothing but that choice.
	"""
	doc = _importable(extract)
	file = delivered_file(doc)
	form = file_format_of(doc.file_format)
	try:
		facts = look(file.path, form)
	except RegisterFileError as error:
		frappe.throw(messages.of_file(error), title=_("The file cannot be read"))
	chosen = doc.file_format or matching_format(doc.office, facts.headings)
	if chosen != doc.file_format and not running(doc):
		doc.file_format = chosen
		doc.save()
		facts = look(file.path, file_format_of(chosen))
	known = known_delivery(doc, file.fingerprint)
	return {
		"file": file.name,
		"facts": {
			**asdict(facts),
			"sample": _sample(doc, facts),
			"encoding": encoding_label(facts.encoding),
			"delimiter": delimiter_label(facts.delimiter),
		},
		"meanings": [*Column, NOT_USED],
		"format_name": frappe.db.get_value("Register File Format", chosen, "format_name") if chosen else "",
		"imported_before": str(known.received_on) if known else None,
		"content": known.content if known else Content.WHOLE_LIST.value,
		"read_on": str(known.read_on if known else now_datetime().replace(second=0, microsecond=0)),
		"running": bool(running(doc)),
	}


@frappe.whitelist(methods=["POST"])
def review_delivery(
	extract: str, content: str, read_on: str, starts: dict[str, int] | str | None = None
) -> dict[str, Any]:
	"""The change set of the attached file: counts, one page of every list, and the token to accept it with.

	`starts` says from which entry a list is shown. Nothing is written.
	"""
	doc = _importable(extract)
	with without_values(f"Review of {doc.name} failed"):
		pages = {name: cint(start) for name, start in (frappe.parse_json(starts) or {}).items()}
		found = review(doc, _choices(doc, content, read_on), pages)
	return {"counts": found.counts, "entries": found.entries, "token": found.token, "page": PAGE}


@frappe.whitelist(methods=["POST"])
def accept_delivery(extract: str, content: str, read_on: str, gone: str, token: str) -> dict[str, Any]:
	"""Import what was reviewed. Small deliveries are done when this returns, large ones go on in the background."""
	doc = _importable(extract)
	with without_values(f"Import of {doc.name} failed"):
		accept(doc, _choices(doc, content, read_on, gone), token)
	return delivery_progress(extract)


@frappe.whitelist()
def delivery_progress(extract: str) -> dict[str, Any]:
	"""How far the last accepted delivery has come."""
	doc = permitted(EXTRACT, extract, "read")
	if not doc.deliveries:
		return {}
	row = running(doc) or max(doc.deliveries, key=lambda delivery: str(delivery.received_on))
	return {field: row.get(field) for field in PROGRESS}


@frappe.whitelist(methods=["POST"])
def continue_import(extract: str) -> None:
	"""Start again what was interrupted; it goes on with the row where it stopped."""
	doc = _importable(extract)
	if running(doc):
		start_job(doc)


@frappe.whitelist(methods=["POST"])
def stop_import(extract: str) -> None:
	"""Give up an import that cannot go on, for example because the permission has expired meanwhile."""
	stop(permitted(EXTRACT, extract, "write"))


@frappe.whitelist(methods=["POST"])
def set_rows_aside(extract: str, reason: str) -> None:
	"""Say why rows that are not in the round may stay out, so that the screening can be approved."""
	doc = permitted(EXTRACT, extract, "write")
	if reason not in list(SetAside):
		frappe.throw(_("Choose one of the reasons."))
	doc.open_rows_set_aside = reason
	save_by_service(doc)


@frappe.whitelist(methods=["POST"])
def save_file_format(
	extract: str,
	format_name: str,
	columns: list[dict[str, str]] | str,
	marks: str,
	everyone_is_resident: int,
) -> str:
	"""Keep how a supplier's columns are called, and read the attached file so. Gives back the format's name.

	`columns` has `heading` and `means` for every column that is used.
	"""
	doc = _importable(extract)
	filters = {"office": doc.office, "format_name": format_name}
	known = frappe.db.get_value("Register File Format", filters)
	form = frappe.get_doc("Register File Format", known) if known else frappe.new_doc("Register File Format")
	facts = look(delivered_file(doc).path, FileFormat())
	form.update({**filters, "protection_marks": marks, "everyone_is_resident": cint(everyone_is_resident)})
	if form.is_new():
		form.kind = facts.kind.value
	named = [row for row in frappe.parse_json(columns) if row["heading"].strip()]
	form.set("columns", [{"heading": row["heading"], "means": row["means"]} for row in named])
	form.save()
	doc.file_format = form.name
	doc.save()
	return form.name


@frappe.whitelist(methods=["POST"])
def download_rejected(extract: str, content: str, read_on: str) -> None:
	"""The rows that are not taken, as a spreadsheet to correct and attach again; what is wrong stands beside each.

	People with a protected address are not in it: their rows are corrected in the original file.
	"""
	doc = _importable(extract)
	with without_values(f"Download of rejected rows of {doc.name} failed"):
		choices = _choices(doc, content, read_on)
		workbook = rejected_rows_workbook(doc, choices.content, choices.read_on)
	frappe.response.update({"filename": f"{doc.name}.xlsx", "filecontent": workbook, "type": "download"})


def _sample(extract: Document, facts: FileFacts) -> tuple[str, ...]:
	"""Whoever is handled by hand here may stand in the file as if nothing were protected."""
	known = KnownPeople(extract.office, extract.cohort)
	return () if known.hidden(map(key_in, facts.sample)) else facts.sample


def _importable(extract: str) -> Document:
	doc = permitted(EXTRACT, extract, "write")
	check_may_import(doc)
	return doc


def _choices(extract: Document, content: str, read_on: str, gone: str = GoneChoice.LEAVE.value) -> Choices:
	"""A file that was imported before keeps the time at which its register was read."""
	known = known_delivery(extract, delivered_file(extract).fingerprint)
	when: datetime | None = get_datetime(known.read_on if known else read_on)
	if when is None or when > now_datetime():
		frappe.throw(_("Write when the register was read. It cannot be a time that is still to come."))
	return Choices(Content(content), when, GoneChoice(gone))
