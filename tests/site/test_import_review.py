"""The review before the import: what it shows, what it hides, and that it writes nothing."""

from io import BytesIO

import frappe
import pytest
from openpyxl import Workbook

from senior_outreach.access.roles import Role
from senior_outreach.population.delivery import api as deliveries
from senior_outreach.population.seniors.api import merge_entries
from tests import builders
from tests.deliveries import CORRECTIONS, WHOLE_LIST, attach, granted_extract, imported, reviewed
from tests.season.plan import GJOVIK_2014
from tests.season.residents import HEADING, Mix, register_file, register_rows

SMALL = Mix(to_invite=5, deceased=1, moved=1, protected=2, other_age=1, by_keeper=0)
ROWS = register_rows(1937, SMALL, GJOVIK_2014.places, seed=3)
OPEN = [row for row in ROWS if row[5:7] == ("bosatt", "ugradert")]
INVITED = [row for row in OPEN if row[0][4:6] == "37"]
PROTECTED = [row for row in ROWS if row[6] != "ugradert"]
BAD_NUMBER = ("12345678901", "Lekeset, Aslak", "Papirvegen 1", "2815", "GJØVIK", "bosatt", "ugradert", "")


def everything_of(office: str) -> list:
	return [
		frappe.db.sql(f"select * from `tab{doctype}` where office = %s order by name", office)
		for doctype in ("Senior", "Senior Identity", "Invitation", "Register Extract")
	]


def birth_date(row: tuple) -> str:
	"""As the synthetic number tells it: month + 80."""
	return f"1937-{int(row[0][2:4]) - 80:02d}-{row[0][:2]}"


def changed_row(row: tuple, **cells: str) -> tuple:
	places = {"name": 1, "street": 2, "status": 5, "protection": 6, "phone": 7}
	new = list(row)
	for column, text in cells.items():
		new[places[column]] = text
	return tuple(new)


def test_looking_writes_nothing(as_user) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	before = everything_of(extract.office)
	with as_user(coordinator):
		reviewed(extract)
	assert everything_of(extract.office) == before


def test_every_row_is_in_one_count(as_user) -> None:
	extract, coordinator = granted_extract(register_file([*ROWS, BAD_NUMBER]))
	with as_user(coordinator):
		counts = reviewed(extract)["counts"]
	assert (counts["rows"], counts["New"], counts["Problem"], counts["by_hand"]) == (11, 10, 1, 2)


def test_a_change_is_shown_field_by_field_with_old_and_new(as_user) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	first = OPEN[0]
	second = [changed_row(row, street="Notatgutua 99") if row == first else row for row in ROWS]
	with as_user(coordinator):
		imported(extract)
		attach(extract, register_file(second))
		found = reviewed(extract)
	assert (found["counts"]["Changed"], found["counts"]["Same"]) == (1, 9)
	(entry,) = found["entries"]["Changed"]
	assert entry["fields"] == [
		{"label": "Street Address", "old": first[2], "new": "Notatgutua 99", "fieldtype": "Data"}
	]
	assert first[1].split(", ")[0] in entry["name"]


def test_problems_have_line_column_and_plain_words(as_user) -> None:
	extract, coordinator = granted_extract(register_file([*ROWS, BAD_NUMBER]))
	with as_user(coordinator):
		(entry,) = reviewed(extract)["entries"]["Problem"]
	assert (entry["line"], entry["column"]) == (12, "fødselsnummer")
	assert "control digits" in entry["text"]


def test_protected_people_are_in_no_list_of_the_review(as_user) -> None:
	extract, coordinator = granted_extract(register_file(PROTECTED))
	with as_user(coordinator):
		found = reviewed(extract)
	assert found["counts"]["by_hand"] == len(PROTECTED)
	assert not any(found["entries"].values())
	assert not any(row[1].split(", ")[0] in str(found) for row in PROTECTED)


def test_a_list_is_shown_a_page_at_a_time(as_user, monkeypatch) -> None:
	monkeypatch.setattr("senior_outreach.population.delivery.review.PAGE", 3)
	extract, coordinator = granted_extract(register_file(ROWS))
	with as_user(coordinator):
		first = reviewed(extract)["entries"]["New"]
		second = reviewed(extract, starts={"New": 3})["entries"]["New"]
	assert (len(first), len(second)) == (3, 3)
	assert not {row["line"] for row in first} & {row["line"] for row in second}


