"""The same table as test_permissions.py, asked over HTTP as a program would, on a served copy of the site."""

import json

import pytest

from senior_outreach.access.roles import Role
from tests.dataset import MARKER, NOBODY, OTHER, OWN, WEBSITE
from tests.served import Api, Served
from tests.site.test_permissions import CONFIGURED, TABLE

REFUSED = (403, 404)
LOGGED_OUT = (*REFUSED, 401)


def resource(doctype: str, name: str = "") -> str:
	return f"/api/resource/{doctype}/{name}".rstrip("/")


def may(role: Role, doctype: str, letter: str) -> bool:
	return letter in TABLE[doctype].get(role, "")


@pytest.mark.parametrize("role", Role)
def test_reading_follows_the_table(served: Served, role: Role):
	api = served.api(served.names["users"][OWN][role])
	records = served.names["records"][OWN]
	wrong = []
	for doctype in TABLE:
		reply = api.get(resource(doctype, records[doctype]))
		if (reply.status == 200) != may(role, doctype, "r"):
			wrong.append(f"{doctype}: {reply.status}")
		rows = api.get(resource(doctype), limit_page_length=0)
		shown = {row["name"] for row in rows.json["data"]} if rows.status == 200 else set()
		if (records[doctype] in shown) != may(role, doctype, "r"):
			wrong.append(f"{doctype}: list {rows.status}")
	assert not wrong


@pytest.mark.parametrize("role", Role)
def test_no_row_and_no_word_of_another_office(served: Served, role: Role):
	api = served.api(served.names["users"][OWN][role])
	wrong = []
	for doctype in TABLE:
		if role is Role.SYSTEM_MANAGER and doctype in CONFIGURED:
			continue
		name = served.names["records"][OTHER][doctype]
		one = api.get(resource(doctype, name))
		rows = api.get(resource(doctype), limit_page_length=0, fields=["*"])
		if one.status not in REFUSED:
			wrong.append(f"{doctype}: {one.status}")
		if any(text in reply.body for reply in (one, rows) for text in (MARKER, f'"name":"{name}"')):
			wrong.append(f"{doctype}: its words are in the reply")
	assert not wrong


@pytest.mark.parametrize("role", Role)
def test_creating_follows_the_table(served: Served, role: Role):
	"""A near-empty record of the own office: who may create it is told what is missing, everybody else is refused."""
	api = served.api(served.names["users"][OWN][role])
	wrong = []
	for doctype in TABLE:
		values = {"office": served.names["offices"][OWN]}
		if doctype == "Outreach Office":
			values = {"office_name": f"Kontor av {role}"}
		if doctype == "Evaluation":
			values = {"meeting": served.names["held_meetings"][OWN]}
		status = api.post(resource(doctype), values).status
		if (status not in REFUSED) != may(role, doctype, "c"):
			wrong.append(f"{doctype}: {status}")
	assert not wrong


def test_nothing_is_made_in_another_office(served: Served):
	api = served.api(served.names["users"][OWN][Role.COORDINATOR])
	office = served.names["offices"][OTHER]
	venue = {
		"venue_name": "Smugsalen",
		"office": office,
		"kind": "Library",
		"capacity": 9,
		"street": "Sniken 1",
	}
	person = {"first_name": "Gunnvor", "last_name": "Smug", "birth_date": "1950-01-01", "office": office}
	for doctype, values in (("Meeting Venue", venue), ("Senior", person)):
		assert api.post(resource(doctype), values).status in REFUSED, doctype
		own = {**values, "office": served.names["offices"][OWN]}
		assert api.post(resource(doctype), own).status == 200, f"{doctype}: the same in the own office works"


@pytest.mark.parametrize("kind", [NOBODY, WEBSITE, None], ids=["no role", "website user", "guest"])
def test_whoever_has_no_role_gets_nothing(served: Served, kind: str | None):
	api: Api = served.api(served.names["users"][OWN][kind] if kind else None)
	wrong = []
	for doctype in TABLE:
		for side in (OWN, OTHER):
			reply = api.get(resource(doctype, served.names["records"][side][doctype]))
			if reply.status not in LOGGED_OUT:
				wrong.append(f"{doctype}: {reply.status}")
		if (rows := api.get(resource(doctype))).status == 200 and rows.json["data"]:
			wrong.append(f"{doctype}: list")
		if (status := api.post(resource(doctype), {}).status) not in (*LOGGED_OUT, 400):
			wrong.append(f"{doctype}: create {status}")
	assert not wrong


@pytest.mark.parametrize("role", Role)
def test_nobody_gets_people_who_are_handled_by_hand(served: Served, role: Role):
	api = served.api(served.names["users"][OWN][role])
	for doctype, name in served.names["hidden"].items():
		assert api.get(resource(doctype, name)).status in REFUSED
		assert f'"{name}"' not in api.get(resource(doctype), limit_page_length=0).body


def test_a_filter_on_a_hidden_row_finds_nothing(served: Served):
	api = served.api(served.names["users"][OWN][Role.COORDINATOR])
	filters = json.dumps([["last_name", "like", f"{MARKER}%"]])
	reply = api.get(resource("Senior"), filters=filters)
	assert reply.status == 200, reply.body
	assert reply.json["data"] == []
	others = served.api(served.names["users"][OTHER][Role.COORDINATOR])
	assert others.get(resource("Senior"), filters=filters).json["data"], "the filter itself works"
