# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""When a delivered extract has to be destroyed, and how loudly the office is reminded. Needs no site."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum


class Loudness(IntEnum):
	"""Who hears of it: the named users, then every coordinator, then the supervisors as well."""

	QUIET = 0
	NAMED_USERS = 1
	COORDINATORS = 2
	SUPERVISORS = 3


@dataclass(frozen=True)
class Holding:
	"""Why an office may still have the extract. Whichever of the dates comes first ends it."""

	last_meeting_on: date | None = None
	expires_on: date | None = None
	destroy_by: date | None = None

	@property
	def needed_until(self) -> date | None:
		return min(self._dates, default=None)

	@property
	def _dates(self) -> list[date]:
		return [day for day in (self.last_meeting_on, self.expires_on, self.destroy_by) if day]


@dataclass(frozen=True)
class Ladder:
	"""Days: from one reminder to the next, and from the last day of need to the last day of having it."""

	every: int
	within: int


@dataclass(frozen=True)
class Reminded:
	"""What the office has heard so far."""

	loudness: int = Loudness.QUIET
	on: date | None = None


def latest_day(holding: Holding, ladder: Ladder) -> date | None:
	"""The last day on which the extract may still be there; a day that was set for it is not passed over."""
	if holding.needed_until is None:
		return None
	latest = holding.needed_until + timedelta(days=ladder.within)
	return min(latest, holding.destroy_by) if holding.destroy_by else latest


def loudness_on(today: date, holding: Holding, ladder: Ladder) -> Loudness:
	"""How loud it is on a day, whatever has been said before."""
	if holding.needed_until is None or today <= holding.needed_until:
		return Loudness.QUIET
	if today > latest_day(holding, ladder):
		return Loudness.SUPERVISORS
	overdue = (today - holding.needed_until).days
	return Loudness.COORDINATORS if overdue > ladder.every else Loudness.NAMED_USERS


def reminder_due(today: date, holding: Holding, ladder: Ladder, reminded: Reminded) -> Loudness:
	"""The reminder to send today; `QUIET` when there is none.

	Asked as often as one likes: each of the first two is sent once, the last one again after `every` days. Days
	on which nobody asked are made up for by the reminder that is due now.
	"""
	loudness = loudness_on(today, holding, ladder)
	if loudness > reminded.loudness:
		return loudness
	again = loudness is Loudness.SUPERVISORS and (
		reminded.on is None or today >= reminded.on + timedelta(days=ladder.every)
	)
	return loudness if again else Loudness.QUIET
