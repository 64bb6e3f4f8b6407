"""Importing a delivery: who may, what is written, what is said of the rest, and that twice is once."""

import frappe
import pytest

from senior_outreach.access.roles import Role
from senior_outreach.population.delivery.compare import VALUE_FIELDS
from senior_outreach.population.rules import KEPT_OF_PROTECTED, ExclusionReason
from senior_outreach.population.seniors.record import PERSONAL_FIELDS, identity_hash
from senior_outreach.population.status import AnswerChoice
from senior_outreach.replies.answers import register
from senior_outreach.replies.rules import Answer, Channel
from tests import builders
from tests.deliveries import attach, granted_extract, imported
from tests.season.plan import GJOVIK_2014
from tests.season.residents import HEADING, Mix, register_file, register_rows

SMALL = Mix(to_invite=5, deceased=1, moved=1, protected=2, other_age=1, by_keeper=0)
ROWS = register_rows(1937, SMALL, GJOVIK_2014.places, seed=3)


def invitations(extract) -> list:
	fields = ["exclusion_reason", "status", "senior", "senior_name", "handle_by_hand"]
	return frappe.get_all("Invitation", {"cohort": extract.cohort}, fields, order_by="name asc")


def test_every_row_becomes_one_senior_one_identity_and_one_invitation(as_user) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	with as_user(coordinator):
		counts = imported(extract)
	assert counts == {"rows": 10, "imported": 10, "rejected": 0}
	people = invitations(extract)
	reasons = sorted(row.exclusion_reason for row in people if row.exclusion_reason)
	assert reasons == ["Deceased", "Handle by Hand", "Handle by Hand", "Moved", "Other Age"]
	assert {row.status for row in people} == {"To Screen", "Excluded"}
	assert frappe.db.count("Senior Identity", {"cohort": extract.cohort}) == 10
	extract.reload()
	assert extract.workflow_state == "Received"


def test_the_same_file_again_changes_nothing(as_user) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	with as_user(coordinator):
		imported(extract)
		before = everything_of(extract)
		imported(extract)
	assert everything_of(extract) == before


def everything_of(extract) -> list:
	"""All people of the office with every column: names, stamps and contents."""
	return [
		frappe.db.sql(f"select * from `tab{doctype}` where office = %s order by name", extract.office)
		for doctype in ("Senior", "Senior Identity", "Invitation")
	]


def test_a_changed_address_is_taken_over_and_the_person_stays_one(as_user) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	moved = [
		(*row[:2], "Notatgutua 99", *row[3:]) if row[5:7] == ("bosatt", "ugradert") else row for row in ROWS
	]
	with as_user(coordinator):
		imported(extract)
		attach(extract, register_file(moved))
		imported(extract)
	streets = frappe.get_all(
		"Senior", {"office": extract.office, "register_status": "Resident"}, pluck="street"
	)
	assert sorted(streets, key=str) == [None, None] + ["Notatgutua 99"] * 6
	assert len(invitations(extract)) == 10


def test_who_becomes_protected_loses_name_address_and_phone_at_once(as_user) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	hidden = [(*row[:6], "klientadresse", row[7]) for row in ROWS]
	with as_user(coordinator):
		imported(extract)
		attach(extract, register_file(hidden))
		imported(extract)
	fields = ["full_name", "first_name", "last_name", "street", "postal_code", "city", "phone", "district"]
	for senior in frappe.get_all("Senior", {"office": extract.office}, [*fields, "handle_by_hand"]):
		assert senior.handle_by_hand
		assert not any(senior[field] for field in fields)
	for row in invitations(extract):
		assert (row.handle_by_hand, row.senior_name) == (1, None)


BAD_NUMBER = ("1234567890123", "Lekeset, Aslak", "Papirvegen 1", "2815", "GJØVIK", "bosatt", "ugradert", "")


def test_rows_that_are_not_taken_are_listed_with_line_and_reason(as_user) -> None:
	content = register_file([*ROWS, BAD_NUMBER, ROWS[0]]) + b"too;few\r\n"
	extract, coordinator = granted_extract(content)
	with as_user(coordinator):
		counts = imported(extract)
	assert counts == {"rows": 13, "imported": 10, "rejected": 3}
	extract.reload()
	listed = [(row.line, row.column_name) for row in extract.problems]
	assert listed == [(12, "fødselsnummer"), (13, "fødselsnummer"), (14, "")]
	assert "line 2" in extract.problems[1].reason
	assert "1234567890123" not in str(extract.as_dict())


