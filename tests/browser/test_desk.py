"""The desk as each role: every list, form, report and print format, and an approval, without a console error."""

import json
from pathlib import Path

import pytest

from senior_outreach.access.roles import Role
from tests.browser.desk import Desk
from tests.checks.files import MODULE
from tests.served import Served
from tests.site.test_permissions import SETTINGS_ROW, TABLE

REPORTS = [json.loads(path.read_text()) for path in sorted((MODULE / "report").glob("*/*.json"))]
PRINT_FORMATS = [json.loads(path.read_text()) for path in sorted((MODULE / "print_format").glob("*/*.json"))]
WORKSPACES = [json.loads(path.read_text()) for path in sorted((MODULE / "workspace").glob("*/*.json"))]

NEW_FORM = "return window.cur_frm && cur_frm.doctype === arguments[0] && cur_frm.is_new();"
DIALOG = "return window.cur_dialog && cur_dialog.display;"
"""Evaluations are entered in a dialog, sheet by sheet."""


def readable(role: Role, letter: str = "r") -> list[str]:
	return [doctype for doctype, row in TABLE.items() if letter in row.get(role, "")]


def no_errors(desk: Desk, where: str) -> None:
	errors = desk.console_errors()
	assert not errors, f"{where}: {errors}"
	assert not desk.messages(), f"{where}: {desk.messages()}"


@pytest.mark.parametrize("role", Role)
def test_every_list_and_form_opens(desk: Desk, users: dict, records: dict, role: Role):
	desk.log_in(users[role])
	for doctype in readable(role):
		desk.open_list(doctype)
		no_errors(desk, f"list of {doctype}")
		assert records[doctype] in desk.driver.execute_script(
			"return cur_list.data.map((row) => row.name);"
		), doctype
		desk.open_form(doctype, records[doctype])
		no_errors(desk, f"form of {doctype}")


@pytest.mark.parametrize("role", [role for role in Role if readable(role, "c")])
def test_every_new_form_opens(desk: Desk, users: dict, role: Role):
	desk.log_in(users[role])
	for doctype in readable(role, "c"):
		desk.driver.execute_script("frappe.new_doc(arguments[0]);", doctype)
		desk.wait_for(
			"return window.cur_frm && cur_frm.doctype === arguments[0] && cur_frm.is_new();", doctype
		)
		desk.settle()
		no_errors(desk, f"new {doctype}")


@pytest.mark.parametrize("role", SETTINGS_ROW)
def test_the_settings_open(desk: Desk, users: dict, role: Role):
	desk.log_in(users[role])
	desk.open("/app/senior-outreach-settings")
	desk.wait_for("return window.cur_frm && cur_frm.doctype === 'Senior Outreach Settings';")
	no_errors(desk, "settings")


@pytest.mark.parametrize(
	("name", "role"), [(space["name"], row["role"]) for space in WORKSPACES for row in space["roles"]]
)
def test_the_workspace_opens_for(desk: Desk, users: dict, role: str, name: str):
	desk.log_in(users[role])
	desk.go("Workspaces", name)
	desk.wait_for("return $('.codex-editor__redactor').children().length > 0;")
	desk.settle()
	no_errors(desk, f"workspace {name}")


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report["name"])
def test_every_report_opens(desk: Desk, users: dict, report: dict):
	assert report["roles"]
	for row in report["roles"]:
		desk.forget()
		desk.log_in(users[row["role"]])
		desk.go("query-report", report["name"])
		desk.wait_for(
			"return window.frappe.query_report && frappe.query_report.report_name === arguments[0];",
			report["name"],
		)
		desk.settle()
		no_errors(desk, f"{report['name']} as {row['role']}")


@pytest.mark.parametrize("form", PRINT_FORMATS, ids=lambda form: form["name"])
def test_every_print_format_shows(desk: Desk, users: dict, served: Served, form: dict):
	"""Of the round that is inviting: its letters have been prepared."""
	desk.log_in(users[Role.COORDINATOR])
	doctype, name = form["doc_type"], served.names["running"][form["doc_type"]]
	desk.open(f"/printview?doctype={doctype}&name={name}&format={form['name']}&no_letterhead=1")
	assert "Traceback" not in desk.text()
	assert len(desk.text()) > 40
	no_errors(desk, form["name"])
	desk.open("/app")
	desk.go("print", doctype, name)
	no_errors(desk, f"{form['name']} in the desk")


def test_a_round_is_sent_for_approval_by_one_and_approved_by_another(desk: Desk, users: dict, records: dict):
	cohort = records["Cohort"]
	desk.log_in(users[Role.COORDINATOR])
	desk.open_form("Cohort", cohort)
	assert desk.field("workflow_state") == "Draft"
	assert "Approve" not in desk.actions()
	desk.action("Submit for Approval")
	desk.wait_for("return cur_frm.doc.workflow_state === 'Pending Approval';")
	assert "Approve" not in desk.actions()
	no_errors(desk, "sent for approval")
	desk.forget()
	desk.log_in(users[Role.SUPERVISOR])
	desk.open_form("Cohort", cohort)
	assert {"Approve", "Send Back"} <= desk.actions()
	desk.action("Approve")
	desk.wait_for("return cur_frm.doc.workflow_state === 'Approved';")
	assert desk.field("approved_by") == users[Role.SUPERVISOR]
	no_errors(desk, "approved")


def test_a_script_error_would_be_found(desk: Desk, users: dict):
	desk.log_in(users[Role.COORDINATOR])
	desk.driver.execute_script("setTimeout(() => { throw new Error('on purpose'); }, 0);")
	desk.settle()
	assert any("on purpose" in error for error in desk.console_errors())
	desk._errors.clear()


def test_the_shipped_files_are_found():
	assert REPORTS
	assert isinstance(MODULE, Path)
