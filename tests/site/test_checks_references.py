"""Everything that names something else by text finds it: dotted paths, settings, options, columns, indexes."""

import json

import frappe
import pytest
from frappe.utils import flt

from senior_outreach.defaults import RULES, SETTINGS
from tests.checks import dotted
from tests.checks.files import APP, MODULE, files, short

DOCTYPE_FILES = sorted((MODULE / "doctype").glob("*/*.json"))
STANDARD_KEYS = {"doctype", "name", "owner", "creation", "modified", "modified_by", "docstatus", "idx"}
STANDARD_KEYS |= {"parent", "parentfield", "parenttype", "field_order"}
SHIPPED = ("report", "print_format", "workspace", "number_card", "dashboard_chart", "notification", "page")


def resolves(path: str) -> bool:
	"""A module, or something in one."""
	try:
		frappe.get_module(path)
	except ImportError:
		pass
	else:
		return True
	try:
		frappe.get_attr(path)
	except (ImportError, AttributeError, frappe.AppNotInstalledError):
		return False
	return True


def is_whitelisted(path: str) -> bool:
	function = frappe.get_attr(path)
	return getattr(function, "__func__", function) in frappe.whitelisted


def patches() -> set[str]:
	lines = (APP / "patches.txt").read_text().splitlines()
	return {line.split()[0] for line in lines if line.strip() and not line.startswith(("#", "["))}


def test_every_dotted_path_resolves():
	unresolved = []
	for path in files(".py", below=APP):
		unresolved += [
			f"{short(path)}: {each}" for each in dotted.in_python(path.read_text()) if not resolves(each)
		]
	for path in files(".js", ".html", below=APP):
		unresolved += [
			f"{short(path)}: {each}" for each in dotted.in_script(path.read_text()) if not resolves(each)
		]
	for path in files(".json", below=APP):
		unresolved += [
			f"{short(path)}: {each}" for each in dotted.in_json(path.read_text()) if not resolves(each)
		]
	unresolved += [f"patches.txt: {each}" for each in patches() if not resolves(each)]
	assert not unresolved


def test_what_scripts_call_is_whitelisted():
	wrong = []
	for path in files(".js", ".html", below=APP):
		called = dotted.called_by_script(path.read_text())
		wrong += [f"{short(path)}: {each}" for each in called if resolves(each) and not is_whitelisted(each)]
	assert not wrong


def test_these_checks_can_fail():
	assert not resolves("senior_outreach.no_such_module")
	assert not resolves("senior_outreach.defaults.no_such_name")
	assert resolves("senior_outreach.defaults.rule_value")
	assert not is_whitelisted("senior_outreach.defaults.rule_value")
	script = "frappe.call({ method: 'senior_outreach.a.b' }); frappe.xcall('senior_outreach.c.d')"
	assert dotted.called_by_script(script) == {"senior_outreach.a.b", "senior_outreach.c.d"}
	assert dotted.in_python("hook = {'daily': ['senior_outreach.e.f']}") == {"senior_outreach.e.f"}
	assert dotted.in_json('[{"method": "senior_outreach.g.h"}]') == {"senior_outreach.g.h"}


def test_hooks_name_doctypes_that_exist():
	hooks = frappe.get_hooks(app_name="senior_outreach")
	named = {
		*hooks.permission_query_conditions,
		*hooks.has_permission,
		*hooks.doc_events,
		*(hooks.doctype_js or {}),
	}
	missing = {name for name in named if name != "*" and not frappe.db.exists("DocType", name)}
	assert not missing


def test_hooks_are_live_on_the_site():
	"""Two apps may claim the same hook; ours must be the one that is heard."""
	for doctype, paths in frappe.get_hooks("has_permission", app_name="senior_outreach").items():
		assert set(paths) <= set(frappe.get_hooks("has_permission")[doctype])


@pytest.mark.parametrize("path", DOCTYPE_FILES, ids=short)
def test_a_doctype_file_uses_only_keys_that_this_framework_knows(path):
	"""The development bench has the oldest framework: a key it does not know is a key some site does not know."""
	doctype = json.loads(path.read_text())
	unknown = unknown_keys("DocType", doctype)
	for table, child in (("fields", "DocField"), ("permissions", "DocPerm"), ("links", "DocType Link")):
		for row in doctype.get(table, []):
			unknown |= {f"{table}: {key}" for key in unknown_keys(child, row)}
	assert not unknown


@pytest.mark.parametrize("kind", SHIPPED)
def test_other_shipped_files_use_only_keys_that_this_framework_knows(kind: str):
	unknown = set()
	for path in (MODULE / kind).glob("*/*.json"):
		record = json.loads(path.read_text())
		rows = record if isinstance(record, list) else [record]
		for row in rows:
			unknown |= {f"{path.name}: {key}" for key in unknown_keys(row["doctype"], row) - NEWER_BUT_NEEDED}
	assert not unknown


NEWER_BUT_NEEDED = {
	"app",  # Workspace: v16 sorts them by app
	"type",  # Workspace: required in v16
	"pdf_generator",  # Print Format: v16
}


def unknown_keys(doctype: str, row: dict) -> set[str]:
	return set(row) - {field.fieldname for field in frappe.get_meta(doctype).fields} - STANDARD_KEYS


