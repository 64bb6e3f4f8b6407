"""bin/demo: what it prints, what it leaves, and that it starts over cleanly."""

import csv
import io

import pytest
from pypdf import PdfReader

from tests.demo_runs import LEFT_OVER, DemoRun, left_over_tables
from tests.season.letter_codes import codes_in
from tests.season.plan import GJOVIK_2014, HAMAR_2013, SEASONS, Season

STEPS = [
	"office",
	"register extract",
	"import",
	"screening",
	"planning",
	"approval",
	"letters",
	"answers",
	"calls opened",
	"calls worked",
	"meeting days",
	"evaluation",
	"follow-up",
]
GJOVIK_ROW = ["Gjøvik", "2014", "174", "92", "53", "%", "5", "2", "2"]
HAMAR_ROW = ["Hamar", "2013", "172", "71", "41", "%", "4", "0", "3"]

both_seasons = pytest.mark.parametrize("season", SEASONS, ids=lambda season: season.office)


@pytest.fixture
def demo(demo_runs: tuple[DemoRun, DemoRun]) -> DemoRun:
	return demo_runs[0]


def lines_of(demo: DemoRun, season: Season) -> dict[str, str]:
	return demo.lines_of(f"{season.office} {season.year}")


def test_it_ends_with_the_table_of_the_handbook(demo):
	heading, _rule, *rows = demo.table.splitlines()
	assert heading.split()[:4] == ["Outreach", "Office", "Year", "Invited"]
	assert [row.split() for row in rows] == [GJOVIK_ROW, HAMAR_ROW]


@both_seasons
def test_it_prints_one_line_per_step(demo, season):
	assert list(lines_of(demo, season)) == STEPS


@both_seasons
def test_the_lines_count_people_and_rounds_as_planned(demo, season):
	lines, mix = lines_of(demo, season), season.mix
	assert lines["office"].startswith(
		f"districts {len(season.districts)}, venues {len(season.venues)}, staff {6 + len(season.staff)} ("
	)
	assert lines["import"].startswith(f"rows {mix.total}, imported {mix.total}, rejected 0")
	screening = lines["screening"]
	assert screening.startswith(f"excluded {mix.excluded} (")
	assert screening.endswith(f"to invite {mix.to_invite}, identity numbers left 0")
	for reason, number in (
		("Record Keeper", mix.by_keeper),
		("Deceased", mix.deceased),
		("Moved", mix.moved),
		("Handle by Hand", mix.protected),
		("Other Age", mix.other_age),
	):
		assert f"{reason} {number}" in screening
	meetings = len(season.meetings)
	assert lines["planning"].startswith(f"meetings {meetings} (Draft {meetings})")
	assert lines["approval"] == f"meetings {meetings} (Confirmed {meetings})"
	assert lines["letters"].startswith(f"letters {mix.to_invite}, ")
	assert lines["letters"].endswith(f"codes {mix.to_invite}, sent {mix.to_invite}")


@both_seasons
def test_the_lines_count_answers_and_calls_as_planned(demo, season):
	lines, plan = lines_of(demo, season), season.answers
	page, paper = plan.yes_page + plan.no_page, plan.yes_paper + plan.no_paper
	phone = plan.yes_phone + plan.home_visit_phone
	for channel, number in (("Phone In", phone), ("Reply Page", page), ("Paper", paper)):
		assert f"{channel} {number}" in lines["answers"]
	silent = season.mix.to_invite - page - phone - paper
	assert lines["calls opened"] == f"calls {silent} (Open {silent})"
	reached = plan.yes_call + plan.home_visit_call + plan.no_call + plan.later_call
	assert f"Reached {reached}" in lines["calls worked"]
	assert f"Not Reached {silent - reached}" in lines["calls worked"]
	assert f"results {silent} (" in lines["calls worked"]
	assert lines["calls worked"].endswith("still open 0")


@both_seasons
def test_the_lines_count_meetings_and_what_follows_as_planned(demo, season):
	lines, meetings = lines_of(demo, season), len(season.meetings)
	assert f"meetings {meetings} (Reported {meetings})" in lines["meeting days"]
	assert f"invited people {season.answers.yes} (Attended " in lines["meeting days"]
	assert lines["meeting days"].endswith("walk-ins 1")
	visits = season.answers.home_visits
	assert lines["follow-up"] == (
		f"home visits {visits} (Requested {visits - 2}, Journaled 1, Scheduled 1),"
		" wishes for an offer 1 (Open 1)"
	)


@pytest.mark.parametrize(("season", "folder"), [(GJOVIK_2014, "gjovik-2014"), (HAMAR_2013, "hamar-2013")])
def test_it_leaves_the_papers_of_a_season(demo, season, folder):
	papers = {path.name: path.read_bytes() for path in (demo.output / folder).iterdir()}
	assert len(codes_in(papers.pop("letters.pdf"))) == season.mix.to_invite
	assert len(PdfReader(io.BytesIO(papers.pop("participants.pdf"))).pages) > 1
	for number in range(1, len(season.meetings) + 1):
		for kind in ("sign-in", "programme"):
			paper = papers.pop(f"MEET-{season.year}-{number:04d}-{kind}.pdf")
			assert PdfReader(io.BytesIO(paper)).pages[0].extract_text().strip()
	assert papers == {}


def test_it_leaves_the_report_with_the_same_figures(demo):
	text = (demo.output / "participation-statistics.csv").read_bytes().decode("utf-8-sig")
	_heading, gjovik, hamar = csv.reader(io.StringIO(text), delimiter=";")
	assert [" ".join(row[:8]).split() for row in (gjovik, hamar)] == [GJOVIK_ROW, HAMAR_ROW]
	pdf = PdfReader(demo.output / "participation-statistics.pdf").pages[0].extract_text()
	lines = (demo.output / "participation-statistics.txt").read_text().splitlines()
	for words in ("53 %", "41 %"):
		assert words in pdf
		assert sum(words in line for line in lines) == 1


def test_it_tells_a_login_for_every_role(demo):
	logins = demo.printed.split("Logins, ")[1]
	for season in SEASONS:
		assert logins.count(f"@{season.domain}") == 7
	assert "fylket@fylket.example" in logins


def test_a_second_run_starts_over_and_gives_the_same(demo_runs):
	first, again = demo_runs
	assert left_over_tables(again) == ""
	assert not (again.output / LEFT_OVER).exists()
	assert again.table == first.table
	for season in SEASONS:
		assert lines_of(again, season) == lines_of(first, season)
	assert files_of(again) == files_of(first)


def files_of(run: DemoRun) -> list[str]:
	return sorted(str(path.relative_to(run.output)) for path in run.output.rglob("*"))
