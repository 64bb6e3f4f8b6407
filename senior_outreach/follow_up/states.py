# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The way of a home visit from the wish to the journal."""

from senior_outreach.access.roles import Role
from senior_outreach.access.steps import Transition
from senior_outreach.follow_up.rules import VisitState

_STAFF = (Role.COORDINATOR,)

HOME_VISIT_TRANSITIONS: tuple[Transition, ...] = (
	Transition(VisitState.REQUESTED, "Schedule", VisitState.SCHEDULED, _STAFF),
	Transition(VisitState.SCHEDULED, "Complete", VisitState.COMPLETED, _STAFF),
	Transition(VisitState.COMPLETED, "Confirm Journaling", VisitState.JOURNALED, _STAFF),
	Transition(VisitState.REQUESTED, "Cancel Visit", VisitState.CANCELLED, _STAFF),
	Transition(VisitState.SCHEDULED, "Cancel Visit", VisitState.CANCELLED, _STAFF),
)
