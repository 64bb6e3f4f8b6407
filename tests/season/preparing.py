"""The first half of a season: office, register extract, screening, planning and approval."""

from datetime import timedelta

import frappe
from frappe.model.document import Document

from senior_outreach.population.delivery.api import accept_delivery, look_at_file, review_delivery
from senior_outreach.population.screening.marking import approve_screening, mark
from tests.season.acting import acting_as, clock_at, take_step
from tests.season.plan import MeetingPlan, Season, VenuePlan
from tests.season.residents import register_file, register_rows
from tests.season.staff import Staff, engage_system_manager, hire

SEED = 77
AGENDA = (
	("Welcome", "Velkommen", 10),
	("Talk", "Bolig", 25),
	("Dialogue", "Bolig", 20),
	("Break", "Pause med kaffe og frukt", 15),
	("Talk", "Balanse", 25),
	("Exercise", "Balanse", 15),
	("Lunch", "Lunsj", 40),
	("Talk", "hverdag", 20),
	("Dialogue", "Helse- og omsorg", 15),
	("Evaluation", "Avslutning og evaluering", 10),
)


def set_up_office(season: Season) -> Staff:
	"""Administrator makes a system manager; she makes the office, its districts and venues, and its people."""
	system_manager = engage_system_manager(season)
	with acting_as(system_manager):
		_make_office(season)
		for name, places in season.districts.items():
			_insert(
				"Outreach District",
				district_name=name,
				office=season.office,
				outlying=int(name in season.outlying),
				postal_codes=[{"postal_code": place.postal_code} for place in places],
			)
		for venue in season.venues:
			_make_venue(season, venue)
		return hire(season, system_manager)


def _make_office(season: Season) -> None:
	_insert(
		"Outreach Office",
		office_name=season.office,
		unit_name=season.unit,
		street=season.street,
		postal_code=season.place.postal_code,
		city=season.place.city,
		phone=season.phone,
		email=f"senior@{season.domain}",
		signatory_name="Gudleik Papirsen",
		signatory_title="koordinator",
		rule_values=[{"rule": "Accept Synthetic Identity Numbers", "value": "1"}],
	)


def _make_venue(season: Season, venue: VenuePlan) -> None:
	_insert(
		"Meeting Venue",
		venue_name=venue.name,
		office=season.office,
		district=f"{season.office} - {venue.district}",
		kind=venue.kind,
		capacity=venue.capacity,
		street=venue.street,
		postal_code=venue.place.postal_code,
		city=venue.place.city,
		step_free=1,
		hearing_loop=1,
		projector=1,
	)


def apply_for_extract(season: Season, staff: Staff) -> str:
	"""From the application to the permission; management signs."""
	with clock_at(season.applied_on), acting_as(staff.coordinator):
		cohort = _insert("Cohort", office=season.office, year=season.year)
		extract = _insert(
			"Register Extract",
			office=season.office,
			cohort=cohort.name,
			recipient="Skatteetaten, folkeregisteret",
			requested_data="Fødselsnummer, navn, adresse, status og gradering",
			selection=f"Alle i kommunen som er født i {season.birth_year}",
			purpose="Invitasjon til gruppemøte eller forebyggende hjemmebesøk",
			legal_basis="Helse- og omsorgstjenesteloven § 3-3",
			named_users=[{"user": staff.coordinator, "task": "Import og utsending"}],
		)
		take_step("Register Extract", extract.name, "Submit for Signature")
		with acting_as(staff.supervisor):
			take_step("Register Extract", extract.name, "Sign")
		take_step("Register Extract", extract.name, "Mark as Sent")
	with clock_at(season.received_on), acting_as(staff.coordinator):
		extract.reload()
		extract.update(
			{
				"permission_reference": f"FREG {season.year}/0077",
				"granted_on": season.received_on,
				"expires_on": season.received_on + timedelta(days=180),
				"terms_accepted_on": season.received_on,
			}
		)
		extract.save()
		take_step("Register Extract", extract.name, "Register Permission")
	return extract.name


