"""Calls and words that app code may not contain; platform.md section 1 and style.md say why."""

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

HEADER = ("# Copyright (c) 2026, Senior Outreach contributors", "# License: MIT. See LICENSE")
ABOUT_PEOPLE = frozenset(
	{
		"Senior",
		"Senior Identity",
		"Invitation",
		"Follow-up Call",
		"Outreach Letter",
		"Home Visit",
		"Offer Interest",
		"Evaluation",
	}
)
FORBIDDEN_CALLS = {
	"render_template": "Jinja of Frappe escapes nothing and may query; use letters.rendering",
	"download_multi_pdf": "leaves letters in the system's temporary folder",
	"sql": "no SQL by string; use frappe.qb",
	"multisql": "no SQL by string; use frappe.qb",
	"sql_list": "no SQL by string; use frappe.qb",
	"print": "print() has no place in an app",
}
CLOCKS = {("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow"), ("date", "today")}
NEEDS_REASON = {"db_set", "set_value", "commit", "get_all"}
ASKS_PERMISSION = ("only_for", "get_list", "insert", "save", "permitted", "check_right", "check_role")
"""Functions that refuse whoever has no right, besides those with `permission` in their name."""
UNFINISHED = ("TODO", "FIXME", "XXX", "HACK")


@dataclass(frozen=True)
class Source:
	"""`path` as from the checkout's root: some rules hold in some folders only."""

	path: str
	text: str

	@property
	def is_guest_door(self) -> bool:
		return self.path == "senior_outreach/guest.py"

	@property
	def is_thin(self) -> bool:
		"""What the desk loads: DocTypes, reports."""
		return self.path.startswith("senior_outreach/senior_outreach/")


def problems(path: str, text: str) -> list[str]:
	source = Source(path, text)
	tree = ast.parse(text)
	comments = comments_of(text)
	found = [*_header(source), *_unfinished(comments), *_future(tree)]
	constants = _constants(tree)
	for statement, call in calls(tree):
		reason = _has_reason(statement, call, comments)
		found += [f"{call.lineno}: {problem}" for problem in _in_call(call, source, reason, constants)]
	found += [f"{line}: {problem}" for line, problem in _whitelisted(tree, source, comments)]
	return [f"{path}:{problem}" for problem in found]


def comments_of(text: str) -> dict[int, str]:
	tokens = tokenize.generate_tokens(io.StringIO(text).readline)
	found = {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}
	return {line: text for line, text in found.items() if text not in HEADER}


def calls(tree: ast.AST) -> Iterator[tuple[ast.stmt, ast.Call]]:
	"""Every call with the innermost statement it stands in."""
	pending: list[tuple[ast.AST, ast.stmt | None]] = [(tree, None)]
	while pending:
		node, statement = pending.pop()
		if isinstance(node, ast.stmt):
			statement = node
		if isinstance(node, ast.Call) and statement is not None:
			yield statement, node
		pending += [(child, statement) for child in ast.iter_child_nodes(node)]


def _header(source: Source) -> list[str]:
	if source.text.strip() and tuple(source.text.splitlines()[:2]) != HEADER:
		return ["1: the header with copyright and licence is missing"]
	return []


def _unfinished(comments: dict[int, str]) -> list[str]:
	return [f"{line}: {word}" for line, text in comments.items() for word in UNFINISHED if word in text]


def _future(tree: ast.Module) -> list[str]:
	return [
		f"{node.lineno}: from __future__ import annotations hides the types that Frappe checks"
		for node in ast.walk(tree)
		if isinstance(node, ast.ImportFrom) and node.module == "__future__"
	]


def _constants(tree: ast.Module) -> dict[str, str]:
	return {
		target.id: node.value.value
		for node in tree.body
		if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
		for target in node.targets
		if isinstance(target, ast.Name) and isinstance(node.value.value, str)
	}


def _has_reason(statement: ast.stmt, call: ast.Call, comments: dict[int, str]) -> bool:
	"""A comment on a line of the call, above the call or one or two lines above its statement."""
	lines = {
		*range(call.lineno - 1, (call.end_lineno or call.lineno) + 1),
		statement.lineno - 1,
		statement.lineno - 2,
	}
	if not hasattr(statement, "body"):
		lines |= set(range(statement.lineno, (statement.end_lineno or statement.lineno) + 1))
	return any(line in comments for line in lines)


