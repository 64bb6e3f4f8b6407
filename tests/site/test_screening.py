"""Screening by two desks: the keeper marks, the office approves, the numbers go."""

import frappe
import pytest
from frappe.utils.password import decrypt

from senior_outreach.access.roles import Role
from senior_outreach.population.screening import approve_screening, mark
from tests import builders


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
		cohort=cohort,
		people=[identity.name for identity in people],
		keeper=builders.user(Role.RECORD_KEEPER, office=office),
		coordinator=builders.user(Role.COORDINATOR, office=office),
	)


def statuses(scene) -> list[str]:
	return sorted(frappe.get_all("Invitation", {"cohort": scene.cohort.name}, pluck="status"))


def test_the_keeper_keeps_and_excludes_and_may_think_again(scene, as_user) -> None:
	with as_user(scene.keeper):
		mark(scene.people[:2], "Keep")
		mark(scene.people[2:], "Exclude")
		assert statuses(scene) == ["Excluded", "Ready", "Ready"]
		mark(scene.people[2:], "Keep")
	assert statuses(scene) == ["Ready", "Ready", "Ready"]


def test_marks_can_be_sent_as_json_as_the_desk_does(scene, as_user) -> None:
	with as_user(scene.keeper):
		mark(frappe.as_json(scene.people), "Keep")
	assert statuses(scene) == ["Ready"] * 3


def test_nothing_but_keep_or_exclude_can_be_marked(scene, as_user) -> None:
	with as_user(scene.keeper), pytest.raises(ValueError, match="Ill"):
		mark(scene.people, "Ill")


def test_the_keeper_changes_nothing_but_the_mark(scene, as_user) -> None:
	identity = frappe.get_doc("Senior Identity", scene.people[0])
	identity.full_name = "Åslaug Lekeset"
	with as_user(scene.keeper), pytest.raises(frappe.PermissionError):
		identity.save()


def test_a_reason_the_system_found_is_not_overwritten(scene, as_user) -> None:
	identity = frappe.get_doc("Senior Identity", scene.people[0])
	invitation = frappe.get_doc("Invitation", {"senior": identity.senior})
	frappe.db.set_value("Invitation", invitation.name, {"exclusion_reason": "Deceased", "status": "Excluded"})
	with as_user(scene.keeper):
		mark(scene.people, "Keep")
	invitation.reload()
	assert invitation.exclusion_reason == "Deceased"


def test_the_screening_is_not_approved_while_anyone_is_unmarked(scene, as_user) -> None:
	with as_user(scene.keeper):
		mark(scene.people[:2], "Keep")
	with as_user(scene.coordinator), pytest.raises(frappe.ValidationError, match="1 persons"):
		approve_screening(scene.cohort.name)
	assert all(
		frappe.get_all("Senior Identity", {"cohort": scene.cohort.name}, pluck="identity_number_encrypted")
	)


def test_approval_drops_number_name_and_birth_date_and_keeps_the_hash(scene, as_user) -> None:
	before = frappe.get_doc("Senior Identity", scene.people[0])
	assert len(decrypt(before.identity_number_encrypted)) == 11
	with as_user(scene.keeper):
		mark(scene.people, "Keep")
	with as_user(scene.coordinator):
		approve_screening(scene.cohort.name)
	for name in scene.people:
		identity = frappe.get_doc("Senior Identity", name)
		assert (identity.identity_number_encrypted, identity.full_name, identity.birth_date) == (
			None,
			None,
			None,
		)
		assert identity.identity_hash
	cohort = frappe.get_doc("Cohort", scene.cohort.name)
	assert (cohort.screening_approved_by, bool(cohort.screening_approved_on)) == (scene.coordinator, True)


def test_after_the_letters_have_left_the_screening_stands(scene, as_user) -> None:
	frappe.db.set_value("Cohort", scene.cohort.name, "letters_sent_on", "2014-02-20")
	with as_user(scene.keeper), pytest.raises(frappe.ValidationError, match="letters"):
		mark(scene.people, "Exclude")


def test_a_coordinator_neither_reads_identities_nor_marks(scene, as_user) -> None:
	with as_user(scene.coordinator):
		with pytest.raises(frappe.PermissionError):
			mark(scene.people, "Exclude")
		with pytest.raises(frappe.PermissionError):
			frappe.get_list("Senior Identity")
