# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Somebody who must get no letter any more is taken out of the runs that have not left, at once.

A letter that is printed lies in a pile where no program reaches it: the office's coordinators are told its number,
and the run keeps it until somebody says that it is out.
"""

import frappe
from frappe.model.document import Document
from frappe.utils import cint

from senior_outreach.access.notices import tell
from senior_outreach.access.roles import Role
from senior_outreach.access.service_fields import save_by_service
from senior_outreach.access.staff import users_of
from senior_outreach.letters import messages
from senior_outreach.letters.rules import RunStatus
from senior_outreach.letters.steps import SENT


def pull_letter(invitation: Document, method: str | None = None) -> None:
	"""Protected, dead or excluded since the letters were prepared (document event: Invitation, on_update)."""
	if not _came_out(invitation):
		return
	for name in frappe.get_all(  # the person's own letters, whoever changed the invitation; one of each run
		"Outreach Letter", filters={"invitation": invitation.name}, pluck="name", order_by="creation asc"
	):
		_pull(name)


def _came_out(invitation: Document) -> bool:
	before = invitation.get_doc_before_save()
	if before is None:
		return False
	protected = invitation.handle_by_hand and not before.handle_by_hand
	excluded = invitation.exclusion_reason and not before.exclusion_reason
	return bool(protected or excluded)


def _pull(name: str) -> None:
	"""The row goes; of a printed letter its number stays on the run."""
	letter = frappe.db.get_value("Outreach Letter", name, ["letter_run", "position"], as_dict=True)
	run = frappe.get_doc("Letter Run", letter.letter_run, for_update=True)
	if run.status in SENT:
		return
	frappe.db.delete("Outreach Letter", {"name": name})
	run.letter_count = max(0, cint(run.letter_count) - 1)
	if run.status == RunStatus.PRINTED:
		run.take_out = ", ".join(filter(None, (run.get("take_out"), str(letter.position))))
	save_by_service(run)
	if run.status == RunStatus.PRINTED:
		_tell_coordinators(run, letter.position)


def _tell_coordinators(run: Document, position: int) -> None:
	coordinators = users_of([run.office], Role.COORDINATOR)[run.office]
	tell(
		coordinators,
		run.doctype,
		run.name,
		lambda language: messages.take_one_out(position, run.name, language),
	)