def test_what_was_not_shown_is_not_imported(as_user) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	with as_user(coordinator):
		found = reviewed(extract)
		attach(extract, register_file(ROWS[:4]))
		with pytest.raises(frappe.ValidationError, match="changed since you looked"):
			deliveries.accept_delivery(extract.name, WHOLE_LIST, found["when"], "Leave", found["token"])
	assert frappe.db.count("Senior", {"office": extract.office}) == 0


def test_somebody_stored_meanwhile_makes_the_review_stale(as_user) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	with as_user(coordinator):
		imported(extract)
		attach(extract, register_file([changed_row(row, street="Notatgutua 9") for row in OPEN]))
		found = reviewed(extract, CORRECTIONS)
		senior = frappe.get_doc("Senior", {"office": extract.office, "street": OPEN[0][2]})
		senior.street = "Linjalstien 4"
		senior.save()
		with pytest.raises(frappe.ValidationError, match="changed since you looked"):
			deliveries.accept_delivery(extract.name, CORRECTIONS, found["when"], "Leave", found["token"])


def test_who_is_gone_from_a_whole_list_is_shown_and_stays_unless_taken_out(as_user) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	gone = INVITED[0]
	with as_user(coordinator):
		imported(extract)
		attach(extract, register_file([row for row in ROWS if row != gone]))
		found = reviewed(extract)
		assert [row["name"].split()[0] for row in found["entries"]["Gone"]] == [gone[1].split(", ")[1]]
		imported(extract)
		assert excluded(extract, "Not Resident") == 0
		assert reviewed(extract)["counts"]["Gone"] == 1
		imported(extract, gone="Take Out")
	assert excluded(extract, "Not Resident") == 1


def test_a_later_delivery_brings_back_who_was_gone(as_user) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	with as_user(coordinator):
		imported(extract, read_on="2014-02-01 10:00:00")
		attach(extract, register_file([row for row in ROWS if row != INVITED[0]]))
		imported(extract, read_on="2014-02-02 10:00:00", gone="Take Out")
		attach(extract, register_file(ROWS) + b"\r\n")
		imported(extract, read_on="2014-02-03 10:00:00")
	assert excluded(extract, "Not Resident") == 0
	assert frappe.db.count("Invitation", {"cohort": extract.cohort, "status": "To Screen"}) == 5


def test_corrections_say_nothing_about_who_is_gone(as_user) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	with as_user(coordinator):
		imported(extract)
		attach(extract, register_file(OPEN[:1]))
		assert "Gone" not in reviewed(extract, CORRECTIONS)["counts"]


def test_somebody_on_a_line_that_is_not_taken_is_not_gone(as_user) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	broken = [(*INVITED[0][:3], "", *INVITED[0][4:]) if row == INVITED[0] else row for row in ROWS]
	with as_user(coordinator):
		imported(extract)
		attach(extract, register_file(broken))
		counts = reviewed(extract)["counts"]
	assert (counts["Problem"], counts.get("Gone", 0)) == (1, 0)


def excluded(extract, reason: str) -> int:
	return frappe.db.count("Invitation", {"cohort": extract.cohort, "exclusion_reason": reason})


def test_an_older_delivery_changes_nothing_but_protects(as_user) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	older = [
		changed_row(row, street="Notatgutua 9", protection="fortrolig" if row == OPEN[0] else "ugradert")
		for row in OPEN
	]
	with as_user(coordinator):
		imported(extract, read_on="2014-02-03 10:00:00")
		attach(extract, register_file(older))
		found = reviewed(extract, CORRECTIONS, "2014-01-03 10:00:00")
		assert found["counts"]["Older"] == len(OPEN) - 1
		imported(extract, CORRECTIONS, read_on="2014-01-03 10:00:00")
	streets = frappe.get_all("Senior", {"office": extract.office, "street": ("is", "set")}, pluck="street")
	assert "Notatgutua 9" not in streets
	assert frappe.db.count("Senior", {"office": extract.office, "handle_by_hand": 1}) == len(PROTECTED) + 1


def test_a_register_that_is_read_tomorrow_is_refused(as_user) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	with as_user(coordinator), pytest.raises(frappe.ValidationError, match="still to come"):
		reviewed(extract, read_on=frappe.utils.add_days(frappe.utils.now(), 1))


def test_the_second_line_of_somebody_protects_though_it_is_not_taken(as_user) -> None:
	hidden = changed_row(OPEN[0], protection="strengt fortrolig")
	extract, coordinator = granted_extract(register_file([*ROWS, hidden]))
	with as_user(coordinator):
		assert imported(extract) == {"rows": 11, "imported": 10, "rejected": 1}
	assert frappe.db.count("Senior", {"office": extract.office, "handle_by_hand": 1}) == len(PROTECTED) + 1
	family = OPEN[0][1].split(", ")[0]
	street = OPEN[0][2]
	assert not frappe.get_all("Senior", {"office": extract.office, "street": street, "last_name": family})


