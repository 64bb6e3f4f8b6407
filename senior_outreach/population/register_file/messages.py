# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What is said about a register file that cannot be taken, in the words of the one who has to mend it."""

from frappe import _

from senior_outreach.population.register_file.cells import RepairKind
from senior_outreach.population.register_file.checking import CellProblem, RejectedRow, Repair
from senior_outreach.population.register_file.columns import HEADINGS
from senior_outreach.population.register_file.identity import IdentityProblem
from senior_outreach.population.register_file.reading import (
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
		FileProblem.QUOTATION_MARK: _(
			"A quotation mark is not closed on the first line, the heading. Correct it and attach the file again."
		),
		FileProblem.MISSING_COLUMNS: _(
			"The file lacks these columns: {0}. Say in a file format which columns they are, or ask the supplier"
			" for them. The first line must be the heading."
		).format(columns),
		FileProblem.DOUBLE_COLUMNS: _(
			"The file has these columns twice: {0}. Say in a file format which one is used, or remove one of"
			" them and attach the file again."
		).format(columns),
		FileProblem.NO_PROTECTION: _(
			"The file does not say who has a protected address: the column {0} is missing. Ask the supplier for"
			" it. Only if the supplier confirms that words in the address mark them, choose that in a file format."
		).format(columns),
		FileProblem.OTHER_SPREADSHEET: _(
			"The file is a spreadsheet of a kind that is not read: an old .xls, an .ods, a web page, or one with a"
			" password. Open it in your spreadsheet program, save it as .xlsx without a password, attach it again."
		),
		FileProblem.BROKEN_SPREADSHEET: _(
			"The spreadsheet cannot be opened. Open it in your spreadsheet program, save it anew as .xlsx and"
			" attach it again, or ask for a CSV file."
		),
		FileProblem.TOO_BIG: _(
			"The spreadsheet is larger than any register extract. Ask the supplier for a CSV file with the rows"
			" of this round only."
		),
		FileProblem.SEVERAL_SHEETS: _(
			"Several sheets of the spreadsheet have rows: {0}. Put all rows on one sheet and attach it again."
		).format(columns),
		FileProblem.NOT_FIXED_WIDTH: _(
			"The file is a spreadsheet, but its file format is for fixed widths. Choose another file format."
		),
	}[error.problem]


def of_unreadable(row: UnreadableRow) -> str:
	return {
		RowProblem.EMPTY: _("The line has separators and nothing between them."),
		RowProblem.ENCODING: _(
			"The line has signs that no name or address has. It was written in another encoding than the file."
		),
		RowProblem.QUOTATION_MARK: _(
			"A quotation mark is not closed on this line. Remove it, or the line break inside the cell."
		),
		RowProblem.TOO_FEW_CELLS: _("The line has fewer cells than the heading. Is a separator missing?"),
		RowProblem.TOO_MANY_CELLS: _(
			"The line has more cells than the heading. Is there a separator too many?"
		),
		RowProblem.TOO_LONG: _("The line is far too long to be about one person. Is a line break missing?"),
	}[row.problem]


def of_refused() -> str:
	return _("The row could not be saved. Check name, address and dates against the original delivery.")


def column_of(row: RejectedRow | Repair) -> str:
	return HEADINGS[row.column][0]


def of_rejected(row: RejectedRow) -> str:
	if row.problem is CellProblem.TWICE:
		return _("The same person is on line {0} already. This line was not taken.").format(row.other_line)
	return (_of_cell() | _of_identity_number())[row.problem]


def _of_cell() -> dict[str, str]:
	return {
		CellProblem.NO_NAME: _("The name is missing."),
		CellProblem.NO_STREET: _("The street address is missing, so no letter would arrive."),
		CellProblem.POSTAL_CODE: _("The postal code must have four digits."),
		CellProblem.NO_CITY: _("The post town is missing."),
		CellProblem.STATUS: _(
			"The register status is not one that is known, such as bosatt, død or utflyttet."
		),
		CellProblem.BIRTH_DATE: _("The birth date is not a date. Write it as 2014-03-12 or 12.03.2014."),
		CellProblem.NO_BIRTH_DATE: _(
			"The birth date is missing. It cannot be taken from the number where numbers of 2032 are accepted."
		),
		CellProblem.DATE_SERIAL: _(
			"A spreadsheet has made a number of the birth date, and it does not fit the identity number. Write it"
			" as 2014-03-12 or 12.03.2014."
		),
		CellProblem.SPREADSHEET_ERROR: _(
			"The cell has an error of a spreadsheet instead of a text. Take the text from the original file."
		),
		CellProblem.MARKUP: _("The text has an angle bracket, which no name or address has. Correct it."),
		CellProblem.TOO_LONG: _("The text is longer than the population register allows."),
	}


def _of_identity_number() -> dict[str, str]:
	return {
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
	}


def of_repair(repair: Repair) -> str:
	return {
		RepairKind.LEADING_ZERO: _("A spreadsheet had dropped the zero at the beginning. It was put back."),
		RepairKind.FULL_NUMBER_FROM_EXPONENT: _(
			"A spreadsheet had written the number with an exponent. All digits were there and were put back."
		),
		RepairKind.DECIMALS: _("A spreadsheet had added decimals. They were taken away."),
		RepairKind.DATE_SERIAL: _(
			"A spreadsheet had made a number of the date. It was read as the day it means."
		),
		RepairKind.POSTAL_CODE_ZERO: _(
			"The postal code had lost zeros at the beginning. They were put back."
		),
		RepairKind.PHONE_DROPPED: _("The telephone number cannot be read and was left empty."),
		RepairKind.SEX_DROPPED: _("The word for the sex is not known, so the sex was left empty."),
	}[repair.kind]
