"""The program behind bin/demo: plays both seasons on the development site and leaves the papers."""

import argparse
import os
import shutil
import sys
from pathlib import Path

import frappe

import tests.season.acting  # noqa: F401  (first: it prepares the database layer for a moved clock)
from senior_outreach.letters.papers import paper_pdf
from senior_outreach.statistics.participation_table import HANDBOOK_COLUMNS
from tests.season import report
from tests.season.acting import acting_as, clock_at
from tests.season.plan import SEASONS, Season
from tests.season.play import Played, play
from tests.season.staff import PASSWORD, hire_for_county


def main(arguments: list[str]) -> int:
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("--output", type=Path, required=True, help="folder for the papers; emptied first")
	output = parser.parse_args(arguments).output.resolve()
	shutil.rmtree(output, ignore_errors=True)
	output.mkdir(parents=True)
	connect()
	try:
		played = [play_and_keep(season, output) for season in SEASONS]
		county = hire_county(played)
		show_report(county, played, output)
		show_logins(played, county)
		frappe.clear_cache()
	finally:
		frappe.destroy()
	return 0


def connect() -> None:
	"""The site that the bench names. Frappe writes its logs beside the folder it is started in."""
	sites = Path(os.environ["SITES_PATH"])
	os.chdir(sites)
	frappe.init(os.environ["DEVBENCH_SITE"], sites_path=str(sites))
	frappe.connect()
	frappe.set_user("Administrator")


def play_and_keep(season: Season, output: Path) -> Played:
	print(f"\n{season.office} {season.year}", flush=True)
	played = play(season, lambda line: print(f"  {line}", flush=True))
	frappe.db.commit()
	folder = output / f"{season.office.lower().replace('ø', 'o')}-{season.year}"
	folder.mkdir()
	(folder / "letters.pdf").write_bytes(played.letters)
	with clock_at(season.letter_date), acting_as(played.staff.coordinator):
		(folder / "participants.pdf").write_bytes(paper_pdf("Cohort", played.cohort, "participant_list"))
		for name in played.meetings:
			(folder / f"{name}-sign-in.pdf").write_bytes(paper_pdf("Group Meeting", name, "sign_in_sheet"))
			(folder / f"{name}-programme.pdf").write_bytes(
				paper_pdf("Group Meeting", name, "meeting_programme")
			)
	frappe.db.commit()
	return played


def hire_county(played: list[Played]) -> str:
	"""Somebody who sees the offices beside each other, for the report; made by a system manager."""
	with acting_as(played[-1].staff.system_manager):
		user = hire_for_county([one.season.office for one in played])
	frappe.db.commit()
	return user


def show_report(user: str, played: list[Played], output: Path) -> None:
	"""The handbook's table, as the report gives it to a user who sees the offices."""
	with clock_at(max(one.season.meetings[-1].starts_on.date() for one in played)):
		figures = report.report_of(user)
		pdf = report.pdf_of(user)
	print(f"\n{report.REPORT}, run by {user}\n")
	print(report.as_text(figures, HANDBOOK_COLUMNS), flush=True)
	(output / "participation-statistics.txt").write_text(report.as_text(figures) + "\n")
	(output / "participation-statistics.csv").write_bytes(report.as_csv(figures))
	(output / "participation-statistics.pdf").write_bytes(pdf)
	print(f"\nLetters, lists and the report are in {output.name}/", flush=True)


def show_logins(played: list[Played], county: str) -> None:
	print(f"\nLogins, all with the password {PASSWORD}")
	for one in reversed(played):
		for role, user in one.staff.logins():
			print(f"  {one.season.office:8} {role:14} {user}")
	print(f"  {'both':8} {'Supervisor':14} {county}")


if __name__ == "__main__":
	sys.exit(main(sys.argv[1:]))
