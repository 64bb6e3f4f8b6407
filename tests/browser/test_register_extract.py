"""The form of a register extract: filled in by the program, sent for signature by one, signed by another."""

from selenium.webdriver.common.by import By

from senior_outreach.access.roles import Role
from tests.browser.desk import Desk
from tests.dataset import OWN


def intro(desk: Desk) -> str:
	return desk.find(".form-message").text


def choose(desk: Desk, field: str, value: str) -> None:
	desk.driver.execute_script("return cur_frm.set_value(arguments[0], arguments[1]);", field, value)
	desk.settle()


def test_an_application_from_the_first_word_to_the_signature(desk: Desk, users: dict, served):
	office, cohort = served.names["offices"][OWN], served.names["running"]["Cohort"]
	desk.log_in(users[Role.COORDINATOR])
	desk.open("/app/register-extract/new")
	desk.wait_for("return window.cur_frm && cur_frm.is_new() && cur_frm.doctype === 'Register Extract';")
	choose(desk, "office", office)
	choose(desk, "cohort", cohort)
	desk.wait_for("return (cur_frm.doc.selection || '').length > 10;")
	assert desk.driver.execute_script("return cur_frm.doc.named_users.map((row) => row.user);") == [
		users[Role.COORDINATOR]
	]
	choose(desk, "purpose", "")
	desk.driver.execute_script("return cur_frm.save();")
	desk.wait_for("return !cur_frm.is_new() && !cur_frm.is_dirty();")
	name = desk.field("name")
	assert desk.field("purpose"), "what is empty at the first save is filled in"
	assert "Every point is filled in" in intro(desk)
	choose(desk, "legal_basis", "")
	desk.driver.execute_script("return cur_frm.save();")
	desk.wait_for("return !cur_frm.is_dirty();")
	desk.settle()
	assert "Write the legal basis" in intro(desk)
	choose(desk, "legal_basis", "Lov om prøver § 1")
	desk.driver.execute_script("return cur_frm.save();")
	desk.wait_for("return !cur_frm.is_dirty();")
	desk.action("Submit for Signature")
	desk.wait_for("return cur_frm.doc.workflow_state === 'Awaiting Signature';")
	desk.forget()
	sign(desk, users[Role.SUPERVISOR], name)


def sign(desk: Desk, supervisor: str, name: str) -> None:
	desk.log_in(supervisor)
	desk.open_form("Register Extract", name)
	assert {"Sign", "Send Back"} <= desk.actions()
	desk.action("Sign")
	box = desk.find(".modal.show input[data-fieldname=signed_as]")
	box.send_keys("rådmann")
	desk.driver.find_element(By.CSS_SELECTOR, ".modal.show .btn-primary").click()
	desk.wait_for("return cur_frm.doc.workflow_state === 'Signed';")
	desk.settle()
	assert (desk.field("signed_as"), desk.field("signed_by")) == ("rådmann", supervisor)
	assert "Application as PDF" in desk.text()
