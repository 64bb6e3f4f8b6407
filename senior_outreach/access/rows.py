# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Who may see which row: deny, then allow.

Frappe's User Permission on Outreach Office narrows what a user sees, but a user who has none would see every
office. Here it is the other way round: without a User Permission there is nothing to see. People who are
handled by hand are in no list at all. Facilitators see the meetings they lead.
"""

import frappe
from frappe.core.doctype.user_permission.user_permission import get_user_permissions
from frappe.model.document import Document

from senior_outreach.access.roles import Role

OFFICE = "Outreach Office"
CONFIGURED_BY_SYSTEM_MANAGER = frozenset(
	{"Outreach Office", "Outreach District", "Meeting Venue", "Meeting Topic", "Preventive Offer"}
)
SHARED_WITHOUT_OFFICE = frozenset({"Meeting Topic", "Preventive Offer"})
HANDLED_BY_HAND = frozenset({"Senior", "Invitation"})
BY_HAND_THROUGH = {
	"Follow-up Call": ("Invitation", "invitation"),
	"Outreach Letter": ("Invitation", "invitation"),
	"Home Visit": ("Senior", "senior"),
	"Offer Interest": ("Senior", "senior"),
	"Duplicate Decision": ("Senior", "senior", "other_senior"),
}
"""DocTypes about people, the DocType that says whether somebody is handled by hand, and the links to it."""
WORKLIST = "Senior Identity"
UNPROTECTED = "None"
DECIDING_FIELDS = ("office", "handle_by_hand", "dropped_on", "protection_grade")


def offices_of(user: str | None = None) -> frozenset[str] | None:
	"""The offices a user works for; `None` means all of them, which only Administrator has."""
	user = user or frappe.session.user
	if user == "Administrator":
		return None
	rows = get_user_permissions(user).get(OFFICE, [])
	return frozenset(row.get("doc") for row in rows if not row.get("applicable_for"))


def sees_only_own_meetings(user: str) -> bool:
	roles = set(frappe.get_roles(user))
	return Role.FACILITATOR in roles and not roles & {Role.COORDINATOR, Role.SUPERVISOR}


def query_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""The SQL condition every list, count, report and search of `doctype` gets (hook)."""
	user = user or frappe.session.user
	offices = offices_of(user)
	if offices is None:
		return ""
	conditions = [_hidden_condition(doctype), _office_condition(doctype, offices, user)]
	if doctype == "Group Meeting" and sees_only_own_meetings(user):
		conditions.append(_own_meetings_condition(user))
	return " and ".join(condition for condition in conditions if condition)


def _hidden_condition(doctype: str) -> str:
	"""People handled by hand are in no list; the worklist is empty again when the letters have left."""
	if doctype in HANDLED_BY_HAND:
		return f"`tab{doctype}`.`handle_by_hand` = 0"
	if doctype in BY_HAND_THROUGH:
		about, *links = BY_HAND_THROUGH[doctype]
		linked = ", ".join(f"`tab{doctype}`.`{link}`" for link in links)
		return (
			f"not exists (select 1 from `tab{about}` person where person.name in ({linked})"  # noqa: S608
			" and person.handle_by_hand = 1)"
		)
	if doctype == WORKLIST:
		return (
			f"(`tab{doctype}`.`dropped_on` is null and `tab{doctype}`.`protection_grade` = '{UNPROTECTED}')"
		)
	return ""


def no_direct_rows(user: str | None = None, doctype: str | None = None) -> str:
	"""Child rows are read with their document; listed by themselves they would know no office (hook)."""
	return "" if (user or frappe.session.user) == "Administrator" else "1 = 0"


def _office_condition(doctype: str, offices: frozenset[str], user: str) -> str:
	if doctype in CONFIGURED_BY_SYSTEM_MANAGER and Role.SYSTEM_MANAGER in frappe.get_roles(user):
		return ""
	column = f"`tab{doctype}`.`{'name' if doctype == OFFICE else 'office'}`"
	shared = f"ifnull({column}, '') = ''" if doctype in SHARED_WITHOUT_OFFICE else "1 = 0"
	if not offices:
		return shared
	names = ", ".join(frappe.db.escape(office) for office in sorted(offices))
	return f"({column} in ({names}) or {shared})"


def _own_meetings_condition(user: str) -> str:
	return (
		"exists (select 1 from `tabMeeting Facilitator` leads"  # noqa: S608 - the one value is escaped
		" where leads.parent = `tabGroup Meeting`.`name` and leads.parenttype = 'Group Meeting'"
		f" and leads.user = {frappe.db.escape(user)})"
	)


def has_permission(
	doc: Document, ptype: str | None = None, user: str | None = None, debug: bool = False
) -> bool:
	"""The same rule for one document (hook): `False` denies, `True` leaves it to the role table.

	A request may carry values of its own, such as another office; so the stored row has to pass as well.
	"""
	user = user or frappe.session.user
	offices = offices_of(user)
	if offices is None:
		return True
	return all(_may_see(values, doc.doctype, offices, user) for values in (doc, _stored(doc)) if values)


def _stored(doc: Document) -> frappe._dict | None:
	"""What the database has of the fields that decide; `None` for a document that is not saved yet."""
	if doc.is_new():
		return None
	_about, *through = BY_HAND_THROUGH.get(doc.doctype, ("",))
	fields = [name for name in (*DECIDING_FIELDS, *through) if doc.meta.has_field(name)]
	return frappe.db.get_value(doc.doctype, doc.name, ["name", *fields], as_dict=True)


def _may_see(values: Document | frappe._dict, doctype: str, offices: frozenset[str], user: str) -> bool:
	if _is_hidden(values, doctype):
		return False
	if not _in_offices(values, doctype, offices, user):
		return False
	if doctype == "Group Meeting" and values.get("name") and sees_only_own_meetings(user):
		return bool(frappe.db.exists("Meeting Facilitator", {"parent": values.name, "user": user}))
	return True


def _is_hidden(values: Document | frappe._dict, doctype: str) -> bool:
	if doctype == WORKLIST:
		return bool(values.get("dropped_on")) or values.get("protection_grade") != UNPROTECTED
	if doctype in BY_HAND_THROUGH:
		about, *links = BY_HAND_THROUGH[doctype]
		people = [values.get(link) for link in links if values.get(link)]
		return any(frappe.db.get_value(about, person, "handle_by_hand") for person in people)
	return bool(values.get("handle_by_hand"))


def _in_offices(values: Document | frappe._dict, doctype: str, offices: frozenset[str], user: str) -> bool:
	if doctype in CONFIGURED_BY_SYSTEM_MANAGER and Role.SYSTEM_MANAGER in frappe.get_roles(user):
		return True
	office = values.get("name") if doctype == OFFICE else values.get("office")
	if not office:
		return doctype in SHARED_WITHOUT_OFFICE or not values.get("name")
	return office in offices
