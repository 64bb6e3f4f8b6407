"""Records for tests, by small functions: `senior(office, last_name="Skisseberg")`.

Every function inserts one valid record, makes the records it needs when they are not given, and takes keyword
overrides for its fields. Nobody and nothing here exists. Records are inserted as a domain package does it, with
permissions ignored and the fields of the services open, so that a test can build its scene first.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import count
from unittest.mock import patch

import frappe
from frappe.model.document import Document
from frappe.model.workflow import apply_workflow
from frappe.utils import getdate, now_datetime

from senior_outreach.access.roles import Role
from senior_outreach.access.service_fields import save_by_service
from senior_outreach.planning.rules import SUNDAY, public_holidays
from tests.season.residents import synthetic_number
from tests.served import PASSWORD

OFFICE = "Outreach Office"
GIVEN = ("Solfrid", "Torgrim", "Gunnvor", "Hallstein", "Åslaug", "Asbjørn", "Målfrid", "Gudleik")
FAMILY = ("Eksempelrud", "Prøvestad", "Tenkhaug", "Diktbakken", "Øvingsmoen", "Mønsterhagen", "Fabelåsen")
STREETS = ("Papirvegen", "Blyantbakken", "Viskelærgata", "Linjalstien")
AGENDA = (("Welcome", 15), ("Talk", 60), ("Break", 30), ("Dialogue", 60), ("Talk", 30))
LENGTH = timedelta(minutes=sum(minutes for _, minutes in AGENDA))
ROLE_SLUGS = {role: role.removeprefix("Outreach ").replace(" ", "-").lower() for role in Role}

_numbers = count(1)
_serials: dict[date, Iterator[int]] = {}


def insert(doctype: str, values: dict, overrides: dict) -> Document:
	doc = frappe.get_doc({"doctype": doctype, **values, **overrides})
	save_by_service(doc)
	return doc


# People who work


def office(**fields) -> Document:
	"""Accepts synthetic identity numbers, as a test site does."""
	number = next(_numbers)
	values = {
		"office_name": f"Prøvekontor {number}",
		"street": f"Papirtorget {number}",
		"postal_code": "2815",
		"city": "GJØVIK",
		"phone": "61 00 00 00",
		"email": f"kontor{number}@example.org",
		"signatory_name": "Ragnfrid Formlunden",
		"signatory_title": "Leder",
		"rule_values": [{"rule": "Accept Synthetic Identity Numbers", "value": "1"}],
	}
	return insert(OFFICE, values, fields)


def user(*roles: str, office: Document | str | None = None, password: bool = False, **fields) -> str:
	"""A user with these roles and a User Permission on the office; gives back the e-mail address.

	`password=True` makes a login for the served site, with `tests.served.PASSWORD`; it takes a while.
	"""
	number = next(_numbers)
	slug = ROLE_SLUGS.get(roles[0], "user") if roles else "nobody"
	values = {
		"email": f"{slug}.{number}@example.org",
		"first_name": GIVEN[number % len(GIVEN)],
		"last_name": FAMILY[number % len(FAMILY)],
		"enabled": 1,
		"send_welcome_email": 0,
		"user_type": "System User",
		"roles": [{"role": str(role)} for role in roles],
	}
	if password:
		values["new_password"] = PASSWORD
	frappe.local.conf.throttle_user_limit = 10_000  # Frappe lets sixty users be made in an hour
	with _frappe_as_after_setup():
		doc = insert("User", values, fields)
	if office:
		permit(doc.name, office)
	return doc.name


@contextmanager
def _frappe_as_after_setup() -> Iterator[None]:
	"""The first user of a site is made System Manager unasked; and each new user empties the cache of DocTypes."""
	with (
		patch("frappe.core.doctype.user.user.User.add_system_manager_role"),
		patch("frappe.cache_manager.clear_doctype_cache"),
	):
		yield


def permit(user: str, office: Document | str) -> Document:
	"""What lets a user see an office's rows."""
	values = {"user": user, "allow": OFFICE, "for_value": _name(office), "apply_to_all_doctypes": 1}
	return insert("User Permission", values, {})


# Registers


