"""The bench's own logic, without making a bench."""

import os
import re
import subprocess
import sys
import zipfile

import pytest

from devbench import framework, processes, python_env, sites, stamps, system_packages
from devbench.commands import benchmark_names
from devbench.console import BenchError, retry
from devbench.settings import Bench


@pytest.fixture
def bench(tmp_path):
	return Bench(tmp_path)


@pytest.mark.parametrize(
	("packaged", "original"),
	[
		("import criscostack", "import frappe"),
		("CriscostackTestCase", "FrappeTestCase"),
		("https://criscostackframework.com", "https://frappeframework.com"),
		("CRISCOSTACK_SITE", "FRAPPE_SITE"),
		("get_brik_path", "get_bench_path"),
		("CriscoERP and criscoerp", "ERPNext and erpnext"),
	],
)
def test_renaming_gives_frappes_names_back(packaged, original):
	assert framework.rename_text(packaged) == original
	assert framework.rename_content(packaged.encode()) == original.encode()


def test_binary_files_are_left_alone():
	content = b"\x89PNG\0 criscostack"
	assert framework.rename_content(content) == content


def test_only_unconditional_requirements_of_the_head_count():
	head = "Name: x\nRequires-Dist: Babel~=2.12.1\nRequires-Dist: hub ; extra == 'test'\n"
	assert framework.requirements_in(head + "\nRequires-Dist: prose\n") == ["Babel~=2.12.1"]


def test_unpacking_renames_files_and_keeps_requirements(tmp_path):
	wheel = tmp_path / "x.whl"
	with zipfile.ZipFile(wheel, "w") as archive:
		archive.writestr("criscostack/utils/brik_helper.py", "import criscostack\n")
		archive.writestr("criscostack-1.0.0.dist-info/METADATA", "Requires-Dist: rq~=1.15.1\n\n")
	framework.unpack(wheel, tmp_path)
	assert (tmp_path / "frappe/utils/bench_helper.py").read_text() == "import frappe\n"
	assert (tmp_path / framework.REQUIREMENTS).read_text() == "rq~=1.15.1\n"


def test_unpacking_refuses_to_leave_its_folder(tmp_path):
	wheel, target = tmp_path / "x.whl", tmp_path / "target"
	target.mkdir()
	with zipfile.ZipFile(wheel, "w") as archive:
		archive.writestr("../escaped.py", "")
	with pytest.raises(BenchError, match="outside"):
		framework.unpack(wheel, target)
	assert not (tmp_path / "escaped.py").exists()


def test_a_file_with_another_digest_is_not_the_framework(tmp_path):
	wheel = tmp_path / "x.whl"
	wheel.write_bytes(b"something else")
	assert not framework.is_expected(wheel)


def test_digest_of_a_tree_follows_names_and_contents_of_matching_files(tmp_path):
	def digest():
		return stamps.digest_of_tree(tmp_path, ["**/*.json"])

	(tmp_path / "a.json").write_text("1")
	first = digest()
	(tmp_path / "a.py").write_text("not migrated")
	assert digest() == first
	(tmp_path / "a.json").write_text("2")
	changed = digest()
	assert changed != first
	(tmp_path / "a.json").rename(tmp_path / "b.json")
	assert digest() not in (first, changed)


def test_a_stamp_holds_for_its_own_inputs_only(bench):
	assert not stamps.is_current(bench, "step", "abc")
	stamps.set_stamp(bench, "step", "abc")
	assert stamps.is_current(bench, "step", "abc")
	assert not stamps.is_current(bench, "step", "other")
	stamps.clear_stamp(bench, "step")
	assert not stamps.is_current(bench, "step", "abc")


def test_the_apps_requirements_come_from_its_pyproject(tmp_path):
	pyproject = tmp_path / "pyproject.toml"
	assert python_env.app_requirements(pyproject) == []
	pyproject.write_text('[project]\nname = "x"\ndependencies = ["segno"]\n')
	assert python_env.app_requirements(pyproject) == ["segno"]


def test_constraints_are_the_lock_without_hashes():
	assert python_env.versions_only("# why\nrq==1.15.1 --hash=sha256:ab\n") == "# why\nrq==1.15.1\n"


def test_the_lock_pins_every_package_by_version_and_hash():
	lines = [line for line in python_env.CONSTRAINTS.read_text().splitlines() if not line.startswith("#")]
	assert lines
	assert all(re.fullmatch(r"[a-z0-9.-]+==\S+ --hash=sha256:[0-9a-f]{64}", line) for line in lines)


def test_a_lost_file_of_a_package_is_noticed(tmp_path):
	record = tmp_path / "segno-1.0.dist-info" / "RECORD"
	record.parent.mkdir()
	record.write_text("segno/a.py,,\nsegno/b.py,,\nsegno/__pycache__/a.pyc,,\n")
	(tmp_path / "segno").mkdir()
	(tmp_path / "segno" / "a.py").touch()
	assert python_env.lost_files(record) == ["segno/b.py"]


def test_a_server_is_stopped_once_and_only_while_it_is_ours(bench):
	processes.start(bench, "sleeper", [sys.executable, "-c", "import time; time.sleep(60)"])
	assert processes.running_names(bench) == ["sleeper"]
	assert processes.stop(bench, "sleeper")
	assert not processes.stop(bench, "sleeper")


def test_a_pid_that_was_given_away_again_is_not_signalled(bench):
	with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as stranger:
		bench.run.mkdir()
		(bench.run / "web.json").write_text(f'{{"pid": {stranger.pid}, "started": "1", "owner": 1}}')
		assert not processes.stop(bench, "web")
		assert stranger.poll() is None
		stranger.kill()


def test_servers_of_a_starter_that_is_gone_are_stopped_unless_spared(bench):
	for name in ("web-1", "mariadb"):
		processes.start(bench, name, [sys.executable, "-c", "import time; time.sleep(60)"])
		path = bench.run / f"{name}.json"
		path.write_text(path.read_text().replace(f'"owner": {os.getpid()}', '"owner": 999999999'))
	processes.stop_orphans(bench, spare=["mariadb"])
	assert processes.running_names(bench) == ["mariadb"]
	processes.stop(bench, "mariadb")


def test_retry_gives_up_after_its_attempts():
	calls = []

	def fail():
		calls.append(1)
		raise BenchError("no network")

	with pytest.raises(BenchError, match="no network"):
		retry(fail, "downloading", attempts=3, pause=0)
	assert len(calls) == 3


def test_the_install_line_names_what_is_missing(monkeypatch):
	monkeypatch.setattr(
		system_packages, "NEEDED", {"no-such": ("program", "no-such-program"), "sh": ("program", "sh")}
	)
	missing = system_packages.missing_packages()
	assert system_packages.install_line(missing) == "sudo apt-get install --no-install-recommends no-such"


def test_without_root_nothing_is_installed(monkeypatch):
	monkeypatch.setattr(system_packages, "NEEDED", {"no-such": ("program", "no-such-program")})
	monkeypatch.setattr(os, "geteuid", lambda: 1000)
	with pytest.raises(BenchError, match="sudo apt-get install --no-install-recommends no-such"):
		system_packages.make_bootstrap_packages()


def test_each_site_has_a_database_of_its_own():
	names = {sites.database_name(site) for site in ("outreach.localhost", "test.localhost")}
	assert len(names) == 2
	assert all(len(name) == 17 for name in names)


def test_benchmarks_are_listed_by_name(tmp_path):
	for name in ("letters.py", "_measure.py", "import_file.py", "notes.md"):
		(tmp_path / name).touch()
	assert benchmark_names(tmp_path) == ["import_file", "letters"]
