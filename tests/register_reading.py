"""A register file from bytes to people, for tests: written to a passing folder, read as the app does."""

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

from senior_outreach.population.register_file.checking import Checked, NumberRules, check_row
from senior_outreach.population.register_file.file_formats import FileFormat
from senior_outreach.population.register_file.reading import (
	FileFacts,
	FileProblem,
	RegisterFileError,
	RegisterRow,
	UnreadableRow,
	inspect,
	read_rows,
)

PLAIN = FileFormat()


@dataclass(frozen=True)
class Reading:
	facts: FileFacts
	rows: tuple[RegisterRow, ...]
	unreadable: tuple[UnreadableRow, ...]

	def checked(self, **rules) -> list[Checked]:
		return [check_row(row, number_rules(**rules)) for row in self.rows]


def number_rules(**changes) -> NumberRules:
	return NumberRules(**{"allow_synthetic": True, "check_digits": True, **changes})


@contextmanager
def as_file(content: bytes):
	with tempfile.TemporaryDirectory() as folder:
		path = Path(folder) / "delivery"
		path.write_bytes(content)
		yield path


def read(content: bytes, form: FileFormat = PLAIN) -> Reading:
	with as_file(content) as path:
		facts = inspect(path, form)
		found = list(read_rows(path, form, facts))
	rows = tuple(row for row in found if isinstance(row, RegisterRow))
	return Reading(facts, rows, tuple(row for row in found if isinstance(row, UnreadableRow)))


def outcome_of(content: bytes, form: FileFormat = PLAIN, **rules) -> FileProblem | int:
	"""Why the file cannot be read, or how many of its lines became a person or a reason why not."""
	try:
		reading = read(content, form)
	except RegisterFileError as error:
		return error.problem
	checked = reading.checked(form=form, **rules)
	assert all((each.person is None) != (each.rejected is None) for each in checked)
	return len(checked) + len(reading.unreadable)


def problem_of(content: bytes, form: FileFormat = PLAIN) -> FileProblem | None:
	try:
		read(content, form)
	except RegisterFileError as error:
		return error.problem
	return None


def workbook(*sheets: list[list], names: tuple[str, ...] = ()) -> bytes:
	"""An XLSX file with these rows on each sheet, values as Python has them."""
	book = Workbook()
	book.remove(book.active)
	for place, rows in enumerate(sheets):
		sheet = book.create_sheet(names[place] if names else f"Ark{place + 1}")
		for row in rows:
			sheet.append(row)
	content = BytesIO()
	book.save(content)
	return content.getvalue()