def test_the_coordinators_are_told_of_protected_people_by_line_alone(as_user) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	other = builders.user(Role.COORDINATOR, office=extract.office)
	frappe.db.set_value("Outreach Office", extract.office, "protected_routine", "Ring <folkeregisteret>.")
	with as_user(coordinator):
		imported(extract)
	fields = ["for_user", "subject", "email_content", "document_name"]
	notices = frappe.get_all("Notification Log", {"document_name": extract.name}, fields)
	assert {notice.for_user for notice in notices} == {coordinator, other}
	lines = [str(place) for place, row in enumerate(ROWS, start=2) if row[6] != "ugradert"]
	for notice in notices:
		assert notice.subject.startswith("2 people")
		assert f"Lines of the delivery: {', '.join(lines)}." in notice.email_content
		assert "Ring &lt;folkeregisteret&gt;." in notice.email_content


WRITING = (
	("look_at_file", ()),
	("review_delivery", (WHOLE_LIST, "2014-02-03 10:00:00")),
	("accept_delivery", (WHOLE_LIST, "2014-02-03 10:00:00", "Leave", "x")),
	("continue_import", ()),
	("save_file_format", ("Ny", [], "By a Grade in a Column", 0)),
	("download_rejected", (WHOLE_LIST, "2014-02-03 10:00:00")),
)


@pytest.mark.parametrize(("method", "arguments"), WRITING)
def test_who_is_not_named_gets_nothing_out_of_a_delivery(as_user, method: str, arguments: tuple) -> None:
	extract, _coordinator = granted_extract(register_file(ROWS))
	users = [builders.user(role, office=extract.office) for role in Role]
	users.append(builders.user(Role.COORDINATOR, office=builders.office()))
	for user in users:
		with as_user(user), pytest.raises(frappe.PermissionError):
			getattr(deliveries, method)(extract.name, *arguments)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.COORDINATOR, Role.SUPERVISOR)])
def test_progress_is_for_who_may_read_the_extract(as_user, role: Role) -> None:
	extract, _coordinator = granted_extract(register_file(ROWS))
	with as_user(builders.user(role, office=extract.office)), pytest.raises(frappe.PermissionError):
		deliveries.delivery_progress(extract.name)


def test_columns_of_a_supplier_are_named_once_and_known_the_next_time(as_user) -> None:
	content = register_file(ROWS).replace("fødselsnummer;navn".encode(), b"ident;hvem")
	extract, coordinator = granted_extract(content)
	with as_user(coordinator):
		with pytest.raises(frappe.ValidationError, match="lacks these columns"):
			reviewed(extract)
		facts = deliveries.look_at_file(extract.name)["facts"]
		assert facts["headings"][:2] == ("ident", "hvem")
		meanings = ("Identity Number", "Name", "Street", "Postal Code", "Post Town", "Register Status")
		columns = [
			{"heading": heading, "means": means}
			for heading, means in zip(
				facts["headings"], (*meanings, "Protection Grade", "Phone"), strict=True
			)
		]
		deliveries.save_file_format(extract.name, "Prøveleverandøren", columns, "By a Grade in a Column", 0)
		extract.reload()
		assert imported(extract)["imported"] == len(ROWS)
	again, coordinator = granted_extract(content, cohort=frappe.get_doc("Cohort", extract.cohort))
	with as_user(coordinator):
		assert deliveries.look_at_file(again.name)["format_name"] == "Prøveleverandøren"


def test_a_delivery_follows_two_entries_that_were_found_to_be_one_person(as_user) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	cohort = frappe.get_doc("Cohort", extract.cohort)
	row = INVITED[0]
	family, given = row[1].split(", ")
	name = {"first_name": given, "last_name": family}
	by_hand = builders.senior(extract.office, birth_date=birth_date(row), **name)
	builders.invitation(cohort, by_hand, screened=False)
	with as_user(coordinator):
		imported(extract, read_on="2014-02-01 10:00:00")
		brought = frappe.get_doc("Senior", {"office": extract.office, "street": row[2], "last_name": family})
		merge_entries(cohort.name, by_hand.name, brought.name, [])
		moved = [changed_row(each, street="Notatgutua 7") if each == row else each for each in ROWS]
		attach(extract, register_file(moved))
		counts = reviewed(extract, read_on="2014-02-02 10:00:00")["counts"]
		imported(extract, read_on="2014-02-02 10:00:00")
		attach(extract, register_file([each for each in ROWS if each != row]))
		gone = reviewed(extract, read_on="2014-02-03 10:00:00")["entries"]["Gone"]
	assert (counts["Changed"], counts["Same"], counts.get("Gone", 0)) == (1, len(ROWS) - 1, 0)
	assert frappe.db.get_value("Senior", by_hand.name, "street") == "Notatgutua 7"
	assert frappe.db.get_value("Senior", brought.name, "street") == row[2]
	assert [entry["name"] for entry in gone] == [f"{given} {family}"]


