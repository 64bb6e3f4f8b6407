"""The fast path of the import is held equal to what Frappe's own insert writes, column by column."""

from datetime import datetime

import frappe
import pytest
from frappe.utils.password import decrypt

from senior_outreach.access.service_fields import save_by_service
from senior_outreach.population.delivery.compare import SeniorValues
from senior_outreach.population.delivery.writing import RoundWriter, reason_of
from tests import builders
from tests.deliveries import granted_extract, imported
from tests.season.plan import GJOVIK_2014
from tests.season.residents import Mix, register_file, register_rows

EVERY_KIND = Mix(to_invite=4, deceased=2, moved=1, protected=2, other_age=2, by_keeper=0)
ROWS = register_rows(1937, EVERY_KIND, GJOVIK_2014.places, seed=11)
STAMPS = {"name", "creation", "modified", "owner", "modified_by", "senior", "identity_number_encrypted"}


@pytest.fixture
def both_ways(as_user, monkeypatch):
	"""The same file in two offices: written together in one, as documents in the other."""
	fast, coordinator = granted_extract(register_file(ROWS))
	read_on = datetime(2014, 2, 3, 10)
	with as_user(coordinator):
		imported(fast, read_on=read_on)
	slow, coordinator = granted_extract(register_file(ROWS))
	monkeypatch.setattr(RoundWriter, "_insert_together", as_documents)
	with as_user(coordinator):
		imported(slow, read_on=read_on)
	return fast, slow


def as_documents(writer: RoundWriter, changes: list) -> None:
	"""What the fast path stands for: three documents with all their hooks."""
	for change in changes:
		senior = frappe.get_doc({"doctype": "Senior", "office": writer.cohort.office})
		senior.update({field: getattr(change.values, field) for field in SeniorValues.__dataclass_fields__})
		senior.update(writer._source())
		save_by_service(senior)
		reason = reason_of(change.values, writer.birth_years)
		identity = frappe.get_doc({"doctype": "Senior Identity"})
		identity.update(writer._identity_row(senior.as_dict(), change.person, reason))
		identity.update(dict.fromkeys(("name", "creation", "modified")))
		identity.name = None
		save_by_service(identity)
		writer._invite(senior, reason)


def rows_of(extract, doctype: str) -> list[tuple]:
	rows = frappe.db.get_all(doctype, {"office": extract.office}, ["*"], order_by="name asc")
	return sorted((comparable(row, extract) for row in rows), key=str)


def comparable(row: dict, extract) -> tuple:
	"""A row without what differs between two offices: names, stamps, the office, round and extract."""
	replaced = {extract.office: "office", extract.cohort: "cohort", extract.name: "extract"}
	kept = {key: value for key, value in row.items() if key not in STAMPS}
	kept.pop("household_key", None)
	return tuple((key, replaced.get(value, value)) for key, value in sorted(kept.items()))


@pytest.mark.parametrize("doctype", ["Senior", "Senior Identity", "Invitation"])
def test_every_column_is_what_insert_would_have_written(both_ways, doctype: str) -> None:
	fast, slow = both_ways
	assert rows_of(fast, doctype) == rows_of(slow, doctype)
	assert len(rows_of(fast, doctype)) == len(ROWS)


def test_households_are_the_same_people(both_ways) -> None:
	for extract in both_ways:
		keys = frappe.get_all(
			"Senior", {"office": extract.office, "street": ("is", "set")}, pluck="household_key"
		)
		assert all(keys)
	fast, slow = (
		sorted(
			frappe.get_all("Senior", {"office": extract.office}, pluck="household_key").count(key)
			for key in set(frappe.get_all("Senior", {"office": extract.office}, pluck="household_key"))
		)
		for extract in both_ways
	)
	assert fast == slow


def test_the_number_can_be_read_by_the_keeper_and_by_nobody_else(both_ways) -> None:
	fast, _slow = both_ways
	stored = frappe.get_all(
		"Senior Identity",
		{"cohort": fast.cohort, "protection_grade": "None"},
		pluck="identity_number_encrypted",
	)
	numbers = {row[0] for row in ROWS if row[6] == "ugradert"}
	assert {decrypt(text) for text in stored} == numbers
	assert not numbers & set(stored)


def test_names_of_records_are_random(both_ways) -> None:
	fast, _slow = both_ways
	names = frappe.get_all("Senior", {"office": fast.office}, pluck="name")
	assert all(len(name) == len(builders.senior(fast.office).name) for name in names)
	assert len(set(names)) == len(ROWS)
