# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The change set of a delivery: what accepting it would do, row by row. Looking at it writes nothing."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import frappe
from frappe import _

from senior_outreach.population.delivery.compare import Change, ChangeKind, FieldChange
from senior_outreach.population.delivery.outcomes import Delivery, Outcome
from senior_outreach.population.delivery.writing import reason_of
from senior_outreach.population.seniors.following import birth_years_of

PAGE = 50
PROBLEM, REPAIRED, GONE = "Problem", "Repaired", "Gone"
LISTED = (ChangeKind.NEW.value, ChangeKind.CHANGED.value, ChangeKind.SAME.value, GONE, PROBLEM, REPAIRED)
"""The lists of the review; a row whose stored values are newer stands among the same ones."""


@dataclass
class ChangeSet:
	"""Counts of everything, the entries of one page of each list, and a token for exactly this change set.

	Protected people are counted in `by_hand` and are in no list. `protected_lines` are the lines of those who
	become protected by accepting it.
	"""

	counts: Counter[str] = field(default_factory=Counter)
	entries: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
	protected_lines: list[int] = field(default_factory=list)
	token: str = ""


class Reviewer:
	"""Reads a delivery to its end and keeps no more of it than the pages that were asked for."""

	def __init__(self, delivery: Delivery, starts: dict[str, int] | None = None):
		self.delivery = delivery
		self.starts = starts or {}
		self.found = ChangeSet(entries={name: [] for name in LISTED})
		self.listed: Counter[str] = Counter()
		self.digest = hashlib.sha256()
		self.birth_years = birth_years_of(delivery.extract.cohort)

	def review(self) -> ChangeSet:
		self._sign(self.delivery.file.fingerprint, self.delivery.content.value, str(self.delivery.read_on))
		for chunk in self.delivery.chunks():
			for outcome in chunk:
				self._add(outcome)
		for page in self.delivery.gone():
			for key, gone in page:
				self._sign(GONE, key)
				self.found.counts[GONE] += 1
				if gone.is_hidden:
					self.found.counts["by_hand"] += 1
				else:
					self._list(GONE, {"name": gone.name, "birth_date": gone.birth_date})
		self.found.token = self.digest.hexdigest()
		return self.found

	def _add(self, outcome: Outcome) -> None:
		self.found.counts["rows"] += 1
		if outcome.problem:
			self._sign(outcome.line, PROBLEM)
			self.found.counts[PROBLEM] += 1
			entry = {"line": outcome.line, "column": outcome.problem.column, "text": outcome.problem.reason}
			self._list(PROBLEM, entry)
			return
		self._add_change(outcome)
		for column, text in outcome.repairs:
			self.found.counts[REPAIRED] += 1
			self._list(REPAIRED, {"line": outcome.line, "column": column, "text": text})

	def _add_change(self, outcome: Outcome) -> None:
		line, change = outcome.line, outcome.change
		self._sign(line, change.kind, *(f"{field.field}:{field.old}>{field.new}" for field in change.fields))
		self.found.counts[change.kind.value] += 1
		if change.is_hidden:
			self.found.counts["by_hand"] += 1
			if change.stored is None or not change.stored.values.handle_by_hand:
				self.found.protected_lines.append(line)
			return
		name = ChangeKind.SAME.value if change.kind is ChangeKind.OLDER else change.kind.value
		if self._is_on_page(name):
			self.found.entries[name].append(self._entry(line, change))
		self.listed[name] += 1

	def _entry(self, line: int, change: Change) -> dict[str, Any]:
		reason = reason_of(change.values, self.birth_years)
		values = change.values
		return {
			"line": line,
			"name": change.person.name.full,
			"birth_date": values.birth_date,
			"place": " ".join(filter(None, (values.postal_code, values.city))),
			"reason": _(reason.value) if reason else "",
			"note": _note(change),
			"fields": [] if change.stored is None else [_shown(field) for field in change.fields],
		}

	def _list(self, name: str, entry: dict[str, Any]) -> None:
		if self._is_on_page(name):
			self.found.entries[name].append(entry)
		self.listed[name] += 1

	def _is_on_page(self, name: str) -> bool:
		start = self.starts.get(name, 0)
		return start <= self.listed[name] < start + PAGE

	def _sign(self, *parts: object) -> None:
		self.digest.update("\t".join(map(str, parts)).encode() + b"\n")


def _note(change: Change) -> str:
	if change.kind is ChangeKind.OLDER:
		return _("What is stored is newer than this delivery and stays.")
	if change.kind is ChangeKind.NEW and change.stored:
		return _("Known from before, new in this round.")
	if change.stored and change.stored.values.handle_by_hand:
		return _("The address is no longer protected.")
	return ""


def _shown(change: FieldChange) -> dict[str, Any]:
	"""Old and new as people read them; words of the register are translated."""
	df = frappe.get_meta("Senior").get_field(change.field)
	is_word = df.fieldtype == "Select"
	old, new = (_(str(value)) if is_word and value else value for value in (change.old, change.new))
	return {"label": _(df.label), "old": old, "new": new, "fieldtype": df.fieldtype}
