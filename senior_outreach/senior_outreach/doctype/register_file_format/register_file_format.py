# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE

from collections import Counter
from itertools import pairwise

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html

from senior_outreach.population.delivery.under_way import check_format_not_in_use
from senior_outreach.population.register_file.columns import NOT_USED, heading_key
from senior_outreach.population.register_file.file_formats import ALLOWED_MEANINGS, FileKind, same_word
from senior_outreach.population.register_file.formats import file_format_from
from senior_outreach.population.register_file.reading import missing_columns


class RegisterFileFormat(Document):
	def validate(self):
		check_format_not_in_use(self)
		self.validate_name()
		self.validate_words()
		self.validate_meanings()
		if self.kind == FileKind.FIXED_WIDTH:
			self.validate_positions()
			self.validate_required_columns()
		else:
			self.forget_positions()
			self.validate_headings()

	def validate_name(self):
		same = {"office": self.office, "format_name": self.format_name, "name": ("!=", self.name)}
		if frappe.db.exists(self.doctype, same):
			frappe.throw(
				_("The office has a file format called {0} already. Choose another name.").format(
					escape_html(self.format_name)
				)
			)

	def validate_words(self):
		for row in self.values_used:
			if row.means not in ALLOWED_MEANINGS[row.means_column]:
				frappe.throw(
					_(
						"Row {0} of the words: {1} is not something that {2} can be. Choose another meaning."
					).format(row.idx, _(row.means), _(row.means_column))
				)
		words = [(row.means_column, same_word(row.text)) for row in self.values_used]
		if twice := _first_twice(words):
			frappe.throw(
				_("The word {0} is listed twice. Keep one of the rows.").format(escape_html(twice[1]))
			)

	def validate_meanings(self):
		"""A column that is not used may be there as often as the file has it."""
		if twice := _first_twice([row.means for row in self.columns if row.means != NOT_USED]):
			frappe.throw(
				_("Two columns mean {0}. Keep one of them and set the other to Not Used.").format(_(twice))
			)

	def validate_positions(self):
		for row in self.columns:
			if not (row.starts_at and row.length):
				frappe.throw(
					_("Row {0} of the columns: write at which position it starts and how long it is.").format(
						row.idx
					)
				)
		for row, following in pairwise(sorted(self.columns, key=lambda row: row.starts_at)):
			if row.starts_at + row.length > following.starts_at:
				frappe.throw(
					_("Rows {0} and {1} of the columns overlap. Check their positions and lengths.").format(
						row.idx, following.idx
					)
				)

	def validate_required_columns(self):
		form = file_format_from(self)
		missing = missing_columns(tuple(place.means for place in form.columns), form)
		if missing:
			names = ", ".join(_(column.value) for column in missing)
			frappe.throw(_("These columns are missing: {0}. Add where they stand in a line.").format(names))

	def forget_positions(self):
		for row in self.columns:
			row.starts_at = row.length = 0

	def validate_headings(self):
		for row in self.columns:
			if not heading_key(row.heading or ""):
				frappe.throw(
					_("Row {0} of the columns: write the heading as the file has it.").format(row.idx)
				)
		if twice := _first_twice([heading_key(row.heading) for row in self.columns]):
			frappe.throw(
				_("The heading {0} is listed twice. Keep one of the rows.").format(escape_html(twice))
			)


def _first_twice(values):
	return next((value for value, count in Counter(values).items() if count > 1), None)
