"""Possible duplicates: found, decided about side by side, on record, undone until letters leave."""

import json
from datetime import date

import frappe
import pytest
from frappe.utils import getdate, now_datetime

from senior_outreach.access.roles import Role
from senior_outreach.population.seniors import api
from senior_outreach.population.seniors.duplicates import who_stays
from senior_outreach.statistics.funnel import StatusCount, count_funnel, funnel_gaps
from tests import builders

BORN = date(1937, 5, 3)


@pytest.fixture
def scene():
	"""Åslaug twice in one office: as the register wrote her, and as somebody at the office did."""
	office = builders.office()
	cohort = builders.cohort(office, birth_years=[{"birth_year": BORN.year}])
	extract = builders.register_extract(cohort)
	register = builders.senior(
		office,
		first_name="Åslaug Marie",
		last_name="Prøvestad",
		birth_date=BORN,
		phone=None,
		register_extract=extract.name,
		register_checked_on=now_datetime(),
	)
	by_hand = builders.senior(
		office, first_name="Åslaug", last_name="Prøvestad", birth_date=BORN, phone="61 00 00 77"
	)
	return frappe._dict(
		office=office,
		cohort=cohort,
		register=register,
		by_hand=by_hand,
		invitation=builders.invitation(cohort, register, screened=False),
		identity=builders.senior_identity(register, cohort),
		coordinator=builders.user(Role.COORDINATOR, office=office),
	)


def fresh(doc):
	return frappe.get_doc(doc.doctype, doc.name)


def found(scene) -> list[set[str]]:
	pairs = api.possible_duplicates(scene.cohort.name)["pairs"]
	return [{pair["first"]["name"], pair["second"]["name"]} for pair in pairs]


def merge(scene, taken: tuple[str, ...] = (), stays=None, other=None) -> str:
	stays, other = stays or scene.register, other or scene.by_hand
	answer = api.merge_entries(scene.cohort.name, stays.name, other.name, list(taken))
	return answer["decision"]


def reasons(cohort) -> dict[str, str]:
	rows = frappe.get_all("Invitation", {"cohort": cohort.name}, ["senior", "exclusion_reason"])
	return {row.senior: row.exclusion_reason or "" for row in rows}


# Finding


def test_a_name_with_and_without_a_middle_name_is_found(scene, as_user):
	with as_user(scene.coordinator):
		assert found(scene) == [{scene.register.name, scene.by_hand.name}]
		(pair,) = api.possible_duplicates(scene.cohort.name)["pairs"]
	assert pair["because"] == "Same Name and Birth Date"
	assert {pair["first"]["full_name"], pair["second"]["full_name"]} == {
		"Åslaug Marie Prøvestad",
		"Åslaug Prøvestad",
	}


def test_the_same_name_at_the_same_address_is_found(scene):
	other = builders.senior(
		scene.office,
		first_name="Marie",
		last_name="Prøvestad Åslaug",
		birth_date=date(1938, 1, 1),
		street=scene.register.street.upper(),
	)
	assert {scene.register.name, other.name} in found(scene)


def test_entries_that_are_not_of_this_round_or_office_are_not_asked_about(scene):
	elsewhere = builders.senior(first_name="Åslaug", last_name="Prøvestad", birth_date=BORN)
	for _number in range(2):
		builders.senior(scene.office, first_name="Gudleik", last_name="Tenkhaug", birth_date=date(1936, 1, 1))
	assert found(scene) == [{scene.register.name, scene.by_hand.name}]
	assert elsewhere.name not in str(found(scene))


def test_nobody_handled_by_hand_is_a_candidate(scene):
	scene.by_hand.handle_by_hand = 1
	builders.save_by_service(scene.by_hand)
	assert found(scene) == []


def test_somebody_who_is_excluded_or_has_a_letter_is_no_reason_to_ask(scene):
	frappe.db.set_value("Invitation", scene.invitation.name, "exclusion_reason", "Deceased")
	assert found(scene) == []
	frappe.db.set_value("Invitation", scene.invitation.name, {"exclusion_reason": "", "sent_on": getdate()})
	assert found(scene) == []


# Side by side


def test_both_entries_stand_side_by_side_and_the_register_entry_is_proposed_to_stay(scene, as_user):
	with as_user(scene.coordinator):
		shown = api.compare_entries(scene.cohort.name, scene.by_hand.name, scene.register.name)
	assert [entry["senior"] for entry in shown["entries"]] == [scene.register.name, scene.by_hand.name]
	assert [entry["from_register"] for entry in shown["entries"]] == [True, False]
	assert [entry["status"] for entry in shown["entries"]] == ["To Screen", None]
	rows = {row["label"]: row for row in shown["rows"]}
	assert rows["Name"]["values"] == ["Åslaug Marie Prøvestad", "Åslaug Prøvestad"]
	assert (rows["Name"]["differs"], rows["Name"]["take_other"]) == (True, False)
	assert (rows["Phone"]["differs"], rows["Phone"]["take_other"]) == (True, True)
	assert rows["Birth Date"]["differs"] is False
	assert rows["Address"]["values"][0] == f"{scene.register.street}, 2815 GJØVIK"


