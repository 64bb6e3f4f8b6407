"""Sites of their own for tests that commit: a served copy of the test site, and an empty one to install on."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devbench.commands import environment
from devbench.services import sql, start_services
from devbench.settings import CHECKOUT, Bench
from devbench.sites import FOLDERS, bench_run, database_name, dump, remove_site, restore_fresh
from devbench.web import served as serving
from tests.served import Served

COPY = f"copy-{os.getpid()}.localhost"
EMPTY = f"empty-{os.getpid()}.localhost"
"""Named after this process: several test runs may use one bench."""
KEEP_FROM_CONFIG = ("db_type", "encryption_key")


@contextmanager
def served_copy(site: str) -> Iterator[Served]:
	bench = Bench()
	start_services(bench)
	remove_left_behind(bench)
	copy_site(bench, site, COPY)
	try:
		names = make_dataset(bench)
		with serving(COPY, bench=bench) as address:
			yield Served(address, names)
	finally:
		remove_site(bench, COPY)


@contextmanager
def empty_site() -> Iterator[str]:
	"""A site with Frappe alone, its setup wizard done."""
	bench = Bench()
	start_services(bench)
	remove_left_behind(bench)
	restore_fresh(bench, EMPTY)
	try:
		yield EMPTY
	finally:
		remove_site(bench, EMPTY)


def remove_left_behind(bench: Bench) -> None:
	"""Sites of test runs that were killed."""
	for kind in ("copy", "empty", "race", "demo", "again"):
		for folder in bench.sites.glob(f"{kind}-*.localhost"):
			owner = folder.name.removeprefix(f"{kind}-").removesuffix(".localhost")
			if owner.isdigit() and not is_alive(int(owner)):
				remove_site(bench, folder.name)


def is_alive(pid: int) -> bool:
	try:
		os.kill(pid, 0)
	except ProcessLookupError:
		return False
	except PermissionError:
		return True
	return True


def copy_site(bench: Bench, source: str, target: str) -> None:
	"""Database and configuration; no test needs the source's files."""
	remove_site(bench, target)
	database, password = database_name(target), "copy"
	sql(
		bench,
		# both names are hex digits made by devbench
		f"CREATE DATABASE `{database}` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;"
		f"CREATE USER '{database}'@'%' IDENTIFIED BY '{password}';"
		f"GRANT ALL PRIVILEGES ON `{database}`.* TO '{database}'@'%';",
	)
	with tempfile.TemporaryDirectory() as folder:
		path = Path(folder) / "site.sql"
		dump(bench, database_name(source), path)
		load = f"SET autocommit=0, unique_checks=0, foreign_key_checks=0;\nsource {path}\nCOMMIT;"
		sql(bench, load, database=database)
	for name in FOLDERS:
		(bench.site(target) / name).mkdir(parents=True, exist_ok=True)
	config = json.loads((bench.site(source) / "site_config.json").read_text())
	own = {key: config[key] for key in KEEP_FROM_CONFIG if key in config}
	own.update({"db_name": database, "db_password": password, "pause_scheduler": 1})
	(bench.site(target) / "site_config.json").write_text(json.dumps(own, indent="\t") + "\n")
	bench_run(bench, "--site", target, "clear-cache")


def make_dataset(bench: Bench) -> dict:
	"""Run tests/dataset.py in a process of its own, since a process has one site; gives back the names it made."""
	with tempfile.TemporaryDirectory() as folder:
		result = Path(folder) / "names.json"
		command = [bench.python, "-m", "tests.dataset", COPY, str(result)]
		done = subprocess.run(  # noqa: S603 - our own module
			command, cwd=CHECKOUT, env=environment(bench, COPY), capture_output=True, text=True, check=False
		)
		if done.returncode:
			raise RuntimeError(f"The records for the served copy could not be made:\n{done.stderr[-6000:]}")
		return json.loads(result.read_text())


def folder_for_failures() -> Path:
	"""Where a failed browser test leaves its picture and the browser's log."""
	folder = Path(tempfile.gettempdir()) / "senior-outreach-browser"
	shutil.rmtree(folder, ignore_errors=True)
	folder.mkdir(parents=True)
	return folder