def district(office: Document | str | None = None, **fields) -> Document:
	number = next(_numbers)
	values = {
		"district_name": f"Prøvebygda {number}",
		"office": _name(office) or globals()["office"]().name,
		"postal_codes": [{"postal_code": f"{2000 + number % 8000:04d}"}],
	}
	return insert("Outreach District", values, fields)


def venue(office: Document | str | None = None, **fields) -> Document:
	number = next(_numbers)
	values = {
		"venue_name": f"Prøvesalen {number}",
		"office": _name(office) or globals()["office"]().name,
		"kind": "Library",
		"capacity": 40,
		"street": f"Tenkegata {number}",
		"postal_code": "2815",
		"city": "GJØVIK",
		"step_free": 1,
		"accessible_toilet": 1,
		"hearing_loop": 1,
	}
	return insert("Meeting Venue", values, fields)


def topic(office: Document | str | None = None, **fields) -> Document:
	values = {
		"topic_name": f"Prøvetema {next(_numbers)}",
		"office": _name(office),
		"minutes": 30,
		"questions": [{"question": "Hva tenker du om dette?"}],
	}
	return insert("Meeting Topic", values, fields)


def offer(office: Document | str | None = None, **fields) -> Document:
	fieldnames = frappe.get_meta("Preventive Offer").get_valid_columns()
	values = {
		"offer_name": f"Prøvetilbud {next(_numbers)}",
		"office": _name(office),
		"kind": _first_option("Preventive Offer", "kind"),
		"provider": "Prøveforeningen",
		"phone": "61 00 00 01",
	}
	return insert("Preventive Offer", {key: values[key] for key in values if key in fieldnames}, fields)


# A round


def meeting_day(weeks: int = 6, further_days: int = 0) -> date:
	"""From Tuesday to Thursday, at least so many weeks from today, and no public holiday; negative is past."""
	day = getdate() + timedelta(weeks=weeks, days=further_days)
	while day.weekday() in (0, 4, 5, SUNDAY) or day in public_holidays(day.year):
		day += timedelta(days=1)
	return day


def cohort(office: Document | str | None = None, **fields) -> Document:
	"""A draft with dates that fit meetings on `meeting_day()`."""
	first = meeting_day()
	values = {
		"office": _name(office) or globals()["office"]().name,
		"year": first.year,
		"letter_date": first - timedelta(weeks=3),
		"answer_deadline": first - timedelta(days=7),
	}
	return insert("Cohort", values, fields)


def meeting(cohort: Document | None = None, **fields) -> Document:
	"""A draft with two facilitators, a programme with a break, a venue of its own, on another day than the last."""
	cohort = cohort or globals()["cohort"]()
	if "facilitators" not in fields:
		fields["facilitators"] = [
			{"user": name, "lead": int(not place)} for place, name in enumerate(team(cohort.office))
		]
	if "venue" not in fields:
		fields["venue"] = venue(cohort.office).name
	days = 2 * frappe.db.count("Group Meeting", {"cohort": cohort.name})
	starts_on = fields.pop("starts_on", None) or datetime.combine(meeting_day(further_days=days), time(10))
	values = {
		"cohort": cohort.name,
		"office": cohort.office,
		"starts_on": starts_on,
		"ends_on": starts_on + LENGTH,
		"seats": 20,
		"agenda": [{"kind": kind, "minutes": minutes, "heading": kind} for kind, minutes in AGENDA],
		"costs": [{"kind": "Coffee and Fruit", "budget": 1500}],
	}
	return insert("Group Meeting", values, fields)


def team(office: str) -> tuple[str, ...]:
	"""Two facilitators of the office: those it has, else new ones."""
	permitted = frappe.get_all("User Permission", {"allow": OFFICE, "for_value": office}, pluck="user")
	filters = {"parent": ("in", permitted), "role": Role.FACILITATOR, "parenttype": "User"}
	found = frappe.get_all("Has Role", filters, pluck="parent", order_by="parent asc")
	missing = range(2 - len(found))
	return (*found[:2], *(user(Role.FACILITATOR, office=office) for _ in missing))


