"""The letter on paper: what it says, where the address stands, and what it can never load or run."""

import io
from dataclasses import replace
from datetime import date, datetime

import pytest
from jinja2 import UndefinedError
from pypdf import PdfReader

from senior_outreach.letters import rendering
from senior_outreach.letters.formats import LANGUAGES
from senior_outreach.letters.layering import print_layered
from senior_outreach.letters.letter import (
	Letter,
	Meeting,
	Offer,
	Sender,
	address_lines,
	from_stored,
	letter_text,
	personal_layer,
	to_stored,
)
from senior_outreach.letters.printing import letters_html, print_letters
from senior_outreach.letters.rules import Address

MM = 72 / 25.4
PAGE_HEIGHT = 297 * MM
CODE = "ACDE-FGHJ-KMNP"
REPLY_PAGE = "https://outreach.example.org/svar"
HOME = Address(street="Papirvegen 1", postal_code="2815", city="Gjøvik")
LONG_NAME = "Anne-Kathrine Elisabeth Diktbakken von Prøvestad-Eksempelrud Øvingsmoen"
LONG_ADDRESS = Address("Gunnvor Tenkhaug", "Øvre Linjalstien 1442", "Bolignummer H0302", "2815", "Gjøvik")
SENDER = Sender(
	office="Prøve kommune",
	unit="Rådgivning for eldre",
	street="Papirtorget 1",
	postal_code="2815",
	city="Gjøvik",
	phone="61000000",
	opening_hours="mandag til fredag kl. 9-15",
	signatory_name="Ragnfrid Formlunden",
	signatory_title="leder",
	reply_page="outreach.example.org/svar",
)
DAYS = (3, 5, 10, 12, 17, 19, 24, 25, 26, 27)


def offer(meetings: int = 5) -> Offer:
	return Offer(
		ages=(77,),
		year=2026,
		letter_date=date(2026, 2, 12),
		answer_by=date(2026, 2, 26),
		meetings=tuple(
			Meeting(
				datetime(2026, 3, day, 10),
				datetime(2026, 3, day, 13, 15),
				f"Prøvesalen {day}",
				"Tenkegata 1",
				"Gjøvik",
			)
			for day in DAYS[:meetings]
		),
	)


def letter(
	name="Solfrid Eksempelrud", language="nb", meetings=5, address=HOME, code=CODE, number=1
) -> Letter:
	person = personal_layer(name, address, code, REPLY_PAGE, f"LR-2026-0001 / {number}")
	return Letter(letter_text(language, SENDER, offer(meetings)), person)


def pages(pdf: bytes) -> list[str]:
	return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def squeezed(text: str) -> str:
	return "".join(text.split())


def drawn(pdf: bytes) -> list[tuple[float, float]]:
	"""Where on the first page each piece of text begins: millimetres from the left and from the top."""
	found = []

	def visit(operator, _operands, matrix, text_matrix):
		if operator in (b"Tj", b"TJ"):
			x = matrix[0] * text_matrix[4] + matrix[4]
			y = matrix[3] * text_matrix[5] + matrix[5]
			found.append((x / MM, (PAGE_HEIGHT - y) / MM))

	PdfReader(io.BytesIO(pdf)).pages[0].extract_text(visitor_operand_before=visit)
	return found


def in_window(pdf: bytes) -> list[tuple[float, float]]:
	"""The window of C5 and C4 envelopes with a margin, since the sheet slides in its envelope."""
	return [(x, y) for x, y in drawn(pdf) if x < 115 and 40 < y < 86]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_has_every_date_the_code_and_the_phone_number(language):
	one = letter(language=language, name=LONG_NAME, address=LONG_ADDRESS)
	text = squeezed("".join(pages(print_letters([one]))))
	for line in one.text.meetings:
		assert squeezed(line.day) in text
		assert squeezed(line.hours) in text
		assert squeezed(line.venue) in text
	assert text.count(CODE) == 2
	assert squeezed("61 00 00 00") in text
	assert "RagnfridFormlunden" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_five_meetings_and_a_long_address_take_two_pages(language):
	assert len(pages(print_letters([letter(LONG_NAME, language, 5, LONG_ADDRESS)]))) == 2


def test_the_address_stands_in_the_envelope_window():
	one = letter(LONG_NAME, address=LONG_ADDRESS)
	places = in_window(print_letters([one]))
	assert len(places) == len(one.person.address_lines) + 1  # the name takes two lines
	assert all(19 <= x <= 21 and 48 <= y <= 80 for x, y in places)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_but_the_address_stands_there(language):
	nobody = letter(name="", address=Address(), language=language)
	pdf = print_letters([nobody])
	assert drawn(pdf)
	assert in_window(pdf) == []


