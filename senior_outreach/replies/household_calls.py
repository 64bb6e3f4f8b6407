# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""A household is called once: who lives with the person of a call, and whose call can be made with it."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import frappe
from frappe import _

from senior_outreach.population.seniors.households import (
	INVITATION,
	SENIOR,
	Housemate,
	household_keys,
	housemates,
)
from senior_outreach.replies.closing import CALL
from senior_outreach.replies.rules import CallOutcome

SHARED_OUTCOMES = (CallOutcome.NO_ANSWER, CallOutcome.BUSY, CallOutcome.CALL_AGAIN)
"""What one call says about everybody at the same number: nobody was spoken to yet."""
SUBSCRIBER_DIGITS = 8


@dataclass(frozen=True)
class HousemateOfCall:
	"""`call` is the open call that is due now, if any; `same_phone` says that one number reaches both."""

	name: str
	status: str
	meeting: str | None
	starts_on: datetime | None
	call: str | None
	same_phone: bool


def household_of(call: str, now: datetime) -> list[HousemateOfCall]:
	"""Who lives with the person of this call; its caller may know name and answer. Permission checked before."""
	own = frappe.db.get_value(CALL, call, ["invitation", "phone"], as_dict=True)
	mates = housemates(own.invitation)
	due = _due_calls([mate.invitation for mate in mates], now)
	return [_housemate(mate, due.get(mate.invitation), own.phone) for mate in mates]


def calls_beside(call: str, now: datetime) -> list[str]:
	"""The open calls to this household that are due now, without this one."""
	return [mate.call for mate in household_of(call, now) if mate.call]


def check_shared(call: str, also_for: Collection[str], outcome: CallOutcome, now: datetime) -> None:
	"""Stop when an outcome is entered for a call it says nothing about."""
	if not also_for:
		return
	if outcome not in SHARED_OUTCOMES:
		frappe.throw(_("This outcome is about one person. Enter it for each of them."))
	if not set(calls_beside(call, now)).issuperset(also_for):
		frappe.throw(_("This call is not to the same household, or it is closed. Load the page again."))


def callers_of_households(cohort: str, office: str, keys: Iterable[str]) -> dict[str, str]:
	"""Household key to the caller who has an open call there already, among `keys`."""
	wanted = household_keys(cohort, office, sorted(set(filter(None, keys))))
	if not wanted:
		return {}
	call, invitation, senior = (frappe.qb.DocType(name) for name in (CALL, INVITATION, SENIOR))
	rows = (
		frappe.qb.from_(call)
		.join(invitation)
		.on(invitation.name == call.invitation)
		.join(senior)
		.on(senior.name == invitation.senior)
		.where((call.cohort == cohort) & (call.status == "Open") & call.caller.isnotnull())
		.where(senior.household_key.isin(sorted(wanted)))
		.select(senior.household_key, call.caller)
		.orderby(call.name)
		.run()
	)
	return dict(rows)


def _due_calls(invitations: list[str], now: datetime) -> dict[str, Any]:
	call = frappe.qb.DocType(CALL)
	rows = (
		frappe.qb.from_(call)
		.where(call.invitation.isin(invitations or [""]))
		.where((call.status == "Open") & (call.due_on <= now.date()))
		.where(call.next_call_on.isnull() | (call.next_call_on <= now))
		.select(call.invitation, call.name, call.phone)
		.run(as_dict=True)
	)
	return {row.invitation: row for row in rows}


def _housemate(mate: Housemate, due: Any, phone: str | None) -> HousemateOfCall:
	return HousemateOfCall(
		name=mate.name,
		status=mate.status,
		meeting=mate.meeting,
		starts_on=mate.starts_on,
		call=due.name if due else None,
		same_phone=bool(due) and _subscriber(due.phone) in ("", _subscriber(phone)),
	)


def _subscriber(phone: str | None) -> str:
	"""A number without spaces and country code."""
	return re.sub(r"\D", "", phone or "")[-SUBSCRIBER_DIGITS:]
