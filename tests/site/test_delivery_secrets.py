"""What a delivery must not tell: people whom another line, another delivery or the office protects."""

from io import BytesIO

import frappe
import openpyxl
import pytest

from senior_outreach.access.roles import Role
from senior_outreach.access.service_fields import save_by_service
from senior_outreach.population.delivery import accepting, importing, writing
from senior_outreach.population.delivery import api as deliveries
from senior_outreach.population.screening.marking import approve_screening
from senior_outreach.population.seniors import protected_entries
from tests import builders
from tests.deliveries import CORRECTIONS, WHOLE_LIST, attach, granted_extract, imported, reviewed
from tests.season.residents import register_file
from tests.site.test_import_review import OPEN, ROWS, changed_row

PERSON = OPEN[0]
WORDS = (PERSON[0], PERSON[1].split(", ")[0], PERSON[2])
HIDDEN = changed_row(PERSON, protection="strengt fortrolig")
WITHOUT_POSTAL_CODE = (*PERSON[:3], "", *PERSON[4:])


def downloaded(extract, content: str) -> str:
	file = deliveries.look_at_file(extract.name)
	deliveries.download_rejected(extract.name, content, file["read_on"])
	sheet = openpyxl.load_workbook(BytesIO(frappe.response.filecontent)).active
	return str(list(sheet.iter_rows(values_only=True)))


@pytest.mark.allow_commit  # the access log of a download
@pytest.mark.parametrize(
	"rows", [(HIDDEN, PERSON), (WITHOUT_POSTAL_CODE, HIDDEN), (HIDDEN, WITHOUT_POSTAL_CODE)]
)
def test_whom_one_line_protects_is_not_downloaded_from_another(as_user, rows) -> None:
	extract, coordinator = granted_extract(register_file([*rows, OPEN[1], OPEN[1]]))
	with as_user(coordinator):
		text = downloaded(extract, WHOLE_LIST)
	assert OPEN[1][2] in text, "others are"
	assert not any(word in text for word in WORDS)


@pytest.mark.allow_commit
def test_whom_the_office_knows_as_protected_is_not_downloaded(as_user) -> None:
	extract, coordinator = granted_extract(register_file([HIDDEN]))
	with as_user(coordinator):
		imported(extract)
		attach(extract, register_file([WITHOUT_POSTAL_CODE]))
		assert not any(word in downloaded(extract, CORRECTIONS) for word in WORDS)


def test_whom_the_office_knows_as_protected_is_no_example_of_a_row(as_user) -> None:
	extract, coordinator = granted_extract(register_file([HIDDEN]))
	with as_user(coordinator):
		imported(extract)
		attach(extract, register_file([PERSON]))
		sample = deliveries.look_at_file(extract.name)["facts"]["sample"]
	assert not any(word in str(sample) for word in WORDS)


def test_whom_a_later_line_protects_is_listed_nowhere_and_told_of(as_user) -> None:
	extract, coordinator = granted_extract(register_file([PERSON, OPEN[1], HIDDEN]))
	with as_user(coordinator):
		found = reviewed(extract)
		imported(extract)
	assert [entry["line"] for entry in found["entries"]["New"]] == [3]
	assert not any(word in str(found["entries"]) for word in WORDS)
	assert found["counts"]["by_hand"] == 1
	notices = frappe.get_all("Notification Log", {"document_name": extract.name}, pluck="email_content")
	assert len(notices) == 1
	assert "Lines of the delivery: 2." in notices[0]


def test_a_file_that_begins_with_a_person_shows_nobody_as_a_heading(as_user) -> None:
	content = register_file(ROWS).split(b"\n", 1)[1]
	extract, coordinator = granted_extract(content)
	with as_user(coordinator), pytest.raises(frappe.ValidationError) as refusal:
		deliveries.look_at_file(extract.name)
	assert "The first line must be the heading" in str(refusal.value)
	assert not any(cell in str(refusal.value) for cell in ROWS[0] if len(cell) > 6 and cell.istitle())


def test_markup_in_a_name_or_an_address_is_a_problem_of_its_row(as_user) -> None:
	rows = [
		changed_row(OPEN[0], name="Hansen, <img src=x onerror=alert(1)>"),
		changed_row(OPEN[1], street="<script>alert(1)</script> 1"),
	]
	extract, coordinator = granted_extract(register_file(rows))
	with as_user(coordinator):
		assert imported(extract)["rejected"] == 2
	assert frappe.db.count("Senior", {"office": extract.office}) == 0


