"""The bench's own MariaDB and Redis: data, sockets and ports below the bench, system services left alone."""

import json
import os
import secrets
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from devbench import processes
from devbench.console import BenchError, progress, run
from devbench.ports import answers, assigned_ports
from devbench.settings import Bench

SERVICES = ("mariadb", "redis_cache", "redis_queue")
TOP_USER = ["--user=root"] if os.geteuid() == 0 else []
SBIN = f"{os.environ.get('PATH', '')}:/usr/local/sbin:/usr/sbin:/sbin"


def program(name: str) -> str:
	"""Debian keeps servers in sbin, which is not on every user's path."""
	found = shutil.which(name, path=SBIN)
	if not found:
		raise BenchError(f"The program {name} is missing.")
	return found


def database_password(bench: Bench) -> str:
	"""Made once per bench: other users of the machine reach the port, too."""
	path = bench.root / "mariadb-root-password"
	if not path.is_file():
		path.parent.mkdir(parents=True, exist_ok=True)
		path.touch(mode=0o600)
		path.write_text(secrets.token_hex(16))
	return path.read_text().strip()


def sql(bench: Bench, statements: str, *, database: str = "", password: str | None = None) -> str:
	"""Run SQL as the server's root; rows come back tab-separated without headings."""
	secret = database_password(bench) if password is None else password
	command = [*client(bench), "--batch", "--skip-column-names", database]
	return run(command, env={"MYSQL_PWD": secret}, stdin=statements)


def client(bench: Bench, name: str = "mariadb") -> list[str]:
	port = assigned_ports(bench)["mariadb"]
	return [
		name,
		"--no-defaults",
		"--protocol=tcp",
		"--host=127.0.0.1",
		f"--port={port}",
		"--user=root",
		*(["--connect-timeout=30"] if name == "mariadb" else []),  # mariadb-dump has no such option
	]


def start_services(bench: Bench) -> list[str]:
	"""Start what is not running; returns the names that this call started."""
	started = [name for name in SERVICES if not processes.is_running(bench, name)]
	ports = assigned_ports(bench)
	write_common_config(bench, ports)
	if not started:
		return []
	with progress("MariaDB and Redis"):
		if "mariadb" in started:
			make_data_directory(bench)
			processes.start(
				bench, "mariadb", mariadb_command(bench, ports["mariadb"]), cwd=data_directory(bench)
			)
		for name in started:
			if name != "mariadb":
				directory = bench.root / "redis" / name
				directory.mkdir(parents=True, exist_ok=True)
				processes.start(bench, name, redis_command(name, ports[name]), cwd=directory)
		for name in started:
			wait_until(lambda name=name: answers(ports[name]), bench, name)
		if "mariadb" in started:
			secure(bench)
	return started


def data_directory(bench: Bench) -> Path:
	return bench.root / "mariadb"


def make_data_directory(bench: Bench) -> None:
	final = data_directory(bench)
	if (final / "mysql" / "global_priv.frm").is_file():
		return
	half_made = bench.root / "mariadb.new"
	for leftover in (half_made, final):
		shutil.rmtree(leftover, ignore_errors=True)
	bench.root.mkdir(parents=True, exist_ok=True)
	install = [program("mariadb-install-db"), "--no-defaults", "--auth-root-authentication-method=normal"]
	run([*install, "--skip-test-db", f"--datadir={half_made}", *TOP_USER])
	half_made.rename(final)


def mariadb_command(bench: Bench, port: int) -> list[str]:
	"""Loopback only; log flushing relaxed, since nothing here must outlive a power cut."""
	return [
		program("mariadbd"),
		"--no-defaults",
		*TOP_USER,
		f"--datadir={data_directory(bench)}",
		"--socket=server.sock",  # relative to the data directory: socket paths may not be long
		f"--pid-file={data_directory(bench) / 'server.pid'}",
		"--bind-address=127.0.0.1",
		f"--port={port}",
		"--skip-name-resolve",
		"--character-set-server=utf8mb4",
		"--collation-server=utf8mb4_unicode_ci",
		"--max-allowed-packet=256M",
		"--innodb-buffer-pool-size=512M",
		"--innodb-flush-log-at-trx-commit=2",
		"--skip-log-bin",
	]


def redis_command(name: str, port: int) -> list[str]:
	"""The cache forgets by age like Frappe's own configuration; the queue never does."""
	command = [program("redis-server"), "--bind", "127.0.0.1", "--port", str(port), "--save", ""]
	if name == "redis_cache":
		command += ["--maxmemory", "256mb", "--maxmemory-policy", "allkeys-lru"]
	return command


def secure(bench: Bench) -> None:
	"""A password for root and no anonymous users; those would shadow every login from this machine."""
	password = database_password(bench)
	try:
		sql(bench, "SELECT 1")
		return
	except BenchError:
		statements = f"""
			DELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host <> '127.0.0.1');
			FLUSH PRIVILEGES;
			ALTER USER 'root'@'127.0.0.1' IDENTIFIED BY '{password}';
		"""  # noqa: S608 - our own random hex digits
		sql(bench, statements, password="")


def wait_until(ready: Callable[[], bool], bench: Bench, name: str, patience: float = 60.0) -> None:
	deadline = time.monotonic() + patience
	while not ready():
		if not processes.is_running(bench, name) or time.monotonic() > deadline:
			raise processes.failed(bench, name)
		time.sleep(0.1)


def write_common_config(bench: Bench, ports: dict[str, int]) -> None:
	"""Keys that somebody added by hand stay."""
	bench.sites.mkdir(parents=True, exist_ok=True)
	config = json.loads(bench.common_config.read_text()) if bench.common_config.is_file() else {}
	wanted = {
		**config,
		"db_host": "127.0.0.1",
		"db_port": ports["mariadb"],
		"redis_cache": f"redis://127.0.0.1:{ports['redis_cache']}",
		"redis_queue": f"redis://127.0.0.1:{ports['redis_queue']}",
		"redis_socketio": f"redis://127.0.0.1:{ports['redis_queue']}",
		"mute_emails": 1,
		"server_script_enabled": 0,
		"developer_mode": 0,
	}
	if wanted != config:
		bench.common_config.write_text(json.dumps(wanted, indent="\t", sort_keys=True) + "\n")


def forget_asset_names(bench: Bench) -> None:
	"""Frappe remembers the table of hashed names in its cache."""
	if processes.is_running(bench, "redis_cache"):
		run(["redis-cli", "-p", str(assigned_ports(bench)["redis_cache"]), "DEL", "assets_json"])


def stop_services(bench: Bench) -> None:
	for name in reversed(SERVICES):
		processes.stop(bench, name)
