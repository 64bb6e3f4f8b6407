"""What tests/site/test_install.py does inside the site, in a process of its own: `python -m tests.installed STEP SITE`.

`own_things` makes, on a Frappe without the app, what the site has of its own; `used` runs a small round of a site in
use: an import with its private file, people, a meeting, and a row of every kind that Frappe keeps about DocTypes.
"""

import os
import sys
from itertools import count
from unittest.mock import patch

import frappe
from frappe.model.document import Document

MARKER = "Sporlaus"
"""A family name, also in texts and files: where it stands, something of the round is left."""
COORDINATOR, FACILITATOR = "kari.fast@example.org", "ola.fast@example.org"
SHARED_CONTENT = b"a text that two records have"
STATE, ACTION, STYLE = "Closed", "Complete", "Inverse"
FOREIGN_COUNTERS = "('RE-ABCD-', 7), ('OFFER-', 3)"
"""One that only looks like ours, and one that a DocType of the site counts with as well."""

NUMBERS = count(900_000)

NOT_PLANTED = {
	"Custom DocPerm": "would change our permissions; made by hand below",
	"Custom Field": "would be part of our DocTypes; made by hand below",
	"DocField": "the DocTypes themselves",
	"DocType Link": "as Custom Field",
	"Email Account": "the site's own, only pointing at us: cleared, not deleted",
	"IMAP Folder": "as Email Account",
	"Property Setter": "as Custom Field; made by hand below",
	"User Type": "as Email Account",
}
"""DocTypes that link to a DocType and get no bare row."""


def own_things() -> None:
	for email in (COORDINATOR, FACILITATOR):
		values = {"email": email, "first_name": "Fast", "send_welcome_email": 0, "user_type": "System User"}
		frappe.get_doc({"doctype": "User", **values}).insert()
		frappe.db.set_value("User", email, "user_type", "System User")
	_foreign_workflow()
	_attach("User", COORDINATOR, "felles.txt", SHARED_CONTENT)
	_doctype_that_counts("Tilbud", "OFFER-.####")
	frappe.db.sql(f"INSERT INTO tabSeries (name, current) VALUES {FOREIGN_COUNTERS}")


def _foreign_workflow() -> None:
	"""Ends in a state that is called as one of ours, which it mentions nowhere as the start of a step."""
	states = ("Open Case", STATE)
	for name in states:
		frappe.get_doc({"doctype": "Workflow State", "workflow_state_name": name, "style": STYLE}).insert()
	frappe.get_doc({"doctype": "Workflow Action Master", "workflow_action_name": ACTION}).insert()
	role = "System Manager"
	frappe.get_doc(
		{
			"doctype": "Workflow",
			"workflow_name": "Cases",
			"document_type": "ToDo",
			"workflow_state_field": "workflow_state",
			"is_active": 0,
			"states": [{"state": name, "doc_status": "0", "allow_edit": role} for name in states],
			"transitions": [
				{"state": states[0], "action": ACTION, "next_state": STATE, "allowed": role},
			],
		}
	).insert()


def _doctype_that_counts(name: str, autoname: str) -> None:
	field = {"fieldname": "title", "label": "Title", "fieldtype": "Data"}
	values = {"module": "Custom", "custom": 1, "autoname": autoname, "fields": [field]}
	frappe.get_doc({"doctype": "DocType", "name": name, **values}).insert()


def used() -> None:
	from senior_outreach.access.roles import Role

	_give_role(COORDINATOR, Role.COORDINATOR)
	_give_role(FACILITATOR, Role.FACILITATOR)
	extract = _imported_round()
	_small_round(extract.cohort)
	_traces_by_the_desk(extract)
	_plant_everywhere("Senior", frappe.get_all("Senior", pluck="name")[0])


def _give_role(user: str, role: str) -> None:
	"""Without saving the user, who is the site's own."""
	row = {"doctype": "Has Role", "parent": user, "parenttype": "User", "parentfield": "roles", "role": role}
	frappe.get_doc({**row, "name": frappe.generate_hash(length=10)}).db_insert()
	frappe.clear_cache(user=user)


def _imported_round() -> Document:
	from tests import builders
	from tests.deliveries import imported
	from tests.season.residents import Mix, Place, register_file, register_rows

	office = builders.office()
	for user in (COORDINATOR, FACILITATOR):
		builders.permit(user, office)
	cohort = builders.cohort(office, year=2014)
	extract = builders.register_extract(cohort, named_users=[{"user": COORDINATOR}])
	mix = Mix(to_invite=3, deceased=0, moved=0, protected=1, other_age=0, by_keeper=0)
	rows = [list(row) for row in register_rows(1937, mix, (Place("2815", "GJØVIK"),), seed=3)]
	for row in rows:
		row[1] = f"{row[1]} {MARKER}"
	file = _attach(extract.doctype, extract.name, "uttrekk.csv", register_file(rows))
	tomorrow = frappe.utils.add_days(frappe.utils.nowdate(), 1)
	builders.in_state(extract, "Granted", file=file.file_url, expires_on=tomorrow)
	frappe.set_user(COORDINATOR)
	assert imported(extract)["imported"] == len(rows)
	frappe.set_user("Administrator")
	return extract