def test_unknown_keys_are_found():
	assert unknown_keys("DocField", {"fieldname": "x", "link_filters": "[]"}) == {"link_filters"}


def test_the_settings_are_the_table_of_defaults():
	fields = {
		field.fieldname: field for field in frappe.get_meta(SETTINGS).fields if field.fieldtype not in LAYOUT
	}
	assert set(fields) == {rule.key for rule in RULES}
	for rule in RULES:
		field = fields[rule.key]
		assert (field.label, field.fieldtype) == (rule.label, rule.kind), rule.key
		assert flt(field.default) == rule.default, rule.key


def test_every_rule_of_the_table_is_read_somewhere():
	"""A number that an administrator can change and that changes nothing is worse than none."""
	code = "".join(path.read_text() for path in files(".py", below=APP) if path.name != "defaults.py")
	assert [rule.key for rule in RULES if f'"{rule.key}"' not in code] == []


LAYOUT = ("Section Break", "Column Break", "Tab Break", "HTML")


def test_an_office_can_override_exactly_these_rules():
	options = frappe.get_meta("Outreach Rule Value").get_field("rule").options.split("\n")
	assert [option for option in options if option] == [rule.label for rule in RULES]


def test_links_of_our_doctypes_lead_somewhere():
	broken = []
	for path in DOCTYPE_FILES:
		meta = frappe.get_meta(json.loads(path.read_text())["name"])
		for field in meta.fields:
			if field.fieldtype in ("Link", "Table") and not frappe.db.exists("DocType", field.options):
				broken.append(f"{meta.name}.{field.fieldname}")
			if field.fetch_from:
				link, _, source = field.fetch_from.partition(".")
				target = meta.get_field(link)
				if not target or not frappe.get_meta(target.options).has_field(source):
					broken.append(f"{meta.name}.{field.fieldname} fetches {field.fetch_from}")
		for link in meta.links:
			if not link.is_child_table and not frappe.get_meta(link.link_doctype).has_field(
				link.link_fieldname
			):
				broken.append(f"{meta.name} is linked by {link.link_doctype}.{link.link_fieldname}")
	assert not broken


# What lists, counts and joins over tens of thousands of rows filter by. Unique ones hold a rule of the design.
INDEXES: dict[str, tuple[tuple[str, ...], ...]] = {
	"Invitation": (
		("cohort", "status"), ("senior",), ("office",), ("status",), ("district",), ("meeting",), ("letter_run",),
		("sent_on",), ("attendance",), ("handle_by_hand",),
	),
	"Senior": (("office",), ("household_key",), ("register_extract",), ("handle_by_hand",)),
	"Senior Identity": (("cohort",), ("office",)),
	"Follow-up Call": (("office", "status", "due_on"), ("invitation",), ("cohort",), ("caller",)),
	"Outreach Letter": (("letter_run",), ("invitation",), ("cohort",)),
	"Group Meeting": (("cohort", "starts_on"), ("office",), ("venue",), ("starts_on",)),
	"Cohort": (("office", "year"),),
	"Home Visit": (("cohort",), ("senior",), ("invitation",), ("office",), ("assigned_to",), ("due_on",)),
	"Offer Interest": (("cohort",), ("senior",), ("offer",), ("office",), ("due_on",)),
	"Evaluation": (("meeting",), ("cohort",)),
	"Letter Run": (("cohort",), ("office",)),
	"Register Extract": (("office",), ("cohort",)),
}  # fmt: skip
UNIQUE: dict[str, tuple[tuple[str, ...], ...]] = {
	"Invitation": (("senior", "cohort"), ("reply_code_hash",)),
	"Senior Identity": (("senior",), ("office", "identity_hash")),
	"Follow-up Call": (("invitation", "round"),),
	"Outreach Letter": (("letter_run", "invitation"),),
	"Outreach Office": (("office_name",),),
}


def indexes_of(doctype: str, *, unique: bool) -> set[tuple[str, ...]]:
	"""Column lists of the table's indexes, every leading part of a longer one included unless unique."""
	rows = frappe.db.sql(f"SHOW INDEX FROM `tab{doctype}`", as_dict=True)
	found: dict[str, list[str]] = {}
	for row in sorted(rows, key=lambda row: row.Seq_in_index):
		if not unique or not row.Non_unique:
			found.setdefault(row.Key_name, []).append(row.Column_name)
	if unique:
		return {tuple(columns) for columns in found.values()}
	return {tuple(columns[:end]) for columns in found.values() for end in range(1, len(columns) + 1)}


@pytest.mark.parametrize("doctype", INDEXES)
def test_what_is_filtered_by_has_an_index(doctype: str):
	missing = set(INDEXES[doctype]) - indexes_of(doctype, unique=False)
	assert not missing


@pytest.mark.parametrize("doctype", UNIQUE)
def test_what_may_be_there_once_has_a_unique_index(doctype: str):
	missing = set(UNIQUE[doctype]) - indexes_of(doctype, unique=True)
	assert not missing


def test_a_missing_index_would_be_found():
	assert ("comments",) not in indexes_of("Evaluation", unique=False)