def register_extract(cohort: Document | None = None, **fields) -> Document:
	"""A draft application that names its owner."""
	cohort = cohort or globals()["cohort"]()
	values = {
		"office": cohort.office,
		"cohort": cohort.name,
		"requested_data": "Navn, adresse, fødselsdato",
		"selection": f"Født i {cohort.birth_years[0].birth_year}",
		"purpose": "Invitasjon til gruppemøte",
		"legal_basis": "Helse- og omsorgstjenesteloven § 3-3",
		"named_users": [{"user": frappe.session.user, "task": "Import"}],
	}
	return insert("Register Extract", values, fields)


def file_format(office: Document | str | None = None, **fields) -> Document:
	"""A supplier's text file with headings of its own."""
	values = {
		"office": _name(office) or globals()["office"]().name,
		"format_name": f"Prøveleverandør {next(_numbers)}",
		"kind": "Delimited Text",
		"encoding": "Found by Itself",
		"delimiter": "Found by Itself",
		"protection_marks": "By a Grade in a Column",
		"columns": [{"heading": "Nummer i registeret", "means": "Identity Number"}],
	}
	return insert("Register File Format", values, fields)


def in_state(doc: Document, state: str, **fields) -> Document:
	"""Put a document into a workflow state without the way there, for tests of what follows from the state."""
	frappe.db.set_value(doc.doctype, doc.name, {"workflow_state": state, **fields})
	doc.reload()
	return doc


def step(doc: Document, action: str, user: str) -> Document:
	"""Take a step of the workflow as this user, by the same function as the button."""
	before = frappe.session.user
	frappe.set_user(user)
	try:
		return apply_workflow(frappe.get_doc(doc.doctype, doc.name), action)
	finally:
		frappe.set_user(before)


# People who are invited


def identity_number(birth_date: date) -> str:
	"""Never the same twice in a run; from the population register's synthetic series (month + 80)."""
	serials = _serials.setdefault(birth_date, iter(range(100, 500)))
	while True:
		serial = next(serials)
		number = synthetic_number(birth_date, serial)
		if int(number[6:9]) == serial:
			return number


def senior(office: Document | str | None = None, **fields) -> Document:
	number = next(_numbers)
	values = {
		"office": _name(office) or globals()["office"]().name,
		"first_name": GIVEN[number % len(GIVEN)],
		"last_name": f"{FAMILY[number % len(FAMILY)]} {number}",
		"birth_date": date(getdate().year - 77, 1 + number % 12, 1 + number % 28),
		"sex": ("Female", "Male")[number % 2],
		"street": f"{STREETS[number % len(STREETS)]} {number}",
		"postal_code": "2815",
		"city": "GJØVIK",
		"phone": "61 00 00 02",
		"register_status": "Resident",
		"letter_language": "nb",
	}
	if fields.get("handle_by_hand"):
		values = {key: values[key] for key in ("office", "birth_date", "sex", "register_status")}
	return insert("Senior", values, fields)


def senior_identity(senior: Document | None = None, cohort: Document | None = None, **fields) -> Document:
	"""What the import writes beside a senior, with a number that is encrypted and hashed as there."""
	from frappe.utils.password import encrypt

	from senior_outreach.population.seniors.record import identity_hash

	senior = senior or globals()["senior"](cohort.office if cohort else None)
	number = identity_number(getdate(senior.birth_date))
	values = {
		"senior": senior.name,
		"office": senior.office,
		"cohort": cohort.name if cohort else None,
		"full_name": senior.full_name,
		"birth_date": senior.birth_date,
		"protection_grade": "None",
		"identity_number_encrypted": encrypt(number),
		"identity_hash": identity_hash(number),
	}
	known = frappe.db.get_value("Senior Identity", {"senior": senior.name})
	if known:  # an invitation that is still to be screened has put the senior on the worklist
		doc = frappe.get_doc("Senior Identity", known).update({**values, **fields})
		save_by_service(doc)
		return doc
	return insert("Senior Identity", values, fields)


