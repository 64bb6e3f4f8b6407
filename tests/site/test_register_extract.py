"""The course of a register extract: what each step needs, who takes it, and that destruction destroys."""

import io
from pathlib import Path

import frappe
import pytest
from frappe.utils import add_days, getdate, nowdate
from frappe.www.printview import get_html_and_style
from pypdf import PdfReader

from senior_outreach.access.roles import Role
from senior_outreach.access.staff import search_coordinators
from senior_outreach.letters.application_facts import suggested_application
from senior_outreach.letters.papers import paper_pdf
from tests import builders
from tests.dataset import OTHER, OWN
from tests.deliveries import granted_extract
from tests.served import Served

POINTS = (
	"applied_on",
	"recipient",
	"requested_data",
	"selection",
	"purpose",
	"legal_basis",
	"sorting",
	"medium",
	"frequency",
)


@pytest.fixture
def scene():
	office = builders.office(letter_language="nb", municipality_number="0502")
	coordinator = builders.user(Role.COORDINATOR, office=office)
	cohort = builders.cohort(office)
	named = [{"user": coordinator, "task": "Import"}]
	return frappe._dict(
		office=office,
		cohort=cohort,
		extract=builders.register_extract(cohort, named_users=named),
		coordinator=coordinator,
		supervisor=builders.user(Role.SUPERVISOR, office=office),
		both=builders.user(Role.COORDINATOR, Role.SUPERVISOR, office=office),
	)


def new_application(scene, **fields):
	"""As the form saves it: office and round, and what was filled in by hand."""
	values = {"doctype": "Register Extract", "office": scene.office.name, "cohort": scene.cohort.name}
	return frappe.get_doc({**values, **fields}).insert()


def left(user: str) -> str:
	frappe.db.set_value("User", user, "enabled", 0)
	return user


def text_of(pdf: bytes) -> str:
	return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def without_space(text: str) -> str:
	return "".join(text.split())


def fill(extract, **values) -> None:
	extract.reload()
	extract.update(values)
	extract.save()


# A new application


def test_a_new_application_is_filled_in_from_the_round_and_the_office(scene, as_user) -> None:
	with as_user(scene.coordinator):
		extract = new_application(scene)
	born = str(scene.cohort.birth_years[0].birth_year)
	assert born in extract.selection
	assert scene.office.name in extract.selection
	assert "0502" in extract.selection
	assert str(scene.cohort.target_age) in extract.purpose
	assert "Fødselsnummer" in extract.requested_data
	assert "§ 3-3" in extract.legal_basis
	assert "Skatteetaten" in extract.recipient
	assert [row.user for row in extract.named_users] == [scene.coordinator]
	assert (extract.sorting, extract.medium, extract.frequency) == ("Postal Code", "Encrypted File", "Once")
	assert builders.step(extract, "Submit for Signature", scene.coordinator).workflow_state


@pytest.mark.parametrize(("language", "word"), [("nn", "busette"), ("en", "lives in")])
def test_it_is_written_in_the_language_of_the_offices_letters(scene, as_user, language, word) -> None:
	scene.office.letter_language = language
	scene.office.save()
	with as_user(scene.coordinator):
		assert word in new_application(scene).selection


def test_what_the_office_has_written_stays(scene, as_user) -> None:
	with as_user(scene.coordinator):
		extract = new_application(scene, purpose="Noe eget")
		assert extract.purpose == "Noe eget"
		extract.legal_basis = ""
		extract.save()
	assert not extract.legal_basis, "a draft that is not new is not filled in again"


def test_the_next_application_goes_to_where_the_last_signed_one_went(scene, as_user) -> None:
	builders.in_state(scene.extract, "Signed", signed_on=nowdate(), recipient="Skatt øst\nHamar")
	with as_user(scene.coordinator):
		assert new_application(scene).recipient == "Skatt øst\nHamar"


def test_the_form_gets_the_same_words_before_anything_is_saved(scene, as_user) -> None:
	with as_user(scene.coordinator):
		suggested = suggested_application(scene.office.name, scene.cohort.name)
		saved = new_application(scene)
		without_round = suggested_application(scene.office.name)
	assert {field: saved.get(field) for field in suggested if field != "named_users"} == {
		field: text for field, text in suggested.items() if field != "named_users"
	}
	assert without_round["selection"] == ""


def test_nobody_else_gets_the_words_of_an_office(scene, as_user) -> None:
	strangers = [
		builders.user(Role.COORDINATOR, office=builders.office()),
		*(builders.user(role, office=scene.office) for role in Role if role is not Role.COORDINATOR),
	]
	for user in strangers:
		with as_user(user), pytest.raises(frappe.PermissionError):
			suggested_application(scene.office.name, scene.cohort.name)


