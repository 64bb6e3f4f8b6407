"""The meeting days, the anonymous evaluations the day after, and the report of each meeting."""

import random
from datetime import timedelta

import frappe

from senior_outreach.evaluation.api import enter_form, form_for
from senior_outreach.meetings.api import add_walk_ins, attendance_list, mark_held, set_attendance
from tests.season.acting import acting_as, clock_at, take_step
from tests.season.plan import MeetingPlan, Season
from tests.season.staff import Staff


def hold_meetings(season: Season, staff: Staff, meetings: list[str]) -> None:
	"""Each meeting on its day, by one of its facilitators."""
	for name, plan in zip(meetings, season.meetings, strict=True):
		present = _hold(season, staff, name, plan)
		_evaluate(season, staff, name, plan, present)
		_report(season, staff, name, plan)


def _hold(season: Season, staff: Staff, name: str, plan: MeetingPlan) -> int:
	"""Attendance of everybody on the list; gives back how many seniors are in the room."""
	leader = staff.facilitators[plan.facilitators[0]]
	present = 0
	with clock_at(plan.starts_on.date(), 13), acting_as(leader):
		rows = attendance_list(name)
		# people who come alone, since namesakes stand in no fixed order and the count of companions has to be the same
		alone = [row["invitation"] for row in rows if not row["companions"]]
		away = set(alone[: len(rows) // season.no_show_every])
		for row in rows:
			stayed_away = row["invitation"] in away
			companions = 0 if stayed_away else row["companions"]
			set_attendance(name, row["invitation"], "No-show" if stayed_away else "Attended", companions)
			present += not stayed_away
		if plan is season.meetings[0]:
			add_walk_ins(name, 1)
		mark_held(name)
	return present


def _evaluate(season: Season, staff: Staff, name: str, plan: MeetingPlan, present: int) -> None:
	"""Paper forms typed in the day after; not everyone hands one in."""
	chance = random.Random(name)
	forms = present - present // season.evaluation_every
	leader = staff.facilitators[plan.facilitators[-1]]
	with clock_at(plan.starts_on.date() + timedelta(days=1)), acting_as(leader):
		topics = [topic["name"] for topic in form_for(name)["topics"]]
		for _number in range(forms):
			enter_form(name, _form(topics, chance))


def _form(topics: list[str], chance: random.Random) -> dict:
	return {
		"expectation": chance.choice(["Very Well", "Very Well", "Well", "Well", "Fairly Well"]),
		"sex": chance.choice(["Female", "Male"]),
		"age": 77,
		"benefits": {
			topic: chance.choice(["Very Useful", "Useful", "Useful", "Not Useful"]) for topic in topics
		},
		"would_recommend": chance.choice(["Yes", "Yes", "Yes", "No"]),
		"more_reflection": chance.choice(["Yes", "Yes", "No"]),
		"topics_missing": "No",
	}


def _report(season: Season, staff: Staff, name: str, plan: MeetingPlan) -> None:
	with clock_at(plan.starts_on.date() + timedelta(days=2)), acting_as(staff.coordinator):
		doc = frappe.get_doc("Group Meeting", name)
		for row in doc.costs:
			row.actual = row.budget + 50
		doc.evaluation_forms = len(frappe.get_list("Evaluation", filters={"meeting": name}, limit=0))
		doc.save()
		take_step("Group Meeting", name, "Mark as Reported")
