# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""How a supplier writes a register file. Needs no site."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from senior_outreach.population.register_file.columns import Column
from senior_outreach.population.rules import ProtectionGrade, RegisterStatus, Sex


class FileKind(StrEnum):
	DELIMITED = "Delimited Text"
	SPREADSHEET = "Spreadsheet"
	FIXED_WIDTH = "Fixed Width"


class ProtectionMarks(StrEnum):
	"""How a supplier says that an address is protected."""

	GRADES = "By a Grade in a Column"
	WORDS = "By Words in the Address"


FOUND_BY_ITSELF = "Found by Itself"
ENCODINGS = {"UTF-8": "utf-8", "UTF-16": "utf-16", "Windows-1252": "cp1252", "ISO-8859-1": "latin-1"}
"""The choices of a Register File Format and the names that Python has for them."""
ALLOWED_MEANINGS: dict[str, tuple[str, ...]] = {
	Column.STATUS: tuple(status for status in RegisterStatus if status is not RegisterStatus.UNKNOWN),
	Column.PROTECTION: tuple(grade for grade in ProtectionGrade if grade is not ProtectionGrade.UNKNOWN),
	Column.SEX: tuple(Sex),
}
"""What a supplier's own word may mean; what is unknown needs no word."""
DELIMITERS = {"Semicolon": ";", "Comma": ",", "Tab": "\t", "Vertical Bar": "|"}


@dataclass(frozen=True)
class ColumnPlace:
	"""Where a column stands: below a heading, or from a position (counted from 1) on in a fixed width.

	`means` is `None` for a column that is not used.
	"""

	means: Column | None
	heading: str = ""
	starts_at: int = 0
	length: int = 0

	@property
	def ends_at(self) -> int:
		"""The last position of the column."""
		return self.starts_at + self.length - 1


@dataclass(frozen=True)
class ValueMeaning:
	"""A supplier's own word: `means` is a register status, a protection grade or a sex, as `column` is."""

	column: Column
	text: str
	means: str


@dataclass(frozen=True)
class FileFormat:
	"""`kind`, `encoding` (Python's name) and `delimiter` (the sign) are found in the file when they are empty."""

	name: str = ""
	kind: FileKind | None = None
	encoding: str = ""
	delimiter: str = ""
	marks: ProtectionMarks = ProtectionMarks.GRADES
	everyone_is_resident: bool = False
	columns: tuple[ColumnPlace, ...] = ()
	values: tuple[ValueMeaning, ...] = ()


def same_word(text: str) -> str:
	"""What makes two words of a supplier the same: neither case nor blanks around them."""
	return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def encoding_label(encoding: str) -> str:
	"""What people call an encoding: `utf-16-le` is UTF-16."""
	labels = {codec: label for label, codec in ENCODINGS.items()}
	return labels.get(encoding.removesuffix("-le").removesuffix("-be"), encoding)


def delimiter_label(delimiter: str) -> str:
	"""The name of a separator; empty for a file without any."""
	return {sign: label for label, sign in DELIMITERS.items()}.get(delimiter, "")
