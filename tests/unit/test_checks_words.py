"""Words that no file may hold."""

import pytest

from tests.checks.files import APP, CHECKOUT, files, our_files, short
from tests.checks.words import SCRIPT_WORDS, problems

TEXT = (".py", ".js", ".mjs", ".css", ".html", ".json", ".toml", ".txt", ".md", ".sh", ".csv", ".in", "")
# the lists of what is forbidden, and their tests
EXEMPT = ("tests/checks/words.py", "tests/unit/test_checks_words.py")


def text_of(path) -> str:
	try:
		return path.read_text()
	except UnicodeDecodeError:
		return ""


def test_no_file_names_a_registry_or_a_machine():
	found = []
	for path in our_files():
		if path.suffix in TEXT and short(path) not in EXEMPT:
			found += problems(short(path), text_of(path))
	assert not found


def test_scripts_leave_nothing_behind():
	found = []
	for path in files(".js", ".mjs", ".html", below=APP):
		found += problems(short(path), text_of(path), SCRIPT_WORDS)
	assert not found


@pytest.mark.parametrize(
	"line",
	[
		"resolved: https://registry." + "npmjs" + ".org/axe-core",
		"--index-url https://" + "pypi" + ".org/simple",
		"open('/home/kari/fil.csv')",
		"path = '/tmp/letters.pdf'",
		"host = '192.168.1.20'",
	],
)
def test_the_check_finds_it(line: str):
	assert len(problems("x", f"fine\n{line}\n")) == 1


@pytest.mark.parametrize(
	"line", ["/api/resource/Senior", "the /homework", "10.5.2 of the handbook", "a/tmp/b"]
)
def test_the_check_leaves_alone(line: str):
	assert not problems("x", line)


def test_the_checkout_is_read():
	names = {short(path) for path in our_files()}
	assert {"pyproject.toml", "senior_outreach/hooks.py"} <= names
	assert not [name for name in names if name.startswith((".bench", "demo-output"))]
	assert CHECKOUT.is_dir()
