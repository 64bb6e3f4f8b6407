"""The import as a long job: in chunks, as its user, killed and started again; and the rows it could not take."""

from io import BytesIO

import frappe
import pytest
from openpyxl import load_workbook

from senior_outreach.access.roles import Role
from senior_outreach.population.delivery import api as deliveries
from senior_outreach.population.delivery import importing
from senior_outreach.population.delivery.writing import RoundWriter
from senior_outreach.population.screening.marking import approve_screening
from tests import builders
from tests.deliveries import ADDITIONS, CORRECTIONS, WHOLE_LIST, attach, granted_extract, imported, reviewed
from tests.season.plan import GJOVIK_2014
from tests.season.residents import Mix, register_file, register_rows

SMALL = Mix(to_invite=7, deceased=1, moved=1, protected=2, other_age=1, by_keeper=0)
ROWS = register_rows(1937, SMALL, GJOVIK_2014.places, seed=5)
OPEN = [row for row in ROWS if row[5:7] == ("bosatt", "ugradert")]
READ_ON = "2014-02-03 10:00:00"
BAD_NUMBER = (
	"12345678901",
	"=1+1",
	"Papirvegen 1",
	"2815",
	"GJØVIK",
	"bosatt",
	"ugradert",
	"+47 61 00 00 00",
)
WRONG = [("12345678901", *row[1:]) for row in OPEN[2:5]]


@pytest.fixture
def in_background(monkeypatch) -> None:
	"""Every delivery is large, and a chunk is three rows."""
	monkeypatch.setattr("senior_outreach.population.delivery.outcomes.CHUNK", 3)
	frappe.db.set_single_value("Senior Outreach Settings", "import_background_rows", 1)
	frappe.clear_document_cache("Senior Outreach Settings", "Senior Outreach Settings")


def accept(extract) -> dict:
	found = reviewed(extract, read_on=READ_ON)
	return deliveries.accept_delivery(extract.name, WHOLE_LIST, found["when"], "Leave", found["token"])


def contents(extract) -> list[tuple]:
	"""Who is stored, without names of records and stamps."""
	fields = ["first_name", "last_name", "street", "register_status", "handle_by_hand", "register_checked_on"]
	seniors = frappe.get_all("Senior", {"office": extract.office}, fields, as_list=True)
	fields = ["senior_name", "status", "exclusion_reason"]
	return sorted(
		map(str, [*seniors, *frappe.get_all("Invitation", {"office": extract.office}, fields, as_list=True)])
	)


@pytest.mark.allow_commit
def test_a_large_delivery_is_imported_in_the_background_chunk_by_chunk(
	as_user, transaction, in_background
) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	with as_user(coordinator):
		progress = accept(extract)
		assert (progress["state"], progress["rows_done"]) == ("Importing", 0)
		transaction.finish_request()
		assert frappe.db.count("Senior", {"office": extract.office}) == 0
		assert transaction.run_jobs() > 0
		progress = deliveries.delivery_progress(extract.name)
	assert (progress["state"], progress["rows_done"], progress["imported"]) == ("Imported", 12, 12)
	assert transaction.commits >= 4


class Killed(BaseException):
	"""What no `except Exception` catches, as a killed process runs no handler."""


@pytest.mark.allow_commit
@pytest.mark.parametrize("chunk", [0, 1, 2, 3])
def test_a_killed_import_goes_on_and_ends_as_if_it_had_run_once(
	as_user, transaction, in_background, monkeypatch, chunk: int
) -> None:
	content = register_file([*ROWS, BAD_NUMBER])
	whole, coordinator = granted_extract(content)
	with as_user(coordinator):
		accept(whole)
		importing.carry_on(whole.name, coordinator)
	extract, coordinator = granted_extract(content)
	with as_user(coordinator):
		accept(extract)
		frappe.db.commit()
		with monkeypatch.context() as patched:
			patched.setattr(RoundWriter, "write", killed_in(chunk))
			with pytest.raises(Killed):
				importing.carry_on(extract.name, coordinator)
		frappe.db.rollback()
		assert frappe.db.count("Invitation", {"cohort": extract.cohort}) == 3 * chunk
		importing.carry_on(extract.name, coordinator)
		importing.carry_on(extract.name, coordinator)
	assert contents(extract) == contents(whole)
	for each in (whole, extract):
		each.reload()
	fields = ("state", "imported", "rejected", "rows_done")
	figures = [[row.get(field) for field in fields] for row in extract.deliveries]
	assert figures == [["Imported", 12, 1, 13]]
	assert [row.line for row in extract.problems] == [row.line for row in whole.problems] == [14]