# The same person


def test_the_chosen_values_stay_and_the_other_entry_points_to_the_one_who_stays(scene, as_user):
	with as_user(scene.coordinator):
		decision = merge(scene, ("phone",))
	senior = fresh(scene.register)
	assert (senior.full_name, senior.phone) == ("Åslaug Marie Prøvestad", "61 00 00 77")
	assert who_stays(scene.by_hand.name) == senior.name
	doc = frappe.get_doc("Duplicate Decision", decision)
	assert (doc.decision, doc.decided_by) == ("Same Person", scene.coordinator)
	assert json.loads(doc.values_before)["senior"]["phone"] == ["", "61 00 00 77"]
	version = frappe.get_all("Version", {"docname": senior.name}, pluck="data", order_by="creation desc")[0]
	assert "61 00 00 77" in version


def test_the_one_who_stays_is_in_the_round_and_the_other_one_is_counted_as_excluded(scene, as_user):
	with as_user(scene.coordinator):
		merge(scene, stays=scene.by_hand, other=scene.register)
	assert reasons(scene.cohort) == {scene.register.name: "Duplicate", scene.by_hand.name: ""}
	counts = [StatusCount("Excluded", 1, 0), StatusCount("To Screen", 1, 0)]
	statuses = sorted(frappe.get_all("Invitation", {"cohort": scene.cohort.name}, pluck="status"))
	assert statuses == [row.status for row in counts]
	assert not funnel_gaps(count_funnel(counts))


def test_the_keepers_mark_and_number_come_along(scene, as_user):
	builders.save_by_service(
		scene.invitation.update({"screened_on": now_datetime(), "screened_by": "Administrator"})
	)
	merge(scene, stays=scene.by_hand, other=scene.register)
	mine = frappe.get_doc("Invitation", {"senior": scene.by_hand.name})
	assert (mine.status, mine.screened_by) == ("Ready", "Administrator")


def test_the_worklist_shows_the_person_once_with_the_number(scene):
	decision = merge(scene, stays=scene.by_hand, other=scene.register)
	number = scene.identity.identity_number_encrypted
	mine = {"senior": scene.by_hand.name}
	assert frappe.db.get_value("Senior Identity", mine, "identity_number_encrypted") == number
	assert frappe.db.get_value("Senior Identity", scene.identity.name, "identity_hash")
	api.undo_decision(decision)
	assert not frappe.db.get_value("Senior Identity", mine, "identity_number_encrypted")
	assert frappe.db.get_value("Senior Identity", scene.identity.name, "identity_number_encrypted") == number


def test_who_the_keeper_excluded_stays_excluded(scene):
	builders.save_by_service(scene.invitation.update({"exclusion_reason": "Record Keeper"}))
	builders.invitation(scene.cohort, scene.by_hand)
	merge(scene, stays=scene.by_hand, other=scene.register)
	assert reasons(scene.cohort)[scene.by_hand.name] == "Record Keeper"


def test_a_person_is_not_lost_when_one_entry_was_a_mistake(scene):
	builders.invitation(scene.cohort, scene.by_hand, screened=False, exclusion_reason="Added by Mistake")
	merge(scene, stays=scene.by_hand, other=scene.register)
	assert reasons(scene.cohort) == {scene.register.name: "Duplicate", scene.by_hand.name: ""}


def test_a_wish_for_no_contact_holds_whatever_is_chosen(scene):
	scene.by_hand.do_not_contact = 1
	scene.by_hand.save()
	merge(scene)
	assert fresh(scene.register).do_not_contact
	assert reasons(scene.cohort)[scene.register.name] == "Do Not Contact"


def test_a_status_of_the_register_reaches_the_one_who_stays(scene):
	scene.register.register_status = "Deceased"
	scene.register.save()
	builders.invitation(scene.cohort, scene.by_hand)
	merge(scene, ("register_status",), stays=scene.by_hand, other=scene.register)
	assert reasons(scene.cohort)[scene.by_hand.name] == "Deceased"


def test_only_what_stands_side_by_side_can_be_taken(scene):
	with pytest.raises(frappe.ValidationError, match="side by side"):
		merge(scene, ("handle_by_hand",))


