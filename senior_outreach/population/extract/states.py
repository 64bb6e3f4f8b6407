# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The course of a Register Extract, from the application to the destruction."""

from enum import StrEnum

from senior_outreach.access.roles import Role
from senior_outreach.access.steps import Transition


class ExtractState(StrEnum):
	DRAFT = "Draft"
	AWAITING_SIGNATURE = "Awaiting Signature"
	SIGNED = "Signed"
	SENT = "Sent"
	GRANTED = "Granted"
	REFUSED = "Refused"
	RECEIVED = "Received"
	DESTROYED = "Destroyed"


_COORDINATOR = (Role.COORDINATOR,)
_SUPERVISOR = (Role.SUPERVISOR,)

EXTRACT_TRANSITIONS = (
	Transition("Draft", "Submit for Signature", "Awaiting Signature", _COORDINATOR),
	Transition("Awaiting Signature", "Sign", "Signed", _SUPERVISOR, approves=True),
	Transition("Awaiting Signature", "Send Back", "Draft", _SUPERVISOR),
	Transition("Signed", "Mark as Sent", "Sent", _COORDINATOR),
	Transition("Sent", "Register Permission", "Granted", _COORDINATOR),
	Transition("Sent", "Register Refusal", "Refused", _COORDINATOR),
	Transition("Granted", "Receive Delivery", "Received", _COORDINATOR),
	Transition("Received", "Confirm Destruction", "Destroyed", _COORDINATOR),
)
