"""Who may do what with which row: one table, every cell tried.

The table is design.md section 3 written out, not a copy of the DocTypes: a change there must be made here too.
r read, w write, c create, d delete, t report, e export, p print.
"""

import frappe
import pytest

from senior_outreach.access.roles import Role
from tests import builders
from tests.dataset import MARKER, NOBODY, OTHER, OWN, SETTINGS, WEBSITE, World, build
from tests.transactions import Transaction

LETTERS = {
	"r": "read",
	"w": "write",
	"c": "create",
	"d": "delete",
	"t": "report",
	"e": "export",
	"p": "print",
}
C, CALL, F, S, L, K, M = Role  # in the order of access/roles.py

TABLE: dict[str, dict[Role, str]] = {
	"Outreach Office": {C: "rwtp", S: "rtp", CALL: "r", F: "r", L: "rt", K: "r", M: "rwcdtp"},
	"Outreach District": {C: "rwcdtp", S: "rtp", CALL: "r", F: "r", L: "r", M: "rwcdtp"},
	"Meeting Venue": {C: "rwcdtp", S: "rtp", F: "rtp", M: "rwcdtp"},
	"Meeting Topic": {C: "rwcdtp", S: "rtp", F: "rtp", M: "rwcdtp"},
	"Preventive Offer": {C: "rwcdtp", S: "rtp", F: "rtp", CALL: "r", M: "rwcdtp"},
	"Cohort": {C: "rwcdtp", S: "rwtp", F: "r"},
	"Group Meeting": {C: "rwcdtp", S: "rwtp", F: "rwtp"},
	"Register Extract": {C: "rwcdtp", S: "rwtp"},
	"Register File Format": {C: "rwcdtp", S: "rtp"},
	"Duplicate Decision": {C: "rtp", S: "rtp"},
	"Senior": {C: "rwctp", S: "rtp"},
	"Senior Identity": {K: "rwt"},
	"Invitation": {C: "rwctep", S: "rtep"},
	"Letter Run": {C: "rwcdtp", S: "rtp"},
	"Outreach Letter": {C: "rwtp", S: "rtp"},
	"Follow-up Call": {C: "rwctp", S: "rtp", CALL: "rwt"},
	"Evaluation": {C: "rctp", S: "rtp"},
	"Home Visit": {C: "rwctp", S: "rtp"},
	"Offer Interest": {C: "rwcdtp", S: "rtp"},
}
SETTINGS_ROW = {M: "rwc", C: "r", S: "r"}
NEEDS_OFFICE = tuple(doctype for doctype in TABLE if doctype not in ("Meeting Topic", "Preventive Offer"))
CONFIGURED = ("Outreach Office", "Outreach District", "Meeting Venue", "Meeting Topic", "Preventive Offer")
"""What a System Manager configures for every office."""


@pytest.fixture(scope="module")
def world(open_site: str) -> World:
	"""The two offices, made once for this file inside a transaction of their own."""
	outer = Transaction()
	outer.begin()
	yield build()
	outer.end()


def allowed(user: str, doctype: str, name: str) -> str:
	"""The letters of what Frappe really lets this user do with this record."""
	doc = frappe.get_doc(doctype, name)
	found = ""
	for letter, action in LETTERS.items():
		target = None if action == "create" else doc
		if frappe.has_permission(doctype, action, doc=target, user=user):
			found += letter
	return found


def listed(doctype: str) -> set[str]:
	"""What the current user's list shows; without permission on the DocType it shows nothing."""
	try:
		return set(frappe.get_list(doctype, pluck="name", limit=0))
	except frappe.PermissionError:
		return set()


def test_the_table_names_every_doctype_of_the_app():
	names = set(frappe.get_all("DocType", {"module": "Senior Outreach", "istable": 0}, pluck="name"))
	assert names == {*TABLE, SETTINGS}


@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_what_the_table_says_with_rows_of_its_office(world: World, role: Role):
	user = world.users[OWN][role]
	records = world.records[OWN]
	found = {doctype: allowed(user, doctype, records[doctype]) for doctype in TABLE}
	found[SETTINGS] = allowed(user, SETTINGS, SETTINGS)
	wanted = {doctype: row.get(role, "") for doctype, row in {**TABLE, SETTINGS: SETTINGS_ROW}.items()}
	assert found == wanted


@pytest.mark.parametrize("role", Role)
def test_a_role_sees_no_row_of_another_office(world: World, role: Role, as_user):
	seen = []
	with as_user(world.users[OWN][role]):
		for doctype, row in TABLE.items():
			name = world.records[OTHER][doctype]
			if role is Role.SYSTEM_MANAGER and doctype in CONFIGURED:
				continue
			if name in listed(doctype):
				seen.append(f"{doctype} in its list")
			if allowed(frappe.session.user, doctype, name).replace("c", ""):
				seen.append(f"{doctype} by has_permission")
			with pytest.raises(frappe.PermissionError):
				frappe.get_doc(doctype, name).check_permission("read")
			if "r" in row.get(role, ""):
				assert world.records[OWN][doctype] in listed(doctype), (
					f"{doctype}: the own row must be listed"
				)
	assert not seen


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM_MANAGER])
def test_a_role_without_an_office_sees_no_row(world: World, role: Role, as_user):
	seen = []
	with as_user(world.without_office[role]):
		for doctype in NEEDS_OFFICE:
			if listed(doctype):
				seen.append(f"{doctype} in its list")
			if allowed(frappe.session.user, doctype, world.records[OWN][doctype]).replace("c", ""):
				seen.append(f"{doctype} by has_permission")
	assert not seen


@pytest.mark.parametrize("kind", [NOBODY, WEBSITE, "Guest"])
def test_whoever_has_no_role_sees_nothing(world: World, kind: str, as_user):
	user = world.users[OWN].get(kind, kind)
	with as_user(user):
		for doctype in (*TABLE, SETTINGS):
			name = world.records[OWN].get(doctype, SETTINGS)
			assert not allowed(user, doctype, name), doctype
			assert not listed(doctype), doctype


@pytest.mark.parametrize("role", Role)
def test_nobody_sees_people_who_are_handled_by_hand(world: World, role: Role, as_user):
	with as_user(world.users[OWN][role]):
		for doctype, name in world.hidden.items():
			assert name not in listed(doctype)
			assert not allowed(frappe.session.user, doctype, name).replace("c", "")


def test_a_facilitator_sees_only_meetings_they_lead(world: World, as_user):
	cohort = frappe.get_doc("Cohort", world.records[OWN]["Cohort"])
	others = [builders.user(Role.FACILITATOR, office=cohort.office) for _ in range(2)]
	foreign = builders.meeting(cohort, facilitators=[{"user": name} for name in others])
	with as_user(world.users[OWN][Role.FACILITATOR]):
		assert world.records[OWN]["Group Meeting"] in listed("Group Meeting")
		assert foreign.name not in listed("Group Meeting")
		with pytest.raises(frappe.PermissionError):
			frappe.get_doc("Group Meeting", foreign.name).check_permission("read")


def test_a_user_of_two_offices_sees_both(world: World, as_user):
	user = builders.user(Role.COORDINATOR, office=world.offices[OWN])
	builders.permit(user, world.offices[OTHER])
	with as_user(user):
		assert {world.records[side]["Senior"] for side in (OWN, OTHER)} <= listed("Senior")


def test_the_marker_is_there_for_those_who_may_see_it(world: World, as_user):
	"""Else the tests that look for its absence would prove nothing."""
	with as_user(world.users[OTHER][Role.COORDINATOR]):
		assert frappe.get_list("Senior", {"last_name": ("like", f"{MARKER}%")})
