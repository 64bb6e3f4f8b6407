# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Who is in a print run, and where in the pile: one Outreach Letter for each invitation."""

from typing import Any

import frappe
from frappe.model.document import Document

from senior_outreach.access.service_fields import save_by_service
from senior_outreach.letters.recipients import Recipient
from senior_outreach.replies.codes import code_hash, reply_code


def letter_rows(run: str, only: str | None = None) -> list[dict[str, Any]]:
	"""The letters of a run by their number; `only` the one to this invitation."""
	filters = {"letter_run": run, **({"invitation": only} if only else {})}
	return frappe.get_all(  # the caller has checked the permission for the run; the rows name nobody
		"Outreach Letter",
		filters=filters,
		fields=["name", "invitation", "position", "language"],
		order_by="position asc, name asc",
	)


def keep_letters(run: Document, chosen: list[Recipient]) -> bool:
	"""Make the letters of a run those of `chosen`, in this order; `True` when at most some were taken away.

	The numbers stay when letters are only taken away, so that they still fit a pile that was printed.
	"""
	rows = {row.invitation: row for row in letter_rows(run.name)}
	_take_away([rows[name].name for name in rows.keys() - {person.invitation for person in chosen}])
	if all(
		person.invitation in rows and rows[person.invitation].language == person.language for person in chosen
	):
		return True
	for position, person in enumerate(chosen, start=1):
		_write(run, rows.get(person.invitation), person, position)
	return False


def _take_away(letters: list[str]) -> None:
	if letters:
		frappe.db.delete("Outreach Letter", {"name": ("in", letters)})


def _write(run: Document, row: dict[str, Any] | None, person: Recipient, position: int) -> None:
	letter = frappe.get_doc("Outreach Letter", row.name) if row else frappe.new_doc("Outreach Letter")
	letter.update(
		{
			"letter_run": run.name,
			"invitation": person.invitation,
			"cohort": run.cohort,
			"office": run.office,
			"position": position,
			"language": person.language,
		}
	)
	save_by_service(letter)


def code_of(person: Recipient) -> str:
	return reply_code(person.invitation, person.code_number)


def set_codes(chosen: list[Recipient]) -> None:
	"""Let the codes of these letters be found. The code itself is derived each time and stored nowhere."""
	for person in chosen:
		wanted = code_hash(code_of(person))
		if person.code_hash != wanted:
			# not through save: the record's history would keep the hash after the code was withdrawn
			values = {"reply_code_hash": wanted, "reply_code_number": person.code_number}
			frappe.db.set_value("Invitation", person.invitation, values, update_modified=False)
