"""After the meetings: home visits with their journal reference, and a wish for an offer."""

from datetime import datetime, time, timedelta

import frappe

from tests.season.acting import acting_as, clock_at, take_step
from tests.season.plan import Season
from tests.season.staff import Staff

AGREED_AFTER = timedelta(days=6)
VISITED_AFTER = timedelta(days=13)


def make_home_visits(season: Season, staff: Staff, cohort: str) -> None:
	"""Of those who asked for a visit two get a date; one of the two is visited and journaled."""
	last_day = season.meetings[-1].starts_on.date()
	visit_day = last_day + VISITED_AFTER
	with clock_at(last_day + AGREED_AFTER), acting_as(staff.coordinator):
		names = frappe.get_list(
			"Home Visit",
			filters={"cohort": cohort, "workflow_state": "Requested"},
			pluck="name",
			order_by="name asc",
			limit=2,
		)
		for hour, name in enumerate(names, start=10):
			_save("Home Visit", name, assigned_to=staff.coordinator, scheduled_on=_at(visit_day, hour))
			take_step("Home Visit", name, "Schedule")
	with clock_at(visit_day, 15), acting_as(staff.coordinator):
		_save("Home Visit", names[0], completed_on=visit_day)
		take_step("Home Visit", names[0], "Complete")
		_save("Home Visit", names[0], journal_reference=f"Profil {season.year}/0077", journaled_on=visit_day)
		take_step("Home Visit", names[0], "Confirm Journaling")


def note_wish(season: Season, staff: Staff, cohort: str) -> None:
	"""Somebody at the first meeting wanted to join an offer; the coordinator notes it the day after."""
	meeting_day = season.meetings[0].starts_on.date()
	with clock_at(meeting_day + timedelta(days=1)), acting_as(staff.coordinator):
		wisher = frappe.get_list(
			"Invitation",
			filters={"cohort": cohort, "status": "Attended"},
			fields=["name", "senior"],
			order_by="senior_name asc, name asc",
			limit=1,
		)[0]
		frappe.get_doc(
			{
				"doctype": "Offer Interest",
				"senior": wisher.senior,
				"invitation": wisher.name,
				"cohort": cohort,
				"office": season.office,
				"offer": frappe.get_list("Preventive Offer", pluck="name", order_by="name asc", limit=1)[0],
				"source": "Meeting",
				"assigned_to": staff.coordinator,
			}
		).insert()


def _at(day, hour: int) -> datetime:
	return datetime.combine(day, time(hour))


def _save(doctype: str, name: str, **values: object) -> None:
	frappe.get_doc(doctype, name).update(values).save()
