"""The program behind bin/demo, run twice as bin/demo runs it: in a process of its own, on a fresh site."""

import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from devbench.commands import SEASON, environment
from devbench.services import sql, start_services
from devbench.settings import CHECKOUT, Bench
from devbench.sites import database_name, make_site, remove_site, restore_fresh
from tests.copies import remove_left_behind

FIRST = f"demo-{os.getpid()}.localhost"
AGAIN = f"again-{os.getpid()}.localhost"
LEFT_OVER = "left over"


@dataclass(frozen=True)
class DemoRun:
	"""What one run printed and left. Its site stands until the tests end."""

	site: str
	output: Path
	printed: str

	def lines_of(self, heading: str) -> dict[str, str]:
		"""The lines below `Gjøvik 2014`, by the name of the step."""
		block = self.printed.split(f"\n{heading}\n")[1].split("\n\n")[0]
		lines = [line.strip().partition(": ") for line in block.splitlines()]
		return {title.split(" (")[0]: figures for title, _colon, figures in lines}

	@property
	def table(self) -> str:
		"""The handbook's table, as it was printed."""
		return next(block for block in self.printed.split("\n\n") if "\n-----" in block)

	def on_site(self, work: Callable[..., None], *arguments: object) -> None:
		"""Do `work` connected to the site of this run. Frappe keeps its connection per thread."""
		with ThreadPoolExecutor(max_workers=1) as pool:
			pool.submit(_connected, self.site, work, *arguments).result()


def _connected(site: str, work: Callable[..., None], *arguments: object) -> None:
	import frappe

	frappe.init(site, sites_path=str(Bench().sites))
	frappe.connect()
	try:
		work(*arguments)
	finally:
		frappe.destroy()


@contextmanager
def run_twice() -> Iterator[tuple[DemoRun, DemoRun]]:
	"""Both at the same time, to take half as long; the second where something was before."""
	bench = Bench()
	start_services(bench)
	remove_left_behind(bench)
	with tempfile.TemporaryDirectory() as folder:
		outputs = [Path(folder) / "first", Path(folder) / "again"]
		try:
			_make(bench, FIRST)
			_make_where_something_was(bench, AGAIN, outputs[1])
			with ThreadPoolExecutor(max_workers=2) as pool:
				first, again = pool.map(_run, [bench, bench], [FIRST, AGAIN], outputs)
			yield first, again
		finally:
			for site in (FIRST, AGAIN):
				remove_site(bench, site)


def _make(bench: Bench, site: str) -> None:
	make_site(bench, site, fresh=True)
	path = bench.site(site) / "site_config.json"
	config = json.loads(path.read_text())
	path.write_text(json.dumps({**config, "pause_scheduler": 1}, indent="\t") + "\n")


def _make_where_something_was(bench: Bench, site: str, output: Path) -> None:
	restore_fresh(bench, site)
	sql(bench, f"CREATE TABLE `{LEFT_OVER}` (name INT)", database=database_name(site))
	output.mkdir()
	(output / LEFT_OVER).touch()
	_make(bench, site)


def left_over_tables(run: DemoRun) -> str:
	return sql(Bench(), f"SHOW TABLES LIKE '{LEFT_OVER}'", database=database_name(run.site)).strip()


def _run(bench: Bench, site: str, output: Path) -> DemoRun:
	command = [str(bench.python), "-m", SEASON, "--output", str(output)]
	done = subprocess.run(  # noqa: S603 - our own module
		command, cwd=CHECKOUT, env=environment(bench, site), capture_output=True, text=True, check=False
	)
	if done.returncode:
		raise RuntimeError(f"The demo failed:\n{done.stdout[-3000:]}\n{done.stderr[-6000:]}")
	return DemoRun(site, output, done.stdout)
