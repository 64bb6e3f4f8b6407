# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The words of the population register: status, sex, and both forms of marks for a protected address.

A supplier's own words come from the file format. What no word is known for is unknown, and an unknown mark of
protection counts as protected.
"""

import re
import unicodedata
from collections.abc import Iterable

from senior_outreach.population.register_file.columns import Column
from senior_outreach.population.register_file.file_formats import FileFormat, ProtectionMarks, same_word
from senior_outreach.population.rules import ProtectionGrade, RegisterStatus, Sex

_STATUS = {
	"bosatt": RegisterStatus.RESIDENT,
	"busett": RegisterStatus.RESIDENT,
	"død": RegisterStatus.DECEASED,
	"doed": RegisterStatus.DECEASED,
	"dod": RegisterStatus.DECEASED,
	"avdød": RegisterStatus.DECEASED,
	"utflyttet": RegisterStatus.MOVED_ABROAD,
	"utflytta": RegisterStatus.MOVED_ABROAD,
	"utvandret": RegisterStatus.MOVED_ABROAD,
	"utvandra": RegisterStatus.MOVED_ABROAD,
	"flyttet": RegisterStatus.MOVED,
	"flytta": RegisterStatus.MOVED,
	"forsvunnet": RegisterStatus.DISAPPEARED,
	"forsvunnen": RegisterStatus.DISAPPEARED,
	"ikkebosatt": RegisterStatus.NOT_RESIDENT,
	"ikkjebusett": RegisterStatus.NOT_RESIDENT,
	"inaktiv": RegisterStatus.INACTIVE,
	"midlertidig": RegisterStatus.TEMPORARY,
	"foedselsregistrert": RegisterStatus.BIRTH_REGISTERED,
	"fødselsregistrert": RegisterStatus.BIRTH_REGISTERED,
	"opphoert": RegisterStatus.CEASED,
	"opphørt": RegisterStatus.CEASED,
}
_GRADES = {
	"ugradert": ProtectionGrade.NONE,
	"0": ProtectionGrade.NONE,
	"klientadresse": ProtectionGrade.CLIENT_ADDRESS,
	"klie": ProtectionGrade.CLIENT_ADDRESS,
	"4": ProtectionGrade.CLIENT_ADDRESS,
	"kode4": ProtectionGrade.CLIENT_ADDRESS,
	"fortrolig": ProtectionGrade.CONFIDENTIAL,
	"fortruleg": ProtectionGrade.CONFIDENTIAL,
	"fortroligadresse": ProtectionGrade.CONFIDENTIAL,
	"spfo": ProtectionGrade.CONFIDENTIAL,
	"7": ProtectionGrade.CONFIDENTIAL,
	"kode7": ProtectionGrade.CONFIDENTIAL,
	"strengtfortrolig": ProtectionGrade.STRICTLY_CONFIDENTIAL,
	"strengtfortruleg": ProtectionGrade.STRICTLY_CONFIDENTIAL,
	"strengtfortroligadresse": ProtectionGrade.STRICTLY_CONFIDENTIAL,
	"spsf": ProtectionGrade.STRICTLY_CONFIDENTIAL,
	"6": ProtectionGrade.STRICTLY_CONFIDENTIAL,
	"kode6": ProtectionGrade.STRICTLY_CONFIDENTIAL,
}
_SEXES = {
	"k": Sex.FEMALE,
	"kvinne": Sex.FEMALE,
	"f": Sex.FEMALE,
	"female": Sex.FEMALE,
	"m": Sex.MALE,
	"mann": Sex.MALE,
	"male": Sex.MALE,
}

_OTHER_SIGNS = re.compile(r"[\W_]+")
_BETWEEN_CELLS = " | "
_PROTECTED = (
	(ProtectionGrade.STRICTLY_CONFIDENTIAL, r"\bstrengt ?fortr[ou]l[ie]g|\bkode ?6\b|\bspsf\b"),
	(ProtectionGrade.CONFIDENTIAL, r"\bfortr[ou]l[ie]g adr|\bkode ?7\b|\bspfo\b"),
	(ProtectionGrade.CLIENT_ADDRESS, r"\bklient ?adr|\bkode ?4\b|\bklie\b"),
	(
		ProtectionGrade.UNKNOWN,
		r"\b(?:hemmel[ie]g|sperret|sperra|skjult|skjermet|skjerma|gradert|beskyttet|verna) adr|\badresse ?sperr",
	),
)
_MARKS = tuple((grade, re.compile(pattern)) for grade, pattern in _PROTECTED)
_LONE_MARK = re.compile(
	r"(?:^|\| )(?:hemmel[ie]g|fortr[ou]l[ie]g|sperret|sperra|skjult|skjermet|gradert)(?: \||$)"
)


def read_register_status(text: str, form: FileFormat | None = None) -> RegisterStatus | None:
	"""The register's word for a person's status; `None` when it is not one of them."""
	own = _own_word(Column.STATUS, text, form)
	return RegisterStatus(own) if own else _STATUS.get(_key(text))


def read_sex(text: str, form: FileFormat | None = None) -> Sex | None:
	own = _own_word(Column.SEX, text, form)
	return Sex(own) if own else _SEXES.get(_key(text))


def read_protection(text: str, cells: Iterable[str] = (), form: FileFormat | None = None) -> ProtectionGrade:
	"""The protection grade of an address. Fails closed: empty or unknown counts as protected.

	Older extracts write words such as `HEMMELIG ADRESSE` in place of the address; whatever the grade says, such
	words in any of the `cells` protect. An empty grade means none only where the format says that words are used.
	"""
	grade = _grade(text, form)
	if grade in (ProtectionGrade.NONE, ProtectionGrade.UNKNOWN):
		return protection_in_words(cells) or grade
	return grade


def _grade(text: str, form: FileFormat | None) -> ProtectionGrade:
	own = _own_word(Column.PROTECTION, text, form)
	if own:
		return ProtectionGrade(own)
	if not text.strip() and form and form.marks is ProtectionMarks.WORDS:
		return ProtectionGrade.NONE
	return _GRADES.get(_key(text), ProtectionGrade.UNKNOWN)


def protection_in_words(cells: Iterable[str]) -> ProtectionGrade | None:
	"""The grade that words in place of an address tell; `None` without such words."""
	text = _BETWEEN_CELLS.join(_words(cell) for cell in cells)
	found = next((grade for grade, pattern in _MARKS if pattern.search(text)), None)
	return found or (ProtectionGrade.UNKNOWN if _LONE_MARK.search(text) else None)


def says_unprotected(cells: Iterable[str], form: FileFormat) -> bool:
	"""Whether cells are free to be shown when it is not known which column is which.

	Fails closed: one of them has to say so in a word, unless the format says that only words protect.
	"""
	cells = tuple(cells)
	if protection_in_words(cells):
		return False
	return form.marks is ProtectionMarks.WORDS or any(_says_none(cell, form) for cell in cells)


def _says_none(cell: str, form: FileFormat) -> bool:
	"""A number may mean anything in another column, so it says nothing."""
	word = any(sign.isalpha() for sign in cell)
	return word and len(cell) > 1 and _grade(cell, form) is ProtectionGrade.NONE


def _own_word(column: Column, text: str, form: FileFormat | None) -> str:
	"""What the supplier means by a word; empty when the format does not name it."""
	if not form or not form.values:
		return ""
	wanted = same_word(text)
	return next(
		(value.means for value in form.values if value.column is column and same_word(value.text) == wanted),
		"",
	)


def _words(text: str) -> str:
	return _OTHER_SIGNS.sub(" ", unicodedata.normalize("NFC", text).casefold()).strip()


def _key(text: str) -> str:
	return _words(text).replace(" ", "")
