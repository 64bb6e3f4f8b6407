"""Steps in the browser that several tests take."""

import json
import os
import re
from pathlib import Path
from urllib.parse import quote

from selenium.common.exceptions import JavascriptException, StaleElementReferenceException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from tests.checks.files import CHECKOUT
from tests.served import PASSWORD

BENCH = Path(os.environ.get("DEVBENCH_DIR", CHECKOUT / ".bench"))
AXE = BENCH / "node" / "node_modules" / "axe-core" / "axe.min.js"
PATIENCE = 30
SERIOUS = ("serious", "critical")

# Frappe's own, on pages that work: what it draws while a tab is hidden, and its print page without a page break.
FRAMEWORK_ERRORS = (
	re.compile(
		r"^rendering: \S+/assets/frappe/dist/js/\S+ .*attribute \w+: (A negative value|Expected length)"
	),
	re.compile(r"^javascript: \S+/printview\S* .*Cannot read properties of null \(reading 'style'\)"),
	re.compile(r"^network: \S+/favicon\.ico "),
)

# The desk is at rest: page and scripts are there, no request is under way, nothing is frozen, and no dialog is on its
# way in or out: a button pressed then would not close it.
AT_REST = """
	return document.readyState === "complete" && window.frappe && frappe.boot && frappe.request
		&& frappe.request.ajax_count === 0 && !document.querySelector("#freeze.in")
		&& frappe.container && frappe.container.page !== undefined
		&& [...document.querySelectorAll(".modal")].every((each) => !each.getAnimations({subtree: true}).length);
"""


def slug(doctype: str) -> str:
	return doctype.lower().replace(" ", "-")


class Desk:
	def __init__(self, driver: Chrome, address: str) -> None:
		self.driver = driver
		self.address = address
		self._errors: list[str] = []
		self._expected: list[str] = []

	def expect(self, message: str) -> None:
		"""An error in the console that belongs to what the test does."""
		self._expected.append(message)

	def forget(self) -> None:
		"""Logged out, with nothing of an earlier test in the browser."""
		self.driver.get("about:blank")
		self.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
		self.driver.execute_cdp_cmd(
			"Storage.clearDataForOrigin", {"origin": self.address, "storageTypes": "all"}
		)
		self.driver.get_log("browser")
		self._errors = []

	def log_in(self, user: str) -> None:
		"""Through the login page, as people do."""
		self.driver.get(f"{self.address}/login")
		self.find("#login_email").send_keys(user)
		self.find("#login_password").send_keys(PASSWORD)
		self.find(".form-login .btn-login").click()
		self.wait(lambda driver: "/app" in driver.current_url)
		self.settle()

	def open(self, path: str) -> None:
		"""A page by its address, loaded anew."""
		self.driver.get(f"{self.address}{quote(path, safe='/?&=%')}")
		if path.startswith("/app"):
			self.settle()

	def go(self, *route: str) -> None:
		"""A page of the desk by its route, as a click in the desk leads there."""
		self.driver.execute_script("return frappe.set_route(arguments[0]);", list(route))
		wanted = list(route)
		self.wait(lambda driver: driver.execute_script("return frappe.get_route();")[: len(wanted)] == wanted)
		self.settle()

	def open_list(self, doctype: str) -> None:
		self.go("List", doctype, "List")
		self.wait(
			lambda driver: driver.execute_script(
				"return cur_list && cur_list.doctype === arguments[0];", doctype
			)
		)

	def open_form(self, doctype: str, name: str) -> None:
		self.go("Form", doctype, name)
		self.wait_for(
			"return window.cur_frm && cur_frm.doctype === arguments[0] && cur_frm.doc.name === arguments[1]"
			" && cur_frm.is_form_builder !== true && cur_frm.$wrapper.find('.form-layout:visible').length > 0;",
			doctype,
			name,
		)
		self.settle()

	def settle(self) -> None:
		self.wait_for(AT_REST)
		# one more round of the event loop, for what follows upon a reply
		self.driver.execute_async_script("const done = arguments[0]; setTimeout(done, 150);")
		self.wait_for(AT_REST)

	def press(self, selector: str, text: str) -> None:
		"""Click the visible element that has exactly this text."""
		self.wait(lambda _driver: self._with_text(selector, text) is not None)
		element = self._with_text(selector, text)
		self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'});", element)
		element.click()
		self.settle()

	def action(self, label: str) -> None:
		"""A step of the workflow, from the form's Actions menu."""
		self.press(".page-head:not([style*='display: none']) .actions-btn-group > button", "Actions")
		self.press(".page-head .actions-btn-group .dropdown-menu.show a", label)

	def actions(self) -> set[str]:
		"""What the Actions menu of the form offers."""
		script = (
			"return cur_frm.page.actions.find('a:not(.hidden)').toArray().map((a) => a.innerText.trim());"
		)
		return set(filter(None, self.driver.execute_script(script)))

	def _with_text(self, selector: str, text: str) -> WebElement | None:
		for element in self.driver.find_elements(By.CSS_SELECTOR, selector):
			try:
				if element.is_displayed() and element.text.strip() == text:
					return element
			except StaleElementReferenceException:
				continue
		return None

	def field(self, fieldname: str) -> object:
		return self.driver.execute_script("return cur_frm.doc[arguments[0]];", fieldname)

	def messages(self) -> list[str]:
		"""Error dialogs of the desk."""
		script = "return $('.modal.show .msgprint:visible').toArray().map((each) => each.innerText);"
		try:
			return self.driver.execute_script(script)
		except JavascriptException:
			return []

	def find(self, selector: str) -> WebElement:
		self.wait(lambda driver: driver.find_elements(By.CSS_SELECTOR, selector))
		return self.driver.find_element(By.CSS_SELECTOR, selector)

	def text(self) -> str:
		return self.driver.find_element(By.TAG_NAME, "body").text

	def wait(self, condition) -> None:
		WebDriverWait(self.driver, PATIENCE, poll_frequency=0.05).until(condition)

	def wait_for(self, script: str, *arguments: object) -> None:
		def holds(driver: Chrome) -> bool:
			try:
				return bool(driver.execute_script(script, *arguments))
			except JavascriptException:
				return False

		self.wait(holds)

	def console_errors(self) -> list[str]:
		"""Every error and uncaught exception in the console since the last `forget`."""
		entries = [entry for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]
		messages = [f"{entry['source']}: {entry['message']}" for entry in entries]
		self._errors += [message for message in messages if not self._is_known(message)]
		return self._errors

	def _is_known(self, message: str) -> bool:
		known = any(pattern.search(message) for pattern in FRAMEWORK_ERRORS)
		return known or any(expected in message for expected in self._expected)

	def check_accessibility(self, within: str = "") -> None:
		"""axe on the page as it is, or `within` what the selector finds; serious and critical findings fail."""
		self.driver.execute_script(AXE.read_text())
		script = (
			"const done = arguments[1];"
			" axe.run(arguments[0] || document).then((result) => done(JSON.stringify(result.violations)));"
		)
		found = json.loads(self.driver.execute_async_script(script, within))
		serious = [
			f"{each['id']}: {each['help']}: {[node['target'] for node in each['nodes']][:3]}"
			for each in found
			if each["impact"] in SERIOUS
		]
		assert not serious, serious
