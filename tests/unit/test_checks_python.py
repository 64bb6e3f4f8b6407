"""What app code may not contain."""

import pytest

from tests.checks.files import APP, CHECKOUT, files, short
from tests.checks.python_code import HEADER, problems

GOOD = "\n".join(HEADER) + "\n"
DOMAIN, THIN, GUEST = (
	"senior_outreach/replies/x.py",
	"senior_outreach/senior_outreach/doctype/x/x.py",
	"senior_outreach/guest.py",
)


@pytest.mark.parametrize("path", files(".py", below=APP), ids=short)
def test_app_code_keeps_the_rules(path):
	assert problems(short(path), path.read_text()) == []


BAD = {
	"frappe.has_permission('Senior', raise_exception=True)": "raise_exception=",
	"frappe.has_permission('Senior', throw=True)": "has_permission(throw=)",
	"doc.db_set('status', 'Sent')": "goes past validate",
	"frappe.db.set_value('Senior', name, 'phone', '')": "goes past validate",
	"frappe.render_template(text, {})": "render_template",
	"download_multi_pdf('Senior', names)": "download_multi_pdf",
	"doc.insert(ignore_permissions=True)": "ignore_permissions=True",
	"frappe.get_all('Invitation', pluck='name')": "get_all on Invitation",
	"CALL = 'Follow-up Call'\nfrappe.get_all(CALL)": "get_all on Follow-up Call",
	"from __future__ import annotations": "__future__",
	"frappe.throw(_(f'no {x}'))": "_() takes a plain text",
	"frappe.throw(_('no %s' % x))": "_() takes a plain text",
	"frappe.throw(_('no ' + x))": "_() takes a plain text",
	"frappe.throw('no')": "translatable",
	"frappe.throw(f'no {x}')": "translatable",
	"frappe.db.sql('select 1')": "no SQL by string",
	"frappe.db.commit()": "commit without the reason",
	"x = 1  # TODO later": "TODO",
	"datetime.now()": "ask frappe.utils",
	"datetime.date.today()": "ask frappe.utils",
	"print(x)": "print()",
	"@frappe.whitelist(allow_guest=True)\ndef f(x: str) -> None:\n\tdoc.check_permission('read')": "allow_guest",
	"@frappe.whitelist()\ndef f(x) -> None:\n\tdoc.check_permission('read')": "has a type",
	"@frappe.whitelist()\ndef f(x: str) -> None:\n\tg(x)\ndef g(x):\n\tpass": "checks the permission",
}


@pytest.mark.parametrize("code", BAD)
def test_the_check_finds_it(code):
	found = problems(DOMAIN, f"{GOOD}{code}\n")
	assert len(found) == 1
	assert BAD[code] in found[0]


ALLOWED = {
	"doc.insert(ignore_permissions=True)  # the installer has no user": DOMAIN,
	"# derived figures only\nfrappe.db.set_value('Cohort', name, 'total', 1)": DOMAIN,
	"frappe.get_all('Meeting Topic', pluck='name')": DOMAIN,
	"frappe.db.sql(query.get_sql(), values)": DOMAIN,
	"frappe.throw(_('no {0}').format(x))": DOMAIN,
	"frappe.throw(_(step.action))": DOMAIN,
	"frappe.db.commit()  # between two chunks": DOMAIN,
	"@frappe.whitelist(allow_guest=True)\ndef f(x: str) -> None:\n\tpass": GUEST,
	"@frappe.whitelist()\ndef f(x: str) -> None:\n\tg(x)\ndef g(x):\n\tx.check_permission('read')": DOMAIN,
}


@pytest.mark.parametrize("code", ALLOWED)
def test_the_check_leaves_alone_what_is_right(code):
	assert problems(ALLOWED[code], f"{GOOD}{code}\n") == []


def test_a_controller_never_goes_past_validate_even_with_a_reason():
	code = f"{GOOD}doc.db_set('status', 'Sent')  # quick\n"
	assert problems(THIN, code)
	assert problems(DOMAIN, code) == []


def test_a_file_without_header_is_found():
	assert problems(DOMAIN, "x = 1\n")
	assert problems(DOMAIN, "") == []


def test_unit_tests_do_not_import_frappe_anywhere():
	found = []
	for path in files(".py", below=CHECKOUT / "tests" / "unit"):
		lines = path.read_text().splitlines()
		found += [
			f"{short(path)}: {line}"
			for line in lines
			if line.strip().startswith(("import frappe", "from frappe"))
		]
	assert not found