def test_entries_stay_apart_when_a_letter_has_left(scene):
	frappe.db.set_value("Invitation", scene.invitation.name, "sent_on", getdate())
	with pytest.raises(frappe.ValidationError, match="letter of this round"):
		merge(scene)


def test_who_has_the_letter_of_an_earlier_round_has_to_stay(scene):
	earlier = builders.cohort(scene.office, year=scene.cohort.year - 1)
	builders.invitation(earlier, scene.by_hand, sent_on=getdate())
	with pytest.raises(frappe.ValidationError, match="Let that entry stay"):
		merge(scene)
	shown = api.compare_entries(scene.cohort.name, scene.by_hand.name, scene.register.name)
	assert shown["entries"][0]["senior"] == scene.by_hand.name
	merge(scene, stays=scene.by_hand, other=scene.register)


def test_a_decided_pair_is_not_asked_about_again(scene):
	merge(scene)
	assert found(scene) == []
	with pytest.raises(frappe.ValidationError, match="somebody else already"):
		merge(scene)


# Different people


def test_different_people_are_not_asked_about_again_until_it_is_undone(scene, as_user):
	with as_user(scene.coordinator):
		decision = api.different_people(scene.cohort.name, scene.by_hand.name, scene.register.name)[
			"decision"
		]
		assert found(scene) == []
		with pytest.raises(frappe.ValidationError, match="different people"):
			merge(scene)
		api.undo_decision(decision)
		assert found(scene) == [{scene.register.name, scene.by_hand.name}]
	doc = frappe.get_doc("Duplicate Decision", decision)
	assert (doc.undone_by, bool(doc.undone_on)) == (scene.coordinator, True)


# Undoing


def test_undoing_brings_back_values_round_and_worklist(scene, as_user):
	before = {field: scene.register.get(field) for field in ("full_name", "phone", "street")}
	with as_user(scene.coordinator):
		decision = merge(scene, ("phone", "first_name", "last_name"))
		assert fresh(scene.register).full_name == "Åslaug Prøvestad"
		api.undo_decision(decision)
	senior = fresh(scene.register)
	assert {field: senior.get(field) or None for field in before} == before
	assert not frappe.db.get_value("Senior", scene.by_hand.name, "merged_into")
	assert reasons(scene.cohort) == {scene.register.name: ""}
	assert not frappe.db.get_value("Duplicate Decision", decision, "values_before")


def test_undoing_lets_the_other_entry_into_the_round_again(scene):
	decision = merge(scene, stays=scene.by_hand, other=scene.register)
	api.undo_decision(decision)
	assert reasons(scene.cohort) == {scene.register.name: "", scene.by_hand.name: "Added by Mistake"}
	entry = frappe.get_doc("Senior Identity", scene.identity.name)
	assert (entry.full_name, entry.mark or "", entry.dropped_on) == ("Åslaug Marie Prøvestad", "", None)


def test_undoing_leaves_alone_what_was_changed_meanwhile(scene):
	decision = merge(scene, ("phone", "first_name", "last_name"))
	senior = fresh(scene.register)
	senior.phone = "61 00 00 99"
	senior.save()
	api.undo_decision(decision)
	senior = fresh(scene.register)
	assert (senior.phone, senior.full_name) == ("61 00 00 99", "Åslaug Marie Prøvestad")


def test_undoing_brings_back_what_was_decided_about_the_entry_that_stayed(scene):
	builders.invitation(scene.cohort, scene.by_hand, screened=False, exclusion_reason="Added by Mistake")
	builders.save_by_service(scene.invitation.update({"screened_on": now_datetime()}))
	decision = merge(scene, stays=scene.by_hand, other=scene.register)
	mine = frappe.get_doc("Invitation", {"senior": scene.by_hand.name})
	assert mine.status == "Ready"
	api.undo_decision(decision)
	mine = fresh(mine)
	assert (mine.exclusion_reason, mine.screened_on) == ("Added by Mistake", None)
	assert fresh(scene.invitation).status == "Ready"


def test_undoing_raises_nobody_from_the_dead(scene):
	decision = merge(scene, stays=scene.by_hand, other=scene.register)
	register = fresh(scene.register)
	register.register_status = "Deceased"
	register.save()
	api.undo_decision(decision)
	assert reasons(scene.cohort)[scene.register.name] == "Deceased"


def test_nothing_is_undone_after_the_letter_has_left(scene):
	decision = merge(scene, stays=scene.by_hand, other=scene.register)
	mine = frappe.get_doc("Invitation", {"senior": scene.by_hand.name})
	frappe.db.set_value("Invitation", mine.name, "sent_on", getdate())
	with pytest.raises(frappe.ValidationError, match="no longer be undone"):
		api.undo_decision(decision)


