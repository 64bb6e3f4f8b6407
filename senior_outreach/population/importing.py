# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""A delivery of the register: who may import it, reading it, writing people, saying what was not taken."""

from dataclasses import dataclass
from pathlib import Path

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.workflow import apply_workflow
from frappe.utils import getdate, now_datetime

from senior_outreach.access.service_fields import save_by_service
from senior_outreach.defaults import rule_value
from senior_outreach.population import messages
from senior_outreach.population.checking import NumberRules, RejectedRow, check_rows
from senior_outreach.population.extracts import check_cohort
from senior_outreach.population.people import RoundWriter
from senior_outreach.population.person import Person
from senior_outreach.population.reading import RegisterFile, RegisterFileError, read_register_file
from senior_outreach.population.states import ExtractState

IMPORTABLE = (ExtractState.GRANTED, ExtractState.RECEIVED)
PROGRESS_EVERY = 25
SAVEPOINT = "register_row"


@dataclass(frozen=True)
class ImportResult:
	"""`rows` is always `imported + rejected`."""

	rows: int
	imported: int
	rejected: int


@frappe.whitelist(methods=["POST"])
def import_delivery(extract: str) -> dict:
	"""Import the file attached to a granted Register Extract into its round.

	Reading the same file again changes nothing. Raises `frappe.PermissionError` for a user who is not named
	in the permission and `frappe.ValidationError` for a file that cannot be read; then nothing is written.
	"""
	doc = frappe.get_doc("Register Extract", extract)
	doc.check_permission("write")
	check_may_import(doc)
	register = _read(doc)
	people, rejected = check_rows(register.rows, _number_rules(doc.office))
	refused = _write(doc, people)
	problems = _problem_rows(register, rejected, refused)
	rows = len(register.rows) + len(register.problems)
	result = ImportResult(rows, len(people) - len(refused), len(problems))
	if result.imported + result.rejected != rows:
		frappe.throw(_("The import does not add up and was not carried out. Please report this."))
	_record(doc, register, result, problems)
	return vars(result).copy()


def _write(extract: Document, people: list[Person]) -> list[int]:
	"""Write the people; gives back the lines that the database's own checks refused."""
	writer = RoundWriter(extract, frappe.get_doc("Cohort", extract.cohort))
	refused = []
	for count, person in enumerate(people, start=1):
		frappe.db.savepoint(SAVEPOINT)
		try:
			writer.write(person)
		except frappe.ValidationError:
			frappe.db.rollback(save_point=SAVEPOINT)
			frappe.clear_messages()
			refused.append(person.line)
		if count % PROGRESS_EVERY == 0:
			frappe.publish_progress(100 * count / len(people), title=_("Importing"), doctype=extract.doctype)
	return refused


def check_may_import(extract: Document) -> None:
	"""No import without a granted, unexpired permission, by anyone it does not name, or without a round."""
	if extract.workflow_state not in IMPORTABLE:
		frappe.throw(_("A delivery can be imported when the permission has been granted."))
	if not extract.expires_on or getdate(extract.expires_on) < getdate():
		frappe.throw(_("The permission has expired. Apply for a new register extract before importing."))
	if frappe.session.user not in {row.user for row in extract.named_users}:
		frappe.throw(
			_("Only the users named in the application may import this delivery."), frappe.PermissionError
		)
	if not extract.cohort:
		frappe.throw(_("Choose the cohort that this delivery belongs to, then import it."))
	check_cohort(extract)
	if not extract.file:
		frappe.throw(_("Attach the delivered file, then import it."))


def _read(extract: Document) -> RegisterFile:
	try:
		return read_register_file(_content(extract))
	except RegisterFileError as error:
		frappe.throw(messages.of_file(error), title=_("The file cannot be imported"))


def _content(extract: Document) -> bytes:
	"""The bytes of the file that is attached to this very extract; a file of another document is not read."""
	attached = {
		"file_url": extract.file,
		"attached_to_doctype": extract.doctype,
		"attached_to_name": extract.name,
	}
	name = frappe.db.get_value("File", {**attached, "is_private": 1}, "name")
	if not name:
		frappe.throw(
			_("Attach the delivered file to this register extract as a private file, then import it.")
		)
	return Path(frappe.get_doc("File", name).get_full_path()).read_bytes()


def _number_rules(office: str) -> NumberRules:
	return NumberRules(
		allow_synthetic=bool(rule_value("allow_synthetic_numbers", office)),
		check_digits=bool(rule_value("check_control_digits", office)),
	)


def _problem_rows(
	register: RegisterFile, rejected: list[RejectedRow], refused: list[int]
) -> list[dict[str, object]]:
	rows = [{"line": row.line, "reason": messages.of_unreadable(row)} for row in register.problems]
	rows += [
		{"line": row.line, "column_name": messages.column_of(row), "reason": messages.of_rejected(row)}
		for row in rejected
	]
	rows += [{"line": line, "reason": messages.of_refused()} for line in refused]
	return sorted(rows, key=lambda row: row["line"])


def _record(extract: Document, register: RegisterFile, result: ImportResult, problems: list[dict]) -> None:
	extract.reload()
	extract.update(
		{
			"received_on": extract.received_on or now_datetime(),
			"received_by": extract.received_by or frappe.session.user,
			"rows_in_file": result.rows,
			"rows_imported": result.imported,
			"rows_rejected": result.rejected,
			"file_encoding": register.encoding,
			"file_delimiter": {";": "semicolon", "\t": "tab", ",": "comma"}[register.delimiter],
			"problems": problems,
		}
	)
	save_by_service(extract)
	if extract.workflow_state == ExtractState.GRANTED:
		apply_workflow(extract, "Receive Delivery")