def killed_in(chunk: int):
	real, done = RoundWriter.write, []

	def write(self, changes):
		refused = real(self, changes)
		if len(done) == chunk:
			raise Killed
		done.append(1)
		return refused

	return write


@pytest.mark.allow_commit
def test_the_hourly_job_starts_what_was_interrupted(as_user, transaction, in_background) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	with as_user(coordinator):
		accept(extract)
	transaction.jobs.clear()
	importing.resume_interrupted()
	frappe.db.commit()  # as the scheduler does after a job
	transaction.run_jobs()
	assert frappe.db.count("Invitation", {"cohort": extract.cohort}) == 12
	assert set(frappe.get_all("Senior", {"office": extract.office}, pluck="owner")) == {coordinator}


@pytest.mark.allow_commit
@pytest.mark.parametrize("change", ["named_users", "expires_on", "role"])
def test_every_right_is_checked_again_inside_the_job(
	as_user, transaction, in_background, change: str
) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	with as_user(coordinator):
		accept(extract)
	frappe.db.commit()
	if change == "named_users":
		frappe.db.delete("Register Extract User", {"parent": extract.name})
	elif change == "expires_on":
		frappe.db.set_value(extract.doctype, extract.name, "expires_on", "2014-01-01")
	else:
		frappe.db.delete("Has Role", {"parent": coordinator})
		frappe.clear_cache(user=coordinator)
	frappe.db.commit()
	importing.carry_on(extract.name, coordinator)
	assert frappe.db.count("Senior", {"office": extract.office}) == 0
	extract.reload()
	assert [row.state for row in extract.deliveries] == ["Importing"]
	assert extract.deliveries[0].stopped_because


@pytest.mark.allow_commit
def test_another_file_in_the_midst_of_an_import_is_not_mixed_in(as_user, transaction, in_background) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	with as_user(coordinator):
		accept(extract)
		attach(extract, register_file(ROWS[:2]))
		frappe.db.commit()
		importing.carry_on(extract.name, coordinator)
	assert frappe.db.count("Senior", {"office": extract.office}) == 0
	errors = frappe.get_all("Error Log", {"method": ("like", f"%{extract.name}%")}, ["error", "method"])
	assert errors
	assert not any(ROWS[0][0] in str(error) for error in errors)


@pytest.mark.allow_commit
def test_an_import_that_cannot_go_on_is_given_up_and_its_rows_are_open(
	as_user, transaction, in_background
) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	with as_user(coordinator):
		accept(extract)
		frappe.db.set_value(extract.doctype, extract.name, "expires_on", "2014-01-01")
		frappe.db.commit()
		importing.carry_on(extract.name, coordinator)
		assert "has expired" in deliveries.delivery_progress(extract.name)["stopped_because"]
		deliveries.stop_import(extract.name)
		importing.carry_on(extract.name, coordinator)
	extract.reload()
	assert (extract.workflow_state, extract.open_rows, extract.deliveries[0].state) == (
		"Received",
		12,
		"Stopped",
	)
	for role in (Role.CALLER, Role.FACILITATOR, Role.RECORD_KEEPER, Role.LEADERSHIP):
		with as_user(builders.user(role, office=extract.office)), pytest.raises(frappe.PermissionError):
			deliveries.stop_import(extract.name)
	frappe.db.set_value(extract.doctype, extract.name, "expires_on", frappe.utils.nowdate())
	frappe.db.set_single_value("Senior Outreach Settings", "import_background_rows", 1000)
	frappe.clear_document_cache("Senior Outreach Settings", "Senior Outreach Settings")
	with as_user(coordinator):
		attach(extract, register_file(ROWS[:3]))
		imported(extract, CORRECTIONS, read_on=READ_ON)
	extract.reload()
	assert extract.open_rows == 9


@pytest.mark.allow_commit
def test_two_deliveries_are_not_imported_at_once(as_user, transaction, in_background) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	with as_user(coordinator):
		found = accept(extract)
		with pytest.raises(frappe.ValidationError, match="being imported already"):
			accept(extract)
	assert found["state"] == "Importing"


