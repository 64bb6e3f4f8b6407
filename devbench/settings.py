"""Where everything of the bench lives, and the few names that several steps share."""

import os
from dataclasses import dataclass, field
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
HERE = CHECKOUT / "devbench"

APP = "senior_outreach"
DEMO_SITE = "outreach.localhost"
TEST_SITE = "test.localhost"
SITES = (DEMO_SITE, TEST_SITE)
ADMIN_PASSWORD = "admin"  # noqa: S105 - synthetic data on a loopback address, printed by bin/demo

COUNTRY, TIME_ZONE, CURRENCY = "Norway", "Europe/Oslo", "NOK"


def bench_directory() -> Path:
	"""DEVBENCH_DIR moves the bench, for a second bench or a faster disk."""
	chosen = os.environ.get("DEVBENCH_DIR")
	return Path(chosen).expanduser().resolve() if chosen else CHECKOUT / ".bench"


@dataclass(frozen=True)
class Bench:
	"""The standard layout of a Frappe bench, plus the servers' own directories."""

	root: Path = field(default_factory=bench_directory)

	@property
	def apps(self) -> Path:
		return self.root / "apps"

	@property
	def framework(self) -> Path:
		return self.apps / "frappe"

	@property
	def app_link(self) -> Path:
		return self.apps / APP

	@property
	def env(self) -> Path:
		return self.root / "env"

	@property
	def python(self) -> Path:
		return self.env / "bin" / "python"

	@property
	def sites(self) -> Path:
		return self.root / "sites"

	@property
	def common_config(self) -> Path:
		return self.sites / "common_site_config.json"

	@property
	def logs(self) -> Path:
		return self.root / "logs"

	@property
	def run(self) -> Path:
		"""One JSON file per server process that we started."""
		return self.root / "run"

	@property
	def stamps(self) -> Path:
		return self.root / "stamps"

	@property
	def cache(self) -> Path:
		return self.root / "cache"

	@property
	def node(self) -> Path:
		return self.root / "node"

	def site(self, name: str) -> Path:
		return self.sites / name


def app_present() -> bool:
	"""A checkout without the app still gives a plain Frappe bench."""
	return (CHECKOUT / APP / "hooks.py").is_file() and (CHECKOUT / APP / "modules.txt").is_file()
