"""What no file of the checkout may name: package registries' hosts and places on somebody's machine."""

import re

FORBIDDEN = {
	r"https?://[^\s/]*(npmjs|yarnpkg|pypi|pythonhosted|debian)[^\s/]*": (
		"a registry's address: tools find their registry themselves"
	),
	r"(?<![\w.])/(root|home/\w+|Users/\w+|work|opt|mnt)/": "a place on somebody's machine",
	r"(?<![\w.])/tmp\b": "a temporary folder by name; ask tempfile",
	r"\b(?:10\.\d+|192\.168)\.\d+\.\d+\b": "an address in somebody's network",
}
SCRIPT_WORDS = {
	r"\bconsole\.(log|debug)\b": "leaves traces in the browser",
	r"\bdebugger\b": "stops the browser",
	r"\beval\(": "runs text",
	r"\b(TODO|FIXME|XXX|HACK)\b": "unfinished",
	r"\.innerHTML\s*=": "writes unescaped text",
}


def problems(name: str, text: str, patterns: dict[str, str] = FORBIDDEN) -> list[str]:
	return [
		f"{name}:{number}: {why}: {line.strip()[:80]}"
		for number, line in enumerate(text.splitlines(), start=1)
		for pattern, why in patterns.items()
		if re.search(pattern, line)
	]
