# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The starting content, read from the files beside this one."""

import json
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def meeting_topics() -> list[dict]:
	"""Topics of a group meeting with their questions (handbook, core areas and examples of questions)."""
	return _read("meeting_topics.json")


@cache
def preventive_offers() -> list[dict]:
	"""Offers to point people to (handbook, follow-up; service description of home health services)."""
	return _read("preventive_offers.json")


@cache
def home_visit_themes() -> tuple[str, ...]:
	"""What a home visit may be about, to prepare it by (ministry circular on preventive home visits, section 4)."""
	return tuple(_read("home_visit_themes.json"))


def _read(name: str) -> list:
	return json.loads((FOLDER / name).read_text(encoding="utf-8"))
