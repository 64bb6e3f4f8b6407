"""The application to the population register: every point of the handbook, in every language."""

import dataclasses
import json
from datetime import date

import pytest

from senior_outreach.letters.application import (
	ApplicationFacts,
	NamedUser,
	RoundFacts,
	Signature,
	application,
	suggestions,
)
from senior_outreach.letters.formats import LANGUAGES
from senior_outreach.letters.letter import Sender
from senior_outreach.letters.rendering import FRAGMENT, PAGE, render_html
from senior_outreach.letters.texts import texts
from tests.checks.files import MODULE

FACTS = ApplicationFacts(
	reference="RE-2014-0007",
	sender=Sender(office="Prøve kommune", unit="Seniortjenesten", city="GJØVIK", phone="61000000"),
	municipality_number="0502",
	recipient="Skatteetaten\n\nPostboks 1",
	applied_on=date(2014, 1, 10),
	requested_data="Navn og adresse",
	selection="Født i 1937",
	named_users=(NamedUser("Torgrim Prøvestad", "Import"), NamedUser("Gunnvor Papirmo")),
	purpose="Gruppemøte",
	legal_basis="§ 3-3",
	sorting="Postal Code",
	medium="Paper",
	frequency="Once",
)
SIGNED = dataclasses.replace(FACTS, signature=Signature("Sigfrid Lappehaug", "rådmann", date(2014, 1, 12)))
DOCTYPE = json.loads((MODULE / "doctype" / "register_extract" / "register_extract.json").read_text())


def test_it_has_the_points_of_the_handbook_in_its_order():
	paper = application(FACTS, "nb")
	assert [(point.label, point.lines) for point in paper.points] == [
		("Opplysninger vi ber om", ("Navn og adresse",)),
		("Utvalg", ("Født i 1937",)),
		("Hvem som skal bruke opplysningene", ("Torgrim Prøvestad – Import", "Gunnvor Papirmo")),
		("Formål", ("Gruppemøte",)),
		("Rettslig grunnlag", ("§ 3-3",)),
		("Sortering", ("Etter postnummer",)),
		("Medium", ("Papir",)),
		("Hvor ofte", ("En gang",)),
	]


def test_the_head_has_sender_recipient_date_and_references():
	paper = application(FACTS, "nb")
	assert paper.sender_lines == ("Prøve kommune", "Seniortjenesten", "GJØVIK", "61 00 00 00")
	assert paper.recipient_lines == ("Skatteetaten", "Postboks 1")
	assert paper.date == "Gjøvik, 10. januar 2014"
	assert paper.references == ("Vår ref. RE-2014-0007", "Kommunenr. 0502")


def test_before_the_signature_it_is_a_draft_with_an_empty_line():
	paper = application(FACTS, "nb")
	assert paper.draft == "Utkast – ikke underskrevet"
	assert not paper.signature_lines
	assert paper.signature_hints


def test_afterwards_it_says_who_signed_as_what_and_when():
	paper = application(SIGNED, "nb")
	assert (paper.draft, paper.signature_hints) == ("", ())
	assert paper.signature_lines == ("Sigfrid Lappehaug", "rådmann", "Underskrevet 12. januar 2014")


def test_a_missing_point_is_said_and_not_left_out():
	empty = dataclasses.replace(FACTS, legal_basis="", named_users=(), frequency="", applied_on=None)
	lines = [point.lines for point in application(empty, "nb").points]
	assert len(lines) == 8
	assert lines.count(("Ikke fylt ut",)) == 3


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("field", ["sorting", "medium", "frequency"])
def test_every_choice_has_words(language, field):
	section = {"sorting": "sortings", "medium": "media", "frequency": "frequencies"}[field]
	options = next(each["options"] for each in DOCTYPE["fields"] if each["fieldname"] == field)
	assert list(texts(language)[section]) == options.split("\n")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layout", [PAGE, FRAGMENT])
def test_what_people_write_is_text_on_every_layout(language, layout):
	paper = application(dataclasses.replace(SIGNED, purpose="<b>Alt</b>"), language)
	context = {"paper": paper, "title": paper.title, "coat_of_arms": ""}
	html = render_html("register_application.html", context, language, layout)
	assert "<b>" not in html
	assert "&lt;b&gt;Alt" in html
	assert paper.title in html


def test_a_new_application_is_about_the_rounds_birth_years():
	words = suggestions(RoundFacts("Prøve kommune", "0502", 2014, (1937, 1934)), "nb")
	assert "bosatt i Prøve kommune (kommunenummer 0502)" in words["selection"]
	assert "født i 1934 og 1937" in words["selection"]
	assert "fyller 77 og 80 år i 2014" in words["purpose"]
	assert "§ 3-3" in words["legal_basis"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_round_it_says_nothing_about_years(language):
	words = suggestions(RoundFacts("Prøve kommune"), language)
	assert words["selection"] == ""
	assert not any(sign.isdigit() for sign in words["purpose"])
	assert all(text for field, text in words.items() if field != "selection")