def import_extract(season: Season, staff: Staff, extract: str) -> None:
	"""The delivered file, attached as a private file and imported by a named user."""
	rows = register_rows(season.birth_year, season.mix, season.places, SEED + season.year)
	with clock_at(season.received_on, 10), acting_as(staff.coordinator):
		doc = frappe.get_doc("Register Extract", extract)
		file = _insert(
			"File",
			file_name=f"uttrekk-{season.year}.csv",
			is_private=1,
			content=register_file(rows, season.encoding),
			attached_to_doctype=doc.doctype,
			attached_to_name=doc.name,
			attached_to_field="file",
		)
		doc.file = file.file_url
		doc.save()
		_review_and_accept(extract)


def _review_and_accept(extract: str) -> None:
	"""The page Review Delivery: see how the file is read, look at the changes, import them."""
	file = look_at_file(extract)
	said = {"extract": extract, "content": file["content"], "read_on": file["read_on"]}
	accept_delivery(**said, gone="Leave", token=review_delivery(**said)["token"])


def screen(season: Season, staff: Staff, cohort: str) -> None:
	"""The record keeper marks everyone who has no mark yet; the coordinator approves the cleared list."""
	with clock_at(season.received_on + timedelta(days=2)):
		with acting_as(staff.keeper):
			unmarked = frappe.get_list(
				"Senior Identity",
				filters={"cohort": cohort, "mark": ("is", "not set")},
				pluck="name",
				order_by="identity_hash asc",
				limit=0,
			)
			mark(unmarked[: season.mix.by_keeper], "Exclude")
			mark(unmarked[season.mix.by_keeper :], "Keep")
		with acting_as(staff.coordinator):
			approve_screening(cohort)


def plan_meetings(season: Season, staff: Staff, cohort: str) -> list[str]:
	"""Every meeting fixed before any letter leaves."""
	with clock_at(season.received_on + timedelta(days=5)), acting_as(staff.coordinator):
		return [_plan_meeting(season, staff, cohort, meeting) for meeting in season.meetings]


def _plan_meeting(season: Season, staff: Staff, cohort: str, plan: MeetingPlan) -> str:
	venue = next(venue for venue in season.venues if venue.name == plan.venue)
	doc = _insert(
		"Group Meeting",
		cohort=cohort,
		office=season.office,
		venue=_first("Meeting Venue", {"venue_name": plan.venue, "office": season.office}),
		district=f"{season.office} - {venue.district}",
		starts_on=plan.starts_on,
		ends_on=plan.ends_on,
		seats=plan.seats,
		facilitators=[{"user": staff.facilitators[name]} for name in plan.facilitators],
		agenda=[_agenda_item(*item) for item in AGENDA],
		costs=[{"kind": "Lunch", "budget": 1500}, {"kind": "Coffee and Fruit", "budget": 300}],
	)
	return doc.name


def _agenda_item(kind: str, text: str, minutes: int) -> dict:
	topic = _first("Meeting Topic", {"topic_name": ("like", f"%{text}%")})
	return {"kind": kind, "topic": topic, "heading": None if topic else text, "minutes": minutes}


def approve(season: Season, staff: Staff, cohort: str, meetings: list[str]) -> None:
	"""The coordinator asks, another user approves: every meeting, then the round."""
	with clock_at(season.letter_date - timedelta(days=3)):
		with acting_as(staff.coordinator):
			for name in meetings:
				take_step("Group Meeting", name, "Submit for Approval")
			doc = frappe.get_doc("Cohort", cohort)
			doc.letter_date = season.letter_date
			doc.answer_deadline = season.letter_date + timedelta(days=18)
			doc.save()
			take_step("Cohort", cohort, "Submit for Approval")
		with acting_as(staff.supervisor):
			for name in meetings:
				take_step("Group Meeting", name, "Approve")
			take_step("Cohort", cohort, "Approve")


def _first(doctype: str, filters: dict) -> str | None:
	"""What the user picks in a link field."""
	return next(
		iter(frappe.get_list(doctype, filters=filters, pluck="name", order_by="name asc", limit=1)), None
	)


def _insert(doctype: str, **values: object) -> Document:
	return frappe.get_doc({"doctype": doctype, **values}).insert()