def test_named_users_are_enabled_coordinators_of_the_office(scene, as_user) -> None:
	elsewhere = builders.user(Role.COORDINATOR, office=builders.office())
	gone = left(builders.user(Role.COORDINATOR, office=scene.office))
	caller = builders.user(Role.CALLER, office=scene.office)
	with as_user(scene.coordinator):
		for user in (elsewhere, gone, caller, "Administrator"):
			with pytest.raises(frappe.ValidationError, match="Row 2: choose an enabled user") as error:
				new_application(scene, named_users=[{"user": scene.both}, {"user": user}])
			assert user not in str(error.value)
		with pytest.raises(frappe.ValidationError, match="Row 2: this user is named already"):
			new_application(scene, named_users=[{"user": scene.both}] * 2)
		assert new_application(scene, named_users=[{"user": scene.both}, {"user": scene.coordinator}])


def test_a_named_user_who_has_left_is_said_when_the_signature_is_asked_for(scene) -> None:
	left(scene.coordinator)
	with pytest.raises(frappe.ValidationError, match="Row 1: choose an enabled user"):
		builders.step(scene.extract, "Submit for Signature", scene.both)


def test_the_form_offers_the_coordinators_of_the_office(scene, as_user) -> None:
	filters = {"office": scene.office.name}
	with as_user(scene.supervisor):
		found = search_coordinators("User", "", "name", 0, 20, filters)
		assert {name for name, _full_name in found} == {scene.coordinator, scene.both}
		assert search_coordinators("User", scene.both, "name", 0, 20, filters)[0][0] == scene.both
	with (
		as_user(builders.user(Role.COORDINATOR, office=builders.office())),
		pytest.raises(frappe.PermissionError),
	):
		search_coordinators("User", "", "name", 0, 20, filters)


@pytest.mark.parametrize("field", POINTS)
def test_without_one_of_its_points_it_does_not_go_to_signature(scene, field) -> None:
	builders.in_state(scene.extract, "Draft", **{field: None})
	with pytest.raises(frappe.ValidationError, match=r"missing|Write|Choose"):
		builders.step(scene.extract, "Submit for Signature", scene.coordinator)


def test_everything_that_is_missing_is_said_at_once(scene, as_user) -> None:
	builders.in_state(scene.extract, "Draft", purpose="  ", legal_basis=None)
	scene.extract.named_users = []
	with as_user(scene.coordinator):
		scene.extract.save()
	scene.extract.run_method("onload")
	missing = scene.extract.get_onload("missing")
	assert len(missing) == 3
	with pytest.raises(frappe.ValidationError) as error:
		builders.step(scene.extract, "Submit for Signature", scene.coordinator)
	assert str(error.value) == "<br>".join(missing)


# The course


def test_management_signs_what_another_has_written(scene) -> None:
	builders.step(scene.extract, "Submit for Signature", scene.coordinator)
	signed = builders.step(scene.extract, "Sign", scene.supervisor)
	assert (signed.workflow_state, signed.signed_by) == ("Signed", scene.supervisor)
	assert getdate(signed.signed_on) == getdate()


def test_the_one_who_signs_writes_as_what(scene, as_user) -> None:
	builders.step(scene.extract, "Submit for Signature", scene.coordinator)
	with as_user(scene.coordinator), pytest.raises(frappe.PermissionError, match="one who signs"):
		fill(scene.extract, signed_as="rådmann")
	with as_user(scene.supervisor):
		fill(scene.extract, signed_as="rådmann")
	signed = builders.step(scene.extract, "Sign", scene.supervisor)
	assert signed.signed_as == "rådmann"
	with as_user(scene.supervisor), pytest.raises(frappe.PermissionError, match="one who signs"):
		fill(scene.extract, signed_as="konge")


def test_the_title_is_not_there_before_the_signature_is_asked_for(scene, as_user) -> None:
	with as_user(scene.coordinator), pytest.raises(frappe.PermissionError, match="one who signs"):
		new_application(scene, signed_as="rådmann")
	builders.step(scene.extract, "Submit for Signature", scene.coordinator)
	with as_user(scene.supervisor):
		fill(scene.extract, signed_as="rådmann")
	builders.step(scene.extract, "Send Back", scene.supervisor)
	again = builders.step(scene.extract, "Submit for Signature", scene.coordinator)
	assert not again.signed_as


def test_who_wrote_the_application_does_not_sign_it(scene, as_user) -> None:
	with as_user(scene.both):
		own = new_application(scene)
	builders.step(own, "Submit for Signature", scene.coordinator)
	with pytest.raises((frappe.ValidationError, frappe.PermissionError), match=r"approve|approval"):
		builders.step(own, "Sign", scene.both)


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


