"""What the keeper's desk page gets, how it marks in bulk, and who gets nothing."""

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime
from frappe.utils.password import decrypt

from senior_outreach.access.roles import Role
from senior_outreach.population.screening import worklist
from senior_outreach.population.screening.marking import approve_screening, mark
from senior_outreach.population.screening.worklist import (
	keep_out_of_caches,
	keep_unmarked,
	open_rounds,
	open_worklist,
)
from tests import builders

REFUSED = [role for role in Role if role is not Role.RECORD_KEEPER]
opens = pytest.mark.allow_commit  # opening is written into the access log, which commits


@pytest.fixture
def scene():
	office = builders.office()
	cohort = builders.cohort(office)
	people = [_somebody(office, cohort) for _number in range(5)]
	return frappe._dict(
		office=office,
		cohort=cohort,
		people=people,
		keeper=builders.user(Role.RECORD_KEEPER, office=office),
	)


def _somebody(office, cohort) -> str:
	senior = builders.senior(office)
	builders.invitation(cohort, senior, screened=False)
	return builders.senior_identity(senior, cohort).name


def change(name: str, **fields) -> None:
	"""Of the invitation behind an entry."""
	senior = frappe.db.get_value("Senior Identity", name, "senior")
	frappe.db.set_value("Invitation", {"senior": senior}, fields)


def rows(scene) -> dict[str, dict]:
	return {row["name"]: row for row in open_worklist(scene.cohort.name)["people"]}


@opens
def test_the_worklist_has_name_number_birth_date_and_the_mark(scene, as_user) -> None:
	stored = frappe.get_doc("Senior Identity", scene.people[0])
	with as_user(scene.keeper):
		row = rows(scene)[stored.name]
	assert row == {
		"name": stored.name,
		"full_name": stored.full_name,
		"birth_date": stored.birth_date,
		"number": decrypt(stored.identity_number_encrypted),
		"mark": "",
		"late": False,
	}


@opens
def test_a_dropped_number_is_shown_as_none(scene, as_user) -> None:
	with as_user(scene.keeper):
		mark(scene.people, "Keep")
	approve_screening(scene.cohort.name)
	with as_user(scene.keeper):
		assert {row["number"] for row in rows(scene).values()} == {""}


@opens
def test_whom_the_system_excluded_whoever_is_protected_and_whoever_has_the_letter_is_not_on_it(
	scene, as_user
) -> None:
	dead, by_hand, graded, sent, kept = scene.people
	change(dead, exclusion_reason="Deceased", status="Excluded")
	change(by_hand, handle_by_hand=1)
	change(sent, sent_on="2014-02-20", status="Sent")
	frappe.db.set_value("Senior Identity", graded, "protection_grade", "Confidential")
	with as_user(scene.keeper):
		assert set(rows(scene)) == {kept}
		assert open_rounds() == [{"cohort": scene.cohort.name, "people": 1, "unmarked": 1}]


@opens
def test_people_come_in_pages_and_nobody_is_left_between_two(scene, as_user, monkeypatch) -> None:
	monkeypatch.setattr(worklist, "PAGE", 2)
	seen: list[str] = []
	with as_user(scene.keeper):
		while True:
			page = open_worklist(scene.cohort.name, seen[-1] if seen else "")
			assert len(page["people"]) <= 2
			seen += [row["name"] for row in page["people"]]
			mark(seen[-1:], "Exclude")
			if not page["more"]:
				break
	assert seen == sorted(scene.people)


def test_a_page_is_never_longer_than_five_hundred() -> None:
	assert worklist.PAGE == 500


@opens
def test_each_opening_is_on_record_once_and_without_names(scene, as_user) -> None:
	with as_user(scene.keeper):
		first = open_worklist(scene.cohort.name)["people"][0]["name"]
		open_worklist(scene.cohort.name, first)
		open_worklist(scene.cohort.name, first)
	(log,) = frappe.get_all("Access Log", {"reference_document": scene.cohort.name}, ["*"])
	assert (log.user, log.export_from, log.method) == (scene.keeper, "Cohort", "open_worklist")
	assert not any((log.filters, log.page, log.columns, log.report_name))


