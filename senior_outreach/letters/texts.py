# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The words of the papers, one file for each language, with `{names}` of known fields and nothing else.

A text can hold no code: a name that is not known, an index, an attribute or a format is an error before
anything is printed, never an empty hole in a letter. Needs no site.
"""

import string
import tomllib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from senior_outreach.letters.formats import LANGUAGES
from senior_outreach.letters.rendering import TEMPLATES

LETTER_FIELDS = frozenset(
	{"office", "unit", "age", "year", "answer_by", "phone", "opening_hours", "reply_page"}
)
"""What a text of the letter may name. They are the same for everybody in a run: a letter's personal part is
the address, the code and the QR code only."""


class UnknownField(ValueError):
	"""A text names something that is not a known field."""


@cache
def texts(language: str) -> Mapping[str, Any]:
	"""The sections of one language's file. `ValueError` for a language that has none."""
	if language not in LANGUAGES:
		raise ValueError(f"no texts in the language {language!r}")
	with (TEMPLATES / f"texts.{language}.toml").open("rb") as file:
		return MappingProxyType(tomllib.load(file))


def fill(text: str, values: Mapping[str, str]) -> str:
	"""Put `values` into the `{names}` of a text. Raises `UnknownField` for anything else in braces."""
	parts = []
	for literal, name, form, conversion in _pieces(text):
		parts.append(literal)
		if name is None:
			continue
		if name not in values or form or conversion:
			raise UnknownField(name)
		parts.append(str(values[name]))
	return "".join(parts)


def _pieces(text: str) -> list[tuple[str, str | None, str | None, str | None]]:
	try:
		return list(string.Formatter().parse(text))
	except ValueError as error:
		raise UnknownField(text) from error
