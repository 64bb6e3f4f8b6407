"""Server processes: started in their own session, recorded, and stopped only when they are still ours."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from devbench.console import BenchError
from devbench.settings import Bench


def start_time(pid: int) -> str | None:
	"""The kernel's start time of a process; with it, a pid that was given away again is told apart."""
	try:
		stat = Path(f"/proc/{pid}/stat").read_text()
	except OSError:
		return None
	after_name = stat.rpartition(")")[2].split()
	return None if after_name[0] in "ZX" else after_name[19]


def record_of(bench: Bench, name: str) -> dict | None:
	try:
		return json.loads((bench.run / f"{name}.json").read_text())
	except (OSError, ValueError):
		return None


def is_running(bench: Bench, name: str) -> bool:
	record = record_of(bench, name)
	return bool(record) and start_time(record["pid"]) == record["started"]


def start(
	bench: Bench,
	name: str,
	command: Sequence[str | Path],
	*,
	cwd: Path | None = None,
	env: Mapping[str, str] | None = None,
) -> int:
	"""Start a server that outlives this command; its output goes to logs/NAME.log."""
	bench.run.mkdir(parents=True, exist_ok=True)
	bench.logs.mkdir(parents=True, exist_ok=True)
	with (bench.logs / f"{name}.log").open("ab") as log:
		process = subprocess.Popen(  # noqa: S603 - fixed commands, no shell
			[str(part) for part in command],
			cwd=cwd or bench.root,
			env={**os.environ, **(env or {})},
			stdin=subprocess.DEVNULL,
			stdout=log,
			stderr=subprocess.STDOUT,
			start_new_session=True,
		)
	record = {"pid": process.pid, "started": start_time(process.pid), "owner": os.getpid()}
	record["owner_started"] = start_time(record["owner"])
	(bench.run / f"{name}.json").write_text(json.dumps(record))
	return process.pid


def stop(bench: Bench, name: str, patience: float = 20.0) -> bool:
	"""Ask the process to end, then insist. True when there was one of ours to stop."""
	record = record_of(bench, name)
	running = is_running(bench, name)
	if running:
		_signal(record, signal.SIGTERM)
		if not _wait_for_end(record, patience):
			_signal(record, signal.SIGKILL)
			_wait_for_end(record, 5.0)
	(bench.run / f"{name}.json").unlink(missing_ok=True)
	return running


def running_names(bench: Bench) -> list[str]:
	names = sorted(path.stem for path in bench.run.glob("*.json")) if bench.run.is_dir() else []
	return [name for name in names if is_running(bench, name)]


def stop_orphans(bench: Bench, spare: Collection[str]) -> None:
	"""Stop what a killed test run left: servers whose starter is gone. Those in spare outlive theirs."""
	for name in running_names(bench):
		record = record_of(bench, name)
		if name not in spare and start_time(record["owner"]) != record["owner_started"]:
			stop(bench, name)


def last_lines(bench: Bench, name: str, count: int = 15) -> str:
	log = bench.logs / f"{name}.log"
	return "\n".join(log.read_text(errors="replace").splitlines()[-count:]) if log.is_file() else ""


def failed(bench: Bench, name: str) -> BenchError:
	return BenchError(f"{name} did not start; the end of {bench.logs / name}.log:\n{last_lines(bench, name)}")


def _signal(record: dict, number: int) -> None:
	if start_time(record["pid"]) == record["started"]:
		os.kill(record["pid"], number)


def _wait_for_end(record: dict, patience: float) -> bool:
	deadline = time.monotonic() + patience
	while time.monotonic() < deadline:
		_reap(record["pid"])
		if start_time(record["pid"]) != record["started"]:
			return True
		time.sleep(0.05)
	return False


def _reap(pid: int) -> None:
	"""A child of this very command would stay as a zombie."""
	with suppress(ChildProcessError):
		os.waitpid(pid, os.WNOHANG)
