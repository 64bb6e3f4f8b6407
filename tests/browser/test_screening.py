"""The keeper's worklist in the browser, from the first mark to the re-check, and the office's side of it."""

import re

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from senior_outreach.access.roles import Role
from tests.browser.desk import Desk
from tests.served import Served

SHOWN = """
	return $('.screening tbody tr:visible').toArray().map((line) => ({
		name: $(line).find('.name span').first().text(),
		number: $(line).find('.number').first().text(),
		mark: $(line).find('[aria-pressed=true]').data('value') || '',
		late: $(line).find('.late').is(':visible'),
	}));
"""
PHONE = (390, 844)


@pytest.fixture
def keeper(desk: Desk, users: dict, served: Served) -> Desk:
	"""The page as the keeper gets it, with the round of tests/dataset.py that waits for screening."""
	desk.log_in(users[Role.RECORD_KEEPER])
	open_page(desk)
	desk.cohort = served.names["screening"]["Cohort"]
	return desk


def open_page(desk: Desk) -> None:
	desk.open("/app/screening")
	desk.wait_for("return $('.screening tbody tr').length > 0;")
	desk.settle()


def shown(desk: Desk) -> list[dict]:
	desk.settle()
	return desk.driver.execute_script(SHOWN)


def marks(desk: Desk) -> list[str]:
	return [row["mark"] for row in shown(desk)]


def progress(desk: Desk) -> str:
	return desk.find(".screening .progress-line").text


def keys(desk: Desk, *pressed: str) -> None:
	for key in pressed:
		desk.driver.switch_to.active_element.send_keys(key)
	desk.settle()


def first_row(desk: Desk) -> None:
	desk.driver.execute_script("$('.screening tbody tr:visible').first().trigger('focus');")


def confirm(desk: Desk) -> None:
	desk.press(".modal.show .btn-primary", "Yes")


def search(desk: Desk, text: str) -> list[dict]:
	field = desk.find(".screening input[type=search]")
	field.clear()
	field.send_keys(text)
	return shown(desk)


def test_the_round_with_people_to_mark_is_open_with_names_in_order_and_grouped_numbers(keeper: Desk):
	assert keeper.driver.execute_script("return $('.screening select').val();") == keeper.cohort
	people = shown(keeper)
	assert [row["name"].split()[0] for row in people] == [
		"Aslaug",
		"Berit",
		"Dagny",
		"Halvor",
		"Ørjan",
		"Ågot",
	]
	assert all(re.fullmatch(r"\d{6} \d{5}", row["number"]) for row in people)
	assert progress(keeper) == "0 of 6 marked"
	text = keeper.find(".screening").text
	assert "safety alarm or aids alone are no reason" in text
	assert "no diagnosis" in text
	fields = keeper.driver.find_elements(By.CSS_SELECTOR, ".screening input, .screening textarea")
	assert [field.get_attribute("type") for field in fields] == ["search"]
	keeper.check_accessibility(".screening")


def test_search_finds_as_one_types_and_stands_in_no_address(keeper: Desk):
	number = shown(keeper)[1]["number"]
	assert [row["name"].split()[0] for row in search(keeper, "ørj")] == ["Ørjan"]
	assert [row["name"].split()[0] for row in search(keeper, number)] == ["Berit"]
	assert search(keeper, "finnes ikke") == []
	assert keeper.driver.current_url.endswith("/app/screening")
	requests = keeper.driver.execute_script(
		"return performance.getEntriesByType('resource').map((each) => decodeURIComponent(each.name));"
	)
	assert not [url for url in requests if "rj" in url.split("/app/")[-1] and "ørj" in url]
	assert not [url for url in requests if number.replace(" ", "") in url.replace(" ", "")]


def test_from_the_first_mark_to_the_recheck(keeper: Desk, users: dict, served: Served):
	mark_everybody(keeper)
	approve_and_confirm_late_news(keeper, users, served)
	look_at_the_round(keeper, users, served)


def mark_everybody(keeper: Desk) -> None:
	"""By keyboard, by mouse, undone, and the rest kept with one button."""
	assert not keeper.driver.find_elements(By.CSS_SELECTOR, ".recheck .btn")
	first_row(keeper)
	keys(keeper, "k", "e", Keys.ARROW_DOWN, "e")
	assert marks(keeper) == ["Keep", "Exclude", "", "Exclude", "", ""]
	assert progress(keeper) == "3 of 6 marked"
	keys(keeper, "u")
	assert marks(keeper) == ["Keep", "Exclude", "", "", "", ""]
	row = keeper.driver.switch_to.active_element
	assert row.find_element(By.CSS_SELECTOR, ".name").text.startswith("Halvor")
	keys(keeper, Keys.ARROW_UP, Keys.ARROW_UP, "k")
	assert marks(keeper)[1] == "Keep"
	lines = keeper.driver.find_elements(By.CSS_SELECTOR, ".screening tbody tr")
	lines[5].find_element(By.CSS_SELECTOR, "[data-value=Exclude]").click()
	lines[1].find_element(By.CSS_SELECTOR, ".undo").click()
	assert marks(keeper) == ["Keep", "Exclude", "", "", "", "Exclude"]
	open_page(keeper)
	assert marks(keeper) == ["Keep", "Exclude", "", "", "", "Exclude"], "what was marked has been saved"
	keeper.press(".screening .btn", "Keep All That Are Not Marked")
	assert "3 people are not marked" in keeper.find(".modal.show").text
	confirm(keeper)
	keeper.wait_for("return /6 of 6/.test($('.screening .progress-line').text());")
	assert marks(keeper) == ["Keep", "Exclude", "Keep", "Keep", "Keep", "Exclude"]


