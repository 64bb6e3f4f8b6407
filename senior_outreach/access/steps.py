# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""One step of a document's course. Needs no site, so that states can be read by rules and their tests."""

from dataclasses import dataclass

from senior_outreach.access.roles import Role


@dataclass(frozen=True)
class Transition:
	"""One permitted step. `approves` marks a step that nobody may take on their own work."""

	state: str
	action: str
	next_state: str
	roles: tuple[Role, ...]
	approves: bool = False
