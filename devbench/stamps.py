"""Is a step already done? A stamp remembers what the step was made from; a probe looks at the result."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from devbench.settings import Bench


def digest_of(parts: Iterable[str | bytes | Path]) -> str:
	"""One digest of texts, bytes and files' names and contents; a missing file counts as such."""
	total = hashlib.sha256()
	for part in parts:
		if isinstance(part, Path):
			total.update(str(part.name).encode())
			piece = part.read_bytes() if part.is_file() else b"missing"
		else:
			piece = part.encode() if isinstance(part, str) else part
		total.update(hashlib.sha256(piece).digest())
	return total.hexdigest()


def digest_of_tree(root: Path, patterns: Iterable[str]) -> str:
	"""Digest of all files below root that match, whatever order the file system lists them in."""
	files = sorted({path for pattern in patterns for path in root.glob(pattern) if path.is_file()})
	return digest_of(part for path in files for part in (str(path.relative_to(root)), path))


def is_current(bench: Bench, step: str, digest: str) -> bool:
	stamp = bench.stamps / step
	return stamp.is_file() and stamp.read_text().strip() == digest


def set_stamp(bench: Bench, step: str, digest: str) -> None:
	bench.stamps.mkdir(parents=True, exist_ok=True)
	(bench.stamps / step).write_text(digest + "\n")


def clear_stamp(bench: Bench, step: str) -> None:
	(bench.stamps / step).unlink(missing_ok=True)
