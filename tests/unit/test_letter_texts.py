"""The words of the papers: the same in every language, and nothing in braces but known fields."""

import string

import pytest

from senior_outreach.letters.formats import LANGUAGES
from senior_outreach.letters.texts import LETTER_FIELDS, UnknownField, fill, texts

FIELDS_OF_PAPERS = {"seniors", "companions", "total", "day", "count"}
FIELDS_OF_APPLICATION = {"office", "number", "municipality", "years", "ages", "year"}


def _shape(value):
	if isinstance(value, dict):
		return {key: _shape(part) for key, part in value.items()}
	return type(value).__name__ if isinstance(value, str) else len(value)


def _strings(value):
	if isinstance(value, str):
		yield value
	else:
		for part in value.values() if isinstance(value, dict) else value:
			yield from _strings(part)


def _names(text):
	return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things(language):
	assert _shape(dict(texts(language))) == _shape(dict(texts("nb")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_name_known_fields_only(language):
	sections = texts(language)
	assert set().union(*map(_names, _strings(sections["letter"]))) <= LETTER_FIELDS
	others = [text for key, section in sections.items() if key != "letter" for text in _strings(section)]
	assert set().union(*map(_names, others)) <= FIELDS_OF_PAPERS | FIELDS_OF_APPLICATION


def test_fill():
	assert fill("Ring {phone} {{nå}}", {"phone": "61 00"}) == "Ring 61 00 {nå}"
	assert fill("uten felt", {}) == "uten felt"


@pytest.mark.parametrize(
	"text",
	[
		"{unknown}",
		"{phone.real}",
		"{phone[0]}",
		"{phone!r}",
		"{phone:>9}",
		"{}",
		"{0}",
		"{phone",
		"phone}",
		"{{{phone:{phone}}}}",
	],
)
def test_anything_else_in_braces_is_an_error(text):
	with pytest.raises(UnknownField):
		fill(text, {"phone": "61 00"})


def test_a_value_is_never_read_as_a_text():
	assert fill("{phone}", {"phone": "{office}"}) == "{office}"


def test_no_other_language():
	with pytest.raises(ValueError, match="se"):
		texts("se")
