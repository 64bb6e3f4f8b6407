# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Who works in an office, with which role: enabled users with a User Permission on it (see access/rows)."""

from collections.abc import Collection
from dataclasses import dataclass

import frappe

from senior_outreach.access.documents import permitted
from senior_outreach.access.roles import Role
from senior_outreach.access.rows import OFFICE


@dataclass(frozen=True)
class OfficeUser:
	name: str
	full_name: str
	email: str
	language: str
	roles: frozenset[str]


def users_of(offices: Collection[str], *roles: Role) -> dict[str, list[OfficeUser]]:
	"""By office, everyone there who has one of `roles`, with those of the roles they have."""
	user, permission = frappe.qb.DocType("User"), frappe.qb.DocType("User Permission")
	has_role = frappe.qb.DocType("Has Role")
	rows = (
		frappe.qb.from_(user)
		.join(permission)
		.on((permission.user == user.name) & (permission.allow == OFFICE))
		.join(has_role)
		.on((has_role.parent == user.name) & (has_role.parenttype == "User"))
		.where((user.enabled == 1) & permission.for_value.isin(list(offices) or [""]))
		.where(permission.applicable_for.isnull() | (permission.applicable_for == ""))
		.where(has_role.role.isin([role.value for role in roles]))
		.orderby(user.name)
		.select(permission.for_value, user.name, user.full_name, user.email, user.language, has_role.role)
		.run()
	)
	roles_of: dict[tuple[str, ...], set[str]] = {}
	for *person, role in rows:
		roles_of.setdefault(tuple(value or "" for value in person), set()).add(role)
	found: dict[str, list[OfficeUser]] = {office: [] for office in offices}
	for (office, *person), held in roles_of.items():
		found[office].append(OfficeUser(*person, roles=frozenset(held)))
	return found


def works_in(user: str, office: str, *roles: Role) -> bool:
	return user in {each.name for each in users_of([office], *roles)[office]}


@frappe.whitelist()
def search_coordinators(
	doctype: str, txt: str, searchfield: str, start: int, page_len: int, filters: dict
) -> list[tuple[str, str]]:
	"""For a link field: the coordinators of the office in `filters`, by name or e-mail."""
	office = permitted(OFFICE, filters.get("office"), "read").name
	wanted = txt.casefold()
	users = users_of([office], Role.COORDINATOR)[office]
	found = [user for user in users if wanted in f"{user.full_name} {user.name}".casefold()]
	return [(user.name, user.full_name) for user in found[start : start + page_len]]
