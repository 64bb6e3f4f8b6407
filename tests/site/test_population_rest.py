"""Deliveries and people of a round over HTTP: who has not the right, or not the office, is refused by every door."""

import pytest

from senior_outreach.access.roles import Role
from tests.dataset import MARKER, NOBODY, OTHER, OWN, WEBSITE
from tests.served import Api, Served

POPULATION = "/api/method/senior_outreach.population"
SAID = {"content": "Whole List", "read_on": "2014-01-01 10:00:00"}
WRITES = {
	"delivery.api.look_at_file": {"extract": "Register Extract"},
	"delivery.api.review_delivery": {"extract": "Register Extract", **SAID},
	"delivery.api.accept_delivery": {"extract": "Register Extract", **SAID, "gone": "Leave", "token": "x"},
	"delivery.api.continue_import": {"extract": "Register Extract"},
	"delivery.api.set_rows_aside": {"extract": "Register Extract", "reason": "Added by Hand"},
	"delivery.api.save_file_format": {
		"extract": "Register Extract",
		"format_name": "x",
		"columns": [],
		"marks": "By Words in the Address",
		"everyone_is_resident": 1,
	},
	"delivery.api.download_rejected": {"extract": "Register Extract", **SAID},
	"seniors.api.merge_entries": {"cohort": "Cohort", "stays": "Senior", "other": "Senior"},
	"seniors.api.different_people": {"cohort": "Cohort", "senior": "Senior", "other": "Senior"},
	"seniors.api.undo_decision": {"decision": "Duplicate Decision"},
	"seniors.api.add_person": {"cohort": "Cohort", "person": {"last_name": "x"}, "because": "Moved In"},
	"seniors.api.add_known_person": {"cohort": "Cohort", "senior": "Senior", "because": "Moved In"},
	"seniors.api.exclude": {"invitation": "Invitation", "reason": "Do Not Contact"},
	"seniors.api.include_again": {"invitation": "Invitation"},
	"seniors.api.move_to_next_year": {"invitation": "Invitation"},
}
"""What only a coordinator may call. A value that is the name of a DocType stands for a record of it."""
READS = {
	"delivery.api.delivery_progress": {"extract": "Register Extract"},
	"seniors.api.possible_duplicates": {"cohort": "Cohort"},
	"seniors.api.compare_entries": {"cohort": "Cohort", "senior": "Senior", "other": "Senior"},
	"seniors.api.housemates_of": {"invitation": "Invitation"},
}
READ_BY_SUPERVISOR = ("delivery.api.delivery_progress", "seniors.api.housemates_of")
REFUSED = (401, 403)


def filled(served: Served, values: dict) -> dict:
	records = served.names["records"][OWN]
	return {
		key: records.get(value, value) if isinstance(value, str) else value for key, value in values.items()
	}


def check_refused(served: Served, api: Api, methods: dict) -> None:
	wrong = []
	for method, values in methods.items():
		reply = api.post(f"{POPULATION}.{method}", filled(served, values))
		if reply.status not in REFUSED:
			wrong.append(f"{method}: {reply.status}")
		if MARKER in reply.body:
			wrong.append(f"{method}: its words are in the reply")
	assert not wrong


def test_the_coordinator_is_not_refused(served: Served) -> None:
	"""Else the refusals below would prove nothing. Nothing is changed: each of these only reads."""
	api = served.api(served.names["users"][OWN][Role.COORDINATOR])
	for method in ("delivery.api.delivery_progress", "seniors.api.possible_duplicates"):
		assert api.post(f"{POPULATION}.{method}", filled(served, READS[method])).status == 200


def test_nothing_is_written_by_a_link(served: Served) -> None:
	api = served.api(served.names["users"][OWN][Role.COORDINATOR])
	replies = {
		method: api.get(f"{POPULATION}.{method}", **filled(served, values)).status
		for method, values in WRITES.items()
	}
	assert set(replies.values()) == {403}, replies


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATOR])
def test_every_other_role_is_refused(served: Served, role: Role) -> None:
	may = (*READ_BY_SUPERVISOR, "delivery.api.set_rows_aside") if role is Role.SUPERVISOR else ()
	methods = {method: values for method, values in {**WRITES, **READS}.items() if method not in may}
	check_refused(served, served.api(served.names["users"][OWN][role]), methods)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.SUPERVISOR])
def test_another_office_is_refused(served: Served, role: Role) -> None:
	check_refused(served, served.api(served.names["users"][OTHER][role]), {**WRITES, **READS})


@pytest.mark.parametrize("kind", [NOBODY, WEBSITE, None], ids=["no role", "website user", "guest"])
def test_whoever_has_no_role_is_refused(served: Served, kind: str | None) -> None:
	api = served.api(served.names["users"][OWN][kind] if kind else None)
	check_refused(served, api, {**WRITES, **READS})
