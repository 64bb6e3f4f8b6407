# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Which state may follow which, enforced in `validate` whatever the way in.

Frappe's Workflow draws the buttons and checks roles, but a REST call, a bulk edit or an import may write the
state field itself, and self-approval is only looked at when a button is pressed. So each document with a
workflow has one table in its domain package, and its controller calls `enforce` with it.
"""

import frappe
from frappe import _
from frappe.model.document import Document

from senior_outreach.access.service_fields import changed_fields, is_by_service
from senior_outreach.access.steps import Transition

LAYOUT = ("Section Break", "Column Break", "Tab Break", "HTML")


def enforce(doc: Document, table: tuple[Transition, ...]) -> Transition | None:
	"""Stop a state change that `table` does not allow; give back the step that is being taken, if any.

	The first row's state is where every new document starts. Raises `frappe.ValidationError` for a step that
	does not exist and `frappe.PermissionError` for one that this user may not take. A service takes a step for
	those who have no role in it, such as a guest; their own work they do not approve that way either.
	"""
	before = doc.get_doc_before_save()
	first = table[0].state
	if before is None:
		if (doc.workflow_state or first) != first:
			frappe.throw(_("A new {0} starts in the state {1}.").format(_(doc.doctype), _(first)))
		doc.workflow_state = first
		return None
	if before.workflow_state == doc.workflow_state:
		return None
	step = _find(before.workflow_state, doc.workflow_state, table)
	if step is None:
		_refuse_unknown(before.workflow_state, doc, table)
	if not is_by_service(doc):
		_check_role(step)
	if step.approves:
		_check_not_own_work(doc)
		_check_nothing_else(doc, before)
	return step


def _find(state: str, next_state: str, table: tuple[Transition, ...]) -> Transition | None:
	return next((step for step in table if (step.state, step.next_state) == (state, next_state)), None)


def _refuse_unknown(state: str, doc: Document, table: tuple[Transition, ...]) -> None:
	possible = [_(step.next_state) for step in table if step.state == state]
	frappe.throw(
		_("{0} cannot go from {1} to {2}. From here it can go to: {3}.").format(
			_(doc.doctype), _(state), _(doc.workflow_state), ", ".join(possible) or _("nowhere")
		)
	)


def _check_role(step: Transition) -> None:
	if frappe.session.user == "Administrator" or set(step.roles) & set(frappe.get_roles()):
		return
	frappe.throw(
		_("Only {0} may do this: {1}.").format(
			" / ".join(_(role.value) for role in step.roles), _(step.action)
		),
		frappe.PermissionError,
	)


def _check_nothing_else(doc: Document, before: Document) -> None:
	"""What is approved is what the other one has seen, so an approving save changes the state and no more."""
	fields = [
		field.fieldname
		for field in doc.meta.fields
		if field.fieldtype not in LAYOUT and not field.read_only and field.fieldname != "workflow_state"
	]
	changed = changed_fields(doc, before, fields)
	if changed:
		frappe.throw(
			_("Approve without changing anything: {0} was changed. Send the document back instead.").format(
				_(doc.meta.get_label(changed[0]))
			)
		)


def _check_not_own_work(doc: Document) -> None:
	"""The one who made the document, or asked for its approval, does not approve it."""
	if frappe.session.user in {doc.owner, doc.get("approval_requested_by")}:
		frappe.throw(
			_("Nobody approves their own work. Ask another supervisor to approve {0}.").format(doc.name),
			frappe.PermissionError,
		)
