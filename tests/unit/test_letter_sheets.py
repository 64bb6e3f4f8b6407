"""The office's own papers: sign-in sheet, programme, participant list."""

from datetime import date, datetime

import pytest

from senior_outreach.letters import sheets
from senior_outreach.letters.rendering import FRAGMENT, PAGE, render_html

MEETING = sheets.MeetingFacts(
	office="Prøve kommune",
	starts_on=datetime(2026, 3, 12, 10),
	ends_on=datetime(2026, 3, 12, 13, 15),
	place=sheets.Place("Prøvesalen", "Tenkegata 1", "2815", "Gjøvik", directions="Inn fra baksiden"),
	led_by=("Torgrim Prøvestad",),
)
GUESTS = (
	sheets.Guest("Åslaug Øvingsmoen", "Øvingsmoen", 1, ("need_transport", "need_hearing_loop")),
	sheets.Guest("<b>Gudleik</b> Diktbakken", "Diktbakken", 0, ()),
)


def test_the_sign_in_sheet_is_numbered_by_the_alphabet_and_says_needs_in_words():
	paper = sheets.sign_in_sheet(MEETING, GUESTS, "nb")
	assert [row[:4] for row in paper.rows] == [
		("1", "<b>Gudleik</b> Diktbakken", "", ""),
		("2", "Åslaug Øvingsmoen", "1", "teleslynge, skyss"),
	]
	assert "2 påmeldt, 1 ledsagere, 3 til sammen" in dict(paper.facts).values()


@pytest.mark.parametrize("layout", [PAGE, FRAGMENT])
def test_names_are_text_on_every_layout(layout):
	paper = sheets.sign_in_sheet(MEETING, GUESTS, "nb")
	html = render_html("sheet.html", {"paper": paper, "form": "portrait", "title": paper.title}, "nb", layout)
	assert "<b>" not in html
	assert "&lt;b&gt;Gudleik" in html
	assert html.count('class="so-empty"') == sheets.EMPTY_ROWS
	assert ("<!doctype html>" in html) is (layout == PAGE)


@pytest.mark.parametrize(
	("language", "words"),
	[
		("nb", "Ingen er påmeldt ennå."),
		("nn", "Ingen er påmelde enno."),
		("en", "Nobody has signed up yet."),
	],
)
def test_an_empty_sheet_says_so(language, words):
	assert sheets.sign_in_sheet(MEETING, (), language).empty_text == words


def test_the_programme_counts_the_minutes():
	agenda = (
		sheets.AgendaItem("Welcome", "", "Torgrim", 15),
		sheets.AgendaItem("Talk", "Bolig", "", 60),
		sheets.AgendaItem("Break", "Kaffe", "", 20),
	)
	paper = sheets.programme(MEETING, agenda, "en")
	assert paper.rows == (
		("10:00", "Welcome", "Torgrim"),
		("10:15", "Talk: Bolig", ""),
		("11:15", "Kaffe", ""),
	)
	assert ("How to get there", "Inn fra baksiden") in paper.facts
	assert "Parking" not in dict(paper.facts)


def test_the_participant_list_has_a_row_for_each_with_answer_and_follow_up():
	people = (
		sheets.Participant("A", "A", "Accepted", date(2026, 2, 12), "Group Meeting", 1, date(2026, 3, 12)),
		sheets.Participant("B", "B", "Home Visit", date(2026, 2, 12), "Home Visit"),
		sheets.Participant("C", "C", "Waiting List", date(2026, 2, 12), "Group Meeting"),
		sheets.Participant("D", "D", "Later", None, "Ask Me Later", ask_again_on=date(2026, 5, 1)),
		sheets.Participant("E", "E", "Attended", None, "Group Meeting", attendance="Attended"),
	)
	rows = sheets.participant_list("Prøve", "Prøve 2026", people, date(2026, 4, 1), "nb").rows
	assert rows == (
		("A", "12. februar", "Gruppemøte", "12. mars (+1)", "", "", ""),
		("B", "12. februar", "Hjemmebesøk", "", "Ja", "", ""),
		("C", "12. februar", "Venteliste", "", "", "", ""),
		("D", "", "Spør senere", "", "", "", "Spør igjen 1. mai"),
		("E", "", "Gruppemøte", "", "", "Møtte", ""),
	)