def test_a_small_delivery_is_written_whole_or_not_at_all(as_user, monkeypatch) -> None:
	monkeypatch.setattr("senior_outreach.population.delivery.outcomes.CHUNK", 3)
	extract, coordinator = granted_extract(register_file(ROWS))
	frappe.db.savepoint("request")
	with as_user(coordinator):
		with monkeypatch.context() as patched:
			patched.setattr(RoundWriter, "write", killed_in(2))
			with pytest.raises(Killed):
				imported(extract)
		frappe.db.rollback(save_point="request")
		assert frappe.db.count("Senior", {"office": extract.office}) == 0
		assert imported(extract) == {"rows": 12, "imported": 12, "rejected": 0}


# Rows that were not taken


def downloaded(extract) -> list[list]:
	deliveries.download_rejected(extract.name, WHOLE_LIST, READ_ON)
	sheet = load_workbook(BytesIO(frappe.response.filecontent)).active
	return [list(row) for row in sheet.iter_rows()]


@pytest.mark.allow_commit
def test_rejected_rows_are_downloaded_as_text_and_never_as_a_formula(as_user) -> None:
	extract, coordinator = granted_extract(register_file([*ROWS, BAD_NUMBER]))
	with as_user(coordinator):
		heading, row = downloaded(extract)
	assert [cell.value for cell in heading][-2:] == ["Line", "What is wrong"]
	assert [cell.value for cell in row][:8] == list(BAD_NUMBER)
	assert {cell.data_type for cell in row} == {"s"}
	assert {cell.number_format for cell in row} == {"@"}


@pytest.mark.allow_commit
def test_rows_that_may_be_protected_are_not_downloaded(as_user) -> None:
	protected = (*BAD_NUMBER[:6], "fortrolig", "")
	unknown = (*BAD_NUMBER[:6], "", "")
	words = (BAD_NUMBER[0], "Lekeset, Aslak", "HEMMELIG ADRESSE", *BAD_NUMBER[3:])
	content = register_file([protected, unknown, words, BAD_NUMBER]) + b"for;kort\r\n"
	extract, coordinator = granted_extract(content)
	with as_user(coordinator):
		_heading, *rows = downloaded(extract)
		problems = reviewed(extract)["entries"]["Problem"]
	assert len(problems) == 5
	assert [row[-2].value for row in rows] == ["5"]


@pytest.mark.allow_commit
def test_the_download_is_on_record(as_user) -> None:
	extract, coordinator = granted_extract(register_file([*ROWS, BAD_NUMBER]))
	with as_user(coordinator):
		downloaded(extract)
	log = frappe.get_all("Access Log", {"reference_document": extract.name}, ["user", "file_type"])
	assert [(row.user, row.file_type) for row in log] == [(coordinator, "XLSX")]


@pytest.mark.allow_commit
def test_corrected_rows_are_taken_when_they_are_attached_again(as_user) -> None:
	broken = [("0" + row[0][1:] if row == OPEN[0] else row[0], *row[1:]) for row in OPEN]
	broken[0] = (*OPEN[0][:3], "28", *OPEN[0][4:6], "ugradert", OPEN[0][7])
	broken[0] = (OPEN[0][0][:-1], *OPEN[0][1:])
	extract, coordinator = granted_extract(register_file(broken))
	with as_user(coordinator):
		assert imported(extract, read_on=READ_ON)["rejected"] == 1
		extract.reload()
		assert extract.open_rows == 1
		content = corrected(extract, OPEN[0][0])
		attach(extract, content, "rettet.xlsx")
		assert imported(extract, CORRECTIONS, read_on=READ_ON) == {"rows": 1, "imported": 1, "rejected": 0}
	extract.reload()
	assert (extract.open_rows, len(extract.deliveries)) == (0, 2)
	assert frappe.db.count("Invitation", {"cohort": extract.cohort}) == len(OPEN)


def corrected(extract, number: str) -> bytes:
	"""What somebody does in a spreadsheet: open, write the right number, save."""
	deliveries.download_rejected(extract.name, WHOLE_LIST, READ_ON)
	workbook = load_workbook(BytesIO(frappe.response.filecontent))
	workbook.active.cell(row=2, column=1).value = number
	out = BytesIO()
	workbook.save(out)
	return out.getvalue()


