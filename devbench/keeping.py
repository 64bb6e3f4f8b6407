"""Who uses the servers: the last command to end stops them, unless bin/make said to keep them up."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devbench import processes
from devbench.services import SERVICES, stop_services
from devbench.settings import Bench


def keep_marker(bench: Bench) -> Path:
	return bench.run / "keep"


def keep_running(bench: Bench) -> None:
	bench.run.mkdir(parents=True, exist_ok=True)
	keep_marker(bench).touch()


def stop_everything(bench: Bench) -> list[str]:
	"""Servers before the databases they use; returns the names of those that ran."""
	keep_marker(bench).unlink(missing_ok=True)
	names = processes.running_names(bench)
	for name in names:
		if name not in SERVICES:
			processes.stop(bench, name)
	stop_services(bench)
	return names


@contextmanager
def using_services(bench: Bench) -> Iterator[None]:
	"""Hold the servers for the length of a command.

	The lock is shared among users. Whoever gets it alone at the end is the last one; a command that starts
	meanwhile waits until the servers are down, and starts them again.
	"""
	bench.root.mkdir(parents=True, exist_ok=True)
	with (bench.root / "users.lock").open("w") as lock:
		fcntl.flock(lock, fcntl.LOCK_SH)
		try:
			yield
		finally:
			processes.stop_orphans(bench, SERVICES)
			if is_last(lock) and not keep_marker(bench).exists():
				stop_services(bench)


def is_last(lock: object) -> bool:
	try:
		fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
	except BlockingIOError:
		return False
	return True