def test_the_letter_binds_also_when_only_the_one_who_stays_was_in_the_round(scene):
	decision = merge(scene)
	frappe.db.set_value("Invitation", scene.invitation.name, "sent_on", getdate())
	with pytest.raises(frappe.ValidationError, match="no longer be undone"):
		api.undo_decision(decision)


def test_a_decision_is_undone_once(scene):
	decision = merge(scene)
	api.undo_decision(decision)
	with pytest.raises(frappe.ValidationError, match="undone already"):
		api.undo_decision(decision)


# Protection


def test_who_becomes_protected_is_so_in_both_entries_and_the_decision_forgets(scene, as_user):
	decision = merge(scene, ("phone", "first_name", "last_name"), stays=scene.by_hand, other=scene.register)
	senior = fresh(scene.by_hand)
	senior.handle_by_hand = 1
	builders.save_by_service(senior)
	for entry in (fresh(scene.by_hand), fresh(scene.register)):
		assert (entry.handle_by_hand, entry.full_name, entry.street, entry.phone) == (1, None, None, None)
	assert frappe.db.get_value("Duplicate Decision", decision, "values_before") is None
	rows = frappe.get_all(
		"Senior Identity",
		{"senior": ("in", [scene.by_hand.name, scene.register.name])},
		["full_name", "birth_date", "identity_number_encrypted", "protection_grade"],
	)
	assert rows
	assert {tuple(row.values()) for row in rows} == {(None, None, None, "Unknown")}
	with as_user(scene.coordinator):
		assert decision not in frappe.get_list("Duplicate Decision", pluck="name")
		with pytest.raises(frappe.PermissionError):
			api.undo_decision(decision)


@pytest.mark.parametrize("which", ["register", "by_hand"])
def test_a_decision_about_somebody_protected_is_in_no_list(scene, as_user, which):
	decision = api.different_people(scene.cohort.name, scene.by_hand.name, scene.register.name)["decision"]
	with as_user(scene.coordinator):
		assert decision in frappe.get_list("Duplicate Decision", pluck="name")
		doc = fresh(scene[which])
		doc.handle_by_hand = 1
		builders.save_by_service(doc)
		assert decision not in frappe.get_list("Duplicate Decision", pluck="name")
		with pytest.raises(frappe.PermissionError):
			frappe.get_doc("Duplicate Decision", decision).check_permission("read")


# Who may


@pytest.mark.parametrize(
	"role", [Role.CALLER, Role.FACILITATOR, Role.LEADERSHIP, Role.RECORD_KEEPER, Role.SUPERVISOR]
)
def test_nobody_but_the_coordinator_decides(scene, as_user, role):
	decision = api.different_people(scene.cohort.name, scene.by_hand.name, scene.register.name)["decision"]
	with as_user(builders.user(role, office=scene.office)):
		refused(scene, decision)


def test_a_coordinator_of_another_office_decides_nothing(scene, as_user):
	decision = api.different_people(scene.cohort.name, scene.by_hand.name, scene.register.name)["decision"]
	elsewhere = builders.office()
	with as_user(builders.user(Role.COORDINATOR, office=elsewhere)):
		refused(scene, decision)


def refused(scene, decision: str) -> None:
	pair = (scene.cohort.name, scene.register.name, scene.by_hand.name)
	for attempt in (
		lambda: api.possible_duplicates(scene.cohort.name),
		lambda: api.compare_entries(*pair),
		lambda: api.merge_entries(*pair),
		lambda: api.different_people(*pair),
		lambda: api.undo_decision(decision),
	):
		with pytest.raises(frappe.PermissionError):
			attempt()


def test_entries_of_two_offices_are_never_merged(scene, as_user):
	other = builders.senior(first_name="Åslaug", last_name="Prøvestad", birth_date=BORN)
	builders.permit(scene.coordinator, other.office)
	with as_user(scene.coordinator), pytest.raises(frappe.PermissionError):
		merge(scene, other=other)


def test_a_decision_is_written_by_the_program_alone(scene, as_user):
	decision = api.different_people(scene.cohort.name, scene.by_hand.name, scene.register.name)["decision"]
	doc = frappe.get_doc("Duplicate Decision", decision)
	doc.decision = "Same Person"
	with pytest.raises(frappe.PermissionError, match="set by the program"):
		doc.save()
	for field, value in (("merged_into", scene.by_hand.name), ("next_round_year", 2031)):
		senior = frappe.get_doc("Senior", scene.register.name).update({field: value})
		with as_user(scene.coordinator), pytest.raises(frappe.PermissionError, match="set by the program"):
			senior.save()