def test_a_file_with_fixed_widths_is_reviewed_and_imported_by_its_format(as_user) -> None:
	widths = (11, 40, 40, 4, 20, 10, 20)
	meanings = ("Identity Number", "Name", "Street", "Postal Code", "Post Town", "Register Status")
	columns, start = [], 1
	for means, length in zip((*meanings, "Protection Grade"), widths, strict=True):
		columns.append({"means": means, "starts_at": start, "length": length})
		start += length
	lines = ["".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)) for row in ROWS]
	extract, coordinator = granted_extract("\r\n".join(lines).encode("cp1252"), file_name="uttrekk.txt")
	form = builders.file_format(extract.office, kind="Fixed Width", columns=columns)
	frappe.db.set_value(extract.doctype, extract.name, "file_format", form.name)
	with as_user(coordinator):
		assert deliveries.look_at_file(extract.name)["facts"]["kind"] == "Fixed Width"
		assert imported(extract) == {"rows": len(ROWS), "imported": len(ROWS), "rejected": 0}
	assert frappe.db.exists("Senior", {"office": extract.office, "street": OPEN[0][2]})


@pytest.mark.parametrize("kind", ["xlsx", "tsv"])
def test_spreadsheets_and_tabs_are_read_without_a_format(as_user, kind: str) -> None:
	if kind == "xlsx":
		workbook = Workbook()
		for row in (HEADING, *ROWS):
			workbook.active.append([int(cell) if cell.isdigit() else cell for cell in row])
		out = BytesIO()
		workbook.save(out)
		content = out.getvalue()
	else:
		content = register_file(ROWS).replace(b";", b"\t")
	extract, coordinator = granted_extract(content, file_name=f"uttrekk.{kind}")
	with as_user(coordinator):
		assert imported(extract) == {"rows": len(ROWS), "imported": len(ROWS), "rejected": 0}


def test_only_named_users_read_the_delivered_file(as_user) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	frappe.db.set_value("File", {"file_url": extract.file}, "attached_to_field", "file")
	file = frappe.get_doc("File", {"file_url": extract.file})
	colleague = builders.user(Role.COORDINATOR, office=extract.office)
	assert frappe.has_permission("File", "read", doc=file, user=coordinator)
	for user in (colleague, builders.user(Role.SUPERVISOR, office=extract.office)):
		assert not frappe.has_permission("File", "read", doc=file, user=user)


def test_a_public_file_on_a_register_extract_is_refused(as_user) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	values = {"doctype": "File", "file_name": "offentlig.csv", "content": "a;b", "is_private": 0}
	attached = {"attached_to_doctype": extract.doctype, "attached_to_name": extract.name}
	with as_user(coordinator), pytest.raises(frappe.ValidationError, match="must be private"):
		frappe.get_doc({**values, **attached}).insert()


def test_a_file_format_stays_while_a_delivery_is_read_with_it(as_user) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	form = builders.file_format(extract.office)
	frappe.db.set_value(extract.doctype, extract.name, "file_format", form.name)
	extract.reload()
	extract.append("deliveries", {"state": "Importing", "content": WHOLE_LIST, "gone_choice": "Leave"})
	builders.save_by_service(extract)
	with as_user(coordinator), pytest.raises(frappe.ValidationError, match="being imported"):
		frappe.get_doc(form.doctype, form.name).save()


def test_the_first_whole_list_is_no_recheck_and_a_later_one_is(as_user) -> None:
	extract, coordinator = granted_extract(register_file(ROWS))
	with as_user(coordinator):
		imported(extract, read_on="2014-02-01 10:00:00")
		assert not frappe.db.get_value("Cohort", extract.cohort, "rechecked_on")
		frappe.db.set_value("Cohort", extract.cohort, "screening_approved_on", "2014-02-02 10:00:00")
		attach(extract, register_file(ROWS) + b"\r\n")
		imported(extract, read_on="2014-02-03 10:00:00")
	assert str(frappe.db.get_value("Cohort", extract.cohort, "rechecked_on")) == "2014-02-03 10:00:00"
