"""The course of a register extract: what each step needs, who takes it, and that destruction destroys."""

from pathlib import Path

import frappe
import pytest

from senior_outreach.access.roles import Role
from tests import builders


@pytest.fixture
def scene():
	office = builders.office()
	return frappe._dict(
		office=office,
		extract=builders.register_extract(builders.cohort(office)),
		coordinator=builders.user(Role.COORDINATOR, office=office),
		supervisor=builders.user(Role.SUPERVISOR, office=office),
		both=builders.user(Role.COORDINATOR, Role.SUPERVISOR, office=office),
	)


def fill(extract, **values) -> None:
	extract.reload()
	extract.update(values)
	extract.save()


def test_management_signs_what_another_has_written(scene) -> None:
	builders.step(scene.extract, "Submit for Signature", scene.coordinator)
	signed = builders.step(scene.extract, "Sign", scene.supervisor)
	assert (signed.workflow_state, signed.signed_by) == ("Signed", scene.supervisor)


def test_who_asked_for_the_signature_does_not_sign(scene) -> None:
	builders.step(scene.extract, "Submit for Signature", scene.both)
	with pytest.raises((frappe.ValidationError, frappe.PermissionError), match=r"approve|approval"):
		builders.step(scene.extract, "Sign", scene.both)


def test_a_coordinator_does_not_sign(scene) -> None:
	builders.step(scene.extract, "Submit for Signature", scene.coordinator)
	with pytest.raises(frappe.ValidationError):
		builders.step(scene.extract, "Sign", scene.coordinator)


def test_a_permission_needs_reference_dates_and_accepted_terms(scene) -> None:
	builders.in_state(scene.extract, "Sent")
	with pytest.raises(frappe.ValidationError, match="Reference of the Permission"):
		builders.step(scene.extract, "Register Permission", scene.coordinator)
	fill(
		scene.extract,
		permission_reference="FREG 77",
		granted_on="2014-02-03",
		expires_on="2014-01-03",
		terms_accepted_on="2014-02-03",
	)
	with pytest.raises(frappe.ValidationError, match="expires before"):
		builders.step(scene.extract, "Register Permission", scene.coordinator)
	fill(scene.extract, expires_on="2014-08-03")
	granted = builders.step(scene.extract, "Register Permission", scene.coordinator)
	assert granted.workflow_state == "Granted"


def test_a_refusal_needs_its_reason(scene) -> None:
	builders.in_state(scene.extract, "Sent")
	with pytest.raises(frappe.ValidationError, match="Reason for Refusal"):
		builders.step(scene.extract, "Register Refusal", scene.coordinator)


def test_received_needs_an_import(scene) -> None:
	builders.in_state(scene.extract, "Granted")
	with pytest.raises(frappe.ValidationError, match="Import the delivery first"):
		builders.step(scene.extract, "Receive Delivery", scene.coordinator)


def test_a_public_file_is_refused(scene) -> None:
	scene.extract.file = "/files/uttrekk.csv"
	with pytest.raises(frappe.ValidationError, match="must be private"):
		scene.extract.save()


def test_confirming_the_destruction_deletes_the_file_from_table_and_disk(scene) -> None:
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": f"{frappe.generate_hash(length=8)}.csv",
			"is_private": 1,
			"content": b"navn\n",
			"attached_to_doctype": scene.extract.doctype,
			"attached_to_name": scene.extract.name,
		}
	).insert()
	path = Path(file.get_full_path())
	assert path.exists()
	builders.in_state(scene.extract, "Received", file=file.file_url)
	details = {
		"destroyed_on": "2014-04-01",
		"destruction_method": "Erased",
		"destroyed_by": scene.coordinator,
	}
	fill(scene.extract, **details, witnessed_by=scene.coordinator)
	with pytest.raises(frappe.ValidationError, match="witnessed by someone else"):
		builders.step(scene.extract, "Confirm Destruction", scene.coordinator)
	assert path.exists()
	fill(scene.extract, witnessed_by=scene.supervisor)
	destroyed = builders.step(scene.extract, "Confirm Destruction", scene.coordinator)
	assert (destroyed.workflow_state, destroyed.file) == ("Destroyed", None)
	assert not frappe.db.exists("File", file.name)
	assert not path.exists()


def test_what_was_signed_and_granted_is_frozen(scene, as_user) -> None:
	cases = (
		("Awaiting Signature", "named_users", [{"user": scene.both}]),
		("Sent", "purpose", "Noe annet"),
		("Granted", "expires_on", "2099-01-01"),
	)
	for state, field, value in cases:
		builders.in_state(scene.extract, state)
		with as_user(scene.coordinator):
			fresh = frappe.get_doc("Register Extract", scene.extract.name)
			fresh.set(field, value)
			with pytest.raises(frappe.ValidationError, match="signed or granted"):
				fresh.save()


def test_a_delivery_goes_into_a_round_of_its_own_office(scene) -> None:
	scene.extract.cohort = builders.cohort().name
	with pytest.raises((frappe.ValidationError, frappe.PermissionError), match="another office"):
		scene.extract.save()