@pytest.mark.allow_commit  # the log of an error
@pytest.mark.parametrize("kind", [frappe.QueryDeadlockError, ZeroDivisionError])
def test_an_error_nobody_foresaw_is_logged_without_people(
	as_user, monkeypatch, kind: type[Exception]
) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	frappe.db.commit()

	def fails(self, changes):
		raise kind(changes[0].person.identity_number)

	with as_user(coordinator):
		found = reviewed(extract)
		monkeypatch.setattr(writing.RoundWriter, "_insert_together", fails)
		with pytest.raises(frappe.ValidationError) as refusal:
			deliveries.accept_delivery(extract.name, WHOLE_LIST, found["when"], "Leave", found["token"])
	errors = frappe.get_all("Error Log", {"method": ("like", f"%{extract.name}%")}, ["error", "method"])
	assert kind.__name__ in str(errors)
	assert not any(row[0] in f"{errors} {refusal.value}" for row in ROWS)
	assert not frappe.db.exists("Register Extract Delivery", {"parent": extract.name})


def test_whoever_becomes_protected_is_blanked_in_closed_rounds_too(as_user) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	with as_user(coordinator):
		imported(extract)
	frappe.db.set_value("Cohort", extract.cohort, "workflow_state", "Closed")
	filters = {"cohort": extract.cohort, "handle_by_hand": 0, "exclusion_reason": ""}
	name, person, status = frappe.get_all("Invitation", filters, ["name", "senior", "status"], as_list=True)[
		0
	]
	senior = frappe.get_doc("Senior", person)
	senior.handle_by_hand = 1
	save_by_service(senior)
	assert frappe.db.get_value("Invitation", name, ["senior_name", "handle_by_hand", "status"]) == (
		None,
		1,
		status,
	)


def test_the_round_of_a_running_import_cannot_be_exchanged(as_user) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	other = builders.cohort(extract.office, year=2015)
	extract.append("deliveries", {"state": "Importing", "fingerprint": "x"})
	save_by_service(extract)
	extract.cohort = other.name
	with as_user(coordinator), pytest.raises(frappe.ValidationError, match="is being imported already"):
		extract.save()


@pytest.mark.parametrize("blank", ["approve", "protect"])
def test_a_mark_read_before_brings_no_number_and_no_name_back(as_user, blank: str) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	with as_user(coordinator):
		imported(extract)
	identity = frappe.get_all("Senior Identity", {"cohort": extract.cohort, "mark": ""}, pluck="name")[0]
	before = frappe.utils.add_to_date(None, minutes=-1)
	frappe.db.set_value("Senior Identity", identity, "modified", before, update_modified=False)
	read_before = frappe.get_doc("Senior Identity", identity)
	if blank == "approve":
		frappe.db.set_value("Invitation", {"cohort": extract.cohort}, "screened_on", frappe.utils.now())
		approve_screening(extract.cohort)
	else:
		protected_entries._blank_worklist(read_before.senior)
	read_before.mark = "Keep"
	with pytest.raises(frappe.TimestampMismatchError):
		save_by_service(read_before)
	assert not frappe.db.get_value("Senior Identity", identity, "identity_number_encrypted")


@pytest.mark.allow_commit  # the job commits each chunk
def test_somebody_who_saves_the_same_person_meanwhile_does_not_keep_them_unprotected(
	as_user, monkeypatch
) -> None:
	extract, coordinator = granted_extract(register_file([PERSON]))
	save, met = writing.RoundWriter._save, []

	def meets_somebody(self, change):
		if not met:
			met.append(change)
			raise frappe.TimestampMismatchError
		save(self, change)

	with as_user(coordinator):
		imported(extract)
		attach(extract, register_file([HIDDEN]))
		found = reviewed(extract)
		choices = deliveries._choices(extract, WHOLE_LIST, found["when"])
		accepting._note_acceptance(extract, choices, accepting.review(extract, choices))
		frappe.db.commit()
		monkeypatch.setattr(writing.RoundWriter, "_save", meets_somebody)
		importing.carry_on(extract.name, coordinator)
	assert met
	assert deliveries.delivery_progress(extract.name)["imported"] == 1
	assert frappe.db.get_value("Senior", {"office": extract.office}, ["handle_by_hand", "full_name"]) == (
		1,
		None,
	)


@pytest.mark.parametrize("attached", [False, True], ids=["to nothing", "to an extract of their own"])
def test_nobody_takes_over_the_file_of_another_office_by_its_address(as_user, attached: bool) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	own, other = granted_extract(register_file(ROWS[:1]))
	place = {"attached_to_doctype": own.doctype, "attached_to_name": own.name} if attached else {}
	file = {"doctype": "File", "file_url": extract.file, "is_private": 1, **place}
	facilitator = builders.user(Role.FACILITATOR, office=extract.office)
	for user in (other, facilitator):
		with as_user(user), pytest.raises(frappe.PermissionError):
			frappe.get_doc(file).insert(ignore_permissions=True)  # as Frappe does for a field with a file
	with as_user(coordinator):
		frappe.get_doc({**file, "attached_to_doctype": None}).insert()


def test_an_upload_and_a_second_file_are_as_before(as_user) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	with as_user(coordinator):
		attach(extract, register_file(ROWS[:2]))
		attach(extract, register_file(ROWS[:2]))
		assert reviewed(extract)["counts"]["rows"] == 2