@pytest.mark.parametrize(
	("content", "message"),
	[
		(b"\n", "is empty"),
		(";".join(HEADING).encode(), "no rows"),
		(b"navn;adresse\nx;y\n", "fødselsnummer, postnr"),
		(b"\x00\x01\x02", "not readable as text"),
	],
)
def test_a_file_that_cannot_be_read_writes_nothing(as_user, content: bytes, message: str) -> None:
	extract, coordinator = granted_extract(content)
	with as_user(coordinator), pytest.raises(frappe.ValidationError, match=message):
		imported(extract)
	assert invitations(extract) == []


def test_only_named_users_import(as_user) -> None:
	extract, _ = granted_extract(register_file(ROWS))
	other = builders.user(Role.COORDINATOR, office=extract.office)
	with as_user(other), pytest.raises(frappe.PermissionError):
		imported(extract)
	assert invitations(extract) == []


@pytest.mark.parametrize(
	("change", "message"),
	[
		({"workflow_state": "Sent"}, "has been granted"),
		({"expires_on": "2014-01-01"}, "expired"),
		({"expires_on": None}, "expired"),
		({"cohort": None}, "cohort"),
		({"file": None}, "Attach"),
		({"file": "/private/files/of-somebody-else.csv"}, "Attach"),
	],
)
def test_no_import_without_a_valid_permission_and_its_own_file(as_user, change: dict, message: str) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	frappe.db.set_value(extract.doctype, extract.name, change)
	with as_user(coordinator), pytest.raises(frappe.ValidationError, match=message):
		imported(extract)
	assert frappe.db.count("Senior", {"office": extract.office}) == 0


def test_synthetic_numbers_are_refused_where_the_setting_does_not_allow_them(as_user) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	office = frappe.get_doc("Outreach Office", extract.office)
	office.rule_values = []
	office.save()
	with as_user(coordinator):
		assert imported(extract) == {"rows": 10, "imported": 0, "rejected": 10}


def test_people_handled_by_hand_are_counted_and_seen_by_nobody(as_user) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	with as_user(coordinator):
		imported(extract)
		visible = frappe.get_list("Invitation", {"cohort": extract.cohort}, limit=0)
		seniors = frappe.get_list("Senior", {"office": extract.office}, limit=0)
	hidden = [row for row in invitations(extract) if row.exclusion_reason == ExclusionReason.HANDLE_BY_HAND]
	assert (len(visible), len(seniors), len(hidden)) == (8, 8, 2)
	with as_user(coordinator), pytest.raises(frappe.PermissionError):
		frappe.get_doc("Senior", hidden[0].senior).check_permission("read")


@pytest.mark.parametrize(
	("status", "reason"), [("Deceased", "Deceased"), ("Moved Abroad", "Moved"), ("Disappeared", "Moved")]
)
def test_who_is_lost_after_the_letter_stays_invited_and_is_not_called(status: str, reason: str) -> None:
	invitation = builders.invitation(sent_on=frappe.utils.getdate())
	call = builders.follow_up_call(invitation)
	senior = frappe.get_doc("Senior", invitation.senior)
	senior.register_status = status
	senior.save()
	invitation.reload()
	assert (invitation.status, invitation.not_reached_reason) == ("Not Reached", reason)
	assert not invitation.exclusion_reason
	assert frappe.db.get_value("Follow-up Call", call.name, "status") == "Closed"


def test_who_is_lost_before_the_letter_is_excluded() -> None:
	invitation = builders.invitation()
	senior = frappe.get_doc("Senior", invitation.senior)
	senior.register_status = "Deceased"
	senior.save()
	invitation.reload()
	assert (invitation.status, invitation.exclusion_reason) == ("Excluded", "Deceased")


def test_a_row_the_database_refuses_is_listed_and_the_others_are_taken(as_user) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	taken = builders.senior(extract.office)
	builders.senior_identity(taken, identity_hash=identity_hash(ROWS[0][0]))
	frappe.db.delete("Senior", {"name": taken.name})  # the unique index of the identities is in the way
	with as_user(coordinator):
		assert imported(extract) == {"rows": 10, "imported": 9, "rejected": 1}
	extract.reload()
	assert [(row.line, "could not be saved" in row.reason) for row in extract.problems] == [(2, True)]


