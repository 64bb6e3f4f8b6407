"""By hand: adding one person, next year's round, taking somebody out and in again until the letter leaves."""

from datetime import date

import frappe
import pytest
from frappe.utils import getdate, now_datetime
from frappe.utils.password import decrypt

from senior_outreach.access.roles import Role
from senior_outreach.letters import runs
from senior_outreach.population.screening.marking import mark
from senior_outreach.population.seniors import api
from senior_outreach.population.seniors.exclusions import reconsider
from tests import builders

BORN = date(1931, 3, 9)
PERSON = {
	"first_name": "Torbjørg",
	"last_name": "Diktbakken",
	"birth_date": str(BORN),
	"sex": "Female",
	"street": "Passervegen 9",
	"postal_code": "2815",
	"city": "GJØVIK",
	"phone": "61 00 00 44",
	"letter_language": "nn",
	"large_print": 1,
}
REFUSED = [Role.CALLER, Role.FACILITATOR, Role.LEADERSHIP, Role.RECORD_KEEPER, Role.SUPERVISOR]


@pytest.fixture
def scene(as_user):
	office = builders.office()
	cohort = builders.cohort(office, birth_years=[{"birth_year": 1937}])
	return frappe._dict(
		office=office,
		cohort=cohort,
		coordinator=builders.user(Role.COORDINATOR, office=office),
		keeper=builders.user(Role.RECORD_KEEPER, office=office),
	)


@pytest.fixture
def as_coordinator(scene, as_user):
	with as_user(scene.coordinator):
		yield


def add(scene, because: str = "Asked to Come", **options) -> dict:
	someone_else = options.pop("someone_else", 0)
	return api.add_person(scene.cohort.name, {**PERSON, **options}, because, someone_else)


def invited(scene, **fields):
	"""Somebody of the round who is screened, without a letter."""
	senior = builders.senior(scene.office, birth_date=date(1937, 5, 3), **fields)
	return builders.invitation(scene.cohort, senior)


def fresh(doc):
	return frappe.get_doc(doc.doctype, doc.name)


def correct(invitation, **fields) -> None:
	"""Change the senior on the form."""
	senior = frappe.get_doc("Senior", invitation.senior)
	senior.update(fields)
	senior.save()


# Adding


def test_somebody_of_any_age_is_added_and_screened_like_everybody(scene, as_user):
	district = builders.district(scene.office, postal_codes=[{"postal_code": "2815"}])
	with as_user(scene.coordinator):
		name = add(scene)["invitation"]
	invitation = frappe.get_doc("Invitation", name)
	assert (invitation.status, invitation.added_because) == ("To Screen", "Asked to Come")
	senior = frappe.get_doc("Senior", invitation.senior)
	assert (senior.full_name, senior.birth_date, senior.sex) == ("Torbjørg Diktbakken", BORN, "Female")
	assert (senior.letter_language, senior.large_print, senior.phone) == ("nn", 1, "61 00 00 44")
	assert (senior.district, senior.office) == (district.name, scene.office.name)
	entry = frappe.get_doc("Senior Identity", {"senior": senior.name})
	with as_user(scene.keeper):
		mark([entry.name], "Keep")
	assert fresh(invitation).status == "Ready"


def test_a_number_is_kept_as_the_import_keeps_it(scene, as_coordinator, as_user):
	number = builders.identity_number(BORN)
	name = add(scene, identity_number=f"{number[:6]} {number[6:]}")["invitation"]
	senior = frappe.db.get_value("Invitation", name, "senior")
	assert number not in str(frappe.get_doc("Senior", senior).as_dict())
	with as_user("Administrator"):
		entry = frappe.get_doc("Senior Identity", {"senior": senior})
	assert number not in str(entry.as_dict())
	assert decrypt(entry.identity_number_encrypted) == number
	assert (len(entry.identity_hash), entry.protection_grade) == (64, "None")


