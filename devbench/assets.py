"""The desk's scripts and styles, built from the sources that Frappe and the app carry."""

import os
import shutil
from pathlib import Path

from devbench.console import BenchError, progress, retry, run
from devbench.services import forget_asset_names
from devbench.settings import APP, CHECKOUT, HERE, Bench, app_present
from devbench.stamps import clear_stamp, digest_of, is_current, set_stamp

SOURCES = HERE / "assets"
SCRIPT = SOURCES / "build.mjs"


def make_node_modules(bench: Bench) -> None:
	"""npm checks each package against the lock file's hashes."""
	manifests = [SOURCES / "package.json", SOURCES / "package-lock.json"]
	digest = digest_of(manifests)
	esbuild = bench.node / "node_modules" / "esbuild" / "bin" / "esbuild"
	if is_current(bench, "node", digest) and esbuild.is_file():
		return
	if not shutil.which("npm"):
		raise BenchError("Node.js 18 or newer with npm is missing; it builds the desk's scripts.")
	with progress("node packages"):
		half_made = bench.root / "node.new"
		retry(lambda: install_into(half_made, manifests), "installing node packages")
		shutil.rmtree(bench.node, ignore_errors=True)
		half_made.rename(bench.node)
		set_stamp(bench, "node", digest)


def install_into(folder: Path, manifests: list[Path]) -> None:
	"""Install scripts stay off, but for esbuild's, which puts its program in place."""
	shutil.rmtree(folder, ignore_errors=True)
	folder.mkdir(parents=True)
	for manifest in manifests:
		shutil.copy(manifest, folder)
	quiet = ["--no-audit", "--no-fund", "--loglevel=error", "--no-update-notifier"]
	run(["npm", "ci", "--legacy-peer-deps", "--ignore-scripts", *quiet], cwd=folder)
	run(["node", "node_modules/esbuild/install.js"], cwd=folder)


def link_public(bench: Bench, app: str, public: Path) -> None:
	link = bench.sites / "assets" / app
	link.parent.mkdir(parents=True, exist_ok=True)
	if public.is_dir() and (not link.is_symlink() or link.readlink() != public):
		link.unlink(missing_ok=True)
		link.symlink_to(public, target_is_directory=True)


def assets_digest(bench: Bench) -> str:
	framework = (bench.stamps / "framework").read_text()
	node = (bench.stamps / "node").read_text()
	public = CHECKOUT / APP / "public"
	bundled = [
		path for path in public.rglob("*") if path.is_file() and "dist" not in path.relative_to(public).parts
	]
	own = digest_of(part for path in sorted(bundled) for part in (str(path.relative_to(public)), path))
	return digest_of([framework, node, own, SCRIPT])


def is_built(bench: Bench) -> bool:
	"""The table of hashed names is there, and a file that it names."""
	table = bench.sites / "assets" / "assets.json"
	dist = bench.framework / "frappe" / "public" / "dist"
	return table.is_file() and (dist / "js").is_dir() and (dist / "css").is_dir()


def make_assets(bench: Bench) -> None:
	digest = assets_digest(bench)
	apps = ["frappe", *([APP] if app_present() and (CHECKOUT / APP / "public").is_dir() else [])]
	for app in apps:
		link_public(bench, app, bench.apps / app / app / "public")
	if is_current(bench, "assets", digest) and is_built(bench):
		return
	with progress("desk scripts and styles"):
		clear_stamp(bench, "assets")
		run(["node", SCRIPT, os.path.realpath(bench.root), *apps], cwd=bench.node)
		forget_asset_names(bench)
		set_stamp(bench, "assets", digest)