def _in_call(call: ast.Call, source: Source, reason: bool, constants: dict[str, str]) -> Iterator[str]:
	name, owner = _name(call), _owner(call)
	keywords = {keyword.arg: keyword.value for keyword in call.keywords}
	if name in FORBIDDEN_CALLS and not _is_of_query_builder(name, call):
		yield f"{name}: {FORBIDDEN_CALLS[name]}"
	if (owner.rpartition(".")[2], name) in CLOCKS:
		yield f"{owner}.{name}: ask frappe.utils for the time, at the edges only"
	if "raise_exception" in keywords:
		yield "raise_exception= is broken in some supported versions; use doc.check_permission()"
	if name == "has_permission" and "throw" in keywords:
		yield "has_permission(throw=) is broken in some supported versions"
	if _is_true(keywords.get("ignore_permissions")) and not reason:
		yield "ignore_permissions=True without the reason in a comment"
	if _is_true(keywords.get("allow_guest")) and not source.is_guest_door:
		yield "allow_guest outside guest.py"
	yield from _writing(name, owner, source, reason)
	if name == "get_all" and not reason and _first(call, constants) in ABOUT_PEOPLE:
		yield f"get_all on {_first(call, constants)} without the reason in a comment"
	if (
		name == "_"
		and call.args
		and not isinstance(call.args[0], ast.Constant | ast.Name | ast.Attribute | ast.Call | ast.Subscript)
	):
		yield "_() takes a plain text, with format() outside"
	if name in ("throw", "msgprint") and call.args and isinstance(call.args[0], ast.Constant | ast.JoinedStr):
		yield f"{name}: a text for users must be translatable, with _()"


def _is_of_query_builder(name: str, call: ast.Call) -> bool:
	"""`sql(query.get_sql(), values)`: the statement is the query builder's, its values go beside it."""
	return (
		name == "sql"
		and len(call.args) > 1
		and isinstance(call.args[0], ast.Call)
		and _name(call.args[0]) == "get_sql"
	)


def _writing(name: str, owner: str, source: Source, reason: bool) -> Iterator[str]:
	past_validate = name == "db_set" or (name == "set_value" and owner.endswith("db"))
	if past_validate and source.is_thin:
		yield f"{name} goes past validate; only domain packages may, with a reason"
	elif past_validate and not reason:
		yield f"{name} goes past validate; say why in a comment"
	if name == "commit" and owner.endswith("db") and not reason:
		yield "commit without the reason in a comment"


def _whitelisted(tree: ast.Module, source: Source, comments: dict[int, str]) -> Iterator[tuple[int, str]]:
	functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
	for function in functions.values():
		decorator = next((each for each in function.decorator_list if _is_whitelist(each)), None)
		if decorator is None:
			continue
		arguments = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
		if any(argument.annotation is None for argument in arguments) or function.returns is None:
			yield (
				function.lineno,
				f"{function.name}: every argument and the result of a whitelisted function has a type",
			)
		lines = range(function.lineno, (function.end_lineno or 0) + 1)
		explained = any("permission" in comments.get(line, "") for line in lines)
		if not (source.is_guest_door or explained or _asks_permission(function, functions, set())):
			yield function.lineno, f"{function.name}: a whitelisted function checks the permission itself"


def _is_whitelist(decorator: ast.expr) -> bool:
	target = decorator.func if isinstance(decorator, ast.Call) else decorator
	return isinstance(target, ast.Attribute) and target.attr == "whitelist"


def _asks_permission(
	function: ast.FunctionDef, functions: dict[str, ast.FunctionDef], seen: set[str]
) -> bool:
	"""In its own lines or in those of a function of the same file that it calls."""
	seen.add(function.name)
	names = [_name(node) for node in ast.walk(function) if isinstance(node, ast.Call)]
	if any("permission" in name or name in ASKS_PERMISSION for name in names):
		return True
	local = [functions[name] for name in names if name in functions and name not in seen]
	return any(_asks_permission(other, functions, seen) for other in local)


def _name(call: ast.Call) -> str:
	if isinstance(call.func, ast.Attribute):
		return call.func.attr
	return call.func.id if isinstance(call.func, ast.Name) else ""


def _owner(call: ast.Call) -> str:
	return ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""


def _is_true(node: ast.expr | None) -> bool:
	return isinstance(node, ast.Constant) and bool(node.value)


def _first(call: ast.Call, constants: dict[str, str]) -> str:
	if not call.args:
		return ""
	first = call.args[0]
	if isinstance(first, ast.Name):
		return constants.get(first.id, "")
	return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""
