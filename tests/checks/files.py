"""The files of the checkout that we wrote."""

import subprocess
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
APP = CHECKOUT / "senior_outreach"
MODULE = APP / "senior_outreach"


@cache
def our_files() -> tuple[Path, ...]:
	"""What git tracks or would track; the bench and what tools leave behind are ignored there."""
	command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
	listed = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True)  # noqa: S603
	paths = [CHECKOUT / line for line in listed.stdout.splitlines()]
	return tuple(sorted(path for path in paths if path.is_file() and not path.is_symlink()))


def files(*suffixes: str, below: Path = CHECKOUT) -> list[Path]:
	return [path for path in our_files() if path.suffix in suffixes and below in path.parents]


def short(path: Path) -> str:
	return str(path.relative_to(CHECKOUT))