def received(scene, **fields):
	"""A delivery of some days ago, with its file."""
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
	values = {
		"file": file.file_url,
		"received_on": add_days(nowdate(), -10),
		"expires_on": add_days(nowdate(), 10),
		"destroyed_on": add_days(nowdate(), -1),
		"destruction_method": "Erased",
		"destroyed_by": scene.coordinator,
		"witnessed_by": scene.supervisor,
	}
	builders.in_state(scene.extract, "Received", **{**values, **fields})
	return file, Path(file.get_full_path())


def test_confirming_the_destruction_deletes_the_file_from_table_and_disk(scene) -> None:
	file, path = received(scene, witnessed_by=scene.coordinator)
	with pytest.raises(frappe.ValidationError, match="witnessed by someone else"):
		builders.step(scene.extract, "Confirm Destruction", scene.coordinator)
	assert path.exists()
	fill(scene.extract, witnessed_by=scene.supervisor)
	destroyed = builders.step(scene.extract, "Confirm Destruction", scene.coordinator)
	assert (destroyed.workflow_state, destroyed.file) == ("Destroyed", None)
	assert not frappe.db.exists("File", file.name)
	assert not path.exists()


@pytest.mark.parametrize("field", ["destroyed_on", "destruction_method", "destroyed_by", "witnessed_by"])
def test_a_destruction_says_when_how_by_whom_and_who_saw_it(scene, field) -> None:
	_file, path = received(scene, **{field: None})
	with pytest.raises(frappe.ValidationError, match="Fill in first"):
		builders.step(scene.extract, "Confirm Destruction", scene.coordinator)
	assert path.exists()


@pytest.mark.parametrize(("days", "words"), [(1, "in the future"), (-11, "before the delivery")])
def test_a_destruction_is_after_the_delivery_and_not_in_the_future(scene, days, words) -> None:
	_file, path = received(scene, destroyed_on=add_days(nowdate(), days))
	with pytest.raises(frappe.ValidationError, match=words):
		builders.step(scene.extract, "Confirm Destruction", scene.coordinator)
	assert path.exists()


@pytest.mark.parametrize(
	("field", "label"), [("destroyed_by", "Destroyed by"), ("witnessed_by", "Witnessed by")]
)
def test_those_who_vouch_for_a_destruction_work_here_now(scene, field, label) -> None:
	_file, path = received(scene, **{field: left(builders.user(Role.COORDINATOR))})
	with pytest.raises(frappe.ValidationError, match=f"{label}: choose an enabled user"):
		builders.step(scene.extract, "Confirm Destruction", scene.coordinator)
	assert path.exists()


def test_after_the_destruction_nothing_is_imported_and_nothing_rewritten(scene, as_user) -> None:
	from senior_outreach.population.delivery.rights import check_may_import

	received(scene)
	builders.step(scene.extract, "Confirm Destruction", scene.coordinator)
	with as_user(scene.coordinator):
		with pytest.raises(frappe.ValidationError, match="when the permission has been granted"):
			check_may_import(frappe.get_doc("Register Extract", scene.extract.name))
		for field, value in (("file", "/private/files/ny.csv"), ("witnessed_by", scene.both)):
			with pytest.raises(frappe.ValidationError, match="stays as it was recorded"):
				fill(scene.extract, **{field: value})
		with pytest.raises(frappe.ValidationError, match="cannot go from"):
			fill(scene.extract, workflow_state="Granted")


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


# The finished letter


def signed(scene):
	builders.step(scene.extract, "Submit for Signature", scene.coordinator)
	frappe.set_user(scene.supervisor)
	fill(scene.extract, signed_as="rådmann")
	frappe.set_user("Administrator")
	return builders.step(scene.extract, "Sign", scene.supervisor)


def test_the_letter_has_every_point_and_who_it_is_from(scene, as_user) -> None:
	extract = scene.extract
	with as_user(scene.coordinator):
		text = text_of(paper_pdf("Register Extract", extract.name, "register_application"))
	printed = [
		extract.requested_data,
		extract.selection,
		extract.purpose,
		extract.legal_basis,
		extract.recipient,
	]
	printed += [
		scene.office.name,
		extract.name,
		"Kommunenr. 0502",
		"Etter postnummer",
		"Kryptert fil",
		"En gang",
	]
	printed += [f"{frappe.utils.get_fullname(scene.coordinator)} – Import", "Utkast – ikke underskrevet"]
	assert [words for words in printed if without_space(words) not in text] == []


