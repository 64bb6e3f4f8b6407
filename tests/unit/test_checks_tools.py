"""The linters of style.md, run as a colleague would run them; each is also given something bad."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.checks.files import APP, CHECKOUT, files, short

PROGRAMS = Path(sys.executable).parent
BENCH = Path(os.environ.get("DEVBENCH_DIR", CHECKOUT / ".bench"))
PRETTIER = BENCH / "node" / "node_modules" / "prettier" / "bin" / "prettier.cjs"
SCRIPTS = [*files(".js", ".css", ".scss", below=APP), *files(".mjs", below=CHECKOUT / "devbench")]


def run(*command: str | Path, stdin: str | None = None, cwd: Path = CHECKOUT) -> tuple[bool, str]:
	done = subprocess.run(  # noqa: S603 - our own tools
		[str(part) for part in command], cwd=cwd, capture_output=True, text=True, input=stdin, check=False
	)
	return done.returncode == 0, f"{done.stdout}\n{done.stderr}"


def passes(*command: str | Path) -> None:
	fine, output = run(*command)
	assert fine, output


def test_ruff_finds_nothing():
	passes(PROGRAMS / "ruff", "check", "--no-cache", "--output-format", "concise", ".")


def test_python_is_formatted():
	passes(PROGRAMS / "ruff", "format", "--no-cache", "--check", ".")


@pytest.mark.parametrize("code", ["import os\n", "def f(x=[]):\n\treturn x\n", "eval('1')\n"])
def test_ruff_would_find_something(code):
	fine, output = run(
		PROGRAMS / "ruff", "check", "--no-cache", "--stdin-filename", "senior_outreach/x.py", "-", stdin=code
	)
	assert not fine, output


def test_scripts_and_styles_are_formatted():
	assert SCRIPTS
	passes("node", PRETTIER, "--check", *SCRIPTS)


def test_prettier_would_find_something(tmp_path: Path):
	shutil.copy(CHECKOUT / ".prettierrc", tmp_path)
	(tmp_path / "x.js").write_text("let  x = 'a'\n")
	fine, output = run("node", PRETTIER, "--check", tmp_path / "x.js", cwd=tmp_path)
	assert not fine
	assert "x.js" in output


def test_djlint_finds_nothing():
	templates = files(".html", below=APP)
	if templates:
		passes(PROGRAMS / "djlint", "--lint", "--quiet", *templates)


def test_djlint_would_find_something(tmp_path: Path):
	(tmp_path / "x.html").write_text("<div><img src='x.png'></div><p>\n")
	fine, output = run(PROGRAMS / "djlint", "--lint", "--profile", "jinja", tmp_path / "x.html", cwd=tmp_path)
	assert not fine
	assert "H" in output


def test_the_arrows_of_the_design_hold():
	passes(PROGRAMS / "lint-imports", "--no-cache")


@pytest.mark.parametrize(
	("package", "imported"),
	[
		("population", "replies.seats"),
		("planning", "senior_outreach"),
		("access", "population.rules"),
		("evaluation", "follow_up.rules"),
	],
)
def test_an_arrow_back_would_be_found(tmp_path: Path, package: str, imported: str):
	"""On a copy of the app with one import too many."""
	shutil.copytree(
		APP, tmp_path / "senior_outreach", ignore=shutil.ignore_patterns("*.json", "__pycache__", "public")
	)
	shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
	(tmp_path / "senior_outreach" / package / "arrow_back.py").write_text(
		f"import senior_outreach.{imported}\n"
	)
	fine, output = run(PROGRAMS / "lint-imports", "--no-cache", cwd=tmp_path)
	assert not fine
	assert "arrow_back" in output


def test_unit_tests_are_collected_without_frappe():
	"""A fresh Python in which importing frappe fails."""
	code = (
		"import sys; sys.modules['frappe'] = None; import pytest;"
		"sys.exit(pytest.main(['--collect-only', '-q', '-p', 'no:cacheprovider', 'tests/unit']))"
	)
	fine, output = run(sys.executable, "-c", code)
	assert fine, output


def test_every_test_file_has_a_test():
	empty = [
		short(path)
		for path in files(".py", below=CHECKOUT / "tests")
		if path.name.startswith("test_") and "def test_" not in path.read_text()
	]
	assert not empty
