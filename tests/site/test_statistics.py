# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The participation table: right for a round whose figures are known, for the right people, and balanced."""

from datetime import date
from io import BytesIO

import frappe
import pytest
from frappe.desk.query_report import run as run_report
from pypdf import PdfReader

from senior_outreach.access.roles import Role
from senior_outreach.statistics.api import download_participation
from senior_outreach.statistics.funnel import funnel_gaps
from senior_outreach.statistics.participation import participation
from senior_outreach.statistics.participation_table import HANDBOOK_COLUMNS, as_table, columns
from senior_outreach.statistics.report_pdf import participation_pdf
from senior_outreach.statistics.small_numbers import HIDDEN
from tests import builders

REPORT = "Participation Statistics"
SENT = {"sent_on": date(2014, 2, 10)}
YES = {**SENT, "answer_choice": "Group Meeting"}
PEOPLE = (
	(6, {"screened": False, "exclusion_reason": "Record Keeper"}),
	(2, {}),
	(9, {**YES, "attendance": "Attended", "companions": 1, "companions_attended": 1}),
	(2, {**YES, "attendance": "No-show", "companions": 1}),
	(1, {**YES, "attendance": "Excused"}),
	(5, {**YES}),
	(3, {**YES, "waiting_since": "2014-03-01 10:00:00"}),
	(7, {**SENT, "answer_choice": "Home Visit"}),
	(8, {**SENT, "answer_choice": "No Thanks"}),
	(5, {**SENT, "answer_choice": "Ask Me Later"}),
	(6, {**SENT, "not_reached_reason": "Given Up"}),
	(4, {**SENT}),
	(1, {**SENT, "exclusion_reason": "Deceased"}),
)
EXPECTED = {
	"extract": 59,
	"excluded": 6,
	"not_yet_invited": 2,
	"invited": 51,
	"yes": 20,
	"yes_rate": 39,
	"attended": 9,
	"no_show": 2,
	"excused": 1,
	"awaiting_attendance": 8,
	"companions": 11,
	"companions_attended": 9,
	"home_visit": 7,
	"no": 8,
	"later": 5,
	"not_reached": 7,
	"not_answered": 4,
	"visits_made": 1,
	"meetings": 3,
	"meetings_held": 1,
	"meetings_in_districts": 1,
	"walk_ins": 4,
	"staff": 3,
}


def a_round(office, **fields):
	"""A cohort whose every figure is `EXPECTED`."""
	cohort = builders.cohort(office, **fields)
	for number, facts in PEOPLE:
		for _each in range(number):
			invitation = builders.invitation(cohort, **facts)
	builders.in_state(builders.home_visit(invitation), "Completed")
	one, two, three, four = (builders.user(Role.FACILITATOR, office=office) for _each in range(4))
	outlying = builders.district(office, outlying=1).name
	builders.held_meeting(cohort, walk_ins=4, facilitators=[{"user": one}, {"user": two}])
	builders.meeting(cohort, district=outlying, facilitators=[{"user": two}, {"user": three}])
	builders.meeting(
		cohort, district=builders.district(office).name, facilitators=[{"user": one}, {"user": three}]
	)
	cancelled = builders.meeting(cohort, district=outlying, facilitators=[{"user": four}, {"user": one}])
	builders.in_state(cancelled, "Cancelled")
	return cohort


@pytest.fixture
def office():
	return builders.office()


@pytest.fixture
def cohort(office):
	return a_round(office)


@pytest.fixture
def coordinator(office) -> str:
	return builders.user(Role.COORDINATOR, office=office)


def test_every_figure_of_a_known_round(cohort, coordinator, as_user):
	with as_user(coordinator):
		(row,) = participation()
	assert row == {"office": cohort.office, "year": cohort.year, **EXPECTED}
	assert funnel_gaps(row) == {}


def test_those_who_are_handled_by_hand_are_counted(office, coordinator, as_user):
	senior = builders.senior(office, handle_by_hand=1)
	builders.invitation(builders.cohort(office), senior, exclusion_reason="Handle by Hand")
	with as_user(coordinator):
		assert participation()[0]["excluded"] == 1


def test_an_empty_round_has_no_rate(office, coordinator, as_user):
	builders.cohort(office)
	with as_user(coordinator):
		(row,) = participation()
	assert (row["extract"], row["yes_rate"], funnel_gaps(row)) == (0, None, {})


@pytest.mark.parametrize(
	("filters", "years"),
	[
		({}, [2016, 2015, 2014]),
		({"from_year": 2015}, [2016, 2015]),
		({"to_year": "2015"}, [2015, 2014]),
		({"from_year": 2015, "to_year": 2015}, [2015]),
		({"from_year": 2017}, []),
	],
)
def test_years(filters, years, office, coordinator, as_user):
	for year in (2015, 2014, 2016):
		builders.cohort(office, year=year)
	with as_user(coordinator):
		assert [row["year"] for row in participation(filters)] == years


def test_only_offices_of_the_user_whatever_the_filter(cohort, as_user):
	other = builders.office()
	builders.cohort(other)
	stranger = builders.user(Role.COORDINATOR, office=other)
	with as_user(stranger):
		assert {row["office"] for row in participation()} == {other.name}
		assert participation({"office": cohort.office}) == []
	with as_user(builders.user(Role.COORDINATOR)):
		assert participation() == []
	assert {row["office"] for row in participation({"office": cohort.office})} == {cohort.office}


@pytest.mark.parametrize("role", [Role.CALLER, Role.FACILITATOR, Role.RECORD_KEEPER, Role.SYSTEM_MANAGER])
def test_other_roles_get_nothing(role, cohort, as_user):
	with as_user(builders.user(role, office=cohort.office)), pytest.raises(frappe.PermissionError):
		participation()