def test_additions_leave_the_rows_open_that_were_not_taken(as_user) -> None:
	extract, coordinator = granted_extract(register_file([*ROWS[:4], BAD_NUMBER]))
	with as_user(coordinator):
		imported(extract)
		attach(extract, register_file(ROWS[4:]))
		imported(extract, ADDITIONS)
	extract.reload()
	assert extract.open_rows == 1


def test_rows_that_are_not_in_the_round_hold_the_screening_back_until_they_are_set_aside(as_user) -> None:
	extract, coordinator = granted_extract(register_file([BAD_NUMBER]))
	with as_user(coordinator):
		imported(extract)
		with pytest.raises(frappe.ValidationError, match="not in the round"):
			approve_screening(extract.cohort)
		with pytest.raises(frappe.ValidationError, match="one of the reasons"):
			deliveries.set_rows_aside(extract.name, "Syk")
		deliveries.set_rows_aside(extract.name, "Added by Hand")
		approve_screening(extract.cohort)
	for role in (Role.CALLER, Role.FACILITATOR, Role.RECORD_KEEPER, Role.LEADERSHIP):
		with as_user(builders.user(role, office=extract.office)), pytest.raises(frappe.PermissionError):
			deliveries.set_rows_aside(extract.name, "Added by Hand")


@pytest.mark.allow_commit
def test_corrections_imported_twice_bring_in_no_more_rows_than_once(as_user) -> None:
	extract, coordinator = granted_extract(register_file([*OPEN[:2], *WRONG]))
	with as_user(coordinator):
		imported(extract, read_on=READ_ON)
		attach(extract, register_file(OPEN[2:4]))
		imported(extract, CORRECTIONS, read_on=READ_ON)
		extract.reload()
		assert extract.open_rows == 1
		imported(extract, CORRECTIONS, read_on=READ_ON)
	extract.reload()
	assert extract.open_rows == 1


@pytest.mark.allow_commit
def test_a_whole_list_imported_again_after_its_corrections_opens_no_rows(as_user) -> None:
	extract, coordinator = granted_extract(register_file([*OPEN[:2], *WRONG]))
	first = extract.file
	with as_user(coordinator):
		imported(extract, read_on=READ_ON)
		attach(extract, register_file(OPEN[2:5]))
		imported(extract, CORRECTIONS, read_on=READ_ON)
		frappe.db.set_value("Register Extract", extract.name, "file", first)
		extract.reload()
		imported(extract, read_on=READ_ON)
	extract.reload()
	assert extract.open_rows == 0


@pytest.mark.allow_commit
def test_a_row_that_additions_could_not_bring_is_open(as_user) -> None:
	extract, coordinator = granted_extract(register_file(OPEN[:2]))
	with as_user(coordinator):
		imported(extract, read_on=READ_ON)
		attach(extract, register_file([*OPEN[2:4], BAD_NUMBER]))
		imported(extract, CORRECTIONS, read_on=READ_ON)
	extract.reload()
	assert extract.open_rows == 1


@pytest.mark.allow_commit
def test_rows_that_were_set_aside_say_nothing_of_the_rows_of_a_later_list(as_user) -> None:
	extract, coordinator = granted_extract(register_file([*OPEN[:2], BAD_NUMBER]))
	with as_user(coordinator):
		imported(extract, read_on=READ_ON)
		deliveries.set_rows_aside(extract.name, "Not in the Target Group")
		extract.reload()
		imported(extract, read_on=READ_ON)
		assert frappe.db.get_value("Register Extract", extract.name, "open_rows_set_aside")
		attach(extract, register_file([*OPEN[:3], WRONG[0]]))
		imported(extract, read_on="2014-02-04 10:00:00")
	extract.reload()
	assert (extract.open_rows, extract.open_rows_set_aside or "") == (1, "")


@pytest.mark.allow_commit
def test_nothing_an_import_needs_is_changed_while_it_is_under_way(as_user, in_background) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	other, attached = builders.cohort(extract.office, year=2015), extract.file
	with as_user(coordinator):
		accept(extract)
		for field, value in (("cohort", other.name), ("file", "")):
			extract.reload()
			extract.set(field, value)
			with pytest.raises(frappe.ValidationError, match="being imported"):
				extract.save()
		with pytest.raises(frappe.ValidationError, match="being imported"):
			frappe.delete_doc("File", frappe.db.get_value("File", {"file_url": attached}))
