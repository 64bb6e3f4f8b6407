"""The middle of a season: letters, answers by page, phone and paper, and calls to those who are silent."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import cycle

import frappe

from senior_outreach.letters.api import confirm_letters_sent, prepare_letters
from senior_outreach.letters.runs import print_run
from senior_outreach.population.screening.recheck import confirm_recheck
from senior_outreach.replies.api import find_invitation, record_call, register_reply, take_next_call
from tests.season.acting import acting_as, clock_at
from tests.season.guests import answer_on_page
from tests.season.plan import Season
from tests.season.staff import Staff

CALLS_JOB = "%.open_due_calls"
"""The method of the scheduled job that opens the calls, wherever it lives."""
CALLING_DAYS = 14
"""How many days the caller works at the most; everyone is reached or given up long before."""


class JobFailed(AssertionError):
	"""The scheduler's job did not get to its end."""


def send_letters(season: Season, staff: Staff, cohort: str) -> bytes:
	"""One run: prepared, printed, confirmed sent. Gives back the PDF that went to the printer.

	The record keeper looks at the record again that morning.
	"""
	with clock_at(season.letter_date, 8), acting_as(staff.keeper):
		confirm_recheck(cohort)
	with clock_at(season.letter_date), acting_as(staff.coordinator):
		run = frappe.get_doc(
			{
				"doctype": "Letter Run",
				"cohort": cohort,
				"kind": "Invitation",
				"letter_date": season.letter_date,
			}
		).insert()
		prepare_letters(run.name)
		pdf = print_run(run.name)
		confirm_letters_sent(run.name, str(season.letter_date))
		return pdf


def answer(season: Season, staff: Staff, codes: Sequence[str], meetings: list[str]) -> None:
	"""Those who answer by themselves in the first week: on the page, by phone and on paper."""
	plan = season.answers
	queue = iter(codes)
	wish = _wishes(season, meetings)
	with clock_at(season.letter_date + timedelta(days=3)):
		for _number in range(plan.yes_page):
			answer_on_page(next(queue), **next(wish))
		for _number in range(plan.no_page):
			answer_on_page(next(queue), choice="No Thanks", decline_reason="Does Not Need It")
	with clock_at(season.letter_date + timedelta(days=5)), acting_as(staff.coordinator):
		for channel, yes, other in (
			("Phone In", plan.yes_phone, [{"choice": "Home Visit"}] * plan.home_visit_phone),
			("Paper", plan.yes_paper, [{"choice": "No Thanks"}] * plan.no_paper),
		):
			for _number in range(yes):
				_register(next(queue), channel, next(wish))
			for reply in other:
				_register(next(queue), channel, reply)


def _wishes(season: Season, meetings: list[str]) -> Iterator[dict]:
	"""Yes-answers spread over the meetings; every few people bring somebody."""
	for number, meeting in enumerate(cycle(meetings), start=1):
		companions = int(number % season.companions_every == 0)
		yield {"choice": "Group Meeting", "meeting": meeting, "companions": companions}


def _register(code: str, channel: str, reply: dict) -> None:
	"""Staff key the code from the phone or the slip and enter the answer."""
	(found,) = find_invitation(code)
	register_reply(found["name"], channel=channel, **reply)


def open_calls(season: Season) -> None:
	"""Seven days after the letters the scheduler opens the calls of those who have not answered."""
	with clock_at(season.letter_date + timedelta(days=7), 6), acting_as("Administrator"):
		job = frappe.get_doc("Scheduled Job Type", {"method": ("like", CALLS_JOB)})
		job.execute()
		if job.scheduler_log.status != "Complete":  # Frappe only writes down that a job has failed
			raise JobFailed(job.scheduler_log.details)


def work_calls(season: Season, staff: Staff) -> None:
	"""The caller takes one call after the other, day by day, until everyone is reached or given up."""
	replies = _call_replies(season)
	decided: dict[str, dict | None] = {}
	for day in range(7, 7 + CALLING_DAYS):
		with clock_at(season.letter_date + timedelta(days=day), 10), acting_as(staff.caller):
			while call := take_next_call(season.office):
				reply = decided.setdefault(call["name"], next(replies, None))
				_make_call(call, reply)


def _call_replies(season: Season) -> Iterator[dict]:
	plan = season.answers
	yield from [{"choice": "Group Meeting"}] * plan.yes_call
	yield from [{"choice": "Home Visit"}] * plan.home_visit_call
	yield from [{"choice": "No Thanks", "decline_reason": "Not Now"}] * plan.no_call
	later = {"choice": "Ask Me Later", "ask_again_on": f"{season.year + 1}-09-01"}
	yield from [later] * plan.later_call


def _make_call(call: dict, reply: dict | None) -> None:
	if reply is None:
		record_call(call["name"], outcome="No Answer")
		return
	if reply["choice"] == "Group Meeting":
		free = max(call["meetings"], key=lambda meeting: meeting["free"])
		reply = {**reply, "meeting": free["name"]}
	record_call(call["name"], outcome="Reached", **reply)
