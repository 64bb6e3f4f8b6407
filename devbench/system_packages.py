"""Debian's packages that the bench needs; installed by root, named to everybody else."""

import ctypes.util
import importlib.util
import os
import shutil
from pathlib import Path

from devbench.console import BenchError, progress, retry, run
from devbench.services import SBIN

# package → a program, shared library or file that shows it is there, whatever package brought it
# These must be there before anything else can start; the others are installed meanwhile.
BOOTSTRAP = {"python3-venv", "nodejs", "npm"}
NEEDED: dict[str, tuple[str, str]] = {
	"python3-venv": ("module", "ensurepip"),
	"nodejs": ("program", "node"),
	"npm": ("program", "npm"),
	"mariadb-server": ("program", "mariadbd"),
	"mariadb-client": ("program", "mariadb-dump"),
	"redis-server": ("program", "redis-server"),
	"libpango-1.0-0": ("library", "pango-1.0"),
	"libpangoft2-1.0-0": ("library", "pangoft2-1.0"),
	"chromium": ("program", "chromium"),
	"chromium-driver": ("program", "chromedriver"),
	"poppler-utils": ("program", "pdftotext"),
	"fonts-liberation": ("file", "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf"),
}


def is_present(kind: str, name: str) -> bool:
	if kind == "program":
		return shutil.which(name, path=SBIN) is not None
	if kind == "module":
		return importlib.util.find_spec(name) is not None
	if kind == "library":
		return has_library(name)
	return Path(name).is_file()


def has_library(name: str) -> bool:
	"""Looking in the usual folders first: asking the linker's cache takes a process."""
	folders = (*Path("/usr/lib").glob("*-linux-gnu"), Path("/usr/lib64"), Path("/usr/lib"))
	return any(any(folder.glob(f"lib{name}.so*")) for folder in folders) or bool(
		ctypes.util.find_library(name)
	)


def missing_packages() -> list[str]:
	return [package for package, (kind, name) in NEEDED.items() if not is_present(kind, name)]


def install_line(packages: list[str]) -> str:
	return "sudo apt-get install --no-install-recommends " + " ".join(packages)


def make_bootstrap_packages() -> None:
	"""Stop at once where packages are missing and may not be installed; install those the others wait for."""
	missing = missing_packages()
	if missing and (os.geteuid() != 0 or not shutil.which("apt-get")):
		raise BenchError(
			f"System packages are missing. Install them and run this again:\n{install_line(missing)}"
		)
	if BOOTSTRAP.intersection(missing):
		make_system_packages()


def make_system_packages() -> None:
	missing = missing_packages()
	if not missing:
		return
	with progress("system packages " + " ".join(missing)):
		retry(lambda: install(missing), "installing system packages")


def install(packages: list[str]) -> None:
	"""Their services must not start by themselves: the bench runs its own."""
	quiet = {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
	run(["apt-get", "update", "--quiet"], env=quiet)
	run(["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *packages], env=quiet)
