# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Every person of a round is in exactly one place of the funnel: what the places are, and whether they add up.

What each figure means:

- `extract`: all persons of the round; `excluded`: taken out before a letter left; `not_yet_invited`: neither
  taken out nor written to; `invited`: everybody a letter was sent to, and who answered without one.
- `yes`: everybody who said yes to a group meeting, those on the waiting list included, and those who came
  without having answered; `home_visit`, `no`, `later`: the other answers; `not_reached`: called in vain, and
  those who dropped out of the round after the letter; `not_answered`: still waited for.
- `attended`, `no_show`, `excused` divide the yes; `awaiting_attendance` is the rest, before the meeting.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from senior_outreach.population.status import InvitationStatus as Status

SUMS: dict[str, tuple[str, ...]] = {
	"extract": ("invited", "excluded", "not_yet_invited"),
	"invited": ("yes", "home_visit", "no", "later", "not_reached", "not_answered"),
	"yes": ("attended", "no_show", "excused", "awaiting_attendance"),
}
"""Which figure must be the sum of which others, from the top down, the parts in the order of their weight."""

PLACES = tuple(part for parts in SUMS.values() for part in parts if part not in SUMS)

_AFTER_THE_LETTER: dict[Status, str] = {
	Status.SENT: "not_answered",
	Status.ACCEPTED: "awaiting_attendance",
	Status.WAITING_LIST: "awaiting_attendance",
	Status.HOME_VISIT: "home_visit",
	Status.DECLINED: "no",
	Status.LATER: "later",
	Status.NOT_REACHED: "not_reached",
	Status.ATTENDED: "attended",
	Status.NO_SHOW: "no_show",
	Status.EXCUSED: "excused",
}


@dataclass(frozen=True)
class StatusCount:
	"""The invitations of one round that have the same status: how many, and to how many a letter went."""

	status: str
	total: int
	sent: int
	companions: int = 0
	companions_attended: int = 0


def place_of(status: str, sent: bool) -> str | None:
	"""The one place of the funnel a person is in; `None` for a status that there is not."""
	if status in _AFTER_THE_LETTER:
		return _AFTER_THE_LETTER[Status(status)]
	if status == Status.EXCLUDED:
		return "not_reached" if sent else "excluded"
	if status in (Status.TO_SCREEN, Status.READY):
		return "not_answered" if sent else "not_yet_invited"
	return None


def count_funnel(counts: Iterable[StatusCount]) -> dict[str, int]:
	"""The figures of one round. `extract` counts every row, so that a row with no place shows as a gap."""
	figures = dict.fromkeys((*PLACES, "companions", "companions_attended"), 0)
	extract = 0
	for row in counts:
		extract += row.total
		for number, sent in ((row.sent, True), (row.total - row.sent, False)):
			place = place_of(row.status, sent)
			if place:
				figures[place] += number
		if _AFTER_THE_LETTER.get(row.status) in SUMS["yes"]:
			figures["companions"] += row.companions
			figures["companions_attended"] += row.companions_attended
	figures["yes"] = sum(figures[part] for part in SUMS["yes"])
	figures["invited"] = sum(figures[part] for part in SUMS["invited"])
	return {**figures, "extract": extract}


def funnel_gaps(row: Mapping[str, int]) -> dict[str, int]:
	"""What is missing from each sum, by the name of the sum; empty when everybody is somewhere.

	Only for figures that are all there, not for a row in which small numbers are hidden.
	"""
	gaps = {total: row[total] - sum(row[part] for part in parts) for total, parts in SUMS.items()}
	return {total: gap for total, gap in gaps.items() if gap}


def whole_percent(part: int, whole: int) -> int | None:
	"""Rounded half up, as the handbook prints it; `None` of nothing."""
	return (200 * part + whole) // (2 * whole) if whole else None