def test_the_same_number_is_offered_and_never_made_twice(scene, as_coordinator):
	number = builders.identity_number(BORN)
	first = add(scene, identity_number=number)["invitation"]
	again = add(scene, identity_number=number, last_name="Lekeset", someone_else=1)
	(candidate,) = again["candidates"]
	assert (candidate["because"], candidate["invitation"]) == ("Same Number", first)
	assert frappe.db.count("Senior", {"office": scene.office.name}) == 1


@pytest.mark.parametrize(
	("number", "message"), [("123", "eleven digits"), ("03053712345", "mistyped|control")]
)
def test_a_wrong_number_is_said_without_repeating_it(scene, as_coordinator, number, message):
	with pytest.raises(frappe.ValidationError, match=message) as stopped:
		add(scene, identity_number=number)
	assert number not in str(stopped.value)


def test_a_synthetic_number_is_refused_where_the_office_does_not_accept_it(scene, as_coordinator):
	number = builders.identity_number(BORN)
	office = frappe.get_doc("Outreach Office", scene.office.name)
	office.set("rule_values", [])
	builders.save_by_service(office)
	with pytest.raises(frappe.ValidationError, match="synthetic"):
		add(scene, identity_number=number)


@pytest.mark.parametrize(
	("known", "because"),
	[
		({"first_name": "Torbjørg Marie"}, "Same Name and Birth Date"),
		({"birth_date": date(1932, 1, 1), "street": "PASSERVEGEN  9"}, "Same Name and Address"),
	],
)
def test_whom_it_may_be_already_is_said_and_nothing_is_written(scene, as_coordinator, known, because):
	values = {**PERSON, "street": "Annenveg 1", **known}
	senior = builders.senior(scene.office, **values)
	before = frappe.db.count("Senior")
	(candidate,) = add(scene)["candidates"]
	assert (candidate["senior"], candidate["because"]) == (senior.name, because)
	assert (frappe.db.count("Senior"), frappe.db.count("Invitation", {"cohort": scene.cohort.name})) == (
		before,
		0,
	)
	assert add(scene, someone_else=1)["invitation"]
	assert frappe.db.count("Senior") == before + 1
	assert api.possible_duplicates(scene.cohort.name)["count"] == 0
	decided = frappe.get_all("Duplicate Decision", {"senior": senior.name}, pluck="decision")
	assert decided == ["Different People"]


def test_a_known_person_is_invited_instead_of_a_second_one(scene, as_coordinator):
	senior = builders.senior(scene.office, **PERSON)
	answer = api.add_known_person(scene.cohort.name, senior.name, "Moved In")
	invitation = frappe.get_doc("Invitation", answer["invitation"])
	assert (invitation.senior, invitation.added_because, invitation.status) == (
		senior.name,
		"Moved In",
		"To Screen",
	)
	with pytest.raises(frappe.ValidationError, match="in the round already") as stopped:
		api.add_known_person(scene.cohort.name, senior.name, "Moved In")
	assert invitation.name in str(stopped.value)
	assert "Diktbakken" not in str(stopped.value)


def test_whom_the_age_took_out_is_let_in_when_they_ask(scene, as_coordinator):
	senior = builders.senior(scene.office, **PERSON)
	builders.invitation(scene.cohort, senior, exclusion_reason="Other Age", screened=False)
	with pytest.raises(frappe.ValidationError, match="in the round already"):
		api.add_known_person(scene.cohort.name, senior.name, "Asked to Come")


