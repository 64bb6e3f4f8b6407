"""All steps in their order. Each looks for itself whether there is anything to do."""

import fcntl
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from devbench.assets import make_assets, make_node_modules
from devbench.console import say
from devbench.framework import make_framework
from devbench.python_env import make_env, make_venv
from devbench.services import start_services
from devbench.settings import Bench
from devbench.sites import make_site, write_apps
from devbench.system_packages import make_bootstrap_packages, make_system_packages


@contextmanager
def only_one(bench: Bench) -> Iterator[None]:
	"""Two runs must not build the same bench; the second waits, and then finds it made."""
	bench.root.mkdir(parents=True, exist_ok=True)
	with (bench.root / "lock").open("w") as lock:
		try:
			fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
		except BlockingIOError:
			say("[bench] another command is making this bench; waiting for it")
			fcntl.flock(lock, fcntl.LOCK_EX)
		yield


def together(*steps: Callable[[], None]) -> None:
	"""Run steps that wait for different things at the same time; the first error is raised at the end."""
	with ThreadPoolExecutor(len(steps)) as pool:
		for done in [pool.submit(step) for step in steps]:
			done.result()


def make_bench(bench: Bench, *sites: str, fresh: bool = False) -> None:
	"""The whole bench, with its servers up and these sites."""
	with only_one(bench):
		make_bootstrap_packages()
		together(
			make_system_packages,
			lambda: make_python_side(bench),
			lambda: make_node_modules(bench),
		)
		write_apps(bench)
		start_services(bench)
		make_assets(bench)
		for site in sites:
			make_site(bench, site, fresh=fresh)


def make_python_side(bench: Bench) -> None:
	make_venv(bench)
	make_framework(bench)
	make_env(bench)
