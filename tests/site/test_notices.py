"""What staff are told about a record comes in their notifications, in their own language."""

import frappe

from senior_outreach.access.notices import tell
from senior_outreach.access.roles import Role
from senior_outreach.access.staff import users_of
from tests import builders


def told(office: str) -> dict[str, str]:
	rows = frappe.get_all("Notification Log", {"document_name": office}, ["for_user", "subject"])
	return {row.for_user: row.subject for row in rows}


def test_everybody_is_told_in_their_own_language() -> None:
	office = builders.office().name
	languages = {builders.user(Role.COORDINATOR, office=office): code for code in ("nb", "nn", "en")}
	for user, code in languages.items():
		frappe.db.set_value("User", user, "language", code)
	tell(users_of([office], Role.COORDINATOR)[office], "Outreach Office", office, lambda code: f"in {code}")
	assert told(office) == {user: f"in {code}" for user, code in languages.items()}


def test_a_user_whose_address_is_not_their_name_is_told() -> None:
	office = builders.office().name
	user = builders.user(Role.COORDINATOR, office=office)
	frappe.db.set_value("User", user, "email", "post@example.com")
	tell(users_of([office], Role.COORDINATOR)[office], "Outreach Office", office, lambda code: "Hei")
	assert set(told(office)) == {user}
