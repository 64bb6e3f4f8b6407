# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""One delivered file beside what is stored: a stream of outcomes, one for every row, some hundreds at a time.

The review and the import read the same stream, so that what is written is what was shown. The file itself is
what waits between the two: nothing of it is kept anywhere else.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

import frappe
from frappe import _
from frappe.model.document import Document

from senior_outreach.population.delivery.choices import Content
from senior_outreach.population.delivery.compare import Change, Stored, change_of
from senior_outreach.population.delivery.seen import SeenNumbers
from senior_outreach.population.delivery.stored import Gone, KnownPeople
from senior_outreach.population.register_file import messages
from senior_outreach.population.register_file.checking import RejectedRow, check_row, twice
from senior_outreach.population.register_file.columns import Column
from senior_outreach.population.register_file.file_formats import FileFormat
from senior_outreach.population.register_file.formats import file_format_of, number_rules
from senior_outreach.population.register_file.identity import IdentityNumberError, parse_identity_number
from senior_outreach.population.register_file.person import Person
from senior_outreach.population.register_file.reading import (
	FileFacts,
	RegisterFileError,
	RegisterRow,
	UnreadableRow,
	inspect,
	may_be_shown,
	read_rows,
)
from senior_outreach.population.rules import ProtectionGrade
from senior_outreach.population.seniors.record import districts_of, identity_hash

CHUNK = 500
READ_AT_ONCE = 1 << 20


@dataclass(frozen=True)
class DeliveredFile:
	path: Path
	name: str
	fingerprint: str
	"""SHA-256 of the content."""


@dataclass(frozen=True)
class Problem:
	"""A row that is not taken; `texts` are its cells as the file has them.

	`is_hidden`: it may be about somebody with a protected address, so its cells are shown to nobody.
	"""

	column: str
	reason: str
	texts: tuple[str, ...]
	is_hidden: bool


@dataclass(frozen=True)
class Outcome:
	"""What becomes of one row: a change or a problem, never both. `person` is set with a change.

	A second row of the same person is a problem; its `protected` person is protected all the same. `key` is empty
	when the row has no number that can be read.
	"""

	line: int
	key: str = ""
	person: Person | None = None
	change: Change | None = None
	problem: Problem | None = None
	protected_as: ProtectionGrade | None = None
	repairs: tuple[tuple[str, str], ...] = ()
	"""Heading and text of every cell that was repaired."""

	@property
	def is_hidden(self) -> bool:
		"""Whether this row says, or something stored says, that the person may be in no list."""
		if self.problem:
			return self.problem.is_hidden
		return bool(self.change and self.change.is_hidden)


def delivered_file(extract: Document) -> DeliveredFile:
	"""The file attached to this very extract; a file of another document is not read."""
	attached = {
		"file_url": extract.file,
		"attached_to_doctype": extract.doctype,
		"attached_to_name": extract.name,
		"is_private": 1,
	}
	found = frappe.db.get_value("File", attached, ["name", "file_name"], as_dict=True)
	if not found:
		frappe.throw(_("Attach the delivered file to this register extract as a private file first."))
	path = Path(frappe.get_doc("File", found.name).get_full_path())
	if not path.is_file():
		frappe.throw(_("The file is no longer on the server. Attach the delivery again."))
	return DeliveredFile(path, found.file_name or path.name, _fingerprint(path))


def _fingerprint(path: Path) -> str:
	digest = hashlib.sha256()
	with path.open("rb") as file:
		while block := file.read(READ_AT_ONCE):
			digest.update(block)
	return digest.hexdigest()


