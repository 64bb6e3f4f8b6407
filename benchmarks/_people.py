"""Synthetic residents by the ten thousand, and the round they are imported into."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import frappe
from frappe.model.document import Document

from senior_outreach.access.roles import Role
from tests import builders
from tests.season.residents import HEADING, synthetic_number

BIRTH_YEAR = 1949
GIVEN = ("Solfrid", "Torgrim", "Gunnvor", "Hallstein", "Åslaug", "Asbjørn", "Målfrid", "Gudleik")
FAMILY = ("Eksempelrud", "Prøvestad", "Tenkhaug", "Diktbakken", "Øvingsmoen", "Mønsterhagen", "Fabelåsen")


def residents(count: int) -> Iterator[tuple[str, ...]]:
	"""Rows of a register file; every number once."""
	made = 0
	for birth in (date(BIRTH_YEAR, 1, 1) + timedelta(days=day) for day in range(365)):
		serial = 0
		while made < count:
			try:
				number = synthetic_number(birth, serial)
			except ValueError:
				break
			serial = int(number[6:9]) + 1
			name = f"{FAMILY[made % len(FAMILY)]}, {GIVEN[made // 7 % len(GIVEN)]}"
			street = f"Papirvegen {made // 2 + 1}"
			yield (number, name, street, "2815", "GJØVIK", "bosatt", "ugradert", "61 00 00 02")
			made += 1
	if made < count:
		raise ValueError(f"there are only {made} synthetic numbers of one year")


def write_register_file(path: Path, count: int) -> None:
	with path.open("w", encoding="utf-8", newline="") as file:
		writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
		writer.writerow(HEADING)
		writer.writerows(residents(count))


def granted_extract(content: Path | None = None) -> Document:
	"""A register extract that may be imported by the current user, who is a coordinator of its office."""
	office = builders.office()
	coordinator = builders.user(Role.COORDINATOR, office=office)
	cohort = builders.cohort(office, year=BIRTH_YEAR + 77)
	extract = builders.register_extract(cohort, named_users=[{"user": coordinator}])
	fields = {"expires_on": frappe.utils.add_days(frappe.utils.nowdate(), 30)}
	if content:
		attached = {"attached_to_doctype": extract.doctype, "attached_to_name": extract.name}
		file = frappe.get_doc(
			{
				"doctype": "File",
				"file_name": content.name,
				"is_private": 1,
				"content": content.read_bytes(),
				**attached,
			}
		).insert()
		fields["file"] = file.file_url
	builders.in_state(extract, "Granted", **fields)
	frappe.set_user(coordinator)
	return extract