@opens
def test_a_later_page_asked_for_alone_is_on_record_too(scene, as_user) -> None:
	with as_user(scene.keeper):
		open_worklist(scene.cohort.name, "0")
	assert frappe.db.count("Access Log", {"reference_document": scene.cohort.name}) == 1


@opens
def test_marks_since_the_approval_are_late_news(scene, as_user) -> None:
	with as_user(scene.keeper):
		mark(scene.people, "Keep")
	approve_screening(scene.cohort.name)
	an_hour_ago = add_to_date(now_datetime(), hours=-1)
	for name in scene.people:
		change(name, screened_on=add_to_date(an_hour_ago, hours=-1))
	frappe.db.set_value("Cohort", scene.cohort.name, "screening_approved_on", an_hour_ago)
	with as_user(scene.keeper):
		mark(scene.people[:1], "Exclude")
		late = [name for name, row in rows(scene).items() if row["late"]]
	assert late == scene.people[:1]


def test_keeping_the_rest_leaves_what_another_keeper_marked_meanwhile(scene, as_user) -> None:
	with as_user(builders.user(Role.RECORD_KEEPER, office=scene.office)):
		mark(scene.people[:1], "Exclude")
	with as_user(scene.keeper):
		assert set(keep_unmarked(scene.people)) == set(scene.people[1:])
		assert keep_unmarked(frappe.as_json(scene.people)) == []
	marks = frappe.get_all("Senior Identity", {"cohort": scene.cohort.name}, ["name", "mark"])
	assert {row.name: row.mark for row in marks} == {
		name: "Exclude" if name == scene.people[0] else "Keep" for name in scene.people
	}


def test_a_keeper_is_offered_the_rounds_of_the_own_office(scene, as_user) -> None:
	other = builders.cohort(builders.office())
	_somebody(other.office, other)
	with as_user(scene.keeper):
		mark(scene.people[:2], "Keep")
		assert open_rounds() == [{"cohort": scene.cohort.name, "people": 5, "unmarked": 3}]


@pytest.mark.parametrize("role", REFUSED)
def test_nobody_but_the_keeper_gets_the_worklist(scene, as_user, role: Role) -> None:
	with as_user(builders.user(role, office=scene.office)):
		for call in (
			lambda: open_worklist(scene.cohort.name),
			open_rounds,
			lambda: keep_unmarked(scene.people),
		):
			with pytest.raises(frappe.PermissionError):
				call()


def test_a_keeper_of_another_office_or_of_none_gets_nothing(scene, as_user) -> None:
	for office in (builders.office(), None):
		with as_user(builders.user(Role.RECORD_KEEPER, office=office)):
			assert open_rounds() == []
			with pytest.raises(frappe.PermissionError):
				open_worklist(scene.cohort.name)
			with pytest.raises(frappe.PermissionError):
				keep_unmarked(scene.people)


def test_a_round_that_does_not_exist_is_refused_like_a_foreign_one(scene, as_user) -> None:
	with as_user(scene.keeper), pytest.raises(frappe.PermissionError):
		open_worklist("Ingensteds 2014")


def test_the_list_with_numbers_is_kept_in_no_cache() -> None:
	for path, wanted in ((worklist.METHOD, "no-store"), ("frappe.ping", None)):
		response = frappe._dict(headers={})
		keep_out_of_caches(response, frappe._dict(path=f"/api/method/{path}"))
		assert response.headers.get("Cache-Control") == wanted


def test_the_page_is_for_the_keeper_alone() -> None:
	page = frappe.get_doc("Page", "screening")
	assert [row.role for row in page.roles] == [Role.RECORD_KEEPER]
	assert (page.standard, page.module) == ("Yes", "Senior Outreach")
