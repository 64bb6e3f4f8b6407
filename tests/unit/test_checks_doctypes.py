"""The DocType files, and the choices in them that code relies on."""

import copy
import json
from enum import StrEnum
from pathlib import Path

import pytest

from senior_outreach.access.roles import OWN_ROLES, Role
from senior_outreach.evaluation import rules as evaluation
from senior_outreach.follow_up import rules as follow_up
from senior_outreach.follow_up.states import HOME_VISIT_TRANSITIONS
from senior_outreach.letters import rules as letters
from senior_outreach.planning.states import COHORT_TRANSITIONS, MEETING_TRANSITIONS, CohortState, MeetingState
from senior_outreach.population import rules as population
from senior_outreach.population import status
from senior_outreach.population.delivery import choices as delivery_choices
from senior_outreach.population.extract.states import EXTRACT_TRANSITIONS, ExtractState
from senior_outreach.population.register_file import file_formats
from senior_outreach.population.seniors import duplicate_rules as duplicates
from senior_outreach.replies import rules as replies
from tests.checks.doctype_files import problems
from tests.checks.files import APP, MODULE, short

FILES = sorted((MODULE / "doctype").glob("*/*.json"))
DOCTYPES = {doctype["name"]: doctype for doctype in (json.loads(path.read_text()) for path in FILES)}

CHOICES: dict[tuple[str, str], type[StrEnum]] = {
	("Cohort", "recheck_source"): population.RecheckSource,
	("Evaluation", "age_band"): evaluation.AgeBand,
	("Evaluation", "entry_channel"): evaluation.EntryChannel,
	("Evaluation", "expectation"): evaluation.Expectation,
	("Evaluation", "more_reflection"): evaluation.YesNo,
	("Evaluation", "sex"): evaluation.Sex,
	("Evaluation", "topics_missing"): evaluation.YesNo,
	("Evaluation", "would_recommend"): evaluation.YesNo,
	("Evaluation Topic Rating", "benefit"): evaluation.Benefit,
	("Follow-up Call", "result"): replies.CallResult,
	("Home Visit", "cancel_reason"): follow_up.CancelReason,
	("Duplicate Decision", "decision"): duplicates.Decision,
	("Invitation", "added_because"): population.AddedBecause,
	("Invitation", "answer_channel"): replies.Channel,
	("Invitation", "answer_choice"): status.AnswerChoice,
	("Invitation", "answered_by"): replies.AnsweredBy,
	("Invitation", "attendance"): status.Attendance,
	("Invitation", "decline_reason"): replies.DeclineReason,
	("Invitation", "exclusion_reason"): population.ExclusionReason,
	("Invitation", "not_reached_reason"): replies.NotReachedReason,
	("Invitation", "status"): status.InvitationStatus,
	("Invitation Answer", "answered_by"): replies.AnsweredBy,
	("Invitation Answer", "channel"): replies.Channel,
	("Invitation Answer", "choice"): status.AnswerChoice,
	("Invitation Answer", "ended_how"): replies.HowEnded,
	("Letter Run", "kind"): letters.LetterKind,
	("Letter Run", "sorted_by"): letters.SortedBy,
	("Letter Run", "status"): letters.RunStatus,
	("Offer Interest", "source"): follow_up.InterestSource,
	("Offer Interest", "status"): follow_up.InterestStatus,
	("Register Extract", "open_rows_set_aside"): delivery_choices.SetAside,
	("Register Extract Delivery", "content"): delivery_choices.Content,
	("Register Extract Delivery", "gone_choice"): delivery_choices.GoneChoice,
	("Register Extract Delivery", "state"): delivery_choices.DeliveryState,
	("Register File Format", "kind"): file_formats.FileKind,
	("Register File Format", "protection_marks"): file_formats.ProtectionMarks,
	("Senior", "register_status"): population.RegisterStatus,
	("Senior", "sex"): population.Sex,
	("Senior Identity", "mark"): population.Mark,
	("Senior Identity", "protection_grade"): population.ProtectionGrade,
}
SOME_OF = {
	# a call that reaches somebody who tells of a death or a move is kept as Reached; no number is no attempt
	("Follow-up Call Attempt", "outcome"): replies.CallOutcome,
}
NOT_IN_CODE = {
	("Follow-up Call", "status"),
	("Meeting Agenda Item", "kind"),
	("Meeting Cost", "kind"),
	("Meeting Venue", "kind"),
	("Offer Interest", "based_on_health"),
	("Offer Interest", "individual_advice"),
	("Outreach Letter", "language"),
	("Outreach Letter", "return_reason"),
	("Outreach Office", "letter_language"),
	("Outreach Rule Value", "rule"),  # held against the table of defaults in tests/site
	("Preventive Offer", "access_by"),
	("Preventive Offer", "kind"),
	("Preventive Offer", "provider_kind"),
	("Register Extract", "destruction_method"),
	("Register Extract", "frequency"),
	("Register Extract", "medium"),
	("Register Extract", "sorting"),
	# those of file formats are held in tests/site/test_file_formats.py
	("Register File Column", "means"),
	("Register File Format", "delimiter"),
	("Register File Format", "encoding"),
	("Register File Value", "means"),
	("Register File Value", "means_column"),
	("Senior", "letter_language"),
}
WORKFLOWS = {
	"Register Extract": EXTRACT_TRANSITIONS,
	"Cohort": COHORT_TRANSITIONS,
	"Group Meeting": MEETING_TRANSITIONS,
	"Home Visit": HOME_VISIT_TRANSITIONS,
}
STATES = {
	"Register Extract": ExtractState,
	"Cohort": CohortState,
	"Group Meeting": MeetingState,
	"Home Visit": follow_up.VisitState,
}

