"""Design rule 3: who may be sent a letter; and the steps of a print run."""

from dataclasses import replace
from datetime import date

import pytest

from senior_outreach.letters.rules import (
	OPEN_RUN,
	RUN_STEPS,
	Address,
	LeftOutReason,
	LetterFacts,
	RunStatus,
	cohort_hindrance,
	person_hindrance,
	why_not,
)
from senior_outreach.population.rules import RegisterStatus
from senior_outreach.population.status import InvitationStatus

HOME = Address(street="Papirvegen 1", postal_code="2815", city="Gjøvik")
MAY = LetterFacts(
	cohort_state="Approved",
	meeting_states=("Confirmed", "Confirmed"),
	status="Ready",
	register_status="Resident",
	handle_by_hand=False,
	do_not_contact=False,
	address=HOME,
)


def test_a_resident_who_is_ready_gets_a_letter():
	assert why_not(MAY) is None


@pytest.mark.parametrize("state", ["Draft", "Pending Approval", "Pending Closure", "Closed", ""])
def test_nothing_leaves_outside_an_approved_round(state):
	assert why_not(replace(MAY, cohort_state=state)) is LeftOutReason.COHORT_NOT_APPROVED


@pytest.mark.parametrize("state", ["Inviting", "Follow-up"])
def test_a_late_letter_may_leave_while_the_round_runs(state):
	assert why_not(replace(MAY, cohort_state=state)) is None


@pytest.mark.parametrize(
	("states", "reason"),
	[
		((), LeftOutReason.NO_MEETINGS),
		(("Cancelled",), LeftOutReason.NO_MEETINGS),
		(("Held", "Reported"), LeftOutReason.NO_MEETINGS),
		(("Confirmed", "Draft"), LeftOutReason.MEETINGS_NOT_CONFIRMED),
		(("Confirmed", "Pending Approval"), LeftOutReason.MEETINGS_NOT_CONFIRMED),
		(("Confirmed", "Cancelled"), None),
		(("Confirmed", "Held"), None),
	],
)
def test_every_standing_meeting_is_confirmed_and_one_is_to_come(states, reason):
	assert cohort_hindrance("Approved", states) is reason


@pytest.mark.parametrize("status", [status for status in RegisterStatus if status != "Resident"])
def test_only_residents_get_letters_also_on_reprint(status):
	facts = replace(MAY, register_status=status.value)
	assert why_not(facts) is LeftOutReason.NOT_RESIDENT
	assert person_hindrance(facts) is LeftOutReason.NOT_RESIDENT


@pytest.mark.parametrize("status", [status for status in InvitationStatus if status != "Ready"])
def test_no_other_status_than_ready_gets_the_invitation(status):
	assert why_not(replace(MAY, status=status.value)) is not None


@pytest.mark.parametrize(
	("change", "reason"),
	[
		({"handle_by_hand": True}, LeftOutReason.BY_HAND),
		({"do_not_contact": True}, LeftOutReason.DO_NOT_CONTACT),
		({"sent_on": date(2026, 2, 23), "status": "Sent"}, LeftOutReason.ALREADY_SENT),
		({"in_other_run": True}, LeftOutReason.IN_OTHER_RUN),
		({"status": "Excluded"}, LeftOutReason.EXCLUDED),
		({"status": "To Screen"}, LeftOutReason.NOT_SCREENED),
		({"status": "Accepted"}, LeftOutReason.NOT_READY),
		({"address": Address()}, LeftOutReason.NO_ADDRESS),
	],
)
def test_each_reason(change, reason):
	assert why_not(replace(MAY, **change)) is reason


@pytest.mark.parametrize(
	"change",
	[{"handle_by_hand": True}, {"do_not_contact": True}, {"status": "Excluded"}, {"address": Address()}],
)
def test_a_reprint_asks_for_the_person_only(change):
	sent = replace(MAY, status="Sent", sent_on=date(2026, 2, 23), cohort_state="Closed", meeting_states=())
	assert person_hindrance(sent) is None
	assert person_hindrance(replace(sent, **change)) is not None


@pytest.mark.parametrize(
	("address", "complete"),
	[
		(HOME, True),
		(replace(HOME, street="", line_2="Nordgarden"), True),
		(replace(HOME, street="", care_of="Kari"), False),
		(replace(HOME, postal_code="281"), False),
		(replace(HOME, city=""), False),
		(Address(street="Main Street 1", city="Uppsala", country="Sweden"), True),
	],
)
def test_a_complete_address(address, complete):
	assert address.is_complete is complete


def test_a_run_never_goes_back_once_it_was_sent():
	assert {end for start, end in RUN_STEPS if start is RunStatus.CONFIRMED_SENT} == {RunStatus.ARCHIVED}
	assert not [end for start, end in RUN_STEPS if start is RunStatus.ARCHIVED]
	assert {start for start, end in RUN_STEPS if end is RunStatus.CONFIRMED_SENT} == {RunStatus.PRINTED}
	assert set(OPEN_RUN) == {RunStatus.PREPARED, RunStatus.PRINTED}
