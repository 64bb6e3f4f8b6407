# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The fast way to print a run: shared pages laid out once, a thin personal layer on top. Needs no site.

In the shared pages the personal pieces are empty boxes of a fixed size. WeasyPrint tells where the boxes
came to stand; a second, small document prints the pieces there; in the PDF every sheet of it first draws the
shared page, which is in the file once.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
	ArrayObject,
	DecodedStreamObject,
	DictionaryObject,
	NameObject,
	PdfObject,
)

from senior_outreach.letters.letter import Letter, LetterText, PersonalLayer
from senior_outreach.letters.rendering import layout_pdf, render_html, render_pdf

SHEETS_PER_DOCUMENT = 400
SLOT = "slot-"
TEMPLATE = "letter_layers.html"

Places = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SharedPages:
	"""What all letters of one text have in common: the pages, and for each page where the pieces go."""

	number: int
	pdf: bytes
	places: tuple[Places, ...]


@dataclass(frozen=True)
class Sheet:
	"""One page of one letter: the shared page `form` below, the pieces at `places` above."""

	form: str
	places: Places
	person: PersonalLayer
	large_print: bool


def print_layered(letters: Sequence[Letter], html_of: Callable[[Letter], str]) -> bytes:
	"""One PDF of all letters in order. `html_of` gives the document of one letter without a person."""
	shared = _shared_pages(letters, html_of)
	sheets = [sheet for letter in letters for sheet in _sheets(letter, shared[_kind(letter)])]
	writer = PdfWriter()
	forms = {name: form for pages in shared.values() for name, form in _forms(pages, writer)}
	for start in range(0, len(sheets), SHEETS_PER_DOCUMENT):
		_add(sheets[start : start + SHEETS_PER_DOCUMENT], letters[0].text, forms, writer)
	printed = io.BytesIO()
	writer.write(printed)
	return printed.getvalue()


def _kind(letter: Letter) -> tuple[str, bool]:
	return letter.text.language, letter.large_print


def _shared_pages(
	letters: Sequence[Letter], html_of: Callable[[Letter], str]
) -> dict[tuple[str, bool], SharedPages]:
	shared: dict[tuple[str, bool], SharedPages] = {}
	for letter in letters:
		if _kind(letter) not in shared:
			pdf, anchors = layout_pdf(html_of(Letter(letter.text, None, letter.large_print)))
			places = tuple(_places(page) for page in anchors)
			shared[_kind(letter)] = SharedPages(len(shared), pdf, places)
	return shared


def _places(anchors: dict[str, tuple[float, ...]]) -> Places:
	return tuple(
		(name.removeprefix(SLOT), f"left: {point[0]:.3f}px; top: {point[1]:.3f}px")
		for name, point in anchors.items()
		if name.startswith(SLOT)
	)


def _form_name(pages: SharedPages, index: int) -> str:
	return f"/SoShared{pages.number}P{index}"


def _sheets(letter: Letter, pages: SharedPages) -> Iterator[Sheet]:
	for index, places in enumerate(pages.places):
		yield Sheet(_form_name(pages, index), places, letter.person, letter.large_print)


def _forms(pages: SharedPages, writer: PdfWriter) -> Iterator[tuple[str, PdfObject]]:
	"""Each shared page as a form that any number of sheets can draw."""
	for index, page in enumerate(PdfReader(io.BytesIO(pages.pdf)).pages):
		plain = DecodedStreamObject()
		plain.set_data(page.get_contents().get_data())
		form = plain.flate_encode()
		form.update(
			{
				NameObject("/Type"): NameObject("/XObject"),
				NameObject("/Subtype"): NameObject("/Form"),
				NameObject("/BBox"): page.mediabox.clone(writer),
				NameObject("/Resources"): page["/Resources"].get_object().clone(writer),
			}
		)
		yield _form_name(pages, index), writer._add_object(form)


def _add(sheets: Sequence[Sheet], text: LetterText, forms: dict[str, PdfObject], writer: PdfWriter) -> None:
	html = render_html(TEMPLATE, {"sheets": sheets, "title": text.title}, text.language)
	first = len(writer.pages)
	writer.append(io.BytesIO(render_pdf(html)))
	if len(writer.pages) - first != len(sheets):
		raise RuntimeError("the personal layer has not one page for each sheet")
	for sheet, page in zip(sheets, list(writer.pages)[first:], strict=True):
		_draw_below(page, sheet.form, forms[sheet.form], writer)


def _draw_below(page: DictionaryObject, name: str, form: PdfObject, writer: PdfWriter) -> None:
	resources = page["/Resources"].get_object()
	if "/XObject" not in resources:
		resources[NameObject("/XObject")] = DictionaryObject()
	resources["/XObject"].get_object()[NameObject(name)] = form
	below = DecodedStreamObject()
	below.set_data(f"q {name} Do Q\n".encode())
	page[NameObject("/Contents")] = ArrayObject([writer._add_object(below), page.raw_get("/Contents")])
