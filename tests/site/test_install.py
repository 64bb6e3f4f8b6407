"""Installing, using and uninstalling leave a site as it was; nothing of somebody else's is touched on the way.

On a site of its own, by the bench's commands, since both commit.
"""

import hashlib
import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import frappe
import pytest

from devbench.commands import environment
from devbench.console import BenchError
from devbench.services import sql
from devbench.settings import APP, CHECKOUT, Bench
from devbench.sites import bench_run, database_name
from senior_outreach.install import after_migrate
from senior_outreach.setup import shared
from senior_outreach.setup.counters import expression
from tests.copies import empty_site
from tests.installed import ACTION, MARKER, SHARED_CONTENT, STATE, STYLE

VOLATILE_TABLES = {
	"__global_search": "Frappe's jobs write rows of its own pages; compared by what is ours, in `left_behind`",
	"tabScheduled Job Log": "jobs of Frappe run at any time; compared as __global_search",
	"tabActivity Log": "logins of the command line; compared as __global_search",
	"tabError Log": "errors of Frappe's own; compared as __global_search",
	"tabSessions": "sessions of the command line",
	"tabInstalled Application": "Frappe's list for a page of its own, written anew in whole",
	"tabPatch Log": "Frappe keeps which patches of an app are done; it names files, not data",
	"tabSeries": "a counter that a DocType of the site shares with one of ours goes on; compared by name, below",
	"tabScheduled Job Type": "compared without its times, below",
	"tabDefaultValue": "compared without row names, below",
	"tabDeleted Document": "compared by what was deleted, below",
	"tabVersion": "compared without Frappe's own list of apps, below",
	"tabSingles": "compared without Frappe's own list of apps, below",
}
COMPARED_IN_PART = {
	"counters": "SELECT name FROM tabSeries",
	"jobs": "SELECT method, frequency, stopped FROM `tabScheduled Job Type`",
	"defaults": "SELECT parent, defkey, defvalue FROM tabDefaultValue",
	"deleted": "SELECT deleted_doctype, deleted_name FROM `tabDeleted Document`",
	"versions": "SELECT ref_doctype, docname FROM tabVersion WHERE ref_doctype <> 'Installed Applications'",
	"singles": "SELECT doctype, field, value FROM tabSingles"
	" WHERE doctype <> 'Installed Applications' AND field NOT IN ('modified', 'modified_by')",
}
SEQUENCE = "_id_seq"
"""End of the name of what counts the rows of one of Frappe's tables; it never goes back."""
VOLATILE_COLUMNS = {"modified", "modified_by"}
"""Frappe writes these anew in rows that it saves again without a change."""


PLACES = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = DATABASE()"
TEXTS = "('char', 'varchar', 'text', 'mediumtext', 'longtext')"


@dataclass(frozen=True)
class Before:
	"""The site as it was without the app: digests, and the rows to explain a difference by."""

	snapshot: dict[str, object]
	rows: dict[str, set[str]]
	files: dict[str, bytes]


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
	"""With a few things of its own, some of them called as ours are."""
	with empty_site() as name:
		inside(name, "own_things")
		yield name


@pytest.fixture(scope="module")
def before(site: str) -> Before:
	described = columns(site)
	rows = {
		table: rows_of(site, table, [line.split(" ")[0] for line in lines])
		for table, lines in described.items()
		if not is_volatile(table)
	}
	return Before(snapshot(site), rows, files_of(site))


@pytest.fixture(scope="module")
def in_use(site: str, before: Before) -> str:
	"""The app is installed, people are imported, and users have left their traces."""
	bench_run(Bench(), "--site", site, "install-app", APP)
	inside(site, "used")
	return site


def inside(site: str, step: str) -> None:
	bench = Bench()
	done = subprocess.run(  # noqa: S603 - our own module
		[bench.python, "-m", "tests.installed", step, site],
		cwd=CHECKOUT,
		env=environment(bench, site),
		capture_output=True,
		text=True,
		check=False,
	)
	assert not done.returncode, done.stderr[-6000:]


def uninstall(site: str, *options: str) -> str:
	return bench_run(Bench(), "--site", site, "uninstall-app", APP, "--yes", "--no-backup", *options)


def query(site: str, statement: str) -> list[str]:
	return sql(Bench(), statement, database=database_name(site)).splitlines()


