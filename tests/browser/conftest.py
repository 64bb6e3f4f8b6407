"""Real Chromium on a served copy of the test site; no page may leave an error in the console."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, ChromeOptions, ChromeService

from tests.browser.desk import Desk
from tests.copies import folder_for_failures
from tests.dataset import OWN
from tests.served import Served

FLAGS = (
	"--headless=new",
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--disable-dev-shm-usage",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
	"--lang=en",
	"--window-size=1400,1000",
)
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
DRIVER = os.environ.get("CHROMEDRIVER", "/usr/bin/chromedriver")
outcome_key: pytest.StashKey[bool] = pytest.StashKey()


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
	options = ChromeOptions()
	options.binary_location = CHROMIUM
	for flag in FLAGS:
		options.add_argument(flag)
	options.add_argument(f"--user-data-dir={tmp_path_factory.mktemp('chromium')}")
	options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
	driver = Chrome(options=options, service=ChromeService(DRIVER))
	driver.set_page_load_timeout(60)
	yield driver
	driver.quit()


@pytest.fixture(scope="session")
def failures() -> Path:
	return folder_for_failures()


@pytest.fixture
def desk(chromium: Chrome, served: Served, failures: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
	"""The browser, logged out. `desk.log_in(user)`, `desk.open(path)`; ends with a look at the console."""
	current = Desk(chromium, served.address)
	current.forget()
	yield current
	failed = request.node.stash.get(outcome_key, False)
	errors = current.console_errors()
	if failed or errors:
		name = "".join(letter if letter.isalnum() else "_" for letter in request.node.name)
		chromium.save_screenshot(str(failures / f"{name}.png"))
		(failures / f"{name}.txt").write_text(
			"\n".join([chromium.current_url, *errors, chromium.page_source])
		)
		print(f"picture and page: {failures / name}.png, .txt")
	assert failed or not errors, errors


@pytest.fixture
def users(served: Served) -> dict[str, str]:
	"""The own office's users by role."""
	return served.names["users"][OWN]


@pytest.fixture
def records(served: Served) -> dict[str, str]:
	"""The own office's records by DocType."""
	return served.names["records"][OWN]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
	report = yield
	if report.when == "call":
		item.stash[outcome_key] = report.failed
	return report