def test_of_a_protected_person_the_birth_date_and_the_sex_are_stored_and_nothing_else(scene, as_user):
	number = builders.identity_number(BORN)
	with as_user(scene.coordinator):
		assert add(scene, is_protected=1, identity_number=number) == {"protected": True}
	(name,) = frappe.get_all("Senior", {"office": scene.office.name}, pluck="name")
	senior = frappe.get_doc("Senior", name)
	kept = {
		key for key, value in senior.as_dict().items() if value and key in senior.meta.get_valid_columns()
	}
	assert kept - {"name", "owner", "creation", "modified", "modified_by", "doctype"} == {
		"office",
		"birth_date",
		"sex",
		"handle_by_hand",
		"register_status",
	}
	invitation = frappe.get_doc("Invitation", {"senior": name})
	assert (invitation.status, invitation.exclusion_reason) == ("Excluded", "Handle by Hand")
	entry = frappe.get_doc("Senior Identity", {"senior": name})
	assert (entry.protection_grade, entry.full_name, entry.identity_number_encrypted) == (
		"Unknown",
		None,
		None,
	)
	assert entry.identity_hash
	with as_user(scene.coordinator):
		assert name not in frappe.get_list("Senior", pluck="name")
		with pytest.raises(frappe.ValidationError, match="routine") as stopped:
			add(scene, identity_number=number)
		assert "Diktbakken" not in str(stopped.value)


def test_a_protected_person_needs_no_address(scene, as_coordinator):
	answer = api.add_person(scene.cohort.name, {"birth_date": str(BORN), "is_protected": 1}, "Moved In")
	assert answer == {"protected": True}


def test_a_known_person_who_is_protected_now_loses_name_and_address(scene, as_coordinator):
	senior = builders.senior(scene.office, **PERSON)
	(candidate,) = add(scene, is_protected=1)["candidates"]
	api.add_known_person(scene.cohort.name, candidate["senior"], "Asked to Come", 1)
	stored = fresh(senior)
	assert (stored.handle_by_hand, stored.full_name, stored.street) == (1, None, None)
	assert frappe.db.get_value("Invitation", {"senior": senior.name}, "exclusion_reason") == "Handle by Hand"


@pytest.mark.parametrize("missing", ["last_name", "birth_date", "street", "postal_code", "city"])
def test_what_a_letter_needs_is_asked_for(scene, as_coordinator, missing):
	with pytest.raises(frappe.ValidationError, match="Fill in"):
		add(scene, **{missing: ""})


def test_nothing_but_the_fields_of_a_person_is_taken(scene, as_coordinator):
	with pytest.raises(frappe.ValidationError, match="Load the page again"):
		add(scene, register_status="Resident")
	with pytest.raises(frappe.ValidationError, match="Say why"):
		add(scene, "Moved from Last Year")
	with pytest.raises(frappe.ValidationError, match="not a date"):
		add(scene, birth_date="nitten tretti")


@pytest.mark.parametrize("state", ["Pending Closure", "Closed"])
def test_nobody_is_added_to_a_round_that_is_being_closed(scene, as_coordinator, state):
	builders.in_state(scene.cohort, state)
	with pytest.raises(frappe.ValidationError, match="being closed"):
		add(scene)


def test_who_comes_after_the_letters_is_screened_and_part_of_a_later_run(scene, as_user):
	builders.in_state(builders.meeting(scene.cohort), "Confirmed")
	builders.in_state(
		scene.cohort,
		"Inviting",
		letters_sent_on=getdate(),
		screening_approved_on=now_datetime(),
		rechecked_on=now_datetime(),
	)
	with as_user(scene.coordinator):
		name = add(scene)["invitation"]
	senior = frappe.db.get_value("Invitation", name, "senior")
	entry = frappe.db.get_value("Senior Identity", {"senior": senior})
	with as_user(scene.keeper):
		mark([entry], "Keep")
	run = builders.letter_run(scene.cohort, letter_date=getdate())
	with as_user(scene.coordinator):
		runs.prepare(run.name)
	assert frappe.get_all("Outreach Letter", {"letter_run": run.name}, pluck="invitation") == [name]


# Next year