def test_somebody_known_from_an_earlier_round_is_screened_again(as_user) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	with as_user(coordinator):
		imported(extract)
	frappe.db.set_value("Senior Identity", {"cohort": extract.cohort}, "dropped_on", "2014-03-01 10:00:00")
	frappe.db.set_value("Senior Identity", {"cohort": extract.cohort}, "identity_number_encrypted", None)
	second = builders.cohort(extract.office, year=2015, birth_years=[{"birth_year": 1937}])
	frappe.db.set_value(extract.doctype, extract.name, "cohort", second.name)
	with as_user(coordinator):
		imported(extract)
	assert frappe.db.count("Senior", {"office": extract.office}) == 10
	fields = ["mark", "dropped_on", "full_name", "protection_grade"]
	worklist = frappe.get_all("Senior Identity", {"cohort": second.name}, fields)
	assert len(worklist) == 10
	assert sorted(row.mark or "" for row in worklist) == [""] * 5 + ["Exclude"] * 5
	assert not any(row.dropped_on for row in worklist)
	assert {bool(row.full_name) for row in worklist if row.protection_grade == "None"} == {True}
	assert {row.full_name for row in worklist if row.protection_grade != "None"} == {None}


def test_a_changed_grade_reaches_the_identity(as_user) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	hidden = [(*row[:6], "klientadresse", row[7]) for row in ROWS]
	with as_user(coordinator):
		imported(extract)
		attach(extract, register_file(hidden))
		imported(extract)
	grades = frappe.get_all("Senior Identity", {"cohort": extract.cohort}, pluck="protection_grade")
	assert set(grades) == {"Client Address"}


def test_a_closed_round_does_not_follow_the_register() -> None:
	invitation = builders.invitation()
	frappe.db.set_value("Cohort", invitation.cohort, "workflow_state", "Closed")
	senior = frappe.get_doc("Senior", invitation.senior)
	senior.register_status = "Deceased"
	senior.save()
	invitation.reload()
	assert invitation.status == "Ready"


def test_who_asks_not_to_be_contacted_is_taken_out() -> None:
	invitation = builders.invitation()
	senior = frappe.get_doc("Senior", invitation.senior)
	senior.do_not_contact = 1
	senior.save()
	invitation.reload()
	assert (invitation.status, invitation.exclusion_reason) == ("Excluded", "Do Not Contact")


def test_the_seat_of_somebody_who_died_is_given_back() -> None:
	cohort = builders.cohort()
	meeting = builders.in_state(builders.meeting(cohort), "Confirmed")
	builders.in_state(cohort, "Inviting")
	invitation = builders.invitation(cohort, sent_on=frappe.utils.getdate())
	register(invitation.name, Answer(AnswerChoice.GROUP_MEETING, meeting=meeting.name), Channel.PHONE_IN)
	assert frappe.db.get_value("Group Meeting", meeting.name, "seats_taken") == 1
	senior = frappe.get_doc("Senior", invitation.senior)
	senior.register_status = "Deceased"
	senior.save()
	invitation.reload()
	assert (invitation.status, invitation.meeting) == ("Not Reached", None)
	assert frappe.db.get_value("Group Meeting", meeting.name, "seats_taken") == 0


def test_an_older_delivery_lifts_no_protection(as_user) -> None:
	older, coordinator = granted_extract(register_file(ROWS))
	with as_user(coordinator):
		imported(older)
	hidden = [(*row[:6], "klientadresse", row[7]) for row in ROWS]
	newer = frappe.copy_doc(older, ignore_no_copy=False)  # as Duplicate does
	newer.workflow_state = "Draft"
	builders.save_by_service(newer)
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": "nyere.csv",
			"is_private": 1,
			"content": register_file(hidden),
			"attached_to_doctype": newer.doctype,
			"attached_to_name": newer.name,
		}
	).insert()
	expires = frappe.utils.add_days(frappe.utils.nowdate(), 30)
	builders.in_state(newer, "Granted", file=file.file_url, expires_on=expires, cohort=older.cohort)
	with as_user(coordinator):
		imported(newer)
		imported(older)
	assert set(frappe.get_all("Senior", {"office": older.office}, pluck="handle_by_hand")) == {1}
	assert frappe.get_all("Senior", {"office": older.office, "street": ("is", "set")}) == []


def test_somebody_added_by_hand_comes_on_the_worklist() -> None:
	invitation = builders.invitation(screened=False)
	entry = frappe.get_doc("Senior Identity", {"senior": invitation.senior, "cohort": invitation.cohort})
	assert (entry.full_name, entry.mark or "") == (invitation.senior_name, "")


def test_somebody_added_by_hand_is_not_invited_past_the_register() -> None:
	senior = builders.senior(register_status="Deceased")
	cohort = builders.cohort(senior.office)
	invitation = builders.invitation(cohort, senior, screened=False)
	assert (invitation.status, invitation.exclusion_reason) == ("Excluded", "Deceased")


def test_every_value_of_a_delivery_is_either_kept_of_a_protected_person_or_wiped() -> None:
	wiped = set(VALUE_FIELDS) & set(PERSONAL_FIELDS)
	assert wiped | KEPT_OF_PROTECTED == set(VALUE_FIELDS)
	assert not wiped & KEPT_OF_PROTECTED
