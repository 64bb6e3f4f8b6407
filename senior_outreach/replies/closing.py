# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Ending the open calls of an invitation, at the moment there is nothing left to call about."""

import frappe
from frappe.utils import now_datetime

from senior_outreach.access.service_fields import save_by_service
from senior_outreach.access.traces import forget_history
from senior_outreach.replies.locking import with_lock
from senior_outreach.replies.rules import CallResult

CALL = "Follow-up Call"


def close_open_calls(invitation: str, result: CallResult, keep: str | None = None) -> int:
	"""Close every open call of an invitation but `keep`; gives back how many."""
	table = frappe.qb.DocType(CALL)
	query = frappe.qb.from_(table).select(table.name).orderby(table.name)
	query = query.where((table.invitation == invitation) & (table.status == "Open"))
	# with a lock, so that a call opened a moment ago is seen
	calls = [name for name in with_lock(query).run(pluck=True) if name != keep]
	for name in calls:
		close(frappe.get_doc(CALL, name, for_update=True), result)
	return len(calls)


def close(call, result: CallResult) -> None:
	call.status = "Closed"
	call.result = result
	call.closed_on = now_datetime()
	call.reserved_until = None
	call.next_call_on = None
	save_by_service(call)


def blank_calls(invitation: str) -> None:
	"""Take name and phone out of every call of somebody handled by hand from now on (design rule 6)."""
	for name in frappe.get_all(CALL, filters={"invitation": invitation}, pluck="name"):  # no row is shown
		call = frappe.get_doc(CALL, name, for_update=True)
		call.senior_name = None
		call.phone = None
		save_by_service(call)
		forget_history(call)
