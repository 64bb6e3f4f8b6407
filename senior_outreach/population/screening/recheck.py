# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The re-check just before mailing: the list is looked at once more, or somebody says in writing why not.

Between the screening and the letters people die, move, get a protected address or a place in a nursing home. So
letters are printed and posted only shortly after a second delivery, or after the Record Keeper has looked again.
"""

import re
from datetime import datetime, timedelta

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime, get_fullname, now_datetime

from senior_outreach.access.documents import check_role, permitted, refuse
from senior_outreach.access.roles import Role
from senior_outreach.access.rows import offices_of
from senior_outreach.access.service_fields import save_by_service
from senior_outreach.defaults import rule_value
from senior_outreach.population.rules import RecheckSource
from senior_outreach.population.screening.marking import numbers_kept, open_rows, unmarked

SHORTEST_REASON = 10
IDENTITY_NUMBER = re.compile(r"\d{6}\s?\d{5}")
FIELDS = (
	"office",
	"screening_approved_on",
	"rechecked_on",
	"rechecked_by",
	"recheck_source",
	"recheck_waived_on",
	"recheck_waived_by",
)


def record_recheck(cohort: str, source: RecheckSource, checked_on: datetime) -> None:
	"""Write down that the list was looked at again, as of `checked_on`. Who may has been checked before.

	An older look than the one that is known changes nothing.
	"""
	doc = frappe.get_doc("Cohort", cohort)
	moment = min(checked_on, now_datetime())
	if doc.rechecked_on and get_datetime(doc.rechecked_on) >= moment:
		return
	doc.rechecked_on = moment
	doc.rechecked_by = frappe.session.user
	doc.recheck_source = source.value
	save_by_service(doc)


@frappe.whitelist(methods=["POST"])
def confirm_recheck(cohort: str) -> dict:
	"""The Record Keeper has looked at the record again today, and late news is marked.

	Raises `frappe.PermissionError` for everybody else and `frappe.ValidationError` while anyone is not marked.
	"""
	check_keeper(cohort)
	if not frappe.db.get_value("Cohort", cohort, "screening_approved_on"):
		frappe.throw(
			_(
				"The office has not approved the screening yet. The re-check comes after that, before the letters."
			)
		)
	waiting = unmarked(cohort)
	if waiting:
		frappe.throw(_("{0} persons are not marked yet. Mark them, then confirm.").format(waiting))
	record_recheck(cohort, RecheckSource.HEALTH_RECORD, now_datetime())
	return state_of(cohort)


def check_keeper(cohort: str) -> None:
	"""Stop whoever is not the Record Keeper of the round's office; they have no right on the round itself."""
	check_role(frozenset({Role.RECORD_KEEPER}), _("Screening"))
	office, offices = frappe.db.get_value("Cohort", cohort, "office"), offices_of()
	if not office or (offices is not None and office not in offices):
		refuse(_("Screening"))


@frappe.whitelist(methods=["POST"])
def waive_recheck(cohort: str, reason: str) -> None:
	"""Let the letters leave without a re-check. Holds as long as a re-check would."""
	doc = permitted("Cohort", cohort, "write")
	doc.recheck_waiver_reason = _read_reason(reason)
	doc.recheck_waived_by = frappe.session.user
	doc.recheck_waived_on = now_datetime()
	save_by_service(doc)


def _read_reason(text: str) -> str:
	reason = " ".join(text.split())
	if len(reason) < SHORTEST_REASON:
		frappe.throw(_("Write in a sentence why the letters leave without a re-check."))
	if IDENTITY_NUMBER.search(reason):
		frappe.throw(_("The reason must name nobody. Take the identity number out."))
	return reason


def check_fresh(cohort: str, leaving: datetime | None = None) -> None:
	"""Stop letters of a list that nobody has looked at shortly before they leave (now, unless given)."""
	row = frappe.db.get_value("Cohort", cohort, FIELDS, as_dict=True)
	if not _is_fresh(row, leaving or now_datetime()):
		frappe.throw(
			_(
				"The list has not been checked again in the last {0} hours before the letters leave. Import a new"
				" delivery, or ask the record keeper to look again and confirm it on the page Screening. Or open"
				" the cohort {1} and choose Screening > Waive the Re-check, with a reason."
			).format(_hours(row.office), cohort),
			title=_("Re-check first"),
		)


def _is_fresh(row: Document | frappe._dict, leaving: datetime) -> bool:
	moments = [get_datetime(each) for each in (row.rechecked_on, row.recheck_waived_on) if each]
	return bool(moments) and max(moments) >= leaving - timedelta(hours=_hours(row.office))


def _hours(office: str) -> int:
	return int(rule_value("recheck_max_hours", office))


def state_of(cohort: str) -> dict:
	"""Where screening and re-check stand: counts, times, and who of the staff; nobody of the round. For the forms."""
	row = frappe.db.get_value("Cohort", cohort, FIELDS, as_dict=True)
	return {
		**row,
		"rechecked_by": get_fullname(row.rechecked_by) if row.rechecked_by else "",
		"recheck_waived_by": get_fullname(row.recheck_waived_by) if row.recheck_waived_by else "",
		"fresh": _is_fresh(row, now_datetime()),
		"hours": _hours(row.office),
		"unmarked": unmarked(cohort),
		"numbers_kept": numbers_kept(cohort),
		"open_rows": open_rows(cohort),
	}
