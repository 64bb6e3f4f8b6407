"""Two offices with one record of every DocType each and one user per role: for permissions, REST and browser.

`python -m tests.dataset SITE FILE` commits it on a copy of the test site and writes the names as JSON.
"""

import json
import os
import sys
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import frappe
from frappe.utils import getdate

from senior_outreach.access.roles import Role
from senior_outreach.letters import runs
from senior_outreach.replies.codes import reply_code
from tests import builders

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

	`users["own"]` also has `nobody` (a desk user of the office without a role) and `website`.
	"""

	offices: dict[str, str] = field(default_factory=dict)
	users: dict[str, dict[str, str]] = field(default_factory=dict)
	records: dict[str, dict[str, str]] = field(default_factory=dict)
	held_meetings: dict[str, str] = field(default_factory=dict)
	hidden: dict[str, str] = field(default_factory=dict)
	without_office: dict[str, str] = field(default_factory=dict)
	running: dict[str, str] = field(default_factory=dict)


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
	builders.in_state(cohort, "Approved", screening_approved_on=builders.now_datetime())
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
		"code": reply_code(invitation.name, number),
	}


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
