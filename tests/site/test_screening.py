"""Screening by two desks: the keeper marks, the office approves, the numbers go, then the names."""

import json

import frappe
import pytest
from frappe.utils.password import decrypt

from senior_outreach.access.roles import Role
from senior_outreach.population.screening.marking import approve_screening, mark, take_off_worklist, unmarked
from tests import builders

NOT_THE_KEEPER = [role for role in Role if role is not Role.RECORD_KEEPER]
NOT_THE_COORDINATOR = [role for role in Role if role not in (Role.COORDINATOR, Role.SUPERVISOR)]


@pytest.fixture
def scene():
	office = builders.office()
	cohort = builders.cohort(office)
	people = []
	for _number in range(3):
		senior = builders.senior(office)
		builders.invitation(cohort, senior, screened=False)
		people.append(builders.senior_identity(senior, cohort))
	return frappe._dict(
		office=office,
		cohort=cohort,
		people=[identity.name for identity in people],
		keeper=builders.user(Role.RECORD_KEEPER, office=office),
		coordinator=builders.user(Role.COORDINATOR, office=office),
	)


@pytest.fixture
def approved(scene, as_user):
	"""Everyone kept, the screening approved."""
	with as_user(scene.keeper):
		mark(scene.people, "Keep")
	with as_user(scene.coordinator):
		approve_screening(scene.cohort.name)
	return scene


def statuses(scene) -> list[str]:
	return sorted(frappe.get_all("Invitation", {"cohort": scene.cohort.name}, pluck="status"))


def invitation_of(name: str):
	senior = frappe.db.get_value("Senior Identity", name, "senior")
	return frappe.get_doc("Invitation", {"senior": senior})


def on_worklist(scene) -> set[str]:
	"""What the keeper's list shows."""
	return set(frappe.get_list("Senior Identity", {"cohort": scene.cohort.name}, pluck="name"))


def letter_has_left(name: str) -> None:
	frappe.db.set_value("Invitation", invitation_of(name).name, {"sent_on": "2014-02-20", "status": "Sent"})


# Marks


def test_the_keeper_keeps_and_excludes_and_may_think_again(scene, as_user) -> None:
	with as_user(scene.keeper):
		mark(scene.people[:2], "Keep")
		mark(scene.people[2:], "Exclude")
		assert statuses(scene) == ["Excluded", "Ready", "Ready"]
		mark(scene.people[2:], "Keep")
	assert statuses(scene) == ["Ready", "Ready", "Ready"]


def test_a_mark_can_be_taken_back(scene, as_user) -> None:
	with as_user(scene.keeper):
		mark(scene.people[:1], "Exclude")
		mark(scene.people[:1], "")
	assert statuses(scene) == ["To Screen"] * 3
	assert unmarked(scene.cohort.name) == 3


def test_marks_can_be_sent_as_json_as_the_desk_does(scene, as_user) -> None:
	with as_user(scene.keeper):
		mark(frappe.as_json(scene.people), "Keep")
	assert statuses(scene) == ["Ready"] * 3


def test_nothing_but_keep_or_exclude_can_be_marked_and_the_reason_is_not_repeated(scene, as_user) -> None:
	with (
		as_user(scene.keeper),
		pytest.raises(frappe.ValidationError, match="Only Keep or Exclude") as refusal,
	):
		mark(scene.people, "Ill")
	assert "Ill" not in str(refusal.value)
	assert statuses(scene) == ["To Screen"] * 3


def test_no_field_of_the_worklist_takes_a_reason() -> None:
	fields = frappe.get_meta("Senior Identity").fields
	writable = [field.fieldname for field in fields if not (field.read_only or field.hidden)]
	assert [name for name in writable if "Break" not in name and not name.startswith("column")] == [
		"mark",
		"register_section",
	]


def test_the_keeper_changes_nothing_but_the_mark(scene, as_user) -> None:
	identity = frappe.get_doc("Senior Identity", scene.people[0])
	identity.full_name = "Åslaug Lekeset"
	with as_user(scene.keeper), pytest.raises(frappe.PermissionError):
		identity.save()


def test_a_reason_the_system_found_is_not_overwritten(scene, as_user) -> None:
	invitation = invitation_of(scene.people[0])
	frappe.db.set_value("Invitation", invitation.name, {"exclusion_reason": "Deceased", "status": "Excluded"})
	with as_user(scene.keeper):
		for value in ("Keep", "Exclude", ""):
			mark(scene.people, value)
	invitation.reload()
	assert invitation.exclusion_reason == "Deceased"