def tables(site: str) -> list[str]:
	return query(site, "SHOW TABLES")


def columns(site: str) -> dict[str, list[str]]:
	"""Every table's columns with their types, in the order of their names."""
	found: dict[str, list[str]] = {}
	rows = query(
		site,
		"SELECT table_name, column_name, column_type FROM information_schema.columns"
		" WHERE table_schema = DATABASE() ORDER BY table_name, column_name",
	)
	for row in rows:
		table, column, kind = row.split("\t")
		found.setdefault(table, []).append(f"{column} {kind}")
	return found


def rows_of(site: str, table: str, names: list[str]) -> set[str]:
	kept = ", ".join(f"`{name}`" for name in names if name not in VOLATILE_COLUMNS)
	# identifiers come from the database itself
	return set(query(site, f"SELECT {kept} FROM `{table}`"))


def is_volatile(table: str) -> bool:
	return table in VOLATILE_TABLES or table.endswith(SEQUENCE)


def snapshot(site: str) -> dict[str, object]:
	"""The structure of every table and a digest of the rows of those that are not volatile."""
	structure = columns(site)
	found: dict[str, object] = {"structure": structure}
	for table, described in structure.items():
		if not is_volatile(table):
			names = [line.split(" ")[0] for line in described]
			rows = sorted(rows_of(site, table, names))
			found[table] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
	for name, statement in COMPARED_IN_PART.items():
		found[name] = sorted(query(site, statement))
	return found


def differences(before: dict[str, object], after: dict[str, object]) -> dict[str, object]:
	return {
		key: (before.get(key), after.get(key))
		for key in before.keys() | after.keys()
		if before.get(key) != after.get(key)
	}


def explain(site: str, table: str, earlier: dict[str, set[str]]) -> str:
	names = [line.split(" ")[0] for line in columns(site).get(table, [])]
	now = rows_of(site, table, names) if names else set()
	before = earlier.get(table, set())
	return f"gone {sorted(before - now)[:5]}, new {sorted(now - before)[:5]}"


def test_a_foreign_doctype_of_our_name_stops_the_installation_before_anything_is_written(site: str):
	insert = (
		"INSERT INTO tabDocType (name, creation, modified, module, custom, owner, modified_by)"
		" VALUES ('Senior', '2020-01-01', '2020-01-01', 'Custom', 1, 'Administrator', 'Administrator')"
	)
	query(site, insert)
	before = snapshot(site)
	try:
		with pytest.raises(BenchError) as refused:
			bench_run(Bench(), "--site", site, "install-app", APP)
		assert "already has Senior from another app or made by hand" in str(refused.value)
		assert differences(before, snapshot(site)) == {}
	finally:
		query(site, "DELETE FROM tabDocType WHERE name = 'Senior'")


def test_only_what_was_added_and_nobody_else_uses_is_taken_away():
	"""On the test site, rolled back: a workflow made later ends in one of our states by one of our actions."""
	frappe.db.delete("Workflow Transition")
	frappe.db.delete("Workflow Document State")
	added = {"Workflow State": ["Journaled", "Signed"], "Workflow Action Master": ["Sign", "Schedule"]}
	frappe.db.set_default(shared.ADDED, json.dumps(added))
	step = {"state": "Open Case", "action": "Sign", "next_state": "Journaled", "parent": "Cases"}
	frappe.get_doc({"doctype": "Workflow Transition", **step}).db_insert()
	shared.remove_added()
	assert [name for name in added["Workflow State"] if frappe.db.exists("Workflow State", name)] == [
		"Journaled"
	]
	assert frappe.db.exists("Workflow State", "Closed"), "was not added by us"
	assert frappe.db.exists("Workflow Action Master", "Sign")
	assert not frappe.db.exists("Workflow Action Master", "Schedule")
	assert not frappe.db.exists("DefaultValue", {"defkey": shared.ADDED})


def test_a_migration_adds_what_is_missing_and_overwrites_nothing():
	frappe.db.set_value("Workflow State", "Closed", "style", STYLE)
	frappe.db.delete("Workflow State", {"name": "Journaled"})
	frappe.db.delete("DefaultValue", {"defkey": shared.ADDED})
	after_migrate()
	assert frappe.db.get_value("Workflow State", "Closed", "style") == STYLE
	assert frappe.db.exists("Workflow State", "Journaled")
	remembered = frappe.db.get_value("DefaultValue", {"defkey": shared.ADDED}, "defvalue")
	assert json.loads(remembered) == {"Workflow State": ["Journaled"]}