def invitation(
	cohort: Document | None = None,
	senior: Document | None = None,
	*,
	screened: bool = True,
	sent_on: date | None = None,
	**fields,
) -> Document:
	"""Ready; with `sent_on` Sent; without `screened` To Screen. Answers go in by `replies.answers.register`."""
	cohort = cohort or globals()["cohort"]()
	senior = senior or globals()["senior"](cohort.office)
	values = {
		"senior": senior.name,
		"cohort": cohort.name,
		"office": cohort.office,
		"district": senior.district,
		"handle_by_hand": senior.handle_by_hand,
	}
	if screened or sent_on:
		values |= {"screened_on": now_datetime(), "screened_by": frappe.session.user}
	if sent_on:
		values |= {"sent_on": sent_on}
	return insert("Invitation", values, fields)


def duplicate_decision(
	cohort: Document | None = None,
	senior: Document | None = None,
	other: Document | None = None,
	**fields,
) -> Document:
	"""That two entries with one name are two people."""
	cohort = cohort or globals()["cohort"]()
	senior = senior or globals()["senior"](cohort.office)
	namesake = {"first_name": senior.first_name, "last_name": senior.last_name}
	other = other or globals()["senior"](cohort.office, **namesake)
	values = {
		"office": cohort.office,
		"cohort": cohort.name,
		"decision": "Different People",
		"senior": senior.name,
		"other_senior": other.name,
		"decided_by": frappe.session.user,
		"decided_on": now_datetime(),
	}
	return insert("Duplicate Decision", values, fields)


def letter_run(cohort: Document | None = None, **fields) -> Document:
	cohort = cohort or globals()["cohort"]()
	values = {"cohort": cohort.name, "office": cohort.office, "letter_date": getdate(cohort.letter_date)}
	return insert("Letter Run", values, fields)


def letter(invitation: Document | None = None, letter_run: Document | None = None, **fields) -> Document:
	invitation = invitation or globals()["invitation"]()
	run = letter_run or globals()["letter_run"](frappe.get_doc("Cohort", invitation.cohort))
	values = {
		"letter_run": run.name,
		"invitation": invitation.name,
		"cohort": invitation.cohort,
		"office": invitation.office,
		"position": 1,
		"language": "nb",
	}
	return insert("Outreach Letter", values, fields)


def follow_up_call(invitation: Document | None = None, **fields) -> Document:
	"""An open call that is due today."""
	invitation = invitation or globals()["invitation"](sent_on=getdate() - timedelta(days=8))
	values = {
		"invitation": invitation.name,
		"cohort": invitation.cohort,
		"office": invitation.office,
		"round": 1,
		"due_on": getdate(),
	}
	return insert("Follow-up Call", values, fields)


def home_visit(invitation: Document | None = None, **fields) -> Document:
	invitation = invitation or globals()["invitation"]()
	return insert("Home Visit", _about(invitation), fields)


def offer_interest(invitation: Document | None = None, **fields) -> Document:
	invitation = invitation or globals()["invitation"]()
	if "offer" not in fields:
		fields["offer"] = offer(invitation.office).name
	return insert("Offer Interest", {**_about(invitation), "source": "Call"}, fields)


def evaluation(meeting: Document | None = None, **fields) -> Document:
	"""Of a meeting that was held; a draft meeting refuses it."""
	meeting = meeting or held_meeting()
	values = {
		"meeting": meeting.name,
		"entry_channel": "Paper",
		"expectation": "Well",
		"sex": "Female",
		"age_band": "75-79",
		"would_recommend": "Yes",
	}
	return insert("Evaluation", values, fields)


def held_meeting(cohort: Document | None = None, **fields) -> Document:
	"""A meeting some weeks ago that is marked as held, without the way there."""
	starts_on = fields.pop("starts_on", None) or datetime.combine(meeting_day(-3), time(10))
	return in_state(meeting(cohort, starts_on=starts_on, **fields), "Held")


def _about(invitation: Document) -> dict:
	return {
		"senior": invitation.senior,
		"invitation": invitation.name,
		"cohort": invitation.cohort,
		"office": invitation.office,
	}


def _name(doc: Document | str | None) -> str | None:
	return doc.name if isinstance(doc, Document) else doc


def _first_option(doctype: str, fieldname: str) -> str | None:
	field = frappe.get_meta(doctype).get_field(fieldname)
	return next((option for option in (field.options or "").split("\n") if option), None) if field else None
