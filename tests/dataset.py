"""Two offices with one record of every DocType each and one user per role: for permissions, REST and browser.

`python -m tests.dataset SITE FILE` commits it on a copy of the test site and writes the names as JSON.
"""

import json
import os
import sys
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import patch

import frappe
from frappe.utils import getdate

from senior_outreach.access.roles import Role
from senior_outreach.letters import runs
from senior_outreach.population.status import AnswerChoice
from senior_outreach.replies.answers import register
from senior_outreach.replies.codes import reply_code
from senior_outreach.replies.rules import Answer, Channel
from tests import builders
from tests.deliveries import granted_extract
from tests.season.residents import Mix, Place, register_file, register_rows

OWN, OTHER = "own", "other"
NOBODY, WEBSITE = "nobody", "website"
SECOND_SUPERVISOR = "second-supervisor"
SETTINGS = "Senior Outreach Settings"
MARKER = "Merkelapp"
"""A family name that only the other office has: no reply to a user of the own office may hold it."""


@dataclass
class World:
	"""Names. `users`: office → role → e-mail; `records`: office → DocType → name; `hidden`: protected people.

	`running` is a round of the own office that is inviting: its records by DocType, and a reply `code`.
	`delivered` is a round of the other office whose register file has come and is not imported: `Register Extract`
	and `Cohort`.
	`screening` is one with six people on the keeper's worklist: the name of the `Cohort`.
	`printed` is one whose letters are printed, with one to be taken out of the pile: the `Letter Run`.
	`people` is one with a couple to be called, one of whom the other comes to the `Group Meeting`, and two
	entries of one person: `hers`, `his`, `asks` are calls.

	`users["own"]` also has `nobody` (a desk user of the office without a role) and `website`.
	"""

	offices: dict[str, str] = field(default_factory=dict)
	users: dict[str, dict[str, str]] = field(default_factory=dict)
	records: dict[str, dict[str, str]] = field(default_factory=dict)
	held_meetings: dict[str, str] = field(default_factory=dict)
	hidden: dict[str, str] = field(default_factory=dict)
	without_office: dict[str, str] = field(default_factory=dict)
	running: dict[str, str] = field(default_factory=dict)
	screening: dict[str, str] = field(default_factory=dict)
	printed: dict[str, str] = field(default_factory=dict)
	delivered: dict[str, str] = field(default_factory=dict)
	people: dict[str, str] = field(default_factory=dict)


def build(*, password: bool = False) -> World:
	"""`password=True` gives every user a login."""
	world = World()
	for side in (OWN, OTHER):
		office = builders.office(office_name=f"Prøvekontoret {side}")
		world.offices[side] = office.name
		world.users[side] = {
			role.value: builders.user(role, office=office, password=password) for role in Role
		}
		world.records[side] = _records(office, world.users[side], side)
		evaluation = world.records[side]["Evaluation"]
		world.held_meetings[side] = frappe.db.get_value("Evaluation", evaluation, "meeting")
	office = world.offices[OWN]
	users = world.users[OWN]
	users[SECOND_SUPERVISOR] = builders.user(Role.SUPERVISOR, office=office, password=password)
	users[NOBODY] = builders.user(office=office, password=password, user_type="System User")
	users[WEBSITE] = builders.user(password=password, user_type="Website User")
	world.without_office = {role.value: builders.user(role) for role in Role}
	world.hidden = _protected(world)
	world.running = _running(world)
	world.screening = _screening(world)
	world.printed = _printed(world)
	world.delivered = _delivered(world)
	world.people = _people(world)
	return world