def approve_and_confirm_late_news(keeper: Desk, users: dict, served: Served) -> None:
	office = served.api(users[Role.COORDINATOR])
	approve = "/api/method/senior_outreach.population.screening.marking.approve_screening"
	assert office.post(approve, {"cohort": keeper.cohort}).status == 200
	open_page(keeper)
	choose_round(keeper)
	assert {row["number"] for row in shown(keeper)} == {"–"}
	first_row(keeper)
	keys(keeper, "e")
	assert [row["late"] for row in shown(keeper)] == [True] + [False] * 5
	assert progress(keeper) == "6 of 6 marked · 1 late news since the approval"
	keeper.check_accessibility(".screening")
	keeper.press(".recheck .btn", "I Have Looked Again Today")
	confirm(keeper)
	keeper.wait_for("return /It holds for 24 hours/.test($('.recheck').text());")


def choose_round(desk: Desk) -> None:
	desk.driver.execute_script("$('.screening select').val(arguments[0]).trigger('change');", desk.cohort)
	desk.settle()


def look_at_the_round(desk: Desk, users: dict, served: Served) -> None:
	"""As the office sees it on the form of the cohort."""
	desk.forget()
	desk.log_in(users[Role.COORDINATOR])
	desk.open_form("Cohort", served.names["screening"]["Cohort"])
	assert "Re-checked on" in desk.text()
	menu(desk, "Changes since the Screening")
	desk.wait_for("return $('.modal.show .screening-changes tbody tr').length === 1;")
	assert "Record Keeper" in desk.find(".modal.show .screening-changes").text
	desk.check_accessibility(".screening-changes")
	desk.forget()
	desk.log_in(users[Role.COORDINATOR])
	desk.open_form("Cohort", served.names["records"]["own"]["Cohort"])
	menu(desk, "Waive the Re-check")
	desk.find(".modal.show textarea").send_keys("Brevene ble pakket samme dag som uttrekket kom")
	desk.press(".modal.show .btn-primary", "Waive")
	desk.wait_for("return /The re-check was waived on/.test(document.body.innerText);")
	assert desk.field("recheck_waived_by") == users[Role.COORDINATOR]


def test_letters_leave_when_it_is_said_that_the_dead_persons_letter_is_out(
	desk: Desk, users: dict, served: Served
):
	desk.log_in(users[Role.COORDINATOR])
	desk.open_form("Letter Run", served.names["printed"]["Letter Run"])
	number = desk.field("take_out")
	assert number in ("1", "2")
	assert f"out of the pile before posting: {number}." in desk.text()
	desk.press(".page-head .btn", "Confirm Sent")
	desk.wait_for("return $('.modal.show .screening-changes tbody tr').length === 2;")
	assert "Deceased" in desk.find(".modal.show .screening-changes").text
	desk.check_accessibility(".screening-changes")
	desk.find(".modal.show input[data-fieldname=taken_out]").click()
	desk.press(".modal.show .btn-primary", "Confirm")
	desk.wait_for("return cur_frm.doc.status === 'Confirmed Sent';")


def menu(desk: Desk, label: str) -> None:
	desk.press(".page-head:not([style*='display: none']) .inner-group-button > button", "Screening")
	desk.press(".page-head .inner-group-button .dropdown-menu.show a", label)


def test_the_page_is_usable_on_a_phone(keeper: Desk):
	keeper.driver.set_window_size(*PHONE)
	try:
		choose_round(keeper)
		widths = keeper.driver.execute_script(
			"return [document.documentElement.scrollWidth, window.innerWidth];"
		)
		assert widths[0] <= widths[1]
		heights = keeper.driver.execute_script(
			"return $('.screening .marks [data-value]').toArray().map((each) => each.offsetHeight);"
		)
		assert min(heights) >= 44
		keeper.check_accessibility(".screening")
	finally:
		keeper.driver.set_window_size(1400, 1000)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.RECORD_KEEPER])
def test_nobody_else_gets_the_page(desk: Desk, users: dict, role: Role):
	for message in ("status of 403", "No read permission for Page Screening"):
		desk.expect(message)
	desk.log_in(users[role])
	desk.driver.get(f"{desk.address}/app/screening")
	desk.settle()
	assert not desk.driver.find_elements(By.CSS_SELECTOR, ".screening")
