"""People of a round in the desk: adding one, duplicates side by side, in and out of the round, households."""

import json

from senior_outreach.access.roles import Role
from tests.browser.desk import Desk
from tests.served import Served

HEAD = ".page-head:not([style*='display: none']) .btn, .page-head .dropdown-menu.show a"
DIALOG = ".modal.show .btn"
OURS = ".modal.show [data-fieldname=list], .modal.show [data-fieldname=pair]"
"""What we draw ourselves in a dialog; its fields and frame are Frappe's."""


def fill(desk: Desk, **values: object) -> None:
	"""The fields of the open dialog, as typed."""
	desk.wait_for("return window.cur_dialog && cur_dialog.display;")
	for fieldname, value in values.items():
		script = "return cur_dialog.set_value(arguments[0], arguments[1]);"
		desk.driver.execute_script(script, fieldname, value)
	desk.settle()


def in_dialog(desk: Desk, text: str) -> None:
	desk.wait_for(
		"return $('.modal.show').toArray().some((each) => each.innerText.includes(arguments[0]));", text
	)


def add_person(desk: Desk, cohort: str, **values: object) -> None:
	desk.open_form("Cohort", cohort)
	desk.press(HEAD, "Add Person")
	person = {"birth_date": "1931-03-09", "street": "Passervegen 9", "postal_code": "2815", "city": "GJØVIK"}
	fill(desk, **person | values)
	desk.press(DIALOG, "Add")


def statuses(served: Served, users: dict, **filters: str) -> list[str]:
	rows = served.api(users[Role.COORDINATOR]).get(
		"/api/resource/Invitation",
		filters=json.dumps(filters),
		fields=json.dumps(["status"]),
		limit_page_length=0,
	)
	return sorted(row["status"] for row in rows.json["data"])


def test_a_person_is_added_and_a_second_time_recognised(desk: Desk, users: dict, served: Served):
	cohort = served.names["people"]["Cohort"]
	desk.log_in(users[Role.COORDINATOR])
	add_person(desk, cohort, first_name="Torbjørg", last_name="Diktbakken")
	desk.wait_for("return !$('.modal.show').length;")
	assert statuses(served, users, cohort=cohort, senior_name="Torbjørg Diktbakken") == ["To Screen"]
	add_person(desk, cohort, first_name="Torbjørg Marie", last_name="Diktbakken", street="Linjalstien 2")
	in_dialog(desk, "Is it one of these?")
	in_dialog(desk, "Passervegen 9, 2815 GJØVIK")
	desk.check_accessibility(OURS)
	desk.press(DIALOG, "No, Someone Else")
	desk.wait_for("return !$('.modal.show').length;")
	assert statuses(served, users, cohort=cohort, senior_name="Torbjørg Marie Diktbakken") == ["To Screen"]
	assert not desk.console_errors()


def test_two_entries_are_decided_side_by_side_and_it_is_undone(desk: Desk, users: dict, served: Served):
	cohort = served.names["people"]["Cohort"]
	desk.log_in(users[Role.COORDINATOR])
	desk.open_form("Cohort", cohort)
	desk.press(HEAD, "Possible Duplicates (1)")
	in_dialog(desk, "61 00 00 52")
	desk.check_accessibility(OURS)
	desk.press(DIALOG, "Same Person")
	desk.wait_for("return !$('.modal.show').length;")
	filters = json.dumps({"cohort": cohort, "decision": "Same Person"})
	(found,) = (
		served.api(users[Role.COORDINATOR])
		.get("/api/resource/Duplicate Decision", filters=filters)
		.json["data"]
	)
	desk.open_form("Duplicate Decision", found["name"])
	desk.press(HEAD, "Undo Decision")
	desk.press(DIALOG, "Yes")
	desk.wait_for("return !!cur_frm.doc.undone_on;")
	assert not desk.console_errors()


def test_somebody_is_excluded_and_included_again_on_the_invitation(desk: Desk, users: dict, served: Served):
	cohort = served.names["people"]["Cohort"]
	desk.log_in(users[Role.COORDINATOR])
	add_person(
		desk,
		cohort,
		first_name="Steinulf",
		last_name="Utkastvik",
		birth_date="1933-01-02",
		street="Notatgutua 5",
	)
	desk.wait_for("return !$('.modal.show').length;")
	api = served.api(users[Role.COORDINATOR])
	filters = json.dumps({"senior_name": "Steinulf Utkastvik"})
	(row,) = api.get("/api/resource/Invitation", filters=filters).json["data"]
	desk.open_form("Invitation", row["name"])
	desk.press(HEAD, "Round")
	desk.press(HEAD, "Exclude…")
	fill(desk, reason="Added by Mistake")
	desk.press(DIALOG, "Exclude")
	desk.wait_for("return cur_frm.doc.status === 'Excluded';")
	desk.press(HEAD, "Round")
	desk.press(HEAD, "Include Again")
	desk.wait_for("return cur_frm.doc.status === 'To Screen';")
	assert not desk.console_errors()


def test_a_round_that_nobody_may_write_has_no_such_buttons(desk: Desk, users: dict, served: Served):
	desk.log_in(users[Role.SUPERVISOR])
	desk.open_form("Cohort", served.names["people"]["Cohort"])
	assert "Add Person" not in desk.text()
	assert "Possible Duplicates" not in desk.text()
	assert not desk.console_errors()


def test_the_call_says_who_lives_there_and_is_recorded_for_both(desk: Desk, users: dict, served: Served):
	household = served.names["people"]
	desk.log_in(users[Role.CALLER])
	desk.open_form("Follow-up Call", household["hers"])
	desk.wait_for("return /Same household: Torgrim/.test($('.form-message:visible').text());")
	desk.press(HEAD, "No Answer")
	in_dialog(desk, "Also for Torgrim")
	desk.press(DIALOG, "Save")
	desk.wait_for("return cur_frm.doc.attempts && cur_frm.doc.attempts.length === 1;")
	desk.open_form("Follow-up Call", household["his"])
	desk.wait_for("return cur_frm.doc.attempts && cur_frm.doc.attempts.length === 1;")
	assert not desk.console_errors()


def test_the_meeting_of_the_housemate_is_proposed(desk: Desk, users: dict, served: Served):
	names = served.names["people"]
	desk.log_in(users[Role.CALLER])
	desk.open_form("Follow-up Call", names["asks"])
	desk.wait_for(
		"return /Gudleik Påfunnlien comes to the meeting on/.test($('.form-message:visible').text());"
	)
	desk.press(HEAD, "Reached")
	in_dialog(desk, "Gudleik Påfunnlien comes then")
	desk.wait_for("return window.cur_dialog && cur_dialog.display;")
	assert desk.driver.execute_script("return cur_dialog.get_value('meeting');") == names["Group Meeting"]
	assert not desk.console_errors()