def test_who_is_moved_waits_until_next_years_round_is_made(scene, as_coordinator):
	invitation = invited(scene)
	assert api.move_to_next_year(invitation.name) == {"invitation": None}
	assert fresh(invitation).exclusion_reason == "Moved to Next Year"
	year = scene.cohort.year + 1
	assert frappe.db.get_value("Senior", invitation.senior, "next_round_year") == year
	following = builders.cohort(scene.office, year=year, birth_years=[{"birth_year": 1938}])
	there = frappe.get_doc("Invitation", {"cohort": following.name})
	assert (there.senior, there.added_because, there.status) == (
		invitation.senior,
		"Moved from Last Year",
		"To Screen",
	)
	assert builders.cohort(scene.office, year=year + 1)
	assert frappe.db.count("Invitation", {"senior": invitation.senior}) == 2


def test_who_is_moved_is_in_next_years_round_at_once_if_there_is_one(scene, as_coordinator):
	following = builders.cohort(scene.office, year=scene.cohort.year + 1)
	builders.cohort(year=scene.cohort.year + 1)
	invitation = invited(scene)
	there = api.move_to_next_year(invitation.name)["invitation"]
	assert frappe.db.get_value("Invitation", there, ["cohort", "added_because"]) == (
		following.name,
		"Moved from Last Year",
	)


def test_a_year_without_a_round_loses_nobody(scene, as_coordinator):
	invitation = invited(scene)
	api.move_to_next_year(invitation.name)
	later = builders.cohort(scene.office, year=scene.cohort.year + 2)
	assert frappe.get_all("Invitation", {"cohort": later.name}, pluck="senior") == [invitation.senior]


def test_the_move_is_undone_in_both_rounds(scene, as_coordinator):
	invitation = invited(scene)
	following = builders.cohort(scene.office, year=scene.cohort.year + 1)
	api.move_to_next_year(invitation.name)
	assert api.include_again(invitation.name)["status"] == "Ready"
	assert frappe.db.get_value("Senior", invitation.senior, "next_round_year") == 0
	there = frappe.get_doc("Invitation", {"cohort": following.name})
	assert there.exclusion_reason == "Added by Mistake"
	api.move_to_next_year(invitation.name)
	assert fresh(there).status == "To Screen"


def test_the_move_stays_when_next_years_letter_has_left(scene, as_coordinator):
	invitation = invited(scene)
	builders.cohort(scene.office, year=scene.cohort.year + 1)
	there = api.move_to_next_year(invitation.name)["invitation"]
	frappe.db.set_value("Invitation", there, "sent_on", getdate())
	with pytest.raises(frappe.ValidationError, match="next year's round has been sent"):
		api.include_again(invitation.name)


# Out and in again


def test_somebody_added_by_mistake_goes_and_comes_again(scene, as_coordinator):
	invitation = invited(scene)
	assert api.exclude(invitation.name, "Added by Mistake")["status"] == "Excluded"
	assert api.include_again(invitation.name) == {"status": "Ready", "exclusion_reason": ""}
	history = frappe.get_all("Version", {"docname": invitation.name}, ["owner", "data"])
	assert sum("Added by Mistake" in row.data for row in history) == 2
	assert {row.owner for row in history} >= {scene.coordinator}


def test_who_wants_no_contact_is_left_alone_in_every_round(scene, as_coordinator):
	invitation = invited(scene)
	following = builders.cohort(scene.office, year=scene.cohort.year + 1)
	other = builders.invitation(following, frappe.get_doc("Senior", invitation.senior))
	api.exclude(invitation.name, "Do Not Contact")
	assert frappe.db.get_value("Senior", invitation.senior, "do_not_contact")
	assert {fresh(each).exclusion_reason for each in (invitation, other)} == {"Do Not Contact"}
	with pytest.raises(frappe.ValidationError, match="Untick Do Not Contact"):
		api.include_again(invitation.name)
	correct(invitation, do_not_contact=0)
	assert {fresh(each).status for each in (invitation, other)} == {"Ready"}


def test_whom_the_age_took_out_comes_because_they_ask(scene, as_coordinator):
	senior = builders.senior(scene.office, birth_date=BORN)
	invitation = builders.invitation(scene.cohort, senior, screened=False, exclusion_reason="Other Age")
	assert api.include_again(invitation.name)["status"] == "To Screen"
	assert fresh(invitation).added_because == "Asked to Come"
	assert frappe.db.exists("Senior Identity", {"senior": senior.name, "cohort": scene.cohort.name})


