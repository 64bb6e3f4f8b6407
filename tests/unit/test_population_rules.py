"""Who is taken out of a round, what counts as protected, and the status that follows."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from senior_outreach.population.rules import (
	ExclusionReason,
	PersonFacts,
	RegisterStatus,
	exclusion_of,
	read_name,
	read_phone,
	read_postal_code,
)
from senior_outreach.population.status import InvitationFacts, InvitationStatus, status_of

YEARS = frozenset({1937})


def facts(**changes) -> PersonFacts:
	return PersonFacts(
		**{
			"birth_date": date(1937, 5, 4),
			"register_status": RegisterStatus.RESIDENT,
			"is_protected": False,
			**changes,
		}
	)


@pytest.mark.parametrize(
	("person", "reason"),
	[
		(facts(), None),
		(facts(birth_date=date(1937, 1, 1)), None),
		(facts(birth_date=date(1937, 12, 31)), None),
		(facts(birth_date=date(1936, 12, 31)), ExclusionReason.OTHER_AGE),
		(facts(birth_date=date(1938, 1, 1)), ExclusionReason.OTHER_AGE),
		(facts(register_status=RegisterStatus.DECEASED), ExclusionReason.DECEASED),
		(facts(register_status=RegisterStatus.MOVED_ABROAD), ExclusionReason.MOVED),
		(facts(register_status=RegisterStatus.DISAPPEARED), ExclusionReason.NOT_RESIDENT),
		(facts(register_status=RegisterStatus.UNKNOWN), ExclusionReason.NOT_RESIDENT),
		(facts(do_not_contact=True), ExclusionReason.DO_NOT_CONTACT),
	],
)
def test_who_is_taken_out(person: PersonFacts, reason: ExclusionReason | None) -> None:
	assert exclusion_of(person, YEARS) is reason


@given(status=st.sampled_from(RegisterStatus), birth=st.dates(date(1900, 1, 1)), silent=st.booleans())
def test_of_a_protected_person_nothing_else_is_said(
	status: RegisterStatus, birth: date, silent: bool
) -> None:
	person = facts(register_status=status, birth_date=birth, do_not_contact=silent, is_protected=True)
	assert exclusion_of(person, YEARS) is ExclusionReason.HANDLE_BY_HAND


@pytest.mark.parametrize(
	("text", "first", "last"),
	[
		("Lekeset, Åslaug Marie", "Åslaug Marie", "Lekeset"),
		("Åslaug Marie Lekeset", "Åslaug Marie", "Lekeset"),
		("  Lekeset ,  Åslaug ", "Åslaug", "Lekeset"),
		("Lekeset", "", "Lekeset"),
	],
)
def test_names_are_read_both_ways_round(text: str, first: str, last: str) -> None:
	assert (read_name(text).first, read_name(text).last) == (first, last)


@pytest.mark.parametrize(
	("text", "code"),
	[("2815", "2815"), ("150", "0150"), ("0", None), ("28159", None), ("28 15", None), ("²", None)],
)
def test_postal_codes_get_their_zeros_back(text: str, code: str | None) -> None:
	assert read_postal_code(text) == code


@pytest.mark.parametrize(
	("changes", "status"),
	[
		({}, InvitationStatus.TO_SCREEN),
		({"screened": True}, InvitationStatus.READY),
		({"screened": True, "exclusion_reason": "Moved"}, InvitationStatus.EXCLUDED),
		({"sent": True}, InvitationStatus.SENT),
		({"sent": True, "not_reached_reason": "Given Up"}, InvitationStatus.NOT_REACHED),
		({"sent": True, "answer_choice": "Group Meeting"}, InvitationStatus.ACCEPTED),
		({"sent": True, "answer_choice": "Group Meeting", "waiting": True}, InvitationStatus.WAITING_LIST),
		({"sent": True, "answer_choice": "Home Visit"}, InvitationStatus.HOME_VISIT),
		({"sent": True, "answer_choice": "No Thanks"}, InvitationStatus.DECLINED),
		({"sent": True, "answer_choice": "Ask Me Later"}, InvitationStatus.LATER),
		(
			{"sent": True, "answer_choice": "Group Meeting", "attendance": "Attended"},
			InvitationStatus.ATTENDED,
		),
		({"sent": True, "answer_choice": "Group Meeting", "attendance": "No-show"}, InvitationStatus.NO_SHOW),
		({"sent": True, "answer_choice": "Group Meeting", "attendance": "Excused"}, InvitationStatus.EXCUSED),
		(
			{"sent": True, "answer_choice": "Home Visit", "not_reached_reason": "Given Up"},
			InvitationStatus.HOME_VISIT,
		),
	],
)
def test_the_status_follows_from_the_facts(changes: dict, status: InvitationStatus) -> None:
	assert status_of(InvitationFacts(**changes)) is status


@pytest.mark.parametrize(
	("text", "number"),
	[
		("99 00 00 00", "99 00 00 00"),
		("+47 99 00 00 00", "+47 99 00 00 00"),
		("99 00 00 00/61 00 00 00", "99 00 00 00"),
		("mob. 99000000 (datter)", "99000000"),
		("ukjent", ""),
		("", ""),
		("123", ""),
	],
)
def test_the_first_number_of_a_cell_is_the_phone(text: str, number: str) -> None:
	assert read_phone(text) == number
