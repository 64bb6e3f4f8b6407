"""The sites: one for the demo and development, one for the tests, so that neither disturbs the other.

Frappe is installed once, into a scratch site whose database is kept as a snapshot; every site starts as a
copy of it. That makes a second site, and starting over, a matter of seconds.
"""

import hashlib
import json
import os
import secrets
import shutil
from base64 import urlsafe_b64encode
from pathlib import Path

from devbench.console import progress, run
from devbench.services import client, database_password, sql
from devbench.settings import (
	ADMIN_PASSWORD,
	APP,
	CHECKOUT,
	COUNTRY,
	CURRENCY,
	DEMO_SITE,
	TIME_ZONE,
	Bench,
	app_present,
)
from devbench.stamps import clear_stamp, digest_of, digest_of_tree, is_current, set_stamp

SCRATCH_SITE = "scratch.localhost"
FOLDERS = ("public/files", "private/files", "private/backups", "locks", "logs", "task-logs")
FORMATS = {"date_format": "dd.mm.yyyy", "time_format": "HH:mm", "number_format": "# ###,##"}
SETUP = {"language": "English", "country": COUNTRY, "timezone": TIME_ZONE, "currency": CURRENCY}

NO_APP = "without the app"

# What "migrate" takes into the database; Python code and templates are read from disk anyway.
MIGRATED = ("**/*.json", "hooks.py", "patches.txt", "modules.txt", "patches/**/*.py", "install.py")


def bench_command(bench: Bench, *arguments: str) -> list[str | Path]:
	return [bench.python, "-m", "frappe.utils.bench_helper", "frappe", *arguments]


def bench_run(bench: Bench, *arguments: str) -> str:
	return run(bench_command(bench, *arguments), cwd=bench.sites)


def database_name(site: str) -> str:
	return "_" + hashlib.sha256(site.encode()).hexdigest()[:16]


def write_apps(bench: Bench) -> None:
	"""Frappe lists the bench's apps here; an app that is not there yet would break every command."""
	bench.sites.mkdir(parents=True, exist_ok=True)
	apps = ["frappe", *([APP] if app_present() else [])]
	path, text = bench.sites / "apps.txt", "\n".join(apps) + "\n"
	if not path.is_file() or path.read_text() != text:
		path.write_text(text)


def snapshot_path(bench: Bench) -> Path:
	framework = (bench.stamps / "framework").read_text()
	key = digest_of([framework, json.dumps(SETUP), json.dumps(FORMATS), ADMIN_PASSWORD])[:12]
	return bench.cache / f"fresh-site-{key}.sql"


def make_snapshot(bench: Bench) -> Path:
	"""A Frappe site with its setup wizard done, as SQL."""
	path = snapshot_path(bench)
	if path.is_file():
		return path
	with progress("fresh Frappe site"):
		database = database_name(SCRATCH_SITE)
		remove_site(bench, SCRATCH_SITE)
		write_apps(bench)
		bench_run(
			bench,
			"new-site",
			SCRATCH_SITE,
			"--force",
			"--no-mariadb-socket",
			f"--db-name={database}",
			"--mariadb-root-username=root",
			f"--mariadb-root-password={database_password(bench)}",
			f"--admin-password={ADMIN_PASSWORD}",
		)
		finish_setup(bench, SCRATCH_SITE)
		dump(bench, database, path)
		remove_site(bench, SCRATCH_SITE)
	return path


def finish_setup(bench: Bench, site: str) -> None:
	"""Without this the desk stays in the setup wizard."""
	wizard = "frappe.desk.page.setup_wizard.setup_wizard.setup_complete"
	bench_run(bench, "--site", site, "execute", wizard, "--kwargs", json.dumps({"args": SETUP}))
	settings = {"doctype": "System Settings", "name": "System Settings", "fieldname": FORMATS}
	bench_run(bench, "--site", site, "execute", "frappe.client.set_value", "--kwargs", json.dumps(settings))
	for default in (["desktop:home_page", "workspace"], ["currency", CURRENCY]):
		bench_run(bench, "--site", site, "execute", "frappe.db.set_default", "--args", json.dumps(default))
	bench_run(bench, "--site", site, "clear-cache")


