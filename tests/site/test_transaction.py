"""The savepoint of every test: the tests of other files rely on it."""

from contextlib import suppress
from datetime import date

import frappe
import pytest
from frappe.utils import getdate, now_datetime

from tests import builders
from tests.transactions import Transaction

LEFT_BEHIND: list[str] = []


def test_a_record_is_made():
	LEFT_BEHIND.append(builders.office(office_name="Kontor som forsvinner").name)
	frappe.get_cached_doc("Outreach Office", LEFT_BEHIND[0])
	frappe.set_user("Guest")


def test_and_is_gone_in_the_next_test():
	assert LEFT_BEHIND, "runs after the test above"
	assert frappe.session.user == "Administrator"
	assert not frappe.db.exists("Outreach Office", LEFT_BEHIND[0])
	with pytest.raises(frappe.DoesNotExistError):
		frappe.get_cached_doc("Outreach Office", LEFT_BEHIND[0])


def test_a_commit_is_a_complaint_even_if_the_app_swallows_the_error():
	inner = Transaction()
	inner.begin()
	with suppress(AssertionError):
		frappe.db.commit()
	frappe.db.sql("select 1")
	inner.end()
	assert inner.complaints


def test_a_rollback_of_everything_is_a_complaint():
	inner = Transaction()
	inner.begin()
	with pytest.raises(AssertionError):
		frappe.db.rollback()
	inner.end()
	assert len(inner.complaints) == 1


@pytest.mark.allow_commit
def test_an_allowed_commit_is_counted_and_a_rollback_goes_back_to_it(transaction):
	builders.office(office_name="Vedtatt")
	frappe.db.commit()
	builders.office(office_name="Angret")
	frappe.db.rollback()
	assert transaction.commits == 1
	assert frappe.db.exists("Outreach Office", "Vedtatt")
	assert not frappe.db.exists("Outreach Office", "Angret")


def test_after_an_allowed_commit_nothing_stays():
	assert not frappe.db.exists("Outreach Office", "Vedtatt")


def test_jobs_are_kept_and_run_when_asked(transaction):
	frappe.enqueue("frappe.defaults.set_global_default", key="prøve", value="1", enqueue_after_commit=True)
	assert not transaction.jobs
	transaction.finish_request()
	assert transaction.run_jobs() == 1
	assert frappe.db.get_default("prøve") == "1"


def test_roles_of_a_rolled_back_user_are_forgotten(as_user):
	name = builders.user("Outreach Caller", email="flyktig@example.org")
	with as_user(name):
		assert "Outreach Caller" in frappe.get_roles()
	assert frappe.session.user == "Administrator"


def test_the_same_user_with_another_role(as_user):
	name = builders.user("Outreach Leadership", email="flyktig@example.org")
	with as_user(name):
		assert "Outreach Caller" not in frappe.get_roles()


def test_the_clock_moves_in_the_sites_time_zone(clock):
	clock.set("2014-07-01 00:30")
	assert str(now_datetime()) == "2014-07-01 00:30:00"
	assert getdate() == date.today() == date(2014, 7, 1)
	office = builders.office()
	assert str(office.creation).startswith("2014-07-01")
	clock.set("2014-02-20")
	assert now_datetime().hour == 9


def test_the_clock_is_back():
	assert date.today().year > 2014
