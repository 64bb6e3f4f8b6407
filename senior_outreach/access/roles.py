# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The roles of the app, by the names their Role records have."""

from enum import StrEnum


class Role(StrEnum):
	COORDINATOR = "Outreach Coordinator"
	CALLER = "Outreach Caller"
	FACILITATOR = "Outreach Facilitator"
	SUPERVISOR = "Outreach Supervisor"
	LEADERSHIP = "Outreach Leadership"
	RECORD_KEEPER = "Outreach Record Keeper"
	SYSTEM_MANAGER = "System Manager"


OWN_ROLES = tuple(role for role in Role if role is not Role.SYSTEM_MANAGER)
"""The roles this app brings and takes away again; System Manager is Frappe's."""
