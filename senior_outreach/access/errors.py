# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Errors of jobs that handle people: on record, without the people."""

import traceback

import frappe


def log_without_values(title: str, error: Exception) -> None:
	"""Write down what kind of error it was and where; Frappe's own log would keep the local variables."""
	places = "".join(traceback.format_tb(error.__traceback__))
	frappe.log_error(title, f"{type(error).__name__}\n{places}")
