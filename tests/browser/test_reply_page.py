"""The reply page in a real browser: answering with the code of a letter, and no serious finding of axe."""

import pytest

from tests.browser.desk import Desk
from tests.served import Served

PAGE = "/svar"
PHONE, COMPUTER = (390, 844), (1400, 1000)


@pytest.fixture(params=[PHONE, COMPUTER], ids=["phone", "computer"])
def page(desk: Desk, request: pytest.FixtureRequest) -> Desk:
	desk.driver.execute_cdp_cmd(
		"Emulation.setDeviceMetricsOverride",
		{"width": request.param[0], "height": request.param[1], "deviceScaleFactor": 1, "mobile": False},
	)
	desk.open(PAGE)
	yield desk
	desk.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def fits(page: Desk) -> bool:
	return page.driver.execute_script("return document.documentElement.scrollWidth <= window.innerWidth;")


def enter(page: Desk, code: str) -> None:
	page.find("#code").clear()
	page.find("#code").send_keys(code)
	send(page, "form.card button.primary")


def send(page: Desk, button: str) -> None:
	"""Press it and wait until the answer has taken the place of this page, which the mark does not survive."""
	page.driver.execute_script("window.beforeSending = true;")
	page.find(button).click()
	page.wait_for(
		"return !window.beforeSending && document.readyState === 'complete' && !!document.querySelector('main');"
	)


def test_the_first_page_is_accessible_and_fits(page: Desk):
	page.check_accessibility()
	assert fits(page)
	assert not page.console_errors()


def test_a_wrong_code_is_answered_on_an_accessible_page(page: Desk):
	page.expect("/svar - Failed to load resource: the server responded with a status of 404")
	enter(page, "ACDE-FGHJ-KMNP")
	assert page.find("[role=alert]").text
	page.check_accessibility()
	assert fits(page)


def test_somebody_answers_and_changes_the_answer(page: Desk, served: Served):
	enter(page, served.names["running"]["code"].lower().replace("-", " "))
	assert "Gunnvor" in page.find(".greeting").text
	page.check_accessibility()
	assert fits(page)
	choices = page.driver.find_elements("css selector", "input[name=choice]")
	page.driver.execute_script("arguments[0].click();", choices[0])
	send(page, "form.card button.primary")
	page.find(".done")
	page.check_accessibility()
	send(page, "main form:not(.card) button")
	page.find("input[name=choice]:checked")
	assert not page.console_errors()


def test_the_code_in_the_fragment_of_a_qr_code_is_filled_in(desk: Desk, served: Served):
	"""The fragment stays in the browser: it is in no log of the server."""
	code = served.names["running"]["code"]
	desk.open("/")
	desk.driver.get(f"{served.address}{PAGE}#{code}")
	typed = desk.driver.execute_script("return document.querySelector('input[name=code]#code')?.value || '';")
	assert typed.replace("-", "") == code.replace("-", "") or "Gunnvor" in desk.text()


def test_axe_would_find_something(desk: Desk):
	desk.open(PAGE)
	desk.driver.execute_script("document.querySelector('label[for=code]').remove();")
	with pytest.raises(AssertionError, match="label"):
		desk.check_accessibility()
