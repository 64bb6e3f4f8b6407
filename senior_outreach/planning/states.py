# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The course of a Cohort and of a Group Meeting."""

from enum import StrEnum

from senior_outreach.access.roles import Role
from senior_outreach.access.steps import Transition


class CohortState(StrEnum):
	DRAFT = "Draft"
	PENDING_APPROVAL = "Pending Approval"
	APPROVED = "Approved"
	INVITING = "Inviting"
	FOLLOW_UP = "Follow-up"
	PENDING_CLOSURE = "Pending Closure"
	CLOSED = "Closed"


class MeetingState(StrEnum):
	DRAFT = "Draft"
	PENDING_APPROVAL = "Pending Approval"
	CONFIRMED = "Confirmed"
	HELD = "Held"
	REPORTED = "Reported"
	CANCELLED = "Cancelled"


_COORDINATOR = (Role.COORDINATOR,)
_SUPERVISOR = (Role.SUPERVISOR,)
_TEAM = (Role.COORDINATOR, Role.FACILITATOR)

COHORT_TRANSITIONS = (
	Transition("Draft", "Submit for Approval", "Pending Approval", _COORDINATOR),
	Transition("Pending Approval", "Approve", "Approved", _SUPERVISOR, approves=True),
	Transition("Pending Approval", "Send Back", "Draft", _SUPERVISOR),
	Transition("Approved", "Start Inviting", "Inviting", _COORDINATOR),
	Transition("Inviting", "Start Follow-up", "Follow-up", _COORDINATOR),
	Transition("Follow-up", "Ask for Closure", "Pending Closure", _COORDINATOR),
	Transition("Pending Closure", "Close Round", "Closed", _SUPERVISOR, approves=True),
	Transition("Pending Closure", "Send Back", "Follow-up", _SUPERVISOR),
)

MEETING_TRANSITIONS = (
	Transition("Draft", "Submit for Approval", "Pending Approval", _COORDINATOR),
	Transition("Pending Approval", "Approve", "Confirmed", _SUPERVISOR, approves=True),
	Transition("Pending Approval", "Send Back", "Draft", _SUPERVISOR),
	Transition("Confirmed", "Send Back", "Draft", _SUPERVISOR),
	Transition("Confirmed", "Mark as Held", "Held", _TEAM),
	Transition("Held", "Mark as Reported", "Reported", _TEAM),
	Transition("Draft", "Cancel Meeting", "Cancelled", _COORDINATOR),
	Transition("Confirmed", "Cancel Meeting", "Cancelled", _COORDINATOR),
)

HAPPENS = (MeetingState.CONFIRMED, MeetingState.HELD, MeetingState.REPORTED)
"""States of a meeting that people are invited to or have been at."""