FROM_FRAPPE = {"Approved", "Pending", "Rejected", "Approve", "Reject", "Review"}
"""States and actions that every site has; the app neither overwrites nor takes away Frappe's own."""


def options(doctype: str, fieldname: str) -> list[str]:
	field = next(field for field in DOCTYPES[doctype]["fields"] if field["fieldname"] == fieldname)
	return [option for option in field["options"].split("\n") if option]


def fixture(name: str) -> list[dict]:
	(path,) = (APP / "fixtures").rglob(f"{name}.json")
	return json.loads(path.read_text())


@pytest.mark.parametrize("path", FILES, ids=short)
def test_a_doctype_file_keeps_the_rules(path: Path):
	doctype = json.loads(path.read_text())
	assert problems(doctype) == []
	folder = doctype["name"].lower().replace(" ", "_").replace("-", "_")
	assert path == MODULE / "doctype" / folder / f"{folder}.json"
	assert path.with_suffix(".py").is_file()


SPOILED = {
	"submitting": lambda doctype: doctype.update(is_submittable=1),
	"older framework": lambda doctype: doctype["fields"][0].update(link_filters="[]"),
	"label": lambda doctype: doctype["fields"][0].pop("label"),
	"flag": lambda doctype: doctype["permissions"][0].pop("share"),
	"foreign role": lambda doctype: doctype["permissions"][0].update(role="All"),
	"import": lambda doctype: doctype["permissions"][0].update({"import": 1}),
	"level": lambda doctype: doctype["fields"][0].update(permlevel=1),
	"options": lambda doctype: doctype["fields"][0].update(fieldtype="Link", options=""),
	"title": lambda doctype: doctype.update(title_field="no_such_field"),
	"twice": lambda doctype: doctype["fields"].append(doctype["fields"][0]),
}


@pytest.mark.parametrize("how", SPOILED)
def test_a_spoiled_doctype_is_found(how: str):
	doctype = copy.deepcopy(DOCTYPES["Outreach District"])
	assert not problems(doctype)
	SPOILED[how](doctype)
	assert problems(doctype)


def test_every_choice_is_held_against_code_or_known_to_be_in_none():
	selects = {
		(name, field["fieldname"])
		for name, doctype in DOCTYPES.items()
		for field in doctype["fields"]
		if field["fieldtype"] == "Select"
	}
	assert selects == {*CHOICES, *SOME_OF, *NOT_IN_CODE}


@pytest.mark.parametrize("place", CHOICES, ids=" / ".join)
def test_choices_are_those_of_the_code(place: tuple[str, str]):
	assert options(*place) == [member.value for member in CHOICES[place]]


@pytest.mark.parametrize("place", SOME_OF, ids=" / ".join)
def test_choices_are_some_of_those_of_the_code(place: tuple[str, str]):
	assert set(options(*place)) < {member.value for member in SOME_OF[place]}


def test_needs_are_fields_of_the_invitation():
	fields = {
		field["fieldname"] for field in DOCTYPES["Invitation"]["fields"] if field["fieldtype"] == "Check"
	}
	assert {need.value for need in status.Need} == {name for name in fields if name.startswith("need_")}


def test_roles_of_the_fixture_are_those_of_the_code():
	assert {row["name"] for row in fixture("role")} == {role.value for role in OWN_ROLES}
	assert all(row["desk_access"] and not row["disabled"] for row in fixture("role"))


def workflow(doctype: str) -> dict:
	found = [row for row in fixture("workflow") if row["document_type"] == doctype]
	assert len(found) == 1
	return found[0]


def test_the_workflows_are_these_four():
	assert {row["document_type"] for row in fixture("workflow")} == set(WORKFLOWS)
	assert all(row["is_active"] and row["name"].startswith("Senior Outreach ") for row in fixture("workflow"))
	assert not any(row["override_status"] or row["send_email_alert"] for row in fixture("workflow"))


@pytest.mark.parametrize("doctype", WORKFLOWS)
def test_a_workflow_has_the_transitions_of_the_code(doctype: str):
	drawn = {
		(row["state"], row["action"], row["next_state"], row["allowed"], bool(row["allow_self_approval"]))
		for row in workflow(doctype)["transitions"]
	}
	coded = {
		(str(step.state), step.action, str(step.next_state), str(role), not step.approves)
		for step in WORKFLOWS[doctype]
		for role in step.roles
	}
	assert drawn == coded


@pytest.mark.parametrize("doctype", WORKFLOWS)
def test_a_workflow_has_the_states_of_the_code_and_no_document_status(doctype: str):
	states = workflow(doctype)["states"]
	assert next(row["state"] for row in states) == WORKFLOWS[doctype][0].state
	assert {row["state"] for row in states} == {state.value for state in STATES[doctype]}
	assert {str(row["doc_status"]) for row in states} == {"0"}
	assert {row["allow_edit"] for row in states} <= {role.value for role in Role}


def test_every_state_and_action_of_a_workflow_is_shipped():
	states = {row["state"] for flow in fixture("workflow") for row in flow["states"]}
	actions = {row["action"] for flow in fixture("workflow") for row in flow["transitions"]}
	assert {row["name"] for row in fixture("workflow_state")} == states - FROM_FRAPPE
	assert {row["name"] for row in fixture("workflow_action_master")} == actions - FROM_FRAPPE
