# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Who waits for whom when many answer at once.

Everything that enters answers or works calls takes the locks in one order: the round, then the invitation, then
its call, then the meeting. The round comes first because Frappe reads the rows of a child table with a lock when
it saves; where there are no rows yet MariaDB locks the gap, and two people adding their first answer would each
wait for the other's gap.
"""

import random
import time
from collections.abc import Callable
from typing import TypeVar

import frappe

TRIES = 4
LONGEST_PAUSE = 0.1
Result = TypeVar("Result")


def lock_round(cohort: str) -> None:
	"""Hold the answers of a round until the end of the transaction."""
	frappe.db.get_value("Cohort", cohort, "name", for_update=True)


def with_lock(query):
	"""The query with a lock on its rows; SQLite has one writer at a time and knows no such lock."""
	return query if frappe.db.db_type == "sqlite" else query.for_update()


def with_retry(work: Callable[[], Result]) -> Result:
	"""Run `work`, from the start of the transaction again when the database gave it up for another one.

	For the outermost function of a request only: the rollback takes back everything the request has done.
	"""
	for _attempt in range(TRIES - 1):
		try:
			return work()
		except frappe.QueryDeadlockError:
			frappe.db.rollback()
			time.sleep(random.uniform(0, LONGEST_PAUSE))  # noqa: S311 - so that two do not meet again
	return work()