def dump(bench: Bench, database: str, path: Path) -> None:
	half_made = path.with_suffix(".new")
	path.parent.mkdir(parents=True, exist_ok=True)
	command = [*client(bench, "mariadb-dump"), "--single-transaction", "--routines"]
	run([*command, f"--result-file={half_made}", database], env={"MYSQL_PWD": database_password(bench)})
	half_made.rename(path)


def remove_site(bench: Bench, site: str) -> None:
	clear_stamp(bench, f"site-{site}")
	database = database_name(site)
	sql(bench, f"DROP DATABASE IF EXISTS `{database}`; DROP USER IF EXISTS '{database}'@'%';")
	shutil.rmtree(bench.site(site), ignore_errors=True)


def restore_fresh(bench: Bench, site: str) -> None:
	"""The site as new, without the app; whatever it held is gone."""
	snapshot = make_snapshot(bench)
	with progress(f"fresh copy for {site}"):
		remove_site(bench, site)
		database, password = database_name(site), secrets.token_hex(12)
		# the words of SQL have no parameters here; both names are hex digits of our own
		sql(
			bench,
			f"CREATE DATABASE `{database}` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;"
			f"CREATE USER '{database}'@'%' IDENTIFIED BY '{password}';"
			f"GRANT ALL PRIVILEGES ON `{database}`.* TO '{database}'@'%';",
		)
		load = f"SET autocommit=0, unique_checks=0, foreign_key_checks=0;\nsource {snapshot}\nCOMMIT;"
		sql(bench, load, database=database)
		for folder in FOLDERS:
			(bench.site(site) / folder).mkdir(parents=True, exist_ok=True)
		config = {"db_name": database, "db_password": password, "db_type": "mariadb"}
		config["encryption_key"] = encryption_key()
		if site != DEMO_SITE:
			config["pause_scheduler"] = 1  # the demo's scheduler would run jobs on it in the midst of a test
		(bench.site(site) / "site_config.json").write_text(json.dumps(config, indent="\t") + "\n")
		bench_run(bench, "--site", site, "clear-cache")


def encryption_key() -> str:
	"""A Fernet key: 32 random bytes, URL-safe base64."""
	return urlsafe_b64encode(os.urandom(32)).decode()


def is_site_whole(bench: Bench, site: str) -> bool:
	"""Ask the database, not only the file system."""
	if not (bench.site(site) / "site_config.json").is_file():
		return False
	tables = sql(bench, f"SHOW TABLES FROM `{database_name(site)}`" if has_database(bench, site) else "")
	return {"tabDocType", "tabDefaultValue"} <= set(tables.splitlines())


def has_database(bench: Bench, site: str) -> bool:
	return database_name(site) in sql(bench, "SHOW DATABASES").splitlines()


def installed_apps(bench: Bench, site: str) -> list[str]:
	query = "SELECT defvalue FROM tabDefaultValue WHERE parent = '__global' AND defkey = 'installed_apps'"
	rows = sql(bench, query, database=database_name(site)).strip()
	return json.loads(rows) if rows else []


def app_digest(bench: Bench) -> str:
	return digest_of([digest_of_tree(CHECKOUT / APP, MIGRATED), str(snapshot_path(bench))])


def make_site(bench: Bench, site: str, *, fresh: bool = False) -> None:
	"""The site with the app as the checkout has it now.

	The stamp is set after the app was installed and migrated; without one the site may be half-made.
	"""
	write_apps(bench)
	stamp = f"site-{site}"
	known = (bench.stamps / stamp).is_file()
	if fresh or not known or not is_site_whole(bench, site):
		restore_fresh(bench, site)
	if not app_present():
		set_stamp(bench, stamp, NO_APP)
		return
	digest = app_digest(bench)
	if APP not in installed_apps(bench, site):
		clear_stamp(bench, stamp)
		with progress(f"installing the app on {site}"):
			bench_run(bench, "--site", site, "install-app", APP)
		set_stamp(bench, stamp, digest)
	elif not is_current(bench, stamp, digest):
		with progress(f"migrating {site}"):
			bench_run(bench, "--site", site, "migrate")
		set_stamp(bench, stamp, digest)
