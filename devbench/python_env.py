"""The bench's Python environment: the framework's packages, the app's, and the test tools."""

import csv
import os
import platform
import shutil
import sys
import tomllib
from pathlib import Path

from devbench.console import progress, retry, run
from devbench.framework import REQUIREMENTS
from devbench.settings import CHECKOUT, HERE, Bench
from devbench.stamps import digest_of, is_current, set_stamp

CONSTRAINTS, DEVELOPMENT = FILES = HERE / "constraints.txt", HERE / "requirements-dev.txt"

PROBE = "import frappe, weasyprint, pydyf, pytest, hypothesis, selenium, stdnum, holidays, segno"


def app_requirements(pyproject: Path) -> list[str]:
	"""What the app adds to Frappe's own packages."""
	if not pyproject.is_file():
		return []
	return list(tomllib.loads(pyproject.read_text()).get("project", {}).get("dependencies", []))


def site_packages(bench: Bench) -> Path:
	return bench.env / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"


def link_apps(bench: Bench) -> None:
	"""What an editable install would leave: the apps' folders on the path."""
	lines = f"{bench.framework}\n{bench.app_link}\n"
	(site_packages(bench) / "bench_apps.pth").write_text(lines)
	if not bench.app_link.is_symlink() or bench.app_link.resolve() != CHECKOUT:
		bench.app_link.unlink(missing_ok=True)
		bench.apps.mkdir(parents=True, exist_ok=True)
		bench.app_link.symlink_to(CHECKOUT, target_is_directory=True)


def is_whole(bench: Bench) -> bool:
	"""Every file that pip installed is still there; a fifth of a second, where importing would take many."""
	packages = site_packages(bench)
	installed = {path.name.split("-")[0].lower() for path in packages.glob("*.dist-info")}
	if not bench.python.exists() or not locked_names(CONSTRAINTS.read_text()) <= installed:
		return False
	return not any(lost_files(record) for record in packages.glob("*.dist-info/RECORD"))


def locked_names(lock: str) -> set[str]:
	"""Package names as their folders spell them."""
	lines = (line for line in lock.splitlines() if "==" in line)
	return {line.split("==")[0].replace("-", "_").lower() for line in lines}


def lost_files(record: Path) -> list[str]:
	"""Files of one package's RECORD that are gone; compiled ones come and go."""
	names = (row[0] for row in csv.reader(record.read_text().splitlines()) if row)
	root = record.parent.parent
	return [name for name in names if not name.endswith(".pyc") and not os.path.exists(root / name)]


def make_venv(bench: Bench) -> None:
	"""First of all, since its pip fetches the framework, too."""
	if is_usable(bench):
		return
	with progress("virtual environment"):
		shutil.rmtree(bench.env, ignore_errors=True)
		run([sys.executable, "-m", "venv", bench.env])


def make_env(bench: Bench) -> None:
	own = app_requirements(CHECKOUT / "pyproject.toml")
	digest = digest_of([*FILES, bench.framework / REQUIREMENTS, "\n".join(own), sys.version, str(bench.root)])
	if is_current(bench, "env", digest) and is_whole(bench):
		link_apps(bench)
		return
	with progress("python packages"):
		install_packages(bench, own)
		if not is_whole(bench):  # files were lost, and pip believes its own records: start over
			shutil.rmtree(bench.env)
			make_venv(bench)
			install_packages(bench, own)
		run([bench.python, "-c", PROBE])
		set_stamp(bench, "env", digest)


def install_packages(bench: Bench, own: list[str]) -> None:
	"""First the locked files, checked against their hashes; then whatever the lock does not know yet."""
	install = [bench.python, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
	if hashes_apply():
		locked = [*install, "--use-pep517", "--no-deps", "--require-hashes", "-r", CONSTRAINTS]
		retry(lambda: run(locked), "installing Python packages")
	versions = bench.cache / "versions.txt"
	versions.parent.mkdir(parents=True, exist_ok=True)
	versions.write_text(versions_only(CONSTRAINTS.read_text()))
	wanted = ["--use-pep517", "-r", bench.framework / REQUIREMENTS, "-r", DEVELOPMENT, "-c", versions, *own]
	retry(lambda: run([*install, *wanted]), "installing Python packages")
	link_apps(bench)


def hashes_apply() -> bool:
	return sys.version_info[:2] == (3, 11) and (platform.system(), platform.machine()) == ("Linux", "x86_64")


def versions_only(lock: str) -> str:
	"""The lock without its hashes, as pip's constraints want it."""
	return "".join(line.split(" --hash=")[0] + "\n" for line in lock.splitlines())


def is_usable(bench: Bench) -> bool:
	"""A half-made or moved environment, or one of another Python, is made anew."""
	config = bench.env / "pyvenv.cfg"
	made_with = f"version = {'.'.join(str(part) for part in sys.version_info[:3])}"
	return (
		os.access(bench.python, os.X_OK)
		and (site_packages(bench) / "pip").is_dir()
		and config.is_file()
		and made_with in config.read_text()
		and str(bench.env) in (bench.env / "bin" / "activate").read_text()
	)
