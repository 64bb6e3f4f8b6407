"""bin/translations: the app's texts, their Norwegian in locale/*.po, and the CSV files that Frappe reads.

The po files are where people translate. `nb.po` and `nn.po` have the words of the app; `frappe.nb.po` and
`frappe.nn.po` have words of Frappe's own desk, which has no Bokmål and no Nynorsk of its own. Every supported
Frappe reads CSV and only some read po, so the CSV files are made from the po files and committed with them.
Needs Babel and Jinja, so it runs on the Python of the bench.
"""

import argparse
import csv
import io
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from devbench.app_strings import TAG, Message, collect, order
from devbench.settings import APP, CHECKOUT

LANGUAGES = {"nb": ("nb", "no"), "nn": ("nn",)}
"""Which CSV files a language goes to: the Norwegian that Frappe knows is called `no`, and is Bokmål."""

PLACEHOLDER = re.compile(r"\{\w*\}|%\(\w+\)s|%s")
HEADER = "# {language} texts of {whose}. The CSV files in translations/ are made from this: bin/translations"


@dataclass(frozen=True)
class Folders:
	app: Path = CHECKOUT / APP

	def po(self, language: str, whose: str = "") -> Path:
		return self.app / "locale" / f"{whose}{language}.po"

	def csv(self, code: str) -> Path:
		return self.app / "translations" / f"{code}.csv"


@dataclass
class Findings:
	"""What is wrong with the translations of one language."""

	missing: list[Message] = field(default_factory=list)
	unused: list[Message] = field(default_factory=list)
	broken: list[Message] = field(default_factory=list)
	double: list[Message] = field(default_factory=list)

	def __bool__(self) -> bool:
		return any((self.missing, self.unused, self.broken, self.double))


Texts = dict[Message, str]


def read_texts(path: Path) -> Texts:
	"""What is translated, as it stands in a po file; entries marked fuzzy are guesses and do not count."""
	if not path.is_file():
		return {}
	with path.open("rb") as file:
		catalog = read_po(file)
	entries = [each for each in catalog if each.id]
	return {Message(each.id, each.context): "" if each.fuzzy else each.string for each in entries}


def write_texts(path: Path, language: str, texts: Mapping[Message, str], places: Mapping) -> None:
	"""Sorted by the text, with files but no line numbers: only a real change shows in a diff."""
	whose = "Frappe's desk" if path.name.startswith("frappe.") else "the app"
	header = HEADER.format(language={"nb": "Bokmål", "nn": "Nynorsk"}[language], whose=whose)
	catalog = Catalog(locale=language, header_comment=header, fuzzy=False, charset="utf-8")
	for message in sorted(texts, key=order):
		where = [(place, None) for place in places.get(message, ())]
		catalog.add(message.text, texts[message], locations=where, context=message.context)
	buffer = io.BytesIO()
	write_po(buffer, catalog, width=0, omit_header=True)
	head = f'{header}\nmsgid ""\nmsgstr ""\n"Language: {language}\\n"\n'
	head += '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n\n'
	path.write_bytes(head.encode() + buffer.getvalue().strip() + b"\n")


def csv_of(texts: Mapping[Message, str]) -> str:
	"""Source, translation, context: what frappe.translate reads."""
	buffer = io.StringIO()
	writer = csv.writer(buffer, lineterminator="\n")
	for message in sorted(texts, key=order):
		if texts[message]:
			writer.writerow([message.text, texts[message], message.context or ""])
	return buffer.getvalue()


def all_texts(folders: Folders, language: str) -> Texts:
	"""Ours win over Frappe's, should a word be in both."""
	return read_texts(folders.po(language, "frappe.")) | read_texts(folders.po(language))


def examine(sources: Mapping[Message, object], ours: Texts, frappes: Texts) -> Findings:
	return Findings(
		missing=[message for message in sources if not ours.get(message)],
		unused=[message for message in ours if message not in sources],
		broken=[
			message
			for texts in (ours, frappes)
			for message in texts
			if not same_parts(message, texts[message])
		],
		double=[message for message in frappes if message in sources or not frappes[message]],
	)


def same_parts(message: Message, translation: str) -> bool:
	"""Placeholders, tags and outer white space are parts that a translation keeps; once is enough for a placeholder."""
	return not translation or _parts(message.text) == _parts(translation)


def _parts(text: str) -> tuple:
	outer = (text[:1].isspace(), text[-1:].isspace())
	return set(PLACEHOLDER.findall(text)), sorted(TAG.findall(text)), outer


def update(folders: Folders) -> list[str]:
	"""New texts get an empty translation, texts that are gone go, and the CSV files are written anew.

	Gives back what was taken out: a text that was only reworded can often keep its translation.
	"""
	sources = collect(folders.app)
	gone: list[str] = []
	for language, codes in LANGUAGES.items():
		ours = read_texts(folders.po(language))
		frappes = read_texts(folders.po(language, "frappe."))
		gone += [f"{language}: taken out: {each.text} = {ours[each]}" for each in ours if each not in sources]
		texts = {message: ours.get(message) or frappes.get(message, "") for message in sources}
		write_texts(folders.po(language), language, texts, sources)
		rest = {message: text for message, text in frappes.items() if message not in sources}
		write_texts(folders.po(language, "frappe."), language, rest, {})
		for code in codes:
			folders.csv(code).write_text(csv_of(all_texts(folders, language)))
	return gone


def stale_files(folders: Folders) -> list[Path]:
	return [
		folders.csv(code)
		for language, codes in LANGUAGES.items()
		for code in codes
		if not folders.csv(code).is_file()
		or folders.csv(code).read_text() != csv_of(all_texts(folders, language))
	]


def findings(folders: Folders) -> dict[str, Findings]:
	sources = collect(folders.app)
	return {
		language: examine(
			sources, read_texts(folders.po(language)), read_texts(folders.po(language, "frappe."))
		)
		for language in LANGUAGES
	}


WORDS = {
	"missing": "not translated",
	"unused": "in the po file only",
	"broken": "placeholder, tag or white space differs",
	"double": "in frappe.*.po, but the app has it too, or it is empty",
}


def report(folders: Folders) -> list[str]:
	lines = [
		f"{language}: {what}: {message.text}" + (f" [{message.context}]" if message.context else "")
		for language, found in findings(folders).items()
		for kind, what in WORDS.items()
		for message in getattr(found, kind)
	]
	return lines + [
		f"{path.name} differs from the po files; run bin/translations" for path in stale_files(folders)
	]


def main(arguments: list[str]) -> int:
	parser = argparse.ArgumentParser(
		prog="bin/translations",
		description="Bring locale/*.po and translations/*.csv up to date with the app, and tell what is missing.",
		epilog="The exit code is 1 when something is left to do.",
	)
	parser.add_argument("--check", action="store_true", help="write nothing")
	options = parser.parse_args(arguments)
	folders = Folders()
	gone = [] if options.check else update(folders)
	lines = report(folders)
	counts = ", ".join(
		f"{code} {len(read_texts(folders.po(code)))} + {len(read_texts(folders.po(code, 'frappe.')))} of Frappe"
		for code in LANGUAGES
	)
	sys.stdout.write("\n".join([*gone, *lines, f"texts: {counts}; to do: {len(lines)}"]) + "\n")
	return 1 if lines else 0


if __name__ == "__main__":
	sys.exit(main(sys.argv[1:]))
