"""The page Review Delivery in a real browser: from the register extract to the imported round."""

import pytest

from senior_outreach.access.roles import Role
from tests.browser.desk import Desk
from tests.dataset import OTHER
from tests.served import Served


@pytest.fixture
def delivered(served: Served) -> dict[str, str]:
	return served.names["delivered"]


def counts(desk: Desk) -> dict[str, int]:
	script = (
		"return $('.review-delivery .tile').toArray()"
		".map((tile) => [tile.dataset.list, tile.querySelector('.number').innerText]);"
	)
	return {name: int(number) for name, number in desk.driver.execute_script(script)}


def test_a_delivery_is_looked_at_and_imported(desk: Desk, served: Served, delivered: dict) -> None:
	desk.log_in(served.names["users"][OTHER][Role.COORDINATOR])
	desk.open_form("Register Extract", delivered["Register Extract"])
	desk.press("button", "Review Delivery")
	desk.find(".review-delivery .tile")
	assert counts(desk) == {"New": 13, "Changed": 0, "Same": 0, "Gone": 0, "Problem": 1, "Repaired": 6}
	desk.check_accessibility(".review-delivery")
	for name in ("Problem", "Repaired", "New"):
		desk.find(f".review-delivery .tile[data-list={name}]").click()
		desk.find(".review-delivery .list tbody tr")
	desk.press("button", "Which Column Is What")
	desk.wait_for(
		"return window.cur_dialog && cur_dialog.display && cur_dialog.get_value('column_1') === 'Name';"
	)
	desk.settle()
	desk.driver.execute_script("cur_dialog.hide();")
	desk.wait_for("return !document.querySelector('.modal.show, .modal-backdrop');")
	desk.press("button", "Import")
	desk.press(".modal.show button", "Yes")
	desk.wait(lambda _driver: "13 imported" in desk.text())
	desk.press("button", "Open the Register Extract")
	desk.wait_for("return window.cur_frm && cur_frm.doctype === 'Register Extract';")
	desk.wait_for("return cur_frm.doc.workflow_state === 'Received';")
