"""What must hold on the site after the whole season of the handbook, done by the code paths staff use.

The seasons are those of the demo's first run, really committed.
"""

from collections import Counter
from collections.abc import Callable

import frappe
import pytest

from senior_outreach.statistics.funnel import funnel_gaps
from tests.demo_runs import DemoRun
from tests.season.plan import GJOVIK_2014, HAMAR_2013, SEASONS, Season
from tests.season.report import report_of

Check = Callable[[Season, str], None]


@pytest.fixture(params=SEASONS, ids=lambda season: season.office)
def check(request: pytest.FixtureRequest, demo_runs: tuple[DemoRun, DemoRun]):
	"""`check(function)` calls it with a season and the name of its cohort, connected to the demo's site."""
	season = request.param

	def on_site(function: Check) -> None:
		demo_runs[0].on_site(function, season, f"{season.office} {season.year}")

	return on_site


def test_the_report_has_the_figures_of_the_handbook(check) -> None:
	check(figures_are_right)


def figures_are_right(season: Season, cohort: str) -> None:
	handbook = {
		GJOVIK_2014.office: (174, 92, "53 %", 5, 2, 2),
		HAMAR_2013.office: (172, 71, "41 %", 4, 0, 3),
	}
	row = report_row(season)
	names = ("invited", "yes", "yes_rate", "meetings", "meetings_in_districts", "staff")
	assert tuple(row[name] for name in names) == handbook[season.office]


def report_row(season: Season) -> dict:
	"""As the supervisor of the office gets it, who sees no other office."""
	rows = report_of(f"sigfrid@{season.domain}")["result"]
	(row,) = [row for row in rows if isinstance(row, dict) and row.get("year")]
	return row


def test_everybody_of_the_extract_is_counted_once(check) -> None:
	check(funnel_is_whole)


def funnel_is_whole(season: Season, cohort: str) -> None:
	row, mix, plan = report_row(season), season.mix, season.answers
	assert funnel_gaps(row) == {}
	assert (row["extract"], row["excluded"], row["invited"]) == (mix.total, mix.excluded, mix.to_invite)
	answers = (row["yes"], row["home_visit"], row["no"], row["later"], row["not_answered"])
	assert answers == (plan.yes, plan.home_visits, plan.no, plan.later_call, 0)
	statuses = Counter(frappe.get_all("Invitation", filters={"cohort": cohort}, pluck="status"))
	assert (row["attended"], row["no_show"]) == (statuses["Attended"], statuses["No-show"])
	assert row["attended"] + row["no_show"] == plan.yes


def test_the_invited_have_one_letter_each_and_nobody_else(check) -> None:
	check(letters_are_right)


def letters_are_right(season: Season, cohort: str) -> None:
	sent = {"cohort": cohort, "sent_on": ("is", "set")}
	invited = frappe.get_all("Invitation", filters=sent, pluck="name")
	letters = frappe.get_all("Outreach Letter", filters={"cohort": cohort}, pluck="invitation")
	assert sorted(letters) == sorted(invited)
	assert len(letters) == season.mix.to_invite
	assert frappe.db.count("File", {"attached_to_doctype": ("in", ("Letter Run", "Outreach Letter"))}) == 0


def test_seats_taken_are_the_people_with_a_seat(check) -> None:
	check(seats_are_right)


def seats_are_right(season: Season, cohort: str) -> None:
	meetings = frappe.get_all(
		"Group Meeting", filters={"cohort": cohort}, fields=["name", "seats", "seats_taken", "workflow_state"]
	)
	assert len(meetings) == len(season.meetings)
	for meeting in meetings:
		companions = frappe.get_all("Invitation", filters={"meeting": meeting.name}, pluck="companions")
		assert meeting.seats_taken == sum(1 + number for number in companions) > 0
		assert meeting.seats_taken <= meeting.seats
		assert meeting.workflow_state == "Reported"


def test_who_had_not_answered_was_called_to_an_end(check) -> None:
	check(calls_are_right)


def calls_are_right(season: Season, cohort: str) -> None:
	calls = frappe.get_all("Follow-up Call", filters={"cohort": cohort}, fields=["status", "result"])
	plan = season.answers
	answered_themselves = (
		plan.yes_page + plan.yes_phone + plan.yes_paper + plan.home_visit_phone + plan.no_page + plan.no_paper
	)
	assert len(calls) == season.mix.to_invite - answered_themselves
	assert {call.status for call in calls} == {"Closed"}
	assert frappe.db.get_value("Cohort", cohort, "workflow_state") == "Follow-up"


def test_no_evaluation_says_who_or_when(check) -> None:
	check(evaluations_are_anonymous)


def evaluations_are_anonymous(season: Season, cohort: str) -> None:
	"""Nothing on a form says who filled it in, who typed it, or when within the day."""
	fields = ["owner", "modified_by", "creation", "modified"]
	forms = frappe.get_all("Evaluation", filters={"cohort": cohort}, fields=fields)
	reported = frappe.get_all("Group Meeting", filters={"cohort": cohort}, pluck="evaluation_forms")
	assert len(forms) == sum(reported) > 0
	assert {(form.owner, form.modified_by) for form in forms} == {("Guest", "Guest")}
	assert {str(form.creation)[11:19] for form in forms} == {"00:00:00"}
	assert frappe.db.count("Version", {"ref_doctype": "Evaluation"}) == 0


def test_no_identity_number_or_name_is_left_after_screening(check) -> None:
	check(identities_are_dropped)


def identities_are_dropped(season: Season, cohort: str) -> None:
	fields = ["identity_number_encrypted", "full_name"]
	kept = frappe.get_all("Senior Identity", filters={"cohort": cohort}, fields=fields)
	assert len(kept) == season.mix.total
	assert not any(row.identity_number_encrypted or row.full_name for row in kept)


def test_everyone_has_the_one_role_they_were_hired_for(check) -> None:
	check(roles_are_right)


def roles_are_right(season: Season, cohort: str) -> None:
	"""And Administrator made nobody but the system manager, who sees no people."""
	users = frappe.get_all("User", filters={"name": ("like", f"%@{season.domain}")}, fields=["name", "owner"])
	manager = f"eldbjorg@{season.domain}"
	assert {user.name: user.owner for user in users} == {
		user.name: "Administrator" if user.name == manager else manager for user in users
	}
	assert len(users) == 6 + len(season.staff)
	for user in users:
		roles = frappe.get_all("Has Role", filters={"parent": user.name, "parenttype": "User"}, pluck="role")
		assert len(roles) == 1, (user.name, roles)
	assert frappe.db.count("User Permission", {"user": manager}) == 0
	assert frappe.db.get_value("Outreach Office", season.office, "owner") == manager


def test_a_visit_and_a_wish_were_followed_up(check) -> None:
	check(visits_are_right)


def visits_are_right(season: Season, cohort: str) -> None:
	visits = frappe.get_all(
		"Home Visit",
		filters={"cohort": cohort, "workflow_state": "Journaled"},
		fields=["journaled_by", "journal_reference"],
	)
	assert [visit.journaled_by for visit in visits] == [f"gudleik@{season.domain}"]
	assert frappe.db.count("Offer Interest", {"cohort": cohort}) == 1
	assert report_row(season)["visits_made"] == 1
