"""One whole season, step by step. Needs a connected site with the app and nothing of the season's office."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.season import answering, counting, following_up, meeting_days, preparing
from tests.season.counting import Step
from tests.season.letter_codes import codes_in
from tests.season.plan import Season
from tests.season.staff import Staff


@dataclass(frozen=True)
class Played:
	"""What a season leaves behind; `steps` are the figures that the site gave after each."""

	season: Season
	staff: Staff
	cohort: str
	meetings: tuple[str, ...]
	letters: bytes
	steps: dict[str, Step]


class Teller:
	"""Keeps the figures of each step and tells them in one line."""

	def __init__(self, tell: Callable[[str], None]):
		self.steps: dict[str, Step] = {}
		self._tell = tell

	def note(self, step: Step) -> None:
		self.steps[step.name] = step
		self._tell(step.line())


def play(season: Season, tell: Callable[[str], None]) -> Played:
	"""Run the season; `tell` gets one line per step."""
	teller = Teller(tell)
	staff = preparing.set_up_office(season)
	teller.note(counting.office(season, staff))
	cohort = f"{season.office} {season.year}"
	_prepare(season, staff, cohort, teller)
	meetings = preparing.plan_meetings(season, staff, cohort)
	teller.note(counting.planned(staff, cohort))
	preparing.approve(season, staff, cohort, meetings)
	teller.note(counting.approved(staff, cohort))
	letters = answering.send_letters(season, staff, cohort)
	teller.note(counting.letters(staff, cohort, letters))
	_collect_answers(season, staff, cohort, meetings, letters, teller)
	_hold_and_follow_up(season, staff, cohort, meetings, teller)
	return Played(season, staff, cohort, tuple(meetings), letters, teller.steps)


def _prepare(season: Season, staff: Staff, cohort: str, teller: Teller) -> None:
	extract = preparing.apply_for_extract(season, staff)
	teller.note(counting.extract(staff, extract))
	preparing.import_extract(season, staff, extract)
	teller.note(counting.imported(staff, extract))
	preparing.screen(season, staff, cohort)
	teller.note(counting.screened(staff, cohort))


def _collect_answers(
	season: Season, staff: Staff, cohort: str, meetings: list[str], letters: bytes, teller: Teller
) -> None:
	answering.answer(season, staff, codes_in(letters), meetings)
	teller.note(counting.answered(staff, cohort))
	answering.open_calls(season)
	teller.note(counting.calls_opened(staff, cohort))
	answering.work_calls(season, staff)
	teller.note(counting.calls_worked(staff, cohort))


def _hold_and_follow_up(
	season: Season, staff: Staff, cohort: str, meetings: list[str], teller: Teller
) -> None:
	meeting_days.hold_meetings(season, staff, meetings)
	teller.note(counting.held(staff, cohort))
	teller.note(counting.evaluated(staff, cohort))
	following_up.note_wish(season, staff, cohort)
	following_up.make_home_visits(season, staff, cohort)
	teller.note(counting.followed_up(staff, cohort))
