"""Norwegian is complete: every text of the app, and the CSV files as the po files say."""

import pytest

from devbench import app_strings, translations
from devbench.app_strings import Message
from devbench.translations import Folders, csv_of, examine, read_texts, same_parts, write_texts
from tests.checks.files import APP

FOLDERS = Folders(APP)
HINT = "run bin/translations, translate what is empty in senior_outreach/locale/, and run it again"


@pytest.fixture(scope="module")
def findings():
	return translations.findings(FOLDERS)


@pytest.mark.parametrize("language", translations.LANGUAGES)
@pytest.mark.parametrize("kind", translations.WORDS)
def test_every_text_is_translated_once_and_whole(findings, language: str, kind: str):
	assert not getattr(findings[language], kind), f"{translations.WORDS[kind]}: {HINT}"


def test_the_csv_files_are_made_from_the_po_files():
	assert not translations.stale_files(FOLDERS), HINT


def test_nynorsk_is_not_bokmaal():
	bokmaal, nynorsk = (read_texts(FOLDERS.po(language)) for language in translations.LANGUAGES)
	long = [message for message in bokmaal if len(message.text.split()) > 8]
	same = [message.text for message in long if bokmaal[message] == nynorsk[message]]
	assert len(same) < len(long) / 20, same


@pytest.mark.parametrize(
	("source", "expected"),
	[
		('_("One" " text")', [Message("One text")]),
		('_("Open", context="Verb")', [Message("Open", "Verb")]),
		('_(name) + gettext("No")', []),
		('class A(StrEnum):\n\tSHOWN = "Not Reached"\n\tINNER = "not sent"', [Message("Not Reached")]),
	],
)
def test_texts_in_python(source: str, expected: list[Message]):
	assert list(app_strings.in_python(source)) == expected


@pytest.mark.parametrize(
	("source", "expected"),
	[
		('__("One" + " text", [count])', [Message("One text")]),
		('__("{0} of {1}", [__("Inner"), b])', [Message("{0} of {1}"), Message("Inner")]),
		('__("Open", null, "Verb")', [Message("Open", "Verb")]),
		('__(doc.mark || "Not marked")', [Message("Not marked")]),
		('`<b>${__("Bold")}</b>`', [Message("Bold")]),
		('// __("Comment")\n__(value)', []),
	],
)
def test_texts_in_scripts(source: str, expected: list[Message]):
	assert list(app_strings.in_script(source)) == expected


def test_texts_in_templates():
	assert list(app_strings.in_template('{{ _("Hello, {0}!").format(x) | e }}')) == [Message("Hello, {0}!")]


def test_texts_in_records():
	doctype = """{"doctype": "DocType", "name": "Visit", "module": "M", "fields": [
		{"fieldtype": "Select", "label": "Kind", "options": "\\nFirst\\nSecond", "description": "Why"},
		{"fieldtype": "Link", "label": "To", "options": "Senior"}], "permissions": [{"role": "Caller"}]}"""
	texts = {message.text for message in app_strings.in_record(doctype)}
	assert texts == {"Visit", "M", "Kind", "Why", "First", "Second", "To", "Caller"}
	workspace = """{"doctype": "Workspace", "label": "Home", "links": [{"label": "Card"}],
		"content": "[{\\"type\\": \\"header\\", \\"data\\": {\\"text\\": \\"Head\\"}}]"}"""
	assert [message.text for message in app_strings.in_record(workspace)] == ["Home", "Card", "Head"]


@pytest.mark.parametrize(
	("text", "translation"),
	[("{0} of {1}", "{0} av"), ("<b>Head</b>", "Overskrift"), ("Name ", "Navn"), ("Name", "{0}")],
)
def test_a_lost_part_is_found(text: str, translation: str):
	assert not same_parts(Message(text), translation)


def test_what_is_wrong_is_named():
	sources = {Message("New"): [], Message("Kept"): []}
	found = examine(sources, {Message("Kept"): "Beholdt", Message("Gone"): "Borte"}, {Message("New"): "Ny"})
	assert (found.missing, found.unused) == ([Message("New")], [Message("Gone")])
	assert found.double == [Message("New")]


def test_a_po_file_is_read_as_it_was_written(tmp_path):
	texts = {
		Message('Say "no", please\nand wait'): "Si «nei»",
		Message("Open", "Verb"): "Åpne",
		Message("x"): "",
	}
	write_texts(tmp_path / "nb.po", "nb", texts, {Message("x"): ["app/with space.py"]})
	assert read_texts(tmp_path / "nb.po") == texts
	assert csv_of(texts).splitlines()[0] == "Open,Åpne,Verb"
