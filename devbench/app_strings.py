"""The texts of the app that its users read, out of its files and without a site.

Frappe's own collector asks a site's database, and misses workspaces, number cards, charts, print formats and
the values of enumerations. tests/site/test_translations.py holds that it finds nothing that is missing here.
"""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.jslexer import Token, tokenize, unquote_string
from jinja2 import Environment
from jinja2.ext import babel_extract

JS_FUNCTION, PYTHON_FUNCTIONS = "__", ("_", "_lt")
TEMPLATE_PART = re.compile(r"\$\{([^{}]*)\}")
TAG = re.compile(r"<[^>]+>")
DOCTYPE_TEXTS = {
	"Dashboard Chart": ("name", "chart_name"),
	"DocType": ("name", "module", "description", "permissions.role", "actions.label", "links.group"),
	"Form Tour": ("title", "steps.title", "steps.description"),
	"Module Onboarding": ("title", "subtitle", "success_message"),
	"Notification": ("name",),
	"Number Card": ("name", "label"),
	"Onboarding Step": ("title", "action_label", "description", "report_description"),
	"Page": ("title",),
	"Print Format": ("name",),
	"Report": ("name", "report_name", "columns.label", "filters.label", "filters.options"),
	"Role": ("name",),
	"Web Form": ("title", "introduction_text", "success_title", "success_message", "web_form_fields.label"),
	"Workflow": ("name", "states.state", "states.message", "transitions.action"),
	"Workflow Action Master": ("name",),
	"Workflow State": ("name",),
	"Workspace": (
		"label",
		"title",
		"links.label",
		"links.description",
		"shortcuts.label",
		"shortcuts.format",
		"number_cards.label",
		"charts.label",
		"quick_lists.label",
		"custom_blocks.label",
	),
}
"""Which fields of a record hold a text that the desk shows in the user's language."""


class Message(NamedTuple):
	text: str
	context: str | None = None


def collect(app: Path) -> dict[Message, list[str]]:
	"""Every text, with the files it stands in, relative to the folder that holds the app."""
	found: dict[Message, set[str]] = {}
	for path in sorted(app.rglob("*")):
		reader = READERS.get(path.suffix)
		if reader and not {"dist", "__pycache__", "node_modules"} & set(path.relative_to(app).parts):
			for message in reader(path.read_text()):
				if is_text(message.text):
					found.setdefault(message, set()).add(str(path.relative_to(app.parent)))
	return {message: sorted(found[message]) for message in sorted(found, key=order)}


def order(message: Message) -> tuple[str, str]:
	return message.text, message.context or ""


def is_text(text: str) -> bool:
	"""Icons, dates and mere signs are the same in every language."""
	return bool(re.search(r"[^\W\d_]", text)) and not text.startswith(("fa fa-", "icon-", "eval:"))


def in_python(source: str) -> Iterator[Message]:
	"""What is handed to `_()`, and the values of enumerations that are written as labels."""
	for node in ast.walk(ast.parse(source)):
		if (
			isinstance(node, ast.Call)
			and isinstance(node.func, ast.Name)
			and node.func.id in PYTHON_FUNCTIONS
		):
			yield from _in_call(node)
		if isinstance(node, ast.ClassDef) and "StrEnum" in [ast.unparse(base) for base in node.bases]:
			values = [each.value for each in node.body if isinstance(each, ast.Assign)]
			texts = [value.value for value in values if isinstance(value, ast.Constant)]
			yield from (Message(text) for text in texts if text[:1].isupper())


def _in_call(call: ast.Call) -> Iterator[Message]:
	context = next((each.value for each in call.keywords if each.arg == "context"), None)
	if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
		yield Message(call.args[0].value, context.value if isinstance(context, ast.Constant) else None)


def in_script(source: str) -> Iterator[Message]:
	"""What is handed to `__()`; in `__(a || "b")` that is b. The third argument is the context."""
	tokens = [each for each in tokenize(source) if not each.type.endswith("comment")]
	for place, token in enumerate(tokens):
		if token.type == "template_string":
			for part in TEMPLATE_PART.findall(token.value):
				yield from in_script(part)
		if token.value == JS_FUNCTION and place + 1 < len(tokens) and tokens[place + 1].value == "(":
			arguments = _arguments(tokens, place + 2)
			context = next(iter(arguments[2]), None) if len(arguments) > 2 else None
			yield from (Message(text, context) for text in arguments[0])


def _arguments(tokens: list[Token], start: int) -> list[list[str]]:
	"""The strings of each argument of a call, those joined with + as one; what is nested is left out."""
	arguments: list[list[str]] = [[]]
	depth, joined = 0, False
	for token in tokens[start:]:
		if token.value in ("(", "[", "{"):
			depth += 1
		elif token.value in (")", "]", "}"):
			depth -= 1
			if depth < 0:
				break
		elif depth == 0 and token.value == ",":
			arguments.append([])
		elif depth == 0 and token.type == "string":
			text = unquote_string(token.value)
			arguments[-1][-1:] = [arguments[-1][-1] + text] if joined else [*arguments[-1][-1:], text]
		joined = token.value == "+" and bool(arguments[-1])
	return arguments


def in_template(source: str) -> Iterator[Message]:
	Environment(autoescape=True).parse(source)  # a broken template is an error here, not an empty list
	for _line, _function, text, _comments in babel_extract(_Bytes(source), ["_"], [], {}):
		yield Message(text if isinstance(text, str) else text[0])


class _Bytes:
	"""What jinja's reader wants of a file."""

	def __init__(self, text: str) -> None:
		self.text = text

	def read(self) -> bytes:
		return self.text.encode()


def in_record(source: str) -> Iterator[Message]:
	"""DocTypes, workspaces, reports and fixtures; other JSON holds content, which has a language of its own."""
	content = json.loads(source)
	for record in content if isinstance(content, list) else [content]:
		kind = record.get("doctype") if isinstance(record, dict) else None
		for path in DOCTYPE_TEXTS.get(kind, ()):
			yield from (Message(text) for text in _values(record, path))
		if kind == "DocType":
			yield from _in_fields(record["fields"])
		if kind == "Workspace":
			yield from _in_blocks(json.loads(record.get("content") or "[]"))


def _values(record: dict, path: str) -> Iterator[str]:
	field, _dot, below = path.partition(".")
	value = record.get(field)
	if below:
		for child in value or []:
			yield from _values(child, below)
	elif value:
		yield from (line for line in value.split("\n") if line) if field == "options" else (value,)


def _in_fields(fields: list[dict]) -> Iterator[Message]:
	for field in fields:
		yield from (Message(field[key]) for key in ("label", "description") if field.get(key))
		if field["fieldtype"] == "Select":
			yield from (Message(option) for option in field.get("options", "").split("\n") if option)
		if field["fieldtype"] == "HTML" and field.get("options"):
			yield Message(field["options"])


def _in_blocks(blocks: list[dict]) -> Iterator[Message]:
	"""A heading or paragraph of a workspace; the desk looks it up as it stands, with its tags."""
	for block in blocks:
		if block["type"] in ("header", "paragraph") and block["data"].get("text"):
			yield Message(block["data"]["text"])


READERS = {".py": in_python, ".js": in_script, ".html": in_template, ".json": in_record}
