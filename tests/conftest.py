"""What all three tiers share: their order, their marks, and the served copy of the test site.

Nothing here imports frappe: tests/unit runs without it.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.copies import served_copy
from tests.served import Served

TIERS = ("unit", "site", "browser")
HERE = Path(__file__).parent


def tier_of(path: Path) -> str:
	return path.relative_to(HERE).parts[0] if HERE in path.parents else ""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
	"""Quick tests first; within a tier the order of files and functions stays."""
	order = {tier: place for place, tier in enumerate(TIERS)}
	items.sort(key=lambda item: order.get(tier_of(item.path), len(TIERS)))
	for item in items:
		if tier_of(item.path) in TIERS:
			item.add_marker(tier_of(item.path))


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
	"""A copy of the test site with the records of tests/dataset.py committed, served over HTTP.

	The test site itself is never written to: the copy is dropped when the tests end, and made anew next time.
	"""
	with served_copy(os.environ.get("SENIOR_OUTREACH_TEST_SITE") or os.environ["DEVBENCH_SITE"]) as copy:
		yield copy


def pytest_report_header() -> str:
	site = os.environ.get("SENIOR_OUTREACH_TEST_SITE") or os.environ.get(
		"DEVBENCH_SITE", "none: use bin/test"
	)
	return f"site: {json.dumps(site)}"