@pytest.mark.parametrize(
	("reason", "advice"),
	[
		("Record Keeper", "record keeper"),
		("Deceased", "register status"),
		("Moved", "register status"),
		("Not Resident", "register status"),
		("Duplicate", "Undo the decision"),
	],
)
def test_for_other_reasons_it_is_said_what_to_do(scene, as_coordinator, reason, advice):
	invitation = invited(scene)
	frappe.db.set_value("Invitation", invitation.name, "exclusion_reason", reason)
	with pytest.raises(frappe.ValidationError, match=advice):
		api.include_again(invitation.name)


@pytest.mark.parametrize("reason", ["Deceased", "Record Keeper", "Duplicate", "Sykehjem", ""])
def test_the_office_excludes_for_coded_reasons_of_its_own_only(scene, as_coordinator, reason):
	invitation = invited(scene)
	with pytest.raises(frappe.ValidationError, match="Added by Mistake or Do Not Contact"):
		api.exclude(invitation.name, reason)


def test_nobody_is_excluded_twice_or_included_without_being_out(scene, as_coordinator):
	invitation = invited(scene)
	with pytest.raises(frappe.ValidationError, match="in the round"):
		api.include_again(invitation.name)
	api.exclude(invitation.name, "Added by Mistake")
	for attempt in (
		lambda: api.exclude(invitation.name, "Do Not Contact"),
		lambda: api.move_to_next_year(invitation.name),
	):
		with pytest.raises(frappe.ValidationError, match="excluded already"):
			attempt()


def test_after_the_letter_everything_stays(scene, as_coordinator):
	invitation = invited(scene)
	frappe.db.set_value("Invitation", invitation.name, "sent_on", getdate())
	for attempt in (
		lambda: api.exclude(invitation.name, "Added by Mistake"),
		lambda: api.include_again(invitation.name),
		lambda: api.move_to_next_year(invitation.name),
	):
		with pytest.raises(frappe.ValidationError, match="letter to this person has left"):
			attempt()


def test_somebody_excluded_who_dies_is_not_let_in(scene, as_coordinator):
	invitation = invited(scene)
	api.exclude(invitation.name, "Added by Mistake")
	correct(invitation, register_status="Deceased")
	assert api.include_again(invitation.name)["exclusion_reason"] == "Deceased"


# A corrected register status


@pytest.mark.parametrize("status", ["Deceased", "Moved", "Inactive"])
def test_a_corrected_register_status_brings_the_person_back(scene, as_coordinator, status):
	invitation = invited(scene)
	correct(invitation, register_status=status)
	assert fresh(invitation).status == "Excluded"
	correct(invitation, register_status="Resident")
	assert (fresh(invitation).status, fresh(invitation).exclusion_reason) == ("Ready", "")


def test_who_comes_back_without_having_been_screened_is_on_the_worklist(scene, as_user):
	senior = builders.senior(scene.office, birth_date=date(1937, 5, 3), register_status="Deceased")
	invitation = builders.invitation(scene.cohort, senior, screened=False)
	entry = builders.senior_identity(
		senior, scene.cohort, mark="Exclude", full_name=None, birth_date=None, dropped_on=now_datetime()
	)
	with as_user(scene.coordinator):
		correct(invitation, register_status="Resident")
	assert fresh(invitation).status == "To Screen"
	entry = fresh(entry)
	assert (entry.full_name, entry.mark or "", entry.dropped_on) == (senior.full_name, "", None)
	with as_user(scene.keeper):
		mark([entry.name], "Exclude")
	assert fresh(invitation).exclusion_reason == "Record Keeper"