def _records(office, users: dict[str, str], side: str) -> dict[str, str]:
	"""A round in preparation whose meeting the office's facilitator leads, and a meeting of last year."""
	family = MARKER if side == OTHER else "Tenkhaug"
	district = builders.district(office)
	venue = builders.venue(office, district=district.name)
	topic = builders.topic(office)
	offer = builders.offer(office)
	team = [users[Role.FACILITATOR], builders.user(Role.FACILITATOR, office=office)]
	facilitators = [{"user": name} for name in team]
	cohort = builders.cohort(office, screening_approved_on=builders.now_datetime())
	meeting = builders.meeting(cohort, venue=venue.name, facilitators=facilitators, district=district.name)
	senior = builders.senior(office, last_name=family)
	identity = builders.senior_identity(senior, cohort)
	invitation = builders.invitation(cohort, senior, sent_on=getdate() - timedelta(days=9))
	run = builders.letter_run(cohort)
	last_year = builders.cohort(office, year=cohort.year - 1)
	held = builders.held_meeting(
		last_year,
		venue=venue.name,
		facilitators=facilitators,
		agenda=[{"kind": "Talk", "minutes": 195, "topic": topic.name}],
	)
	evaluation = builders.evaluation(
		held,
		comments=f"{family} sto det ikke noe sted",
		topic_ratings=[{"topic": topic.name, "benefit": "Useful"}],
	)
	made = (
		office, district, venue, topic, offer, cohort, meeting, senior, identity, invitation, run, evaluation,
		builders.letter(invitation, run),
		builders.register_extract(cohort),
		builders.file_format(office),
		builders.duplicate_decision(cohort, senior),
		builders.follow_up_call(invitation, senior_name=senior.full_name, phone=senior.phone),
		builders.home_visit(invitation),
		builders.offer_interest(invitation, offer=offer.name),
	)  # fmt: skip
	return {doc.doctype: doc.name for doc in made}


def _protected(world: World) -> dict[str, str]:
	"""Somebody of the own office who is handled by hand: in no list, form, report or export."""
	cohort = frappe.get_doc("Cohort", world.records[OWN]["Cohort"])
	senior = builders.senior(world.offices[OWN], handle_by_hand=1)
	invitation = builders.invitation(cohort, senior, exclusion_reason="Handle by Hand")
	return {"Senior": senior.name, "Invitation": invitation.name}


def _running(world: World) -> dict[str, str]:
	"""Somebody who has got the letter and can answer on the reply page."""
	office = frappe.get_doc("Outreach Office", world.offices[OWN])
	year = getdate().year + 2
	cohort = builders.cohort(office, year=year, letter_date=getdate())
	meeting = builders.in_state(builders.meeting(cohort), "Confirmed")
	senior = builders.senior(office, first_name="Gunnvor")
	invitation = builders.invitation(cohort, senior)
	now = builders.now_datetime()
	builders.in_state(cohort, "Approved", screening_approved_on=now, rechecked_on=now)
	run = builders.letter_run(cohort)
	runs.prepare(run.name)
	runs.print_run(run.name)
	runs.confirm_sent(run.name, getdate())
	letter = frappe.db.get_value("Outreach Letter", {"invitation": invitation.name}, "name")
	number = frappe.db.get_value("Invitation", invitation.name, "reply_code_number")
	return {
		"Cohort": cohort.name,
		"Group Meeting": meeting.name,
		"Invitation": invitation.name,
		"Outreach Letter": letter,
		"Register Extract": builders.register_extract(cohort).name,
		"code": reply_code(invitation.name, number),
	}


def _screening(world: World) -> dict[str, str]:
	"""A delivery has just been imported."""
	office = frappe.get_doc("Outreach Office", world.offices[OWN])
	cohort = builders.cohort(office, year=getdate().year + 3)
	for first_name in ("Ågot", "Berit", "Dagny", "Ørjan", "Aslaug", "Halvor"):
		senior = builders.senior(office, first_name=first_name)
		builders.invitation(cohort, senior, screened=False)
		builders.senior_identity(senior, cohort)
	return {"Cohort": cohort.name}