def _small_round(cohort: str) -> None:
	from tests import builders

	round_ = frappe.get_doc("Cohort", cohort)
	team = [{"user": COORDINATOR}, {"user": FACILITATOR}]
	meeting = builders.meeting(round_, facilitators=team)
	senior = builders.senior(round_.office, last_name=MARKER)
	invitation = builders.invitation(round_, senior, sent_on=frappe.utils.getdate())
	builders.letter(invitation, builders.letter_run(round_))
	builders.follow_up_call(invitation, senior_name=senior.full_name, phone=senior.phone)
	builders.home_visit(invitation)
	builders.offer_interest(invitation)
	builders.topic(round_.office)
	meeting.add_comment("Comment", f"{MARKER} kommer med følge")


def _traces_by_the_desk(extract: Document) -> None:
	"""What users leave behind without knowing, made by Frappe's own functions."""
	from frappe.core.doctype.access_log.access_log import make_access_log
	from frappe.desk.doctype.tag.tag import add_tag
	from frappe.desk.form.assign_to import add as assign
	from frappe.model.utils.user_settings import save as save_user_settings
	from frappe.utils.global_search import sync_value

	about = {"doctype": extract.doctype, "name": extract.name}
	_attach(*about.values(), "felles.txt", SHARED_CONTENT)
	_attach(*about.values(), "slettet.txt", f"{MARKER} slettet".encode()).delete()
	assign({**about, "assign_to": [COORDINATOR], "description": f"Ring {MARKER}"})
	frappe.share.add(*about.values(), FACILITATOR)
	add_tag("haster", *about.values())
	frappe.db.delete("Tag", {"name": "haster"})  # the list of tags is the site's own
	make_access_log(doctype=extract.doctype, document=extract.name, page=f"<p>{MARKER}</p>")
	save_user_settings("Senior", frappe.as_json({"List": {"filters": [["last_name", "=", MARKER]]}}))
	frappe.db.sql(
		"INSERT INTO `__UserSettings` (user, doctype, data) VALUES ('Administrator', 'Senior', %s)", MARKER
	)
	mail = {"subject": f"Om {MARKER}", "content": MARKER, "communication_type": "Communication"}
	reference = {"reference_doctype": extract.doctype, "reference_name": extract.name}
	letter = frappe.get_doc({"doctype": "Communication", **mail, **reference}).insert()
	_attach("Communication", letter.name, "vedlegg.txt", f"{MARKER} vedlegg".encode())
	sync_value(
		{"doctype": "Senior", "name": "x", "content": MARKER, "published": 0, "title": "", "route": ""}
	)
	for table, values in _rows_by_hand().items():
		_plant(table, values)
	frappe.get_doc({"doctype": "Error Log", "error": f"senior_outreach/x.py {MARKER}"}).db_insert()


def _rows_by_hand() -> dict[str, dict]:
	field = {"fieldname": "custom_senior", "label": "Senior", "fieldtype": "Link", "options": "Senior"}
	return {
		"Custom Field": {"dt": "User", **field},
		"Custom DocPerm": {"parent": "Senior", "role": "System Manager"},
		"Property Setter": {
			"doc_type": "Senior", "doctype_or_field": "DocType", "property": "sort_order", "value": "asc"
		},
		"Prepared Report": {"report_name": "Participation Statistics"},
		"Auto Email Report": {"report": "Participation Statistics"},
		"Number Card Link": {"card": "On the Waiting List"},
		"Workspace Shortcut": {"type": "DocType", "link_to": "Senior", "parent": "Home"},
		"Workspace Link": {"link_type": "Report", "link_to": "Participation Statistics", "parent": "Home"},
		"Route History": {"route": f"Form/Senior/{MARKER}"},
		"Data Import": {"reference_doctype": "Senior"},
	}  # fmt: skip


def _plant_everywhere(doctype: str, name: str) -> None:
	"""A bare row in every DocType that links to a DocType, whatever this version of Frappe has."""
	own = frappe.get_all("DocType", {"module": "Senior Outreach"}, pluck="name")
	unfit = frappe.get_all("DocType", {"issingle": 1}, pluck="name")
	links = frappe.get_all(
		"DocField",
		{"fieldtype": "Link", "options": "DocType", "parent": ("not in", [*own, *unfit, *NOT_PLANTED])},
		["parent", "fieldname"],
	)
	for link in links:
		if frappe.db.table_exists(link.parent):
			names = dict.fromkeys(_name_fields(link.parent, link.fieldname), name)
			_plant(link.parent, {link.fieldname: doctype, **names})


def _name_fields(doctype: str, kind_field: str) -> list[str]:
	filters = {"parent": doctype, "fieldtype": "Dynamic Link", "options": kind_field}
	return frappe.get_all("DocField", filters, pluck="fieldname")


def _plant(doctype: str, values: dict) -> None:
	doc = frappe.get_doc({"doctype": doctype, **values})
	numbered = "int" in frappe.db.get_column_type(doctype, "name")
	doc.name = next(NUMBERS) if numbered else frappe.generate_hash(length=10)
	doc.db_insert()


def _attach(doctype: str, name: str, file_name: str, content: bytes) -> Document:
	values = {"file_name": file_name, "content": content, "is_private": 1}
	place = {"attached_to_doctype": doctype, "attached_to_name": name}
	return frappe.get_doc({"doctype": "File", **values, **place}).insert()


STEPS = {"own_things": own_things, "used": used}


def main(step: str, site: str) -> None:
	os.chdir(os.environ["SITES_PATH"])
	frappe.init(site=site, sites_path=os.environ["SITES_PATH"])
	frappe.connect()
	frappe.flags.mute_emails = True
	with patch("rq.Queue.enqueue_call"):  # no worker is awaited
		STEPS[step]()
		frappe.db.commit()
	frappe.destroy()


if __name__ == "__main__":
	main(*sys.argv[1:])