def test_what_the_office_or_the_keeper_decided_stands_when_the_register_is_corrected(scene, as_coordinator):
	for reason in ("Record Keeper", "Added by Mistake", "Moved to Next Year"):
		invitation = invited(scene)
		frappe.db.set_value("Invitation", invitation.name, "exclusion_reason", reason)
		correct(invitation, register_status="Deceased")
		correct(invitation, register_status="Resident")
		assert fresh(invitation).exclusion_reason == reason


def test_a_wrong_age_is_still_a_wrong_age(scene, as_coordinator):
	senior = builders.senior(scene.office, birth_date=BORN, register_status="Deceased")
	invitation = builders.invitation(scene.cohort, senior, screened=False)
	correct(invitation, register_status="Resident")
	assert fresh(invitation).exclusion_reason == "Other Age"
	correct(invitation, birth_date=date(1937, 1, 1))
	assert fresh(invitation).status == "To Screen"


def test_after_the_letter_a_corrected_status_changes_no_reason(scene, as_coordinator):
	invitation = invited(scene)
	correct(invitation, register_status="Deceased")
	frappe.db.set_value("Invitation", invitation.name, "sent_on", getdate())
	senior = frappe.get_doc("Senior", invitation.senior)
	senior.register_status = "Resident"
	assert reconsider(fresh(invitation), senior) is False


def test_the_day_of_a_correction_by_hand_is_written_down(scene, as_coordinator):
	invitation = invited(scene)
	assert not frappe.db.get_value("Senior", invitation.senior, "register_checked_on")
	correct(invitation, phone="61 00 00 45")
	assert not frappe.db.get_value("Senior", invitation.senior, "register_checked_on")
	correct(invitation, register_status="Deceased")
	assert frappe.db.get_value("Senior", invitation.senior, "register_checked_on")


# Who may


@pytest.mark.parametrize("role", REFUSED)
def test_nobody_but_the_coordinator_adds_excludes_or_moves(scene, as_user, role):
	refused(scene, as_user, builders.user(role, office=scene.office))


def test_a_coordinator_of_another_office_does_nothing_here(scene, as_user):
	refused(scene, as_user, builders.user(Role.COORDINATOR, office=builders.office()))


def refused(scene, as_user, user: str) -> None:
	invitation = invited(scene)
	before = frappe.db.count("Senior")
	with as_user(user):
		for attempt in (
			lambda: add(scene),
			lambda: api.add_known_person(scene.cohort.name, invitation.senior, "Moved In"),
			lambda: api.exclude(invitation.name, "Added by Mistake"),
			lambda: api.include_again(invitation.name),
			lambda: api.move_to_next_year(invitation.name),
		):
			with pytest.raises(frappe.PermissionError):
				attempt()
	assert frappe.db.count("Senior") == before
	assert fresh(invitation).status == "Ready"


def test_nobody_handled_by_hand_is_reached(scene, as_coordinator):
	senior = builders.senior(scene.office, handle_by_hand=1)
	invitation = builders.invitation(scene.cohort, senior)
	for attempt in (
		lambda: api.add_known_person(scene.cohort.name, senior.name, "Moved In"),
		lambda: api.include_again(invitation.name),
		lambda: api.move_to_next_year(invitation.name),
	):
		with pytest.raises(frappe.PermissionError):
			attempt()


def test_a_senior_is_protected_with_one_button_and_by_who_may_write(as_user) -> None:
	office = builders.office()
	frappe.db.set_value("Outreach Office", office.name, "protected_routine", "Ring registeret.")
	senior = builders.senior(office)
	roles = [role for role in Role if role is not Role.COORDINATOR]
	others = [builders.user(role, office=office) for role in roles]
	others.append(builders.user(Role.COORDINATOR, office=builders.office()))
	for user in others:
		with as_user(user), pytest.raises(frappe.PermissionError):
			api.protect(senior.name)
	with as_user(builders.user(Role.COORDINATOR, office=office)):
		assert api.protect(senior.name) == {"routine": "Ring registeret."}
	senior.reload()
	assert (senior.handle_by_hand, senior.full_name, senior.street) == (1, None, None)
