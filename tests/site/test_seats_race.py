"""Many answers at the same moment, each in a transaction of its own: on a copy of the site, since they commit."""

import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator

import frappe
import pytest

from devbench.settings import Bench
from devbench.sites import remove_site
from senior_outreach.replies import seats
from senior_outreach.replies.answers import register
from senior_outreach.replies.locking import with_retry
from senior_outreach.replies.rules import Channel
from tests.copies import copy_site, remove_left_behind
from tests.site.conftest import SITE, SITES
from tests.site.rounds import coming_to, confirmed_meeting, invited, open_round, seats_by_rows

RACE_SITE = f"race-{os.getpid()}.localhost"
SEATS = 5
PEOPLE = 12


@pytest.fixture(scope="module")
def race_site() -> Iterator[str]:
	bench = Bench()
	remove_left_behind(bench)
	copy_site(bench, SITE, RACE_SITE)
	try:
		yield RACE_SITE
	finally:
		remove_site(bench, RACE_SITE)


def on_race_site(work: Callable[[], object]) -> object:
	"""Run `work` and commit it, in a thread of its own with a connection of its own."""
	results: list[object] = []

	def run() -> None:
		frappe.init(site=RACE_SITE, sites_path=SITES)
		frappe.connect()
		try:
			results.append(work())
			frappe.db.commit()
		finally:
			frappe.destroy()

	thread = threading.Thread(target=run)
	thread.start()
	thread.join(timeout=120)
	assert results, "the thread failed, see above"
	return results[0]


def all_at_once(works: list[Callable[[], str]]) -> list[str]:
	"""Start all of `works` at one moment, after each has begun its transaction with a read."""
	barrier = threading.Barrier(len(works))
	results: dict[int, object] = {}

	def run(number: int, work: Callable[[], str]) -> None:
		def begun() -> str:
			frappe.db.count("Group Meeting")
			barrier.wait(timeout=60)
			return work()

		results[number] = on_race_site(begun)

	threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join(timeout=120)
	return [str(results[number]) for number in range(len(works))]


def scene() -> tuple[str, list[str]]:
	round_ = open_round()
	meeting = confirmed_meeting(round_, seats=SEATS)
	return meeting.name, [invited(round_).name for _number in range(PEOPLE)]


def answering(invitation: str, meeting: str) -> Callable[[], str]:
	def work() -> str:
		answer = coming_to(frappe._dict(name=meeting))
		return register(invitation, answer, Channel.REPLY_PAGE).status

	return lambda: with_retry(work)


def counts(meeting: str) -> tuple[int, int]:
	return frappe.db.get_value("Group Meeting", meeting, "seats_taken"), seats_by_rows(meeting)


def careless_take(meeting: str, party: int) -> bool:
	"""What the guard is for: look first, write afterwards."""
	free = seats.free_seats(meeting) >= party
	time.sleep(0.2)
	if free:
		table = frappe.qb.DocType("Group Meeting")
		frappe.qb.update(table).set(table.seats_taken, table.seats_taken + party).where(
			table.name == meeting
		).run()
	return free


def test_without_the_guard_there_would_be_more_people_than_seats(race_site, monkeypatch):
	meeting, invitations = on_race_site(scene)
	monkeypatch.setattr(seats, "take", careless_take)
	all_at_once([answering(name, meeting) for name in invitations])
	assert on_race_site(lambda: counts(meeting))[1] > SEATS


def test_exactly_the_seats_that_exist_are_given(race_site):
	meeting, invitations = on_race_site(scene)
	told = Counter(all_at_once([answering(name, meeting) for name in invitations]))
	assert told == {"Accepted": SEATS, "Waiting List": PEOPLE - SEATS}
	assert on_race_site(lambda: counts(meeting)) == (SEATS, SEATS)


def test_one_person_answering_many_times_at_once_gets_one_seat(race_site):
	meeting, invitations = on_race_site(scene)
	all_at_once([answering(invitations[0], meeting)] * 6)
	assert on_race_site(lambda: counts(meeting)) == (1, 1)
	assert on_race_site(lambda: frappe.db.count("Invitation Answer", {"parent": invitations[0]})) == 1


def test_two_who_change_places_do_not_block_each_other(race_site):
	def pair() -> tuple[str, str, list[str]]:
		round_ = open_round()
		one, other = confirmed_meeting(round_), confirmed_meeting(round_)
		people = [invited(round_).name for _number in range(4)]
		for number, name in enumerate(people):
			register(name, coming_to((one, other)[number % 2]), Channel.PAPER)
		return one.name, other.name, people

	one, other, people = on_race_site(pair)
	told = all_at_once([answering(name, (other, one)[number % 2]) for number, name in enumerate(people)])
	assert told == ["Accepted"] * 4
	assert on_race_site(lambda: (counts(one), counts(other))) == ((2, 2), (2, 2))
