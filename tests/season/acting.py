"""Who does it, and when: a season is done by users of the office, on the days it happened."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time

from tests.clock import Clock  # isort: skip  (before frappe: its database layer copies freezegun's converters)

import frappe
from frappe.model.workflow import apply_workflow


@contextmanager
def clock_at(day: date, hour: int = 9) -> Iterator[None]:
	"""Inside, it is that hour of that day."""
	clock = Clock()
	clock.set(datetime.combine(day, time(hour)))
	try:
		yield
	finally:
		clock.restore()


@contextmanager
def acting_as(user: str) -> Iterator[None]:
	"""Inside, `user` is logged in; afterwards whoever was before."""
	before = frappe.session.user
	frappe.set_user(user)
	try:
		yield
	finally:
		frappe.set_user(before)


def take_step(doctype: str, name: str, action: str) -> None:
	"""Press a workflow button."""
	apply_workflow(frappe.get_doc(doctype, name), action)