def test_a_name_is_text_whatever_is_in_it():
	name = "<script>alert(1)</script> & {{ 7*7 }}"
	html = letters_html([letter(name)])
	assert "<script>" not in html
	assert "&lt;script&gt;" in html
	assert "{{ 7*7 }}" in html
	assert squeezed(name) in squeezed("".join(pages(print_letters([letter(name)]))))


def test_a_field_that_is_not_there_is_an_error():
	template = rendering.environment().from_string("{{ letter.person.nickname }}")
	with pytest.raises(UndefinedError):
		template.render(letter=letter())


@pytest.mark.parametrize(
	"url",
	[
		"http://example.org/x.png",
		"https://example.org/x.png",
		"ftp://example.org/x.png",
		"file:///etc/passwd",
		"file://example.org/etc/passwd",
		f"file://{rendering.TEMPLATES}/../../hooks.py",
		f"file://{rendering.TEMPLATES}/%2e%2e/%2e%2e/hooks.py",
		f"file://{rendering.TEMPLATES}",
		"/etc/passwd",
		"x.png",
	],
)
def test_the_fetcher_refuses(url):
	with pytest.raises(rendering.RefusedAddress):
		rendering.fetch(url)


def test_the_fetcher_refuses_a_link_that_leads_outside(tmp_path, monkeypatch):
	served = tmp_path / "served"
	served.mkdir()
	(tmp_path / "secret.txt").write_text("secret")
	(served / "link.txt").symlink_to(tmp_path / "secret.txt")
	(served / "own.txt").write_text("own")
	monkeypatch.setattr(rendering, "SERVED_FOLDERS", (served,))
	with pytest.raises(rendering.RefusedAddress):
		rendering.fetch(f"file://{served}/link.txt")
	assert rendering.fetch(f"file://{served}/own.txt")


def test_the_fetcher_serves_the_apps_own_files_and_data():
	assert rendering.fetch(f"file://{rendering.TEMPLATES}/papers.css")
	assert rendering.fetch("data:text/plain,hei")


def test_a_page_that_asks_for_a_file_does_not_get_it(tmp_path):
	secret = tmp_path / "secret.txt"
	secret.write_text("TOPSECRET")
	html = f'<link rel="attachment" href="file://{secret}"><img src="file://{secret}"><p>hei</p>'
	assert b"EmbeddedFile" not in rendering.render_pdf(html)


def _run(size: int) -> list[Letter]:
	codes = ["".join("ACDEFGHJ"[(number + place) % 8] for place in range(12)) for number in range(size)]
	return [
		letter(
			name=f"{LONG_NAME} {number}",
			language=LANGUAGES[number % 3],
			code="-".join((code[:4], code[4:8], code[8:])),
			number=number,
		)
		for number, code in enumerate(codes, start=1)
	]


def test_the_fast_way_gives_the_same_pages_as_the_plain_way():
	letters = _run(7)
	letters[3] = replace(letters[3], large_print=True)
	fast = pages(print_layered(letters, lambda shared: letters_html([shared])))
	plain = pages(rendering.render_pdf(letters_html(letters)))
	assert len(fast) == len(plain)
	for one, other in zip(fast, plain, strict=True):
		assert sorted(squeezed(one)) == sorted(squeezed(other))


def test_in_a_run_nobody_gets_the_pages_of_another():
	letters = _run(8)
	printed = pages(print_letters(letters))
	per_letter = len(printed) // len(letters)
	for place, one in enumerate(letters):
		own = squeezed("".join(printed[place * per_letter : (place + 1) * per_letter]))
		assert one.person.code in own
		assert not [other for other in letters if other is not one and other.person.code in own]


def test_the_qr_leads_to_the_reply_page_with_the_code_behind_the_fragment(monkeypatch):
	seen = []
	monkeypatch.setattr("senior_outreach.letters.letter.qr_code", lambda text: seen.append(text) or "data:,")
	letter()
	assert seen == [f"{REPLY_PAGE}#{CODE}"]


def test_the_text_as_it_was_survives_being_stored():
	text = letter().text
	assert from_stored(to_stored(text)) == text


def test_nobody_to_print():
	with pytest.raises(ValueError, match="no letters"):
		print_letters([])


def test_address_lines():
	assert address_lines("Solfrid", LONG_ADDRESS) == (
		"Solfrid",
		"c/o Gunnvor Tenkhaug",
		"Øvre Linjalstien 1442",
		"Bolignummer H0302",
		"2815 GJØVIK",
	)
	abroad = Address(street="Storgatan 1", postal_code="75310", city="Uppsala", country="Sweden")
	assert address_lines("Solfrid", abroad)[-2:] == ("75310 UPPSALA", "SWEDEN")
