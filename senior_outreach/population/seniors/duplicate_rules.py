# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Which entries may be the same person: names and addresses in a normal form, pairs by key. Needs no site."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations

OWN_LETTERS = {"ä": "æ", "ö": "ø"}
"""How neighbours write letters of the Norwegian alphabet; every other mark on a letter is left out."""
KEPT = frozenset("åæø")
MOST_WORDS = 6
"""More words of a name are not taken apart: each one doubles the combinations."""
FEWEST_WORDS = 2
MOST_PAIRED = 20
"""So many entries with one name are compared each with each; of more, all with the first."""


class Decision(StrEnum):
	SAME_PERSON = "Same Person"
	DIFFERENT_PEOPLE = "Different People"


class Because(StrEnum):
	"""Why an entry is asked about. A number is stored once in an office, so it tells of a new entry only."""

	SAME_NUMBER = "Same Number"
	NAME_AND_BIRTH_DATE = "Same Name and Birth Date"
	NAME_AND_ADDRESS = "Same Name and Address"


@dataclass(frozen=True)
class Entry:
	"""One senior as the search for duplicates needs it. `household_key` is empty without an address."""

	senior: str
	name: str
	birth_date: date | None
	household_key: str = ""


@dataclass(frozen=True)
class Pair:
	"""Two entries that may be one person; `first` stands before `second` in the order of their names."""

	first: str
	second: str
	because: Because


def name_words(name: str) -> frozenset[str]:
	"""A name without case, accents, hyphens, initials and the order of its words.

	å, æ and ø are letters of their own: Pål is not Pal.
	"""
	plain = "".join(_plain_letter(letter) for letter in unicodedata.normalize("NFC", name).casefold())
	words = re.findall(r"[^\W_]+", plain)
	return frozenset(word for word in words if len(word) > 1) or frozenset(words)


def _plain_letter(letter: str) -> str:
	letter = OWN_LETTERS.get(letter, letter)
	if letter in KEPT:
		return letter
	return "".join(mark for mark in unicodedata.normalize("NFD", letter) if not unicodedata.combining(mark))


def address_text(*lines: str | None) -> str:
	"""An address without case, needless spaces, commas and full stops; `12 B` is `12b`."""
	text = " ".join(filter(None, lines)).casefold()
	text = " ".join(re.sub(r"[.,;]", " ", text).split())
	return re.sub(r"(?<=\d) (?=[a-zæøå]\b)", "", text)


def pairs_of(entries: Collection[Entry], decided: Collection[frozenset[str]] = ()) -> list[Pair]:
	"""Every two entries that may be one person, each pair once, without those somebody has decided about.

	Same birth date, and one name has all words of the other: a register leaves out a middle name. Or the same
	name at the same address. Entries are grouped by key, so the work grows with their number and no faster.
	"""
	words = {entry.senior: name_words(entry.name) for entry in entries}
	found: dict[frozenset[str], Because] = {}
	for kind, candidates in (
		(Because.NAME_AND_BIRTH_DATE, _by_birth_date(entries, words)),
		(Because.NAME_AND_ADDRESS, _by_address(entries, words)),
	):
		for pair in candidates:
			found.setdefault(frozenset(pair), kind)
	for pair in decided:
		found.pop(pair, None)
	return sorted(
		(Pair(*sorted(pair), because) for pair, because in found.items()),
		key=lambda pair: (pair.first, pair.second),
	)


def matches_of(entry: Entry, others: Iterable[Entry]) -> dict[str, Because]:
	"""Those of `others` who may be the same person as one new entry, by the same rules."""
	words = name_words(entry.name)
	found = {}
	for other in others:
		theirs = name_words(other.name)
		if entry.birth_date == other.birth_date and _is_same_name(words, theirs):
			found[other.senior] = Because.NAME_AND_BIRTH_DATE
		elif words and words == theirs and entry.household_key and entry.household_key == other.household_key:
			found[other.senior] = Because.NAME_AND_ADDRESS
	return found


def _is_same_name(words: frozenset[str], others: frozenset[str]) -> bool:
	if words == others:
		return bool(words)
	return (words < others or others < words) and min(len(words), len(others)) >= FEWEST_WORDS


def _by_birth_date(entries: Iterable[Entry], words: dict[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
	same: dict[tuple[date, frozenset[str]], list[str]] = defaultdict(list)
	for entry in entries:
		if entry.birth_date and words[entry.senior]:
			same[entry.birth_date, words[entry.senior]].append(entry.senior)
	yield from _pairs_in(same)
	for (birth_date, longer), seniors in same.items():
		for shorter in _shorter_names(longer):
			if others := same.get((birth_date, shorter)):
				yield from (
					(senior, other) for senior in seniors[:MOST_PAIRED] for other in others[:MOST_PAIRED]
				)


def _by_address(entries: Iterable[Entry], words: dict[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
	same: dict[tuple[str, frozenset[str]], list[str]] = defaultdict(list)
	for entry in entries:
		if entry.household_key and words[entry.senior]:
			same[entry.household_key, words[entry.senior]].append(entry.senior)
	yield from _pairs_in(same)


def _pairs_in(groups: dict[Hashable, list[str]]) -> Iterator[tuple[str, str]]:
	for seniors in groups.values():
		if len(seniors) <= MOST_PAIRED:
			yield from combinations(seniors, 2)
		else:
			yield from ((seniors[0], other) for other in seniors[1:])


def _shorter_names(words: frozenset[str]) -> Iterator[frozenset[str]]:
	"""The names this one may have been shortened to."""
	if len(words) <= MOST_WORDS:
		for length in range(FEWEST_WORDS, len(words)):
			yield from map(frozenset, combinations(sorted(words), length))
