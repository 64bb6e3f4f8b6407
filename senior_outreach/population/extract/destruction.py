# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Reminding an office of the extract it has to destroy, louder and louder, and of a permission that runs out."""

from datetime import date, timedelta
from functools import partial
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, formatdate, get_url_to_form, getdate

from senior_outreach.access.errors import log_without_values
from senior_outreach.access.notices import language_of, tell
from senior_outreach.access.roles import Role
from senior_outreach.access.staff import OfficeUser, users_of
from senior_outreach.defaults import rule_value
from senior_outreach.population.extract.destruction_rules import (
	Holding,
	Ladder,
	Loudness,
	Reminded,
	latest_day,
	loudness_on,
	reminder_due,
)
from senior_outreach.population.extract.states import ExtractState

DOCTYPE = "Register Extract"
SAVEPOINT = "destruction_reminder"


def remind(today: date | None = None) -> int:
	"""Send the reminders that are due (daily job); gives back how many extracts had one.

	Run as often as one likes: what has been sent is written on the extract. An error at one extract is logged
	and does not stop the others.
	"""
	today = getdate(today)
	extracts = [*_received(), *_running_out(today)]
	staff = users_of({each.office for each in extracts}, Role.COORDINATOR, Role.SUPERVISOR)
	named = _named_users([each.name for each in extracts])
	reminded = 0
	for extract in extracts:
		frappe.db.savepoint(SAVEPOINT)
		try:
			reminded += _remind(extract, today, staff[extract.office], named.get(extract.name, set()))
		except Exception as error:
			frappe.db.rollback(save_point=SAVEPOINT)
			log_without_values(f"Reminder of {extract.name} not sent", error)
	return reminded


def standing(extract: Document) -> dict[str, Any] | None:
	"""What the form says of a received extract: how loud it is today, and the two days that decide."""
	if extract.workflow_state != ExtractState.RECEIVED:
		return None
	meeting_day = extract.cohort and frappe.db.get_value("Cohort", extract.cohort, "last_meeting_on")
	holding, ladder = _holding(extract, meeting_day), _ladder(extract.office)
	return {
		"loudness": int(loudness_on(getdate(), holding, ladder)),
		"needed_until": holding.needed_until,
		"latest": latest_day(holding, ladder),
	}


def _received() -> list[frappe._dict]:
	"""Every office's, because the scheduler works for all of them; no row is about a person."""
	extract, cohort = frappe.qb.DocType(DOCTYPE), frappe.qb.DocType("Cohort")
	return (
		_selected(extract)
		.left_join(cohort)
		.on(cohort.name == extract.cohort)
		.where(extract.workflow_state == ExtractState.RECEIVED.value)
		.select(cohort.last_meeting_on)
		.run(as_dict=True)
	)


def _running_out(today: date) -> list[frappe._dict]:
	"""Permissions that run out before anything was delivered, and of which nobody has been told."""
	extract = frappe.qb.DocType(DOCTYPE)
	rows = (
		_selected(extract)
		.where((extract.workflow_state == ExtractState.GRANTED.value) & extract.reminded_on.isnull())
		.where(extract.expires_on >= today)
		.run(as_dict=True)
	)
	return [row for row in rows if getdate(row.expires_on) <= today + timedelta(days=notice_days(row.office))]


def notice_days(office: str) -> int:
	"""So long before a permission runs out its named users hear that nothing has been delivered."""
	return cint(rule_value("permission_notice_days", office))


def _selected(extract: Any) -> Any:
	return (
		frappe.qb.from_(extract)
		.select(
			extract.name,
			extract.office,
			extract.workflow_state,
			extract.expires_on,
			extract.destroy_by,
			extract.reminder_level,
			extract.reminded_on,
		)
		.orderby(extract.name)
	)


def _named_users(extracts: list[str]) -> dict[str, set[str]]:
	rows = frappe.get_all(  # staff; the scheduler works for every office
		"Register Extract User", {"parent": ("in", extracts or [""])}, ["parent", "user"]
	)
	named: dict[str, set[str]] = {}
	for row in rows:
		named.setdefault(row.parent, set()).add(row.user)
	return named