class Delivery:
	"""The attached file of an extract, read as its format says. `with` holds what has been seen of it.

	Raises `frappe.ValidationError` with a clear message for a file that cannot be read as a whole.
	"""

	def __init__(self, extract: Document, content: Content, read_on: datetime):
		self.extract = extract
		self.content = content
		self.read_on = read_on
		self.file = delivered_file(extract)
		self.form: FileFormat = file_format_of(extract.file_format)
		self.facts: FileFacts = self._inspect()
		self.rules = number_rules(extract.office, self.form)
		self.known = KnownPeople(extract.office, extract.cohort)
		self.districts = districts_of(extract.office)

	def __enter__(self) -> "Delivery":
		self._seen = SeenNumbers().__enter__()
		self.protected = self._protected_anywhere()
		self._seen.__exit__(None, None, None)
		self._seen = SeenNumbers().__enter__()
		return self

	def _protected_anywhere(self) -> dict[str, ProtectionGrade]:
		"""Keyed hash to grade, of everyone whom any line protects: another line of theirs may say nothing of it."""
		self.protected: dict[str, ProtectionGrade] = {}
		rows = iter(read_rows(self.file.path, self.form, self.facts))
		found = {}
		while outcomes := self._next(rows):
			found |= {outcome.key: outcome.protected_as for outcome in outcomes if outcome.protected_as}
		return found

	def __exit__(self, *error) -> None:
		self._seen.__exit__(*error)

	def _inspect(self) -> FileFacts:
		with _in_plain_words():
			return inspect(self.file.path, self.form)

	def chunks(self, done: int = 0) -> Iterator[list[Outcome]]:
		"""Every row once, `CHUNK` at a time; the first `done` rows are read and left out."""
		rows = iter(read_rows(self.file.path, self.form, self.facts))
		count = 0
		while outcomes := self._next(rows):
			count += len(outcomes)
			if count > done:
				yield self.compared(outcomes[max(0, len(outcomes) - (count - done)) :])

	def _next(self, rows: Iterator[RegisterRow | UnreadableRow]) -> list[Outcome]:
		with _in_plain_words():  # a workbook may turn out to be broken in the midst of it
			return [self._outcome(row) for row in islice(rows, CHUNK)]

	def _outcome(self, row: RegisterRow | UnreadableRow) -> Outcome:
		if isinstance(row, UnreadableRow):
			hidden = not may_be_shown(row, self.form)
			problem = Problem("", messages.of_unreadable(row), row.texts, hidden)
			key = next(filter(None, map(key_in, row.texts)), "")
			return Outcome(row.line, key=key, problem=problem)
		checked = check_row(row, self.rules)
		repairs = tuple(
			(messages.column_of(repair), messages.of_repair(repair)) for repair in checked.repairs
		)
		if checked.person is None:
			problem = _problem(row, checked.rejected, checked.hidden)
			return Outcome(row.line, key=self._note(row), problem=problem, repairs=repairs)
		key = identity_hash(checked.person.identity_number)
		first = self._seen.first_line(key, row.line)
		if first != row.line:
			again = twice(row.line, first)
			grade = checked.person.protection if checked.person.is_protected else None
			problem = _problem(row, again, checked.hidden or key in self.protected)
			return Outcome(row.line, key=key, problem=problem, protected_as=grade)
		person = checked.person
		grade = person.protection if person.is_protected else None
		if grade is None and key in self.protected:
			person = person.protected_by(self.protected[key])
		return Outcome(row.line, key=key, person=person, protected_as=grade, repairs=repairs)

	def _note(self, row: RegisterRow) -> str:
		"""Somebody whose row is not taken is not gone from the file either."""
		key = key_in(row.get(Column.IDENTITY_NUMBER))
		if key:
			self._seen.note(key)
		return key

	def compared(self, outcomes: list[Outcome]) -> list[Outcome]:
		"""The same outcomes with what is stored of each person: one lookup for all of them."""
		known = self.known.by_key({outcome.key for outcome in outcomes if outcome.person})
		return [self._compare(outcome, known.get(outcome.key)) for outcome in outcomes]

	def _compare(self, outcome: Outcome, stored: Stored | None) -> Outcome:
		if outcome.person is None:
			return outcome
		change = change_of(outcome.person, stored, self.districts, self.read_on)
		return replace(outcome, change=change)

	def gone(self) -> Iterator[list[tuple[str, Gone]]]:
		"""After the last row: residents of the round whom a whole list does not have, page by page."""
		if self.content is not Content.WHOLE_LIST:
			return
		for page in self.known.pages_of_round():
			missing = self._seen.missing(page)
			yield [(key, page[key]) for key in sorted(missing)]


def key_in(text: str) -> str:
	"""The keyed hash of a number in a row that is not taken, right or wrong; empty when the cell has none."""
	try:
		number = parse_identity_number(text, allow_synthetic=True, check_digits=False, accept_2032=True)
	except IdentityNumberError:
		return ""
	return identity_hash(number.digits)


@contextmanager
def _in_plain_words() -> Iterator[None]:
	try:
		yield
	except RegisterFileError as error:
		frappe.throw(messages.of_file(error), title=_("The file cannot be imported"))


def _problem(row: RegisterRow, rejected: RejectedRow, hidden: bool) -> Problem:
	return Problem(messages.column_of(rejected), messages.of_rejected(rejected), row.texts, hidden)
