"""Serving the bench's sites: web, worker and scheduler processes.

One web server serves every site; which one is told by the Host header, so http://test.localhost:PORT is the
test site. Chromium resolves *.localhost by itself; other clients ask 127.0.0.1 with that Host header.
"""

import http.client
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress

from devbench import processes
from devbench.ports import assigned_ports, free_port, is_free
from devbench.services import start_services
from devbench.settings import DEMO_SITE, HERE, SITES, TEST_SITE, Bench
from devbench.sites import bench_command

USUAL_PORT = 8000
BACKGROUND = {"worker": ("worker", "--queue", "short,default,long"), "scheduler": ("schedule",)}
FRONT = HERE / "front.mjs"


def web_command(bench: Bench, port: int) -> list[str]:
	"""Two processes of several threads, as in production: what races there shows here."""
	return [
		str(bench.python),
		"-m",
		"gunicorn",
		f"--bind=127.0.0.1:{port}",
		"--workers=2",
		"--worker-class=gthread",
		"--threads=4",
		"--timeout=120",
		"--graceful-timeout=5",
		"--keep-alive=2",
		"devbench.bench_wsgi:application",
	]


def front_command(bench: Bench, port: int, backend: int) -> list[str]:
	redis = f"redis://127.0.0.1:{assigned_ports(bench)['redis_queue']}"
	return ["node", str(FRONT), str(bench.root), str(port), str(backend), redis]


def start_web(bench: Bench, port: int, patience: float = 60.0) -> list[str]:
	"""Start the Python web server and the front before it; returns their names once they answer."""
	backend, front, back = free_port(), f"front-{port}", f"web-{port}"
	environment = {"SITES_PATH": str(bench.sites), "PYTHONPATH": str(bench.app_link)}
	processes.start(bench, back, web_command(bench, backend), cwd=bench.sites, env=environment)
	processes.start(bench, front, front_command(bench, port, backend))
	deadline = time.monotonic() + patience
	while not any(responds(port, site) for site in SITES):
		for name in (back, front):
			if not processes.is_running(bench, name) or time.monotonic() > deadline:
				raise processes.failed(bench, name)
		time.sleep(0.1)
	return [front, back]


def responds(port: int, site: str) -> bool:
	connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
	with suppress(OSError, http.client.HTTPException):
		connection.request("GET", "/api/method/ping", headers={"Host": f"{site}:{port}"})
		return connection.getresponse().status == 200
	return False


@contextmanager
def served(
	site: str = TEST_SITE, *, background: Collection[str] = (), port: int = 0, bench: Bench | None = None
) -> Iterator[str]:
	"""Serve for the length of a with block; yields the site's address, as http://test.localhost:PORT.

	background names further processes to run meanwhile: "worker" for queued jobs, "scheduler" for timed ones.
	"""
	bench = bench or Bench()
	start_services(bench)
	port = port or free_port()
	started = [name for name in background if not processes.is_running(bench, name)]
	try:
		start_web(bench, port)
		for name in started:
			processes.start(bench, name, bench_command(bench, *BACKGROUND[name]), cwd=bench.sites)
		yield f"http://{site}:{port}"
	finally:
		for name in (f"front-{port}", f"web-{port}", *started):
			processes.stop(bench, name)


def serve_until_interrupted(bench: Bench, announce: Callable[[str], None]) -> None:
	"""The desk in the foreground, with worker and scheduler, until Ctrl-C or until somebody stops it."""
	port = USUAL_PORT if is_free(USUAL_PORT) else free_port()
	with served(DEMO_SITE, background=BACKGROUND, port=port, bench=bench) as address:
		announce(address)
		while processes.is_running(bench, f"front-{port}"):
			time.sleep(0.5)