def _remind(extract: frappe._dict, today: date, staff: list[OfficeUser], named: set[str]) -> bool:
	if extract.workflow_state == ExtractState.GRANTED:
		tell(_named_of(staff, named), DOCTYPE, extract.name, partial(_expiry_text, extract))
		_write_down(extract, Loudness.QUIET, today)
		return True
	holding, ladder = _holding(extract, extract.last_meeting_on), _ladder(extract.office)
	heard = _heard(extract, loudness_on(today, holding, ladder))
	due = reminder_due(today, holding, ladder, heard)
	if not due:
		return False
	extract.update(loudness=due, needed_until=holding.needed_until, latest=latest_day(holding, ladder))
	people = _listeners(due, staff, named)
	tell(people, DOCTYPE, extract.name, partial(_destruction_text, extract))
	_write_down(extract, due, today)
	if due > Loudness.NAMED_USERS:
		_mail(extract, people)
	return True


def _heard(extract: frappe._dict, now: Loudness) -> Reminded:
	"""What was sent before; a round that got another meeting begins again at the bottom."""
	on = getdate(extract.reminded_on) if extract.reminded_on else None
	if now < cint(extract.reminder_level):
		_write_down(extract, now, on)
	return Reminded(min(cint(extract.reminder_level), now), on)


def _listeners(loudness: Loudness, staff: list[OfficeUser], named: set[str]) -> list[OfficeUser]:
	coordinators = [user for user in staff if Role.COORDINATOR in user.roles]
	if loudness is Loudness.NAMED_USERS:
		return _named_of(coordinators, named) or coordinators  # those who are named may have left
	return coordinators if loudness is Loudness.COORDINATORS else staff


def _named_of(staff: list[OfficeUser], named: set[str]) -> list[OfficeUser]:
	return [user for user in staff if user.name in named]


def _mail(extract: frappe._dict, people: list[OfficeUser]) -> None:
	"""A site without a mail account still has the notifications."""
	frappe.db.savepoint(f"{SAVEPOINT}_mail")
	try:
		for language in sorted({language_of(user) for user in people}):
			addresses = [user.email for user in people if user.email and language_of(user) == language]
			link = get_url_to_form(DOCTYPE, extract.name)
			frappe.sendmail(
				recipients=addresses,
				subject=_("Destroy the register extract {0}", language).format(extract.name),
				message=f'<p>{_destruction_text(extract, language)}</p><p><a href="{link}">{link}</a></p>',
				reference_doctype=DOCTYPE,
				reference_name=extract.name,
			)
	except Exception as error:
		frappe.db.rollback(save_point=f"{SAVEPOINT}_mail")
		log_without_values(f"Mail about {extract.name} not sent", error)


def _destruction_text(extract: frappe._dict, language: str) -> str:
	text = {
		Loudness.NAMED_USERS: _(
			"The register extract {0} has not been needed since {1}. Destroy it and record the witness.",
			language,
		),
		Loudness.COORDINATORS: _(
			"The register extract {0} is still there. It has not been needed since {1}, and must be gone by {2}.",
			language,
		),
		Loudness.SUPERVISORS: _(
			"The register extract {0} should have been destroyed by {2}. See to it today.", language
		),
	}[extract.loudness]
	return text.format(extract.name, formatdate(extract.needed_until), formatdate(extract.latest))


def _expiry_text(extract: frappe._dict, language: str) -> str:
	text = _(
		"The permission of the register extract {0} expires on {1}, and nothing is imported yet.", language
	)
	return text.format(extract.name, formatdate(extract.expires_on))


def _write_down(extract: frappe._dict, loudness: Loudness, on: date | None) -> None:
	# past validate, and without a new version or a clash with somebody who has the form open
	frappe.db.set_value(
		DOCTYPE, extract.name, {"reminder_level": int(loudness), "reminded_on": on}, update_modified=False
	)


def _holding(extract: Any, last_meeting_on: date | None) -> Holding:
	days = (last_meeting_on, extract.expires_on, extract.destroy_by)
	return Holding(*(getdate(day) if day else None for day in days))


def _ladder(office: str) -> Ladder:
	return Ladder(
		every=cint(rule_value("destruction_reminder_days", office)),
		within=cint(rule_value("destroy_extract_within_days", office)),
	)
