# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Errors of jobs that handle people: on record, without the people."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe import _

REFUSALS_BELOW = 500
"""HTTP statuses of what the app says on purpose; such an error is in no log."""


def log_without_values(title: str, error: Exception) -> None:
	"""Write down what kind of error it was and where; Frappe's own log would keep the local variables."""
	places = "".join(traceback.format_tb(error.__traceback__))
	frappe.log_error(title, f"{type(error).__name__}\n{places}")


@contextmanager
def without_values(title: str) -> Iterator[None]:
	"""Around the work of an endpoint that holds many people in its variables: an error nobody foresaw.

	Frappe would log the variables of every function on the way, with names and identity numbers.
	"""
	try:
		yield
	except Exception as error:
		if getattr(error, "http_status_code", REFUSALS_BELOW) < REFUSALS_BELOW:
			raise
		frappe.db.rollback()
		log_without_values(title, error)
		reason = _(
			"This could not be finished, and nothing was changed. Try again, or ask your system manager."
		)
		frappe.throw(reason)
