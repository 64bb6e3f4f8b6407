"""What the starters in bin/ do."""

import argparse
import os
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from devbench.console import BenchError, say
from devbench.keeping import keep_running, stop_everything, using_services
from devbench.making import make_bench
from devbench.ports import assigned_ports
from devbench.settings import ADMIN_PASSWORD, CHECKOUT, DEMO_SITE, TEST_SITE, Bench
from devbench.sites import bench_command
from devbench.web import serve_until_interrupted

SEASON = "tests.season.demo"


def environment(bench: Bench, site: str) -> dict[str, str]:
	"""What programs inside the bench know about it."""
	return {
		**os.environ,
		"DEVBENCH_DIR": str(bench.root),
		"SITES_PATH": str(bench.sites),
		"DEVBENCH_SITE": site,
		"PYTHONPATH": str(CHECKOUT),
	}


def call(command: Sequence[str | Path], *, cwd: Path, env: dict[str, str]) -> int:
	"""Run in the foreground, on the user's own terminal; when interrupted, let it clean up first."""
	process = subprocess.Popen([str(part) for part in command], cwd=cwd, env=env)  # noqa: S603
	try:
		return process.wait()
	except KeyboardInterrupt:
		process.send_signal(signal.SIGINT)
		try:
			process.wait(timeout=30)
		except subprocess.TimeoutExpired:
			process.kill()
			process.wait()
		raise


@contextmanager
def services_for(bench: Bench, *sites: str, fresh: bool = False) -> Iterator[None]:
	"""The bench made and its servers up; the last command to end stops them."""
	with using_services(bench):
		make_bench(bench, *sites, fresh=fresh)
		yield


def run_tests(bench: Bench, arguments: list[str]) -> int:
	"""bin/test: --fresh makes the test site anew, all else goes to pytest."""
	parser = argparse.ArgumentParser(
		prog="bin/test",
		description="Make the bench if it is missing, then run the tests on its test site.",
		epilog="Everything else is passed to pytest; without a path, all of tests/ runs.",
		allow_abbrev=False,
	)
	parser.add_argument("--fresh", action="store_true", help="start from a new test site")
	options, rest = parser.parse_known_args(arguments)
	paths = [part for part in rest if not part.startswith("-") and (CHECKOUT / part.split("::")[0]).exists()]
	with services_for(bench, TEST_SITE, fresh=options.fresh):
		pytest = [bench.python, "-m", "pytest", *([] if paths else ["tests"]), *rest]
		return call(pytest, cwd=CHECKOUT, env=environment(bench, TEST_SITE))


def run_demo(bench: Bench, arguments: list[str]) -> int:
	parser = argparse.ArgumentParser(
		prog="bin/demo",
		description="Run one season on synthetic residents, from an empty site, and serve the desk.",
	)
	parser.add_argument("--no-serve", action="store_true", help="stop after the season")
	parser.add_argument(
		"--keep", action="store_true", help="serve what the last demo left, without a new season"
	)
	options = parser.parse_args(arguments)
	with services_for(bench, DEMO_SITE, fresh=not options.keep):
		if not options.keep:
			season = [bench.python, "-m", SEASON, "--output", "demo-output"]
			failed = call(season, cwd=CHECKOUT, env=environment(bench, DEMO_SITE))
			if failed:
				return failed
		if not options.no_serve:
			serve(bench)
	return 0


def serve(bench: Bench) -> None:
	def announce(address: str) -> None:
		say(f"\nThe desk: {address}/app (in any browser on this machine)")
		say(f"Administrator / {ADMIN_PASSWORD}; the other logins are in the list above. Ctrl-C ends it.")

	serve_until_interrupted(bench, announce)


def run_bench(bench: Bench, arguments: list[str]) -> int:
	if not arguments or arguments[0] in ("-h", "--help"):
		say("usage: bin/bench [--site SITE] COMMAND...\n")
		say(f"The bench command line, on {DEMO_SITE} unless --site names another: migrate, execute, console,")
		say("mariadb, export-fixtures, set-config, ... bin/bench COMMAND --help tells more.")
		return 0
	site = [] if "--site" in arguments else ["--site", DEMO_SITE]
	with services_for(bench, DEMO_SITE):
		command = bench_command(bench, *site, *arguments)
		return call(command, cwd=bench.sites, env=environment(bench, DEMO_SITE))


def run_make(bench: Bench, arguments: list[str]) -> int:
	"""For a day of development: the servers stay up until bin/stop."""
	parser = argparse.ArgumentParser(
		prog="bin/make", description="Make the bench with both sites and leave MariaDB and Redis running."
	)
	parser.parse_args(arguments)
	keep_running(bench)
	with using_services(bench):
		make_bench(bench, DEMO_SITE, TEST_SITE)
	ports = assigned_ports(bench)
	say(f"[bench] ready in {bench.root}; MariaDB on port {ports['mariadb']}; bin/stop ends the servers")
	return 0


def run_stop(bench: Bench, arguments: list[str]) -> int:
	parser = argparse.ArgumentParser(
		prog="bin/stop", description="Stop every server process the bench started."
	)
	parser.parse_args(arguments)
	names = stop_everything(bench)
	say("stopped " + ", ".join(names) if names else "nothing was running")
	return 0


def benchmark_names(folder: Path) -> list[str]:
	return sorted(path.stem for path in folder.glob("*.py") if not path.stem.startswith("_"))


def run_benchmark(bench: Bench, arguments: list[str]) -> int:
	parser = argparse.ArgumentParser(
		prog="bin/benchmark", description="Run a benchmark on the test site; without a name, list them."
	)
	parser.add_argument("name", nargs="?")
	options, rest = parser.parse_known_args(arguments)
	names = benchmark_names(CHECKOUT / "benchmarks")
	if not options.name:
		say("\n".join(names) or "There are no benchmarks yet.")
		return 0
	if options.name not in names:
		raise BenchError(f"There is no benchmark {options.name}. There are: {', '.join(names) or 'none'}.")
	with services_for(bench, TEST_SITE):
		command = [bench.python, "-m", f"benchmarks.{options.name}", *rest]
		return call(command, cwd=CHECKOUT, env=environment(bench, TEST_SITE))


COMMANDS = {
	"bench": run_bench,
	"benchmark": run_benchmark,
	"demo": run_demo,
	"make": run_make,
	"stop": run_stop,
	"test": run_tests,
}


def stop_politely(number: int, frame: object) -> None:
	"""A terminated command cleans up like an interrupted one."""
	raise KeyboardInterrupt


def main(arguments: list[str]) -> int:
	if not arguments or arguments[0] not in COMMANDS:
		say(f"usage: python3 -m devbench {{{','.join(COMMANDS)}}} ...")
		return 2
	signal.signal(signal.SIGTERM, stop_politely)
	try:
		return COMMANDS[arguments[0]](Bench(), arguments[1:])
	except BenchError as error:
		say(f"\n{error}")
		return 1
	except KeyboardInterrupt:
		return 130
