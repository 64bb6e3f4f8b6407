"""Free ports of our own, kept from run to run as long as nobody else has taken them."""

import json
import os
import socket

from devbench.processes import is_running
from devbench.settings import Bench

# Server → the port written to common_site_config.json; the web ports are asked for when serving.
SERVERS = ("mariadb", "redis_cache", "redis_queue")


def is_free(port: int) -> bool:
	with socket.socket() as probe:
		probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
		try:
			probe.bind(("127.0.0.1", port))
		except OSError:
			return False
	return True


def free_port() -> int:
	with socket.socket() as probe:
		probe.bind(("127.0.0.1", 0))
		return probe.getsockname()[1]


def answers(port: int) -> bool:
	with socket.socket() as probe:
		probe.settimeout(0.5)
		return probe.connect_ex(("127.0.0.1", port)) == 0


def assigned_ports(bench: Bench) -> dict[str, int]:
	"""The ports in use, with new ones for servers that are down and whose port somebody else took."""
	path = bench.root / "ports.json"
	try:
		known = json.loads(path.read_text())
	except (OSError, ValueError):
		known = {}
	ports = dict(known)
	for name in SERVERS:
		if name not in ports or (not is_running(bench, name) and not is_free(ports[name])):
			ports[name] = free_port()
	if ports != known:
		bench.root.mkdir(parents=True, exist_ok=True)
		# in one step: a command that reads at this moment must not find half a file and choose ports anew
		half_made = path.with_suffix(f".{os.getpid()}")
		half_made.write_text(json.dumps(ports, indent="\t"))
		half_made.replace(path)
	return ports
