"""Frappe itself, put back together from the one package of it that the Python registry carries.

The registry's "frappe" is an empty placeholder. criscostack 1.0.0 is Frappe 15.0.0-dev of 5 August 2023
under other names (MIT licence); putting the names back gives Frappe. It serves development only: real sites
run the Frappe they already have.
"""

import hashlib
import os
import shutil
import zipfile
from pathlib import Path

from devbench.console import BenchError, progress, retry, run
from devbench.settings import Bench
from devbench.stamps import digest_of, is_current, set_stamp

PACKAGE, VERSION = "criscostack", "1.0.0"
SHA256 = "dc58aaf29c59b7666edc953596e5b31f77d7286b2ed6b14c6a205b217c210349"

# The order matters: longer names first.
RENAMES = (
	("criscostackframework", "frappeframework"),
	("criscostack", "frappe"),
	("CRISCOSTACK", "FRAPPE"),
	("Criscostack", "Frappe"),
	("criscoerp", "erpnext"),
	("Criscoerp", "ERPNext"),
	("CriscoERP", "ERPNext"),
	("CRISCOERP", "ERPNEXT"),
	("Crisco", "Frappe"),
	("crisco", "frappe"),
	("brik", "bench"),
	("Brik", "Bench"),
	("BRIK", "BENCH"),
)
BYTE_RENAMES = tuple((old.encode(), new.encode()) for old, new in RENAMES)
REQUIREMENTS = "requires-dist.txt"


def rename_text(text: str) -> str:
	for old, new in RENAMES:
		text = text.replace(old, new)
	return text


def rename_content(content: bytes) -> bytes:
	"""Binary files (known by a NUL byte) stay as they are."""
	if b"\0" in content:
		return content
	for old, new in BYTE_RENAMES:
		content = content.replace(old, new)
	return content


def requirements_in(metadata: str) -> list[str]:
	"""The unconditional Requires-Dist lines of a wheel's METADATA."""
	head = metadata.split("\n\n", 1)[0]
	prefix = "Requires-Dist: "
	lines = (line.removeprefix(prefix).strip() for line in head.splitlines() if line.startswith(prefix))
	return [line for line in lines if "extra ==" not in line]


def unpack(wheel: Path, target: Path) -> None:
	"""The wheel's package with Frappe's names below target, and its requirements beside it."""
	with zipfile.ZipFile(wheel) as archive:
		for entry in archive.infolist():
			if entry.is_dir():
				continue
			if entry.filename.endswith(".dist-info/METADATA"):
				lines = requirements_in(archive.read(entry).decode())
				(target / REQUIREMENTS).write_text("\n".join(lines) + "\n")
			elif ".dist-info/" not in entry.filename:
				path = (target / rename_text(entry.filename)).resolve()
				if not path.is_relative_to(target.resolve()):
					raise BenchError(
						f"The framework package names a file outside its folder: {entry.filename}"
					)
				path.parent.mkdir(parents=True, exist_ok=True)
				path.write_bytes(rename_content(archive.read(entry)))


def is_expected(wheel: Path) -> bool:
	return wheel.is_file() and hashlib.sha256(wheel.read_bytes()).hexdigest() == SHA256


def download(bench: Bench) -> Path:
	bench.cache.mkdir(parents=True, exist_ok=True)
	wheel = bench.cache / f"{PACKAGE}-{VERSION}-py3-none-any.whl"
	if is_expected(wheel):
		return wheel
	wheel.unlink(missing_ok=True)
	command = [bench.python, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
	retry(
		lambda: run([*command, "--dest", bench.cache, f"{PACKAGE}=={VERSION}"]), "downloading the framework"
	)
	if not is_expected(wheel):
		wheel.unlink(missing_ok=True)
		raise BenchError(f"{PACKAGE} {VERSION} from the registry is not the file with sha256 {SHA256}.")
	return wheel


def make_framework(bench: Bench) -> None:
	digest = digest_of([SHA256, repr(RENAMES)])
	probes = (bench.framework / "frappe" / "hooks.py", bench.framework / REQUIREMENTS)
	if is_current(bench, "framework", digest) and all(probe.is_file() for probe in probes):
		return
	with progress("framework"):
		wheel = download(bench)
		half_made = bench.apps / ".frappe.new"
		shutil.rmtree(half_made, ignore_errors=True)
		half_made.mkdir(parents=True)
		unpack(wheel, half_made)
		shutil.rmtree(bench.framework, ignore_errors=True)
		os.replace(half_made, bench.framework)
		set_stamp(bench, "framework", digest)
