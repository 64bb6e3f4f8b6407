# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Counting wrong reply codes, so that nobody can try them out by machine.

Frappe's own limiter trusts an address the client sends, and on older versions shares its counters between the
sites of a bench. This one counts per first group of the code and over all. A right code is let through as
long as its own group is not blocked, so a flood of wrong ones shuts nobody out before the overall limit.
"""

import time

import frappe
from redis.exceptions import RedisError

WINDOW_SECONDS = 600
PER_PREFIX = 20
OVERALL = 2000
"""Many more than a round has people, few enough that a code (2 ** 54) is out of reach."""


def is_blocked(prefix: str) -> bool:
	"""Whether this group of codes has been tried wrongly too often in the last minutes."""
	return _count(prefix) >= PER_PREFIX


def is_flooded() -> bool:
	"""Whether all wrong tries together are too many; asked after a wrong code, so that a right one still works."""
	return _count("all") > OVERALL


def count_wrong(prefix: str) -> None:
	"""Remember one wrong try; without Redis nothing is counted, the length of the code protects alone."""
	for bucket in (prefix, "all"):
		try:
			key = _key(bucket)
			frappe.cache.incrby(key, 1)
			frappe.cache.expire(key, 2 * WINDOW_SECONDS)
		except RedisError:
			return


def _count(bucket: str) -> int:
	try:
		return int(frappe.cache.get(_key(bucket)) or 0)
	except RedisError:
		return 0


def _key(bucket: str) -> bytes:
	"""The window stands in the key: a counter that never got its expiry still ends with its window."""
	return frappe.cache.make_key(f"outreach-reply:{bucket}:{int(time.time() // WINDOW_SECONDS)}")
