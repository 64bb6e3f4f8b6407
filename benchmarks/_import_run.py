"""One importer, one site, one process: `python -m benchmarks._import_run ours|data_import SITE ROWS`.

The last line is JSON: seconds, rows written, and the peak memory of this process in MiB.
"""

import csv
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import frappe

from benchmarks._people import BIRTH_YEAR, granted_extract, residents, write_register_file


def ours(folder: Path, rows: int) -> float:
	"""From pressing Import to the last row: the change set is worked out again, then written."""
	from frappe.utils import now_datetime

	from senior_outreach.population.delivery import accepting, importing
	from senior_outreach.population.delivery.choices import Choices, Content

	path = folder / "delivery.csv"
	write_register_file(path, 1)
	extract = granted_extract(path)
	# Frappe holds an uploaded file in memory; the import does not, and is measured without that
	stored = frappe.get_doc("File", {"file_url": extract.file}).get_full_path()
	write_register_file(Path(stored), rows)
	frappe.db.commit()
	accepting.start_job = lambda doc: importing.carry_on(doc.name, frappe.session.user)
	choices = Choices(Content.WHOLE_LIST, now_datetime().replace(microsecond=0))
	token = accepting.review(frappe.get_doc(extract.doctype, extract.name), choices).token
	start = time.perf_counter()
	accepting.accept(frappe.get_doc(extract.doctype, extract.name), choices, token)
	return time.perf_counter() - start


def data_import(folder: Path, rows: int) -> float:
	"""Frappe's Data Import of the same people: first the seniors, then an invitation for each."""
	extract = granted_extract()
	frappe.set_user("Administrator")
	people = list(residents(rows))
	seniors = [
		("office", "first_name", "last_name", "birth_date", "sex", "street", "postal_code", "city", "phone")
	]
	for number, name, street, postal_code, city, _status, _protection, phone in people:
		last, first = name.split(", ")
		birth = f"{BIRTH_YEAR}-{int(number[2:4]) - 80:02d}-{number[:2]}"
		sex = "Female" if int(number[8]) % 2 == 0 else "Male"
		seniors.append((extract.office, first, last, birth, sex, street, postal_code, city, phone))
	seconds = _import_with_frappe("Senior", seniors, folder)
	names = frappe.get_all("Senior", filters={"office": extract.office}, pluck="name", order_by="name asc")
	invitations = [
		("senior", "cohort", "office"),
		*((name, extract.cohort, extract.office) for name in names),
	]
	return seconds + _import_with_frappe("Invitation", invitations, folder)


def _import_with_frappe(doctype: str, rows: list[tuple[str, ...]], folder: Path) -> float:
	from frappe.core.doctype.data_import.importer import Importer

	path = folder / f"{doctype}.csv"
	with path.open("w", encoding="utf-8", newline="") as file:
		csv.writer(file).writerows(rows)
	file = frappe.get_doc(
		{"doctype": "File", "file_name": path.name, "is_private": 1, "content": path.read_bytes()}
	).insert()
	log = frappe.get_doc(
		{
			"doctype": "Data Import",
			"reference_doctype": doctype,
			"import_type": "Insert New Records",
			"import_file": file.file_url,
		}
	)
	log.set_new_name()
	log.db_insert()  # both DocTypes refuse Data Import in the desk
	frappe.db.commit()
	start = time.perf_counter()
	Importer(doctype, data_import=log).import_data()
	return time.perf_counter() - start


IMPORTERS: dict[str, Callable[[Path, int], float]] = {"ours": ours, "data_import": data_import}


def main(importer: str, site: str, rows: int) -> None:
	frappe.init(site=site, sites_path=".")
	frappe.connect()
	with tempfile.TemporaryDirectory() as folder:
		seconds = IMPORTERS[importer](Path(folder), rows)
	frappe.db.commit()
	written = {name: frappe.db.count(name) for name in ("Senior", "Invitation")}
	if set(written.values()) != {rows}:
		raise SystemExit(f"{importer} wrote {written} and not {rows}")
	peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
	print(json.dumps({"seconds": seconds, "rows": rows, "peak_mib": round(peak, 1)}))


if __name__ == "__main__":
	main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