@pytest.mark.parametrize(
	("pattern", "ours", "foreign"),
	[("RE-.YYYY.-.####", "RE-2026-", "RE-ABCD-"), ("VEN-.#####", "VEN-", "VEN-2026-")],
)
def test_a_pattern_matches_its_own_counters_only(pattern: str, ours: str, foreign: str):
	assert re.fullmatch(expression(pattern), ours)
	assert not re.fullmatch(expression(pattern), foreign)


def test_a_state_of_somebody_elses_workflow_keeps_its_style(in_use: str):
	assert style_of(in_use, STATE) == [STYLE]
	bench_run(Bench(), "--site", in_use, "migrate", "--skip-search-index")
	assert style_of(in_use, STATE) == [STYLE]
	assert style_of(in_use, "Journaled") == ["Success"]


def style_of(site: str, state: str) -> list[str]:
	return query(site, f"SELECT style FROM `tabWorkflow State` WHERE name = '{state}'")


def test_uninstalling_is_refused_while_people_are_held(in_use: str):
	held = snapshot(in_use)
	with pytest.raises(BenchError) as refused:
		uninstall(in_use)
	(seniors,) = query(in_use, "SELECT COUNT(*) FROM tabSenior")
	assert f"still holds {seniors} seniors and " in str(refused.value)
	assert f"bench --site {in_use} set-config senior_outreach_uninstall_with_people 1" in str(refused.value)
	assert differences(held, snapshot(in_use)) == {}


def test_a_dry_run_changes_nothing(in_use: str):
	bench_run(Bench(), "--site", in_use, "set-config", "senior_outreach_uninstall_with_people", "1")
	held, files = snapshot(in_use), files_of(in_use)
	uninstall(in_use, "--dry-run")
	assert differences(held, snapshot(in_use)) == {}
	assert files_of(in_use) == files


def test_uninstalling_leaves_the_site_as_it_was(in_use: str, before: Before):
	assert left_behind(in_use), "nothing was there that could be left"
	bench_run(Bench(), "--site", in_use, "set-config", "senior_outreach_uninstall_with_people", "1")
	uninstall(in_use)
	found = differences(before.snapshot, snapshot(in_use))
	for key in [key for key in found if key.startswith(("tab", "__"))]:
		found[key] = explain(in_use, key, before.rows)
	if "structure" in found:
		old, new = found["structure"]
		found["structure"] = differences(old, new)
	assert not found, "\n".join(f"{key}: {change}" for key, change in sorted(found.items()))
	assert left_behind(in_use) == []
	assert files_of(in_use) == before.files
	assert SHARED_CONTENT in before.files.values()
	assert style_of(in_use, STATE) == [STYLE]
	assert query(in_use, f"SELECT name FROM `tabWorkflow Action Master` WHERE name = '{ACTION}'")
	config = json.loads((Bench().site(in_use) / "site_config.json").read_text())
	assert "senior_outreach_uninstall_with_people" not in config


def left_behind(site: str) -> list[str]:
	"""Columns of any table, logs and all, that hold the name of one of our DocTypes or the people's family name."""
	names = ", ".join(f"'{name}'" for name in own_doctypes())
	found = []
	for place in query(site, f"{PLACES} AND data_type IN {TEXTS} ORDER BY table_name, column_name"):
		table, column = place.split("\t")
		where = f"BINARY `{column}` IN ({names}) OR `{column}` LIKE '%{MARKER}%'"
		found.append(f"SELECT '{table}.{column}', COUNT(*) FROM `{table}` WHERE {where} HAVING COUNT(*) > 0")
	return query(site, " UNION ALL ".join(found))


def own_doctypes() -> list[str]:
	folder = CHECKOUT / APP / APP / "doctype"
	return [json.loads(path.read_text())["name"] for path in folder.glob("*/*.json")]


def files_of(site: str) -> dict[str, bytes]:
	"""What users attach, by its path."""
	folder = Bench().site(site)
	paths = [path for kind in ("private", "public") for path in (folder / kind / "files").rglob("*")]
	return {str(path.relative_to(folder)): path.read_bytes() for path in paths if path.is_file()}