def _delivered(world: World) -> dict[str, str]:
	"""Nothing of it is imported. Its file has people of every kind, a number that is wrong and one repaired."""
	office = frappe.get_doc("Outreach Office", world.offices[OTHER])
	cohort = builders.cohort(office, year=2014)
	mix = Mix(to_invite=8, deceased=1, moved=1, protected=2, other_age=1, by_keeper=0)
	rows = register_rows(1937, mix, (Place("0580", "OSLO"), Place("2815", "GJØVIK")), seed=9)
	rows = [(*row[:3], row[3].lstrip("0"), *row[4:]) for row in rows]
	wrong = ("12345678901", "Lekeset, Aslak", "Papirvegen 1", "2815", "GJØVIK", "bosatt", "ugradert", "")
	coordinator = world.users[OTHER][Role.COORDINATOR]
	extract, _user = granted_extract(
		register_file([*rows, wrong]), cohort=cohort, coordinator=coordinator, file_name="uttrekk-2014.csv"
	)
	return {"Register Extract": extract.name, "Cohort": cohort.name}


def _printed(world: World) -> dict[str, str]:
	"""Somebody of the round dies after the printing."""
	office = frappe.get_doc("Outreach Office", world.offices[OWN])
	cohort = builders.cohort(office, year=getdate().year + 4, letter_date=getdate())
	builders.in_state(builders.meeting(cohort), "Confirmed")
	seniors = [builders.senior(office) for _number in range(2)]
	for senior in seniors:
		builders.invitation(cohort, senior)
	now = builders.now_datetime()
	builders.in_state(cohort, "Approved", screening_approved_on=now, rechecked_on=now)
	run = builders.letter_run(cohort)
	runs.prepare(run.name)
	runs.print_run(run.name)
	seniors[0].register_status = "Deceased"
	seniors[0].save()
	return {"Letter Run": run.name}


def _people(world: World) -> dict[str, str]:
	"""Letters left nine days ago; two couples at one address each, and Oddlaug as two entries without a letter."""
	office = frappe.get_doc("Outreach Office", world.offices[OWN])
	cohort = builders.in_state(builders.cohort(office, year=getdate().year + 6), "Follow-up")
	meeting = builders.in_state(builders.meeting(cohort), "Confirmed")
	calls = {}
	for key, first_name, street in (
		("hers", "Ragnfrid", "Viskelærgata 7"),
		("his", "Torgrim", "Viskelærgata 7"),
		("asks", "Målfrid", "Passervegen 3"),
		("comes", "Gudleik", "Passervegen 3"),
	):
		senior = builders.senior(office, first_name=first_name, last_name="Påfunnlien", street=street)
		invitation = builders.invitation(cohort, senior, sent_on=getdate() - timedelta(days=9))
		if key == "comes":
			answer = Answer(AnswerChoice.GROUP_MEETING, meeting=meeting.name)
			register(invitation.name, answer, Channel.PAPER, "Administrator")
		else:
			calls[key] = builders.follow_up_call(invitation).name
	for first_name, phone in (("Oddlaug", ""), ("Oddlaug Sigfrid", "61 00 00 52")):
		person = {"first_name": first_name, "last_name": "Antagelien", "phone": phone}
		senior = builders.senior(office, birth_date=date(1932, 4, 1), **person)
		builders.invitation(cohort, senior, screened=False)
	return {"Cohort": cohort.name, "Group Meeting": meeting.name, **calls}


def main(site: str, target: str) -> None:
	frappe.init(site=site, sites_path=os.environ["SITES_PATH"])
	os.chdir(os.environ["SITES_PATH"])
	frappe.connect()
	frappe.flags.mute_emails = True
	# no worker belongs to the copy; what Frappe wants done later is not needed
	with patch("rq.Queue.enqueue_call"):
		world = build(password=True)
		frappe.db.commit()
	frappe.clear_cache()
	frappe.destroy()
	Path(target).write_text(json.dumps(asdict(world)))


if __name__ == "__main__":
	main(sys.argv[1], str(Path(sys.argv[2]).resolve()))
