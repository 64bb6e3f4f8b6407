"""Screening and re-check over HTTP: who has not the role, or not the office, is refused by every door."""

import pytest

from senior_outreach.access.roles import Role
from tests.dataset import NOBODY, OTHER, OWN, WEBSITE
from tests.served import Api, Served

SCREENING = "/api/method/senior_outreach.population.screening"
KEEPERS = {
	"worklist.open_rounds": {},
	"worklist.open_worklist": {"cohort": "{cohort}"},
	"worklist.keep_unmarked": {"identities": ["{identity}"]},
	"marking.mark": {"identities": ["{identity}"], "value": "Exclude"},
	"recheck.confirm_recheck": {"cohort": "{cohort}"},
}
"""What the page Screening calls, with its arguments."""
OFFICES = {
	"marking.approve_screening": {"cohort": "{cohort}"},
	"recheck.waive_recheck": {"cohort": "{cohort}", "reason": "Brevene ble pakket samme dag"},
	"changes.changes_since_screening": {"cohort": "{cohort}"},
}
REFUSED = (401, 403)


@pytest.fixture
def arguments(served: Served):
	"""Fills in a round with people to screen, and somebody in it."""
	cohort = served.names["screening"]["Cohort"]
	keeper = served.api(served.names["users"][OWN][Role.RECORD_KEEPER])
	rows = keeper.post(f"{SCREENING}.worklist.open_worklist", {"cohort": cohort})
	people = rows.json["message"]["people"]

	def fill(values: dict) -> dict:
		names = {"{cohort}": cohort, "{identity}": people[0]["name"]}
		return {
			key: [names.get(each, each) for each in value]
			if isinstance(value, list)
			else names.get(value, value)
			for key, value in values.items()
		}

	fill.people = people
	return fill


def check_refused(api: Api, methods: dict, arguments) -> None:
	wrong = []
	for method, values in methods.items():
		reply = api.post(f"{SCREENING}.{method}", arguments(values))
		if reply.status not in REFUSED:
			wrong.append(f"{method}: {reply.status}")
		if any(text in reply.body for row in arguments.people for text in (row["full_name"], row["number"])):
			wrong.append(f"{method}: its words are in the reply")
	assert not wrong


def test_the_keeper_gets_it(served: Served, arguments) -> None:
	"""Else the refusals below would prove nothing."""
	assert len(arguments.people) == 6
	assert all(len(row["number"]) == 11 for row in arguments.people)
	api = served.api(served.names["users"][OWN][Role.RECORD_KEEPER])
	assert api.post(f"{SCREENING}.worklist.open_rounds", {}).status == 200
	assert api.get(f"{SCREENING}.worklist.open_rounds").status == 403, "nothing of it by GET"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.RECORD_KEEPER])
def test_who_is_not_the_keeper_is_refused(served: Served, arguments, role: Role) -> None:
	check_refused(served.api(served.names["users"][OWN][role]), KEEPERS, arguments)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.COORDINATOR, Role.SUPERVISOR)])
def test_who_is_not_the_office_is_refused(served: Served, arguments, role: Role) -> None:
	check_refused(served.api(served.names["users"][OWN][role]), OFFICES, arguments)


@pytest.mark.parametrize("role", [Role.RECORD_KEEPER, Role.COORDINATOR, Role.SUPERVISOR])
def test_another_office_is_refused(served: Served, arguments, role: Role) -> None:
	api = served.api(served.names["users"][OTHER][role])
	methods = {name: values for name, values in {**KEEPERS, **OFFICES}.items() if values}
	if role is Role.RECORD_KEEPER:
		check_refused(api, {**methods, **OFFICES}, arguments)
		rounds = api.post(f"{SCREENING}.worklist.open_rounds", {}).json["message"]
		assert arguments({"cohort": "{cohort}"})["cohort"] not in {each["cohort"] for each in rounds}
	else:
		check_refused(api, methods, arguments)


@pytest.mark.parametrize("kind", [NOBODY, WEBSITE, None], ids=["no role", "website user", "guest"])
def test_whoever_has_no_role_is_refused(served: Served, arguments, kind: str | None) -> None:
	api = served.api(served.names["users"][OWN][kind] if kind else None)
	check_refused(api, {**KEEPERS, **OFFICES}, arguments)


def test_the_marks_are_as_they_were_after_all_this(served: Served, arguments) -> None:
	assert {row["mark"] for row in arguments.people} == {""}