def test_the_number_of_queries_does_not_grow_with_the_rounds(office, coordinator, as_user, monkeypatch):
	def queries() -> int:
		asked = []
		monkeypatch.setattr(
			frappe.db, "sql", lambda *args, **kwargs: asked.append(args) or sql(*args, **kwargs)
		)
		with as_user(coordinator):
			participation()
			asked.clear()
			participation()
		monkeypatch.undo()
		return len(asked)

	sql = frappe.db.sql
	builders.cohort(office, year=2014)
	one = queries()
	for year in range(2000, 2010):
		builders.cohort(office, year=year)
	assert queries() == one


def test_leadership_sees_no_small_numbers(cohort, office, as_user):
	leader = builders.user(Role.LEADERSHIP, office=office)
	with as_user(leader):
		(row,) = participation()
	assert (row["invited"], row["yes"], row["yes_rate"], row["staff"]) == (51, 20, 39, 3)
	shown = {name: value for name, value in row.items() if value != HIDDEN and name in EXPECTED}
	assert shown == {name: EXPECTED[name] for name in shown}
	people = EXPECTED.keys() - {"meetings", "meetings_held", "meetings_in_districts", "staff", "yes_rate"}
	assert not [name for name in people & shown.keys() if 0 < EXPECTED[name] < 5]
	assert not shown.keys() & {"extract", "not_yet_invited", "not_reached"}


def test_a_leader_who_also_coordinates_sees_all(cohort, office, as_user):
	with as_user(builders.user(Role.LEADERSHIP, Role.COORDINATOR, office=office)):
		assert participation()[0]["excused"] == 1


# The report


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.SUPERVISOR, Role.LEADERSHIP])
def test_the_report_runs_in_the_desk(role, cohort, office, as_user):
	with as_user(builders.user(role, office=office)):
		answer = run_report(REPORT, filters={"office": office.name})
	(row,) = answer["result"]
	assert (row["office"], row["year"], row["yes_rate"]) == (office.name, str(cohort.year), "39 %")
	assert [column["fieldname"] for column in answer["columns"]] == [column.name for column in columns()]
	assert answer["chart"]["data"]["datasets"] == [{"name": office.name, "values": [39]}]
	shown = {item["label"]: item["value"] for item in answer["report_summary"]}
	assert (shown["Invited"], shown["Yes"]) == (51, 20)
	assert bool(answer.get("message")) is (role == Role.LEADERSHIP)


@pytest.mark.parametrize("role", [Role.CALLER, Role.FACILITATOR, Role.RECORD_KEEPER])
def test_the_report_is_closed_to_others(role, cohort, office, as_user):
	with as_user(builders.user(role, office=office)), pytest.raises(frappe.PermissionError):
		run_report(REPORT, filters={})


def test_a_total_over_a_hidden_figure_is_not_shown(office, as_user):
	cohort = builders.cohort(office)
	for _each in range(3):
		builders.invitation(cohort, **YES)
	with as_user(builders.user(Role.LEADERSHIP, office=office)):
		answer = run_report(REPORT, filters={})
	labels = {item["label"] for item in answer["report_summary"] or []}
	assert not labels & {"Invited", "Yes"}
	assert answer["chart"] is None


def test_the_message_names_a_round_that_does_not_add_up(cohort, coordinator, as_user):
	name = frappe.db.get_value("Invitation", {"cohort": cohort.name, "status": "Sent"}, "name")
	frappe.db.set_value("Invitation", name, "status", "Lost")
	with as_user(coordinator):
		assert str(cohort.year) in run_report(REPORT, filters={})["message"]


# Printed


def test_the_table_as_text(cohort, coordinator, as_user):
	with as_user(coordinator):
		rows = participation()
	heading, rule, line = as_table(rows, HANDBOOK_COLUMNS).split("\n")
	assert heading.split()[:3] == ["Outreach", "Office", "Year"]
	assert set(rule) == {"-", " "}
	assert line.startswith(cohort.office)
	assert line.removeprefix(cohort.office).split() == [
		str(cohort.year),
		"51",
		"20",
		"39",
		"%",
		"3",
		"1",
		"3",
	]


def test_the_paper_has_every_figure_on_one_page(cohort, coordinator, as_user):
	with as_user(coordinator):
		rows = participation()
	reader = PdfReader(BytesIO(participation_pdf(rows, date(2014, 10, 20))))
	(page,) = reader.pages
	assert page.mediabox.width > page.mediabox.height
	text = page.extract_text()
	for words in (cohort.office, "20. oktober 2014", "39 %", *map(str, EXPECTED.values())):
		assert words in text
	for column in columns("nb"):
		assert column.label.split()[0] in text


@pytest.mark.allow_commit  # the access log commits
def test_the_button_gives_the_paper_and_leaves_a_trace(cohort, coordinator, as_user):
	with as_user(coordinator):
		download_participation(office=cohort.office)
	assert frappe.local.response.type == "download"
	(page,) = PdfReader(BytesIO(frappe.local.response.filecontent)).pages
	assert cohort.office in page.extract_text()
	log = frappe.get_last_doc("Access Log", {"user": coordinator})
	assert (log.method, log.file_type) == ("download_participation", "PDF")


def test_the_button_is_closed_to_others_and_says_what_to_do(cohort, as_user):
	caller = builders.user(Role.CALLER, office=cohort.office)
	with as_user(caller), pytest.raises(frappe.PermissionError, match="Ask your system manager"):
		download_participation()


def test_the_report_asks_an_index(cohort):
	"""One office's report must not read the other offices' rows."""
	plan = frappe.db.sql(
		"explain select cohort, status, count(*) from `tabInvitation` where cohort = %s group by cohort, status",
		cohort.name,
		as_dict=True,
	)
	assert "cohort" in (plan[0].key or "")
