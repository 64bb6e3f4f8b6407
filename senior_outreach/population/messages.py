# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What is said about a register file that cannot be taken, in the words of the one who has to mend it."""

from frappe import _

from senior_outreach.population.checking import CellProblem, RejectedRow
from senior_outreach.population.identity import IdentityProblem
from senior_outreach.population.reading import (
	HEADINGS,
	FileProblem,
	RegisterFileError,
	RowProblem,
	UnreadableRow,
)


def of_file(error: RegisterFileError) -> str:
	columns = ", ".join(error.columns)
	return {
		FileProblem.EMPTY: _("The file is empty. Check that the delivery arrived whole and attach it again."),
		FileProblem.NO_ROWS: _("The file has a heading but no rows. Check the delivery with the supplier."),
		FileProblem.NOT_TEXT: _(
			"The file is not readable as text. Save it as CSV in UTF-8 or Latin-1 and attach it again."
		),
		FileProblem.MISSING_COLUMNS: _(
			"The file lacks these columns: {0}. The first line is the heading. Correct it, attach it again."
		).format(columns),
		FileProblem.DOUBLE_COLUMNS: _(
			"The file has these columns twice: {0}. Remove one of them and attach it again."
		).format(columns),
	}[error.problem]


def of_unreadable(row: UnreadableRow) -> str:
	return {
		RowProblem.EMPTY: _("The line has separators and nothing between them."),
		RowProblem.ENCODING: _(
			"The line has signs that no name or address has. It was written in another encoding than the file."
		),
		RowProblem.QUOTATION_MARK: _("A quotation mark is not closed on this line."),
		RowProblem.TOO_FEW_CELLS: _("The line has fewer cells than the heading. Is a separator missing?"),
		RowProblem.TOO_MANY_CELLS: _(
			"The line has more cells than the heading. Is there a separator too many?"
		),
	}[row.problem]


def of_refused() -> str:
	return _("The row could not be saved. Check name, address and dates against the original delivery.")


def column_of(row: RejectedRow) -> str:
	return HEADINGS[row.column][0]


def of_rejected(row: RejectedRow) -> str:
	if row.problem is CellProblem.TWICE:
		return _("The same person is on line {0} already. This line was not taken.").format(row.other_line)
	return {
		CellProblem.NO_NAME: _("The name is missing."),
		CellProblem.NO_STREET: _("The street address is missing, so no letter would arrive."),
		CellProblem.POSTAL_CODE: _("The postal code must have four digits."),
		CellProblem.NO_CITY: _("The post town is missing."),
		CellProblem.STATUS: _(
			"The register status is not one that is known, such as bosatt, død or utflyttet."
		),
		CellProblem.BIRTH_DATE: _("The birth date is not a date. Write it as 2014-03-12 or 12.03.2014."),
		CellProblem.TOO_LONG: _("The text is longer than the population register allows."),
		IdentityProblem.EMPTY: _("The identity number is missing."),
		IdentityProblem.LENGTH: _("The identity number does not have eleven digits."),
		IdentityProblem.NOT_DIGITS: _("The identity number has other signs than digits."),
		IdentityProblem.SPREADSHEET: _(
			"A spreadsheet has rounded the identity number. Import from the original file instead."
		),
		IdentityProblem.CONTROL_DIGITS: _("The identity number is mistyped: its control digits do not fit."),
		IdentityProblem.DATE: _("The identity number does not begin with a date of birth."),
		IdentityProblem.SYNTHETIC: _(
			"This is a synthetic number for test data. It is accepted only when the site's settings allow it."
		),
	}[row.problem]
