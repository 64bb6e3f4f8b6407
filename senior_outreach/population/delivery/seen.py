# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Which numbers of a delivery have been met already, and on which line.

Kept in a temporary database on disk, so that memory does not grow with the delivery. It holds keyed hashes
only and is gone when it is closed. Needs no site.
"""

import sqlite3
from collections.abc import Iterable
from types import TracebackType

ON_DISK = ""
"""SQLite's name for a private temporary database."""


class SeenNumbers:
	"""`with SeenNumbers() as seen:` remembers the first line of every key."""

	def __enter__(self) -> "SeenNumbers":
		self._connection = sqlite3.connect(ON_DISK, isolation_level=None)
		self._connection.execute("pragma synchronous = off")
		self._connection.execute("create table seen (key text primary key, line integer) without rowid")
		self._connection.execute("create table noted (key text primary key) without rowid")
		self._connection.execute("begin")
		return self

	def __exit__(
		self,
		kind: type[BaseException] | None,
		error: BaseException | None,
		trace: TracebackType | None,
	) -> None:
		self._connection.close()

	def first_line(self, key: str, line: int) -> int:
		"""The line on which `key` came first; `line` itself when this is the first time."""
		added = self._connection.execute("insert or ignore into seen values (?, ?)", (key, line)).rowcount
		if added:
			return line
		return self._connection.execute("select line from seen where key = ?", (key,)).fetchone()[0]

	def note(self, key: str) -> None:
		"""The delivery names this person, on a line that was not taken."""
		self._connection.execute("insert or ignore into noted values (?)", (key,))

	def missing(self, keys: Iterable[str]) -> set[str]:
		"""Those of `keys` that the delivery does not have, not even on a line that was not taken."""
		return {key for key in keys if not self._has(key)}

	def _has(self, key: str) -> bool:
		query = "select 1 from seen where key = ? union select 1 from noted where key = ?"
		return self._connection.execute(query, (key, key)).fetchone() is not None