def test_every_mark_is_on_record_with_the_keeper(scene, as_user) -> None:
	with as_user(scene.keeper):
		mark(scene.people[:1], "Exclude")
		mark(scene.people[:1], "Keep")
	invitation = invitation_of(scene.people[0])
	versions = frappe.get_all(
		"Version", {"docname": invitation.name}, ["owner", "data"], order_by="creation asc, name asc"
	)
	changes = [{row[0]: row[2] for row in json.loads(version.data)["changed"]} for version in versions]
	assert sorted(change["status"] for change in changes) == ["Excluded", "Ready"]
	assert {version.owner for version in versions} == {scene.keeper}
	identity = frappe.get_doc("Senior Identity", scene.people[0])
	assert (identity.marked_by, invitation.screened_by) == (scene.keeper, scene.keeper)


def test_a_service_that_protects_somebody_after_the_letter_is_not_stopped_by_the_mark(scene) -> None:
	letter_has_left(scene.people[0])
	builders.senior_identity(
		frappe.get_doc("Senior", invitation_of(scene.people[0]).senior),
		scene.cohort,
		mark="Exclude",
		protection_grade="Confidential",
	)
	assert frappe.db.get_value("Senior Identity", scene.people[0], "protection_grade") == "Confidential"


# Approval


def test_the_screening_is_not_approved_while_anyone_is_unmarked(scene, as_user) -> None:
	with as_user(scene.keeper):
		mark(scene.people[:2], "Keep")
	with as_user(scene.coordinator), pytest.raises(frappe.ValidationError, match="1 persons"):
		approve_screening(scene.cohort.name)
	assert all(
		frappe.get_all("Senior Identity", {"cohort": scene.cohort.name}, pluck="identity_number_encrypted")
	)


def test_the_screening_is_not_approved_while_rows_of_a_delivery_are_missing(scene, as_user) -> None:
	extract = builders.register_extract(scene.cohort, open_rows=4)
	with as_user(scene.keeper):
		mark(scene.people, "Keep")
	with as_user(scene.coordinator), pytest.raises(frappe.ValidationError, match="4 rows") as refusal:
		approve_screening(scene.cohort.name)
	assert "register extract" in str(refusal.value)
	frappe.db.set_value("Register Extract", extract.name, "open_rows_set_aside", "Not in the Target Group")
	with as_user(scene.coordinator):
		approve_screening(scene.cohort.name)
	assert frappe.db.get_value("Cohort", scene.cohort.name, "screening_approved_by") == scene.coordinator


def test_open_rows_of_another_round_do_not_matter(scene, as_user) -> None:
	builders.register_extract(builders.cohort(scene.office, year=2040), open_rows=4)
	with as_user(scene.keeper):
		mark(scene.people, "Keep")
	with as_user(scene.coordinator):
		approve_screening(scene.cohort.name)


def test_approval_drops_the_number_and_keeps_hash_name_and_birth_date(scene, as_user) -> None:
	before = frappe.get_doc("Senior Identity", scene.people[0])
	assert len(decrypt(before.identity_number_encrypted)) == 11
	with as_user(scene.keeper):
		mark(scene.people, "Keep")
	with as_user(scene.coordinator):
		approve_screening(scene.cohort.name)
	for name in scene.people:
		identity = frappe.get_doc("Senior Identity", name)
		assert not identity.identity_number_encrypted
		assert identity.number_dropped_on
		assert identity.identity_hash
		assert identity.full_name
		assert identity.birth_date
		assert not identity.dropped_on
	cohort = frappe.get_doc("Cohort", scene.cohort.name)
	assert (cohort.screening_approved_by, bool(cohort.screening_approved_on)) == (scene.coordinator, True)


def test_the_keeper_excludes_and_includes_after_the_approval_too(approved, as_user) -> None:
	with as_user(approved.keeper):
		assert on_worklist(approved) == set(approved.people)
		mark(approved.people[:1], "Exclude")
		assert statuses(approved) == ["Excluded", "Ready", "Ready"]
		mark(approved.people[:1], "Keep")
	assert statuses(approved) == ["Ready"] * 3


