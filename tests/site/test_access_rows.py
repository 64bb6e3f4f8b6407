"""The row rule looks at the stored row, whatever values a request brings along; links stay in the office."""

import frappe
import pytest

from senior_outreach.access.roles import Role
from senior_outreach.access.service_fields import save_by_service
from tests import builders


@pytest.fixture
def two_offices():
	mine, other = builders.office(), builders.office()
	return frappe._dict(mine=mine, other=other, coordinator=builders.user(Role.COORDINATOR, office=mine))


def save_refused(doc) -> None:
	with pytest.raises(frappe.PermissionError):
		doc.save()


def test_a_row_of_another_office_is_not_taken_over_by_naming_ones_own(two_offices, as_user) -> None:
	senior = builders.senior(two_offices.other)
	venue = builders.venue(two_offices.other)
	with as_user(two_offices.coordinator):
		for doc in (senior, venue):
			fresh = frappe.get_doc(doc.doctype, doc.name)
			fresh.office = two_offices.mine.name
			save_refused(fresh)
	assert frappe.db.get_value("Senior", senior.name, "office") == two_offices.other.name


def test_a_row_is_not_given_away_to_an_office_one_does_not_work_for(two_offices, as_user) -> None:
	venue = builders.venue(two_offices.mine)
	with as_user(two_offices.coordinator):
		fresh = frappe.get_doc("Meeting Venue", venue.name)
		fresh.office = two_offices.other.name
		save_refused(fresh)


def test_a_facilitator_does_not_join_a_meeting_by_naming_themselves(two_offices, as_user) -> None:
	outsider = builders.user(Role.FACILITATOR, office=two_offices.mine)
	meeting = builders.meeting(
		builders.cohort(two_offices.mine),
		facilitators=[{"user": builders.user(Role.FACILITATOR, office=two_offices.mine)}],
	)
	with as_user(outsider):
		fresh = frappe.get_doc("Group Meeting", meeting.name)
		fresh.append("facilitators", {"user": outsider})
		save_refused(fresh)


def test_somebody_handled_by_hand_is_not_shown_by_saying_otherwise(two_offices, as_user) -> None:
	senior = builders.senior(two_offices.mine, handle_by_hand=1)
	with as_user(two_offices.coordinator):
		fresh = frappe.get_doc("Senior", senior.name)
		fresh.handle_by_hand = 0
		save_refused(fresh)
		with pytest.raises(frappe.PermissionError):
			fresh.check_permission("read")


def test_an_approved_worklist_is_closed_to_the_keeper(two_offices, as_user) -> None:
	keeper = builders.user(Role.RECORD_KEEPER, office=two_offices.mine)
	identity = builders.senior_identity(builders.senior(two_offices.mine))
	with as_user(keeper):
		assert frappe.get_list("Senior Identity", pluck="name") == [identity.name]
	frappe.db.set_value("Senior Identity", identity.name, "dropped_on", "2014-02-05 10:00:00")
	with as_user(keeper):
		assert frappe.get_list("Senior Identity") == []
		with pytest.raises(frappe.PermissionError):
			frappe.get_doc("Senior Identity", identity.name).check_permission("read")


@pytest.mark.parametrize(
	("doctype", "field", "make"),
	[
		("Group Meeting", "cohort", builders.cohort),
		("Group Meeting", "venue", builders.venue),
		("Invitation", "senior", builders.senior),
		("Home Visit", "senior", builders.senior),
		("Senior", "district", builders.district),
	],
)
def test_nothing_of_another_office_is_linked(two_offices, as_user, doctype: str, field: str, make) -> None:
	mine, foreign = two_offices.mine, make(two_offices.other).name
	cohort = builders.cohort(mine)
	values = {
		"Group Meeting": lambda: builders.meeting(cohort),
		"Invitation": lambda: builders.invitation(cohort),
		"Home Visit": lambda: builders.home_visit(builders.invitation(cohort)),
		"Senior": lambda: builders.senior(mine),
	}[doctype]()
	with as_user(two_offices.coordinator):
		copy = frappe.copy_doc(frappe.get_doc(doctype, values.name))
		copy.set(field, foreign)
		with pytest.raises((frappe.ValidationError, frappe.PermissionError)):
			copy.insert()


def test_child_rows_are_not_listed_by_themselves(two_offices, as_user) -> None:
	builders.meeting(builders.cohort(two_offices.mine))
	leader = builders.user(Role.FACILITATOR, office=two_offices.mine)
	for user in (two_offices.coordinator, leader):
		with as_user(user):
			assert frappe.get_list("Meeting Facilitator", parent_doctype="Group Meeting", limit=5) == []


def test_a_permission_for_another_doctype_opens_no_office(two_offices, as_user) -> None:
	user = builders.user(Role.COORDINATOR)
	builders.senior(two_offices.mine)
	values = {"user": user, "allow": "Outreach Office", "for_value": two_offices.mine.name}
	frappe.get_doc(
		{
			"doctype": "User Permission",
			**values,
			"apply_to_all_doctypes": 0,
			"applicable_for": "Meeting Venue",
		}
	).insert()
	with as_user(user):
		assert frappe.get_list("Senior") == []


def test_who_becomes_protected_leaves_no_name_in_lists_or_versions(two_offices, as_user) -> None:
	invitation = builders.invitation(builders.cohort(two_offices.mine), sent_on=frappe.utils.getdate())
	visit, interest = builders.home_visit(invitation), builders.offer_interest(invitation)
	call = builders.follow_up_call(invitation)
	letter = builders.letter(invitation)
	# the letter has left; one that lies in an unsent pile goes at once
	frappe.db.set_value("Letter Run", letter.letter_run, "status", "Confirmed Sent")
	keep_versions(invitation.senior, visit)
	senior = frappe.get_doc("Senior", invitation.senior)
	senior.handle_by_hand = 1
	save_by_service(senior)
	with as_user(two_offices.coordinator):
		for doc in (invitation, visit, interest, call, letter, senior):
			assert frappe.get_list(doc.doctype, {"name": doc.name}) == [], doc.doctype
			with pytest.raises(frappe.PermissionError):
				frappe.get_doc(doc.doctype, doc.name).check_permission("read")
	for doc in (invitation, visit, interest, call):
		assert not frappe.db.get_value(doc.doctype, doc.name, "senior_name"), doc.doctype
	about = names_of(senior, invitation, visit, interest, call)
	assert frappe.get_all("Version", {"docname": ("in", about)}) == []


def names_of(*docs) -> list[str]:
	return [doc.name for doc in docs]


def keep_versions(senior: str, visit) -> None:
	"""Earlier changes are on record, as they are outside tests, where Frappe writes versions."""
	for doctype, docname in (("Senior", senior), ("Home Visit", visit.name)):
		data = frappe.as_json(
			{"changed": [["last_name", frappe.db.get_value("Senior", senior, "last_name"), "x"]]}
		)
		frappe.get_doc(
			{"doctype": "Version", "ref_doctype": doctype, "docname": docname, "data": data}
		).insert()
