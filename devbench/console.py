"""What the user sees, and how commands are run."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path


class BenchError(Exception):
	"""A step cannot go on; the text tells the user what to do."""


def say(text: str) -> None:
	print(text, flush=True)


@contextmanager
def progress(title: str) -> Iterator[None]:
	"""One line per step, with its seconds, printed when the step ends so that parallel steps don't mix."""
	started = time.monotonic()
	try:
		yield
	except BaseException:
		say(f"[bench] {title}: failed after {time.monotonic() - started:.1f} s")
		raise
	say(f"[bench] {title}: {time.monotonic() - started:.1f} s")


def run(
	command: Sequence[str | Path],
	*,
	cwd: Path | None = None,
	env: Mapping[str, str] | None = None,
	stdin: str | None = None,
) -> str:
	"""Standard output of a quiet command; its last lines become the error when it fails."""
	try:
		done = subprocess.run(  # noqa: S603 - fixed commands, no shell
			[str(part) for part in command],
			cwd=cwd,
			env={**os.environ, **(env or {})},
			input=stdin,
			stdin=subprocess.DEVNULL if stdin is None else None,
			capture_output=True,
			text=True,
			errors="replace",
			check=False,
		)
	except FileNotFoundError as error:
		raise BenchError(f"The command {command[0]} is missing on this machine.") from error
	if done.returncode:
		tail = "\n".join((done.stdout + "\n" + done.stderr).strip().splitlines()[-25:])
		raise BenchError(f"{Path(command[0]).name} {command[1] if command[1:] else ''} failed:\n{tail}")
	return done.stdout


def retry(action: Callable[[], object], what: str, attempts: int = 3, pause: float = 3.0) -> None:
	"""Downloads fail now and then: try again, a little later each time."""
	for attempt in range(1, attempts + 1):
		try:
			action()
			return
		except BenchError as error:
			if attempt == attempts:
				raise
			print(f"[bench] {what}: attempt {attempt} failed, trying again\n{error}", file=sys.stderr)
			time.sleep(pause * attempt)