def test_a_further_delivery_is_screened_and_approved_again(approved, as_user) -> None:
	first = frappe.db.get_value("Cohort", approved.cohort.name, "screening_approved_on")
	senior = builders.senior(approved.office)
	builders.invitation(approved.cohort, senior, screened=False)
	late = builders.senior_identity(senior, approved.cohort)
	with as_user(approved.coordinator), pytest.raises(frappe.ValidationError, match="1 persons"):
		approve_screening(approved.cohort.name)
	with as_user(approved.keeper):
		mark([late.name], "Keep")
	with as_user(approved.coordinator):
		approve_screening(approved.cohort.name)
	assert frappe.db.get_value("Cohort", approved.cohort.name, "screening_approved_on") > first
	assert not frappe.db.get_value("Senior Identity", late.name, "identity_number_encrypted")


# When letters leave


def test_when_letters_leave_names_go_and_the_hash_and_the_grade_stay(approved, as_user) -> None:
	with as_user(approved.keeper):
		mark(approved.people[2:], "Exclude")
	for name in approved.people[:2]:
		letter_has_left(name)
	take_off_worklist(approved.cohort.name)
	for name in approved.people:
		identity = frappe.get_doc("Senior Identity", name)
		assert (identity.full_name, identity.birth_date) == (None, None)
		assert identity.dropped_on
		assert identity.identity_hash
		assert identity.protection_grade == "None"
	with as_user(approved.keeper):
		assert on_worklist(approved) == set()


def test_a_letter_that_has_left_ends_the_marking_of_that_person_alone(approved, as_user) -> None:
	letter_has_left(approved.people[0])
	frappe.db.set_value("Cohort", approved.cohort.name, "letters_sent_on", "2014-02-20")
	with as_user(approved.keeper):
		with pytest.raises(frappe.ValidationError, match="letter has left"):
			mark(approved.people[:1], "Exclude")
		mark(approved.people[1:], "Exclude")
	assert statuses(approved) == ["Excluded", "Excluded", "Sent"]


def test_somebody_added_after_the_letters_is_screened_and_leaves_with_their_own_letter(
	approved, as_user
) -> None:
	for name in approved.people:
		letter_has_left(name)
	take_off_worklist(approved.cohort.name)
	frappe.db.set_value("Cohort", approved.cohort.name, "letters_sent_on", "2014-02-20")
	late = builders.invitation(approved.cohort, builders.senior(approved.office), screened=False)
	with as_user(approved.keeper):
		(entry,) = on_worklist(approved)
		mark([entry], "Keep")
	assert frappe.db.get_value("Invitation", late.name, "status") == "Ready"
	take_off_worklist(approved.cohort.name)
	assert frappe.db.get_value("Senior Identity", entry, "full_name")
	letter_has_left(entry)
	take_off_worklist(approved.cohort.name)
	assert frappe.db.get_value("Senior Identity", entry, ["full_name", "birth_date"]) == (None, None)


# Who may


@pytest.mark.parametrize("role", NOT_THE_KEEPER)
def test_nobody_but_the_keeper_marks(scene, as_user, role: Role) -> None:
	with as_user(builders.user(role, office=scene.office)):
		with pytest.raises(frappe.PermissionError):
			mark(scene.people, "Exclude")
		with pytest.raises(frappe.PermissionError):
			frappe.get_list("Senior Identity")
	assert statuses(scene) == ["To Screen"] * 3


@pytest.mark.parametrize("role", NOT_THE_COORDINATOR)
def test_nobody_but_the_office_approves(scene, as_user, role: Role) -> None:
	with as_user(scene.keeper):
		mark(scene.people, "Keep")
	with as_user(builders.user(role, office=scene.office)), pytest.raises(frappe.PermissionError):
		approve_screening(scene.cohort.name)


def test_another_office_neither_marks_nor_approves(scene, as_user) -> None:
	elsewhere = builders.office()
	with as_user(builders.user(Role.RECORD_KEEPER, office=elsewhere)), pytest.raises(frappe.PermissionError):
		mark(scene.people, "Keep")
	with as_user(builders.user(Role.COORDINATOR, office=elsewhere)), pytest.raises(frappe.PermissionError):
		approve_screening(scene.cohort.name)


def test_who_is_in_two_rounds_at_a_time_is_marked_for_both(as_user) -> None:
	office = builders.office()
	first, second = builders.cohort(office), builders.cohort(office, year=builders.meeting_day().year + 1)
	senior = builders.senior(office)
	for cohort in (first, second):
		builders.invitation(cohort, senior, screened=False)
	identity = builders.senior_identity(senior, second)
	with as_user(builders.user(Role.RECORD_KEEPER, office=office)):
		mark([identity.name], "Keep")
	assert [unmarked(cohort.name) for cohort in (first, second)] == [0, 0]
