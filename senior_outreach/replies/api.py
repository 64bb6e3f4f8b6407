# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What the desk calls: registering answers and working the calls. The page for guests is in guest.py."""

from dataclasses import asdict
from functools import partial

import frappe
from frappe.model.document import Document
from frappe.utils import get_datetime, now_datetime

from senior_outreach.access.documents import check_right, permitted
from senior_outreach.access.rows import offices_of
from senior_outreach.population.seniors.households import housemates
from senior_outreach.replies import answers, calls
from senior_outreach.replies.choices import meeting_choices
from senior_outreach.replies.codes import code_hash, normalise
from senior_outreach.replies.entry import read_answer, read_enum
from senior_outreach.replies.household_calls import household_of
from senior_outreach.replies.locking import with_retry
from senior_outreach.replies.rules import CallOutcome, Channel

INVITATION = "Invitation"
CALL = "Follow-up Call"
FOUND_AT_MOST = 20
SHORTEST_NAME = 2


@frappe.whitelist(methods=["POST"])
def register_reply(
	invitation: str,
	choice: str,
	channel: str,
	meeting: str | None = None,
	companions: int = 0,
	decline_reason: str | None = None,
	ask_again_on: str | None = None,
	needs: str | list | None = None,
	answered_by: str | None = None,
	accept_waiting: int | bool = 1,
) -> dict:
	"""Enter or change an answer; `needs` are field names of the Invitation, as a list or its JSON."""
	permitted(INVITATION, invitation, "write")
	answer = read_answer(choice, meeting, companions, decline_reason, ask_again_on, needs, answered_by)
	work = partial(
		answers.register,
		invitation,
		answer,
		read_enum(Channel, channel),
		frappe.session.user,
		accept_waiting=bool(accept_waiting),
	)
	saved = with_retry(work)
	return {"status": saved.status, "meeting": saved.meeting, "companions": saved.companions}


@frappe.whitelist(methods=["POST"])
def invalidate_reply(invitation: str) -> dict:
	"""Take back an answer that was never true."""
	permitted(INVITATION, invitation, "write")
	saved = with_retry(partial(answers.invalidate, invitation, frappe.session.user))
	return {"status": saved.status}


@frappe.whitelist(methods=["POST"])
def find_invitation(text: str) -> list[dict]:
	"""Find whom an answer is from, by the code of the letter or by part of the name.

	By POST, so that neither stands in an address or a log. A name in the user's own offices only.
	"""
	check_right(INVITATION, "read")
	text = text.strip()
	by_code = _sent({"reply_code_hash": code_hash(text)}) if normalise(text) else []
	if by_code or len(text) < SHORTEST_NAME:
		return by_code
	return _sent({"senior_name": ("like", f"%{text}%")})


def _sent(filters: dict) -> list[dict]:
	return frappe.get_list(
		INVITATION,
		filters={"sent_on": ("is", "set"), **filters},
		fields=["name", "senior_name", "cohort", "district", "status", "answer_channel", "answered_on"],
		order_by="senior_name asc, name asc",
		limit_page_length=FOUND_AT_MOST,
	)


@frappe.whitelist()
def choices_for_invitation(invitation: str) -> list[dict]:
	"""The meetings this person can choose, with the seats free now."""
	doc = permitted(INVITATION, invitation, "read")
	return _choices(doc.cohort, doc.name)


@frappe.whitelist()
def choices_for_call(call: str) -> list[dict]:
	"""The same for a caller, who may read the call and not the invitation."""
	doc = permitted(CALL, call, "read")
	return _choices(doc.cohort, doc.invitation)


@frappe.whitelist()
def household_of_call(call: str) -> list[dict]:
	"""Who lives with the person of a call: name, answer, and the call that can be made with this one."""
	doc = permitted(CALL, call, "read")
	return [asdict(mate) for mate in household_of(doc.name, now_datetime())]


@frappe.whitelist(methods=["POST"])
def take_next_call(office: str | None = None) -> dict | None:
	"""Reserve the next call for this user; `None` when there is nobody to call now."""
	check_right(CALL, "write")
	offices = offices_of()
	own = None if offices is None else sorted(offices)
	name = with_retry(partial(calls.next_call, frappe.session.user, office, own))
	return _for_caller(permitted(CALL, name, "write")) if name else None


@frappe.whitelist(methods=["POST"])
def release_call(call: str) -> None:
	"""Give a reserved call back."""
	permitted(CALL, call, "write")
	calls.release_call(call, frappe.session.user)


@frappe.whitelist(methods=["POST"])
def record_call(
	call: str,
	outcome: str,
	choice: str | None = None,
	meeting: str | None = None,
	companions: int = 0,
	decline_reason: str | None = None,
	ask_again_on: str | None = None,
	needs: str | list | None = None,
	answered_by: str | None = None,
	call_again_at: str | None = None,
	note: str | None = None,
	accept_waiting: int | bool = 1,
	also_for: str | list | None = None,
) -> dict:
	"""Enter how a call went, with the answer if the person gave one.

	`also_for` are calls to the same household that the outcome holds for, as a list or its JSON.
	"""
	permitted(CALL, call, "write")
	household = [permitted(CALL, name, "write").name for name in frappe.parse_json(also_for or "[]")]
	answer = None
	if choice:
		answer = read_answer(choice, meeting, companions, decline_reason, ask_again_on, needs, answered_by)
	work = partial(
		calls.record_for_household,
		call,
		household,
		read_enum(CallOutcome, outcome),
		frappe.session.user,
		answer=answer,
		call_again_at=get_datetime(call_again_at) if call_again_at else None,
		note=note,
		accept_waiting=bool(accept_waiting),
	)
	saved = with_retry(work)
	return {"status": saved.status, "result": saved.result, "next_call_on": saved.next_call_on}


def _choices(cohort: str, invitation: str) -> list[dict]:
	"""The meetings a housemate comes to stand first, with the names in `housemates`."""
	coming: dict[str, list[str]] = {}
	for mate in housemates(invitation):
		if mate.meeting:
			coming.setdefault(mate.meeting, []).append(mate.name)
	rows = [
		asdict(choice) | {"housemates": coming.get(choice.name, [])} for choice in meeting_choices(cohort)
	]
	return sorted(rows, key=lambda row: not row["housemates"])


def _for_caller(call: Document) -> dict:
	"""What a caller may know: name, phone, how often it was tried, the free seats, the household."""
	return {
		"name": call.name,
		"senior_name": call.senior_name,
		"phone": call.phone,
		"round": call.round,
		"attempts": [{"attempted_on": row.attempted_on, "outcome": row.outcome} for row in call.attempts],
		"reserved_until": call.reserved_until,
		"meetings": _choices(call.cohort, call.invitation),
		"household": household_of_call(call.name),
	}
