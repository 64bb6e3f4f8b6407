"""Dotted Python paths in texts: hooks, patches, form scripts, DocType files."""

import ast
import json
import re
from collections.abc import Iterator

PATH = re.compile(r"^senior_outreach(\.\w+)+$")
IN_TEXT = re.compile(r"""["'`](senior_outreach(?:\.\w+)+)["'`]""")
# frappe.call("…"), frappe.xcall("…"), method: "…": what is called over HTTP
CALLED = re.compile(r"""(?:call\(|method:|url:)\s*["'`](?:/api/method/)?(senior_outreach(?:\.\w+)+)["'`]""")
IN_URL = re.compile(r"/api/method/(senior_outreach(?:\.\w+)+)")


def in_python(text: str) -> set[str]:
	"""String constants that look like a dotted path of the app."""
	return {
		node.value
		for node in ast.walk(ast.parse(text))
		if isinstance(node, ast.Constant) and isinstance(node.value, str) and PATH.match(node.value)
	}


def in_script(text: str) -> set[str]:
	return set(IN_TEXT.findall(text)) | set(IN_URL.findall(text))


def called_by_script(text: str) -> set[str]:
	return set(CALLED.findall(text)) | set(IN_URL.findall(text))


def in_json(text: str) -> set[str]:
	return {value for value in _strings(json.loads(text)) if PATH.match(value)}


def _strings(value: object) -> Iterator[str]:
	if isinstance(value, str):
		yield value
	elif isinstance(value, dict):
		for each in value.values():
			yield from _strings(each)
	elif isinstance(value, list):
		for each in value:
			yield from _strings(each)
