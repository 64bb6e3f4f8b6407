# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Rows of one DocType written together, each with what Frappe's own insert would have given it."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe.utils import now
from pypika import Parameter

PLACE = Parameter("%s")
"""The values go to the driver beside the statement: rendering them one by one would take longer than all the rest."""
NAME_LENGTH = 10
"""As Frappe's naming rule `hash` has it."""


class BulkTable:
	"""For DocTypes named by hash. No hook, no validation and no link check runs: the caller has done its own."""

	def __init__(self, doctype: str):
		self.doctype = doctype
		self.template = frappe.new_doc(doctype).get_valid_dict()
		fields = frappe.get_meta(doctype).fields
		self.with_default = {df.fieldname for df in fields if df.default not in (None, "", "0")}

	def row(self, values: Mapping[str, Any]) -> dict[str, Any]:
		"""A whole row but for the stamps: defaults of the DocType, `values` over them, and a name."""
		return {**self.template, **values, "name": frappe.generate_hash(length=NAME_LENGTH)}

	def insert(self, rows: list[dict[str, Any]]) -> None:
		"""Columns in which every row has what the database gives by itself are left to it: that is half the work."""
		columns = [column for column in self.template if any(self._is_own(row, column) for row in rows)]
		time, user = now(), frappe.session.user
		stamps = {"creation": time, "modified": time, "owner": user, "modified_by": user}
		rows = [{**row, **stamps} for row in rows]
		columns += [column for column in stamps if column not in columns]
		statement = (
			frappe.qb.into(self.doctype).columns(*columns).insert(*[[PLACE] * len(columns)] * len(rows))
		)
		frappe.db.sql(statement.get_sql(), [row[column] for row in rows for column in columns])

	def _is_own(self, row: dict[str, Any], column: str) -> bool:
		value = row[column]
		return value is not None and (value != 0 or column in self.with_default)
