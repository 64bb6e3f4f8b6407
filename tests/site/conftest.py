"""One site for all tests of this folder, opened once; every test is rolled back."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import frappe
import pytest

from tests.clock import Clock
from tests.demo_runs import DemoRun, run_twice
from tests.transactions import Transaction

SITES = str(Path(os.environ.get("SITES_PATH", ".bench/sites")).resolve())
SITE = os.environ.get("SENIOR_OUTREACH_TEST_SITE") or os.environ.get("DEVBENCH_SITE", "test.localhost")


@pytest.fixture(scope="session")
def open_site() -> Iterator[str]:
	"""The site as Administrator, from the folder that Frappe's processes run in; no mail leaves it."""
	before = Path.cwd()
	os.chdir(SITES)
	frappe.init(site=SITE, sites_path=SITES)
	frappe.connect()
	frappe.flags.mute_emails = True
	yield SITE
	frappe.destroy()
	os.chdir(before)


@pytest.fixture(scope="session")
def demo_runs() -> Iterator[tuple[DemoRun, DemoRun]]:
	"""The program of bin/demo run twice, on sites of its own that are dropped when the tests end."""
	with run_twice() as runs:
		yield runs


@pytest.fixture(autouse=True)
def transaction(open_site: str, request: pytest.FixtureRequest) -> Iterator[Transaction]:
	"""Every test inside one savepoint: what it writes is gone afterwards, whoever the user was.

	`transaction.commits` counts the commits of a test marked `allow_commit`; `transaction.jobs` has what it
	enqueued, `transaction.run_jobs()` runs that as a worker would.
	"""
	current = Transaction(allow_commit=request.node.get_closest_marker("allow_commit") is not None)
	current.begin()
	yield current
	current.end()
	if current.complaints:
		pytest.fail("\n".join(current.complaints))


@pytest.fixture
def as_user():
	"""`with as_user("name@example.org"):` does what stands below as that user."""
	return acting_as


@contextmanager
def acting_as(user: str) -> Iterator[None]:
	before = frappe.session.user
	frappe.set_user(user)
	try:
		yield
	finally:
		frappe.set_user(before)


@pytest.fixture
def clock() -> Iterator[Clock]:
	"""`clock.set("2014-02-20 09:00")` moves the clock, in the site's time zone, until the test ends."""
	moved = Clock()
	yield moved
	moved.restore()