def test_a_signed_letter_has_name_title_and_day_and_is_no_draft(scene, as_user) -> None:
	extract = signed(scene)
	with as_user(scene.supervisor):
		text = text_of(paper_pdf("Register Extract", extract.name, "register_application"))
	day = frappe.utils.getdate()
	assert (
		without_space(f"{frappe.utils.get_fullname(scene.supervisor)} rådmann Underskrevet {day.day}.")
		in text
	)
	assert "Utkast" not in text


@pytest.mark.parametrize(
	("language", "words"), [("nn", "Søknad om opplysningar"), ("en", "Application for data")]
)
def test_the_letter_is_in_the_offices_language(scene, language, words) -> None:
	scene.office.letter_language = language
	scene.office.save()
	text = text_of(paper_pdf("Register Extract", scene.extract.name, "register_application"))
	assert without_space(words) in text


def test_frappes_print_view_shows_the_same_letter(scene, as_user) -> None:
	fill(scene.extract, purpose="<script>alert(1)</script>")
	with as_user(scene.coordinator):
		html = get_html_and_style(
			doc="Register Extract", name=scene.extract.name, print_format="Register Application"
		)["html"]
	assert "Søknad om opplysninger fra Folkeregisteret" in html
	assert "so-paper" in html
	assert "<script>alert" not in html


@pytest.mark.parametrize(
	"role", [Role.CALLER, Role.FACILITATOR, Role.LEADERSHIP, Role.RECORD_KEEPER, Role.SYSTEM_MANAGER]
)
def test_other_roles_neither_read_nor_print_nor_take_a_step(scene, as_user, role) -> None:
	refused_everything(scene, as_user, builders.user(role, office=scene.office))


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.SUPERVISOR])
def test_another_office_neither_reads_nor_prints_nor_takes_a_step(scene, as_user, role) -> None:
	refused_everything(scene, as_user, builders.user(role, office=builders.office()))


def refused_everything(scene, as_user, user) -> None:
	_file, path = received(scene)
	name = scene.extract.name
	with as_user(user):
		for call in (
			lambda: frappe.get_doc("Register Extract", name).check_permission("read"),
			lambda: paper_pdf("Register Extract", name, "register_application"),
			lambda: get_html_and_style(
				doc="Register Extract", name=name, print_format="Register Application"
			),
			lambda: fill(scene.extract, workflow_state="Destroyed"),
		):
			with pytest.raises(frappe.PermissionError):
				call()
	with pytest.raises((frappe.PermissionError, frappe.ValidationError)):
		builders.step(scene.extract, "Confirm Destruction", user)
	assert frappe.db.get_value("Register Extract", name, "workflow_state") == "Received"
	assert path.exists()


@pytest.mark.parametrize(
	("role", "side"),
	[
		(Role.COORDINATOR, OTHER),
		(Role.SUPERVISOR, OTHER),
		(Role.CALLER, OWN),
		(Role.LEADERSHIP, OWN),
		(Role.RECORD_KEEPER, OWN),
	],
)
def test_over_http_the_letter_is_refused_as_well(served: Served, role: Role, side: str) -> None:
	api = served.api(served.names["users"][side][role])
	extract = served.names["records"][OWN]["Register Extract"]
	path = "/api/method/senior_outreach.letters.api.download_paper"
	query = {"doctype": "Register Extract", "name": extract, "paper": "register_application"}
	assert api.get(path, **query).status == 403
	apply = {"doc": {"doctype": "Register Extract", "name": extract}, "action": "Confirm Destruction"}
	assert api.post("/api/method/frappe.model.workflow.apply_workflow", apply).status in (403, 417)
	assert api.put(f"/api/resource/Register Extract/{extract}", {"workflow_state": "Destroyed"}).status == 403


def test_over_http_the_coordinator_gets_the_letter(served: Served) -> None:
	api = served.api(served.names["users"][OWN][Role.COORDINATOR])
	extract = served.names["records"][OWN]["Register Extract"]
	reply = api.get(
		"/api/method/senior_outreach.letters.api.download_paper",
		doctype="Register Extract",
		name=extract,
		paper="register_application",
	)
	assert reply.status == 200
	assert reply.body.startswith("%PDF")


def test_a_file_that_is_attached_beside_the_field_gets_no_public_copy() -> None:
	extract, _coordinator = granted_extract(b"fodselsnummer;navn")
	extract.save()
	files = frappe.get_all("File", {"attached_to_name": extract.name}, ["file_url", "is_private"])
	assert [(file.file_url, file.is_private) for file in files] == [(extract.file, 1)]


def test_the_file_of_another_document_is_refused() -> None:
	theirs, _coordinator = granted_extract(b"fodselsnummer;navn")
	extract, _coordinator = granted_extract(b"fodselsnummer;adresse")
	extract.file = theirs.file
	with pytest.raises(frappe.ValidationError, match="Attach the delivered file"):
		extract.save()
