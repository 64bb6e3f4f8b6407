# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Text out of bytes, line by line: no more of the file than one line and one block is held at a time.

Which encoding a file has is decided by most of its lines, so that a line written in another one costs itself.
"""

import codecs
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from senior_outreach.population.register_file.reading.rows import GARBLED, MAX_SIGNS, RowProblem

BLOCK = 1 << 16
MAX_BYTES = 4 * MAX_SIGNS
_LINE_END = re.compile(rb"\r\n|\r|\n")
_MARKS = {
	codecs.BOM_UTF8: "utf-8",
	codecs.BOM_UTF16_LE: "utf-16-le",
	codecs.BOM_UTF16_BE: "utf-16-be",
}
_END_OF_DOS_FILE = "\x1a"


class Bytes(Protocol):
	def read(self, size: int, /) -> bytes: ...


class _AsUtf8:
	"""A UTF-16 file as UTF-8; what cannot be decoded becomes the sign for a lost one."""

	def __init__(self, file: Bytes, encoding: str):
		self.file = file
		self.decoder = codecs.getincrementaldecoder(encoding)("replace")

	def read(self, size: int, /) -> bytes:
		while block := self.file.read(size):
			if text := self.decoder.decode(block):
				return text.encode()
		return self.decoder.decode(b"", final=True).encode()


def found_encoding(path: Path, wanted: str = "") -> str:
	"""Python's name of the encoding. A mark at the start decides; then `wanted`; then the lines themselves."""
	with path.open("rb") as file:
		start = file.read(BLOCK)
	marked = next((encoding for mark, encoding in _MARKS.items() if start.startswith(mark)), "")
	if marked:
		return marked
	if wanted not in ("", "utf-16"):
		return wanted
	pattern = _utf16_pattern(start)
	if wanted == "utf-16":
		return pattern or "utf-16-le"
	return pattern or _by_majority(path)


def _utf16_pattern(start: bytes) -> str:
	"""UTF-16 without its mark: nearly every second byte of a Norwegian text is zero then."""
	if len(start) < 4:
		return ""
	even, odd = start[::2].count(0) / len(start[::2]), start[1::2].count(0) / len(start[1::2])
	if odd > 0.7 and even < 0.1:
		return "utf-16-le"
	return "utf-16-be" if even > 0.7 and odd < 0.1 else ""


def _by_majority(path: Path) -> str:
	"""UTF-8, or Latin-1 as Windows writes it: what most lines with a sign outside ASCII are written in."""
	votes = 0
	with path.open("rb") as file:
		for line in _raw_lines(file):
			if line and not line.isascii():
				votes += 1 if _is_utf8(line) else -1
	return "utf-8" if votes >= 0 else "cp1252"


def text_lines(path: Path, encoding: str) -> Iterator[tuple[int, str, RowProblem | None]]:
	"""Every line that is not blank: its number, its text as far as it can be read, and what is wrong with it."""
	with _opened(path, encoding) as file:
		codec = "utf-8" if encoding.startswith("utf-16") else encoding
		for number, raw in enumerate(_raw_lines(file), start=1):
			if number == 1 and raw:
				raw = raw.removeprefix(codecs.BOM_UTF8)
			text, problem = _decoded(raw, codec)
			if problem or not is_blank(text):
				yield number, text, problem


def is_blank(text: str) -> bool:
	return not text.strip().strip(_END_OF_DOS_FILE)


@contextmanager
def _opened(path: Path, encoding: str) -> Iterator[Bytes]:
	with path.open("rb") as file:
		yield _AsUtf8(file, encoding) if encoding.startswith("utf-16") else file


def _raw_lines(file: Bytes) -> Iterator[bytes | None]:
	"""The lines without their ends; `None` for one that is too long to be kept."""
	rest, too_long = b"", False
	while block := file.read(BLOCK):
		buffer = rest + block
		held = b"\r" if buffer.endswith(b"\r") else b""  # its line feed may be in the next block
		*lines, rest = _LINE_END.split(buffer[: len(buffer) - len(held)])
		for line in lines:
			yield None if too_long or len(line) > MAX_BYTES else line
			too_long = False
		if len(rest) > MAX_BYTES:
			rest, too_long = b"", True
		rest += held
	last = rest.removesuffix(b"\r")
	if last or too_long:
		yield None if too_long else last


def _decoded(raw: bytes | None, codec: str) -> tuple[str, RowProblem | None]:
	if raw is None:
		return "", RowProblem.TOO_LONG
	try:
		text = raw.decode(codec)
	except UnicodeDecodeError:
		return raw.decode("cp1252" if codec == "utf-8" else codec, "replace"), RowProblem.ENCODING
	if len(text) > MAX_SIGNS:
		return "", RowProblem.TOO_LONG
	if codec != "utf-8" and not raw.isascii() and _is_utf8(raw):
		return raw.decode(), RowProblem.ENCODING
	return text, RowProblem.ENCODING if GARBLED.search(text) and not is_blank(text) else None


def _is_utf8(raw: bytes) -> bool:
	try:
		raw.decode()
	except UnicodeDecodeError:
		return False
	return True
