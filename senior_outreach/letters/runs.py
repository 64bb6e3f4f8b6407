# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""A print run from the draft to the archive: prepare, print, confirm sent, archive.

No letter is kept as a file. The run keeps who is in it and the text as it was; the pages are rendered when
somebody asks for them. Permissions are checked by the callers (`letters.api`).
"""

import json
from collections import Counter
from datetime import date, datetime, time
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate, now_datetime

from senior_outreach.access.service_fields import save_by_service
from senior_outreach.letters import messages
from senior_outreach.letters.letter import (
	Letter,
	LetterText,
	from_stored,
	letter_text,
	personal_layer,
	to_stored,
)
from senior_outreach.letters.offer import offer_of, picture, reply_url, sender_of
from senior_outreach.letters.pile import code_of, keep_letters, letter_rows, set_codes
from senior_outreach.letters.printing import print_letters
from senior_outreach.letters.recipients import Recipient, in_order, recipients
from senior_outreach.letters.rules import (
	OPEN_RUN,
	PRINTABLE_RUN,
	LeftOutReason,
	RunStatus,
	cohort_hindrance,
	person_hindrance,
	why_not,
)
from senior_outreach.letters.sending import send
from senior_outreach.letters.steps import SENT, check_step
from senior_outreach.population.screening.recheck import check_fresh

NOON = time(12)


def prepare(run_name: str) -> Document:
	"""Work out who gets a letter and keep the text. May be repeated until the letters have left.

	Run again, it takes out who may no longer be written to and takes in who may now; nobody is in it twice.
	Raises `frappe.ValidationError` when rule 3 of the design holds every letter back.
	"""
	run = locked(run_name)
	check_step(run.status, RunStatus.PREPARED)
	people = recipients(run)
	_check_cohort(people)
	reasons = {person.invitation: why_not(person.facts) for person in people}
	left_out = Counter(reason for reason in reasons.values() if reason)
	chosen = in_order([person for person in people if not reasons[person.invitation]], run.sorted_by)
	if not chosen:
		frappe.throw(messages.nobody_left(left_out))
	_write_prepared(run, chosen, left_out)
	return run


def _write_prepared(run: Document, chosen: list[Recipient], left_out: Counter[LeftOutReason]) -> None:
	run.letter_date = getdate(run.letter_date or _letter_date(run.cohort))
	text_used = _dump(_current_texts(run, {person.language for person in chosen}))
	same_pile = keep_letters(run, chosen) and run.status == RunStatus.PRINTED and run.text_used == text_used
	set_codes(chosen)
	run.update(
		{
			"status": RunStatus.PRINTED.value if same_pile else RunStatus.PREPARED.value,
			"letter_count": len(chosen),
			"left_out_count": sum(left_out.values()),
			"left_out": messages.summary(left_out),
			"take_out": run.get("take_out") if same_pile else None,
			"prepared_by": frappe.session.user,
			"prepared_on": now_datetime(),
			"text_used": text_used,
		}
	)
	save_by_service(run)


def print_run(run_name: str) -> bytes:
	"""One PDF of the whole run in the order of the pile. Who may write the run marks it as printed.

	A pile is printed for the first time only when the list has just been checked again, or that was waived.
	"""
	run = locked(run_name)
	if run.status == RunStatus.PREPARED:
		check_fresh(run.cohort)
	pdf = print_letters(letters_of(run))
	if run.has_permission("write"):
		_mark_printed(run)
	return pdf


def _mark_printed(run: Document) -> None:
	again = bool(run.printed_on)
	run.update(
		{
			"status": run.status if run.status in SENT else RunStatus.PRINTED.value,
			"printed_by": frappe.session.user,
			"printed_on": now_datetime(),
			"reprint_count": cint(run.reprint_count) + again,
		}
	)
	save_by_service(run)


def letters_of(run: Document, only: str | None = None) -> list[Letter]:
	"""The letters of a run that may be printed now, in order; `only` the one to this invitation.

	Before sending, a letter that may no longer be sent stops the printing; a reprint leaves such a one out.
	"""
	if run.status not in PRINTABLE_RUN:
		frappe.throw(messages.not_printable(run.status))
	rows = letter_rows(run.name, only)
	people = {person.invitation: person for person in recipients(run, [row.invitation for row in rows])}
	if run.status in OPEN_RUN:
		_check_text(run)
		stale = _stale(rows, people)
		if stale:
			frappe.throw(messages.no_longer(stale))
	printable = [row for row in rows if not person_hindrance(people[row.invitation].facts)]
	if not printable:
		frappe.throw(_("There is no letter to print. Press Prepare first."))
	texts = _stored_texts(run)
	return [_letter(run, row, people[row.invitation], texts[row.language]) for row in printable]


def confirm_sent(run_name: str, sent_on: date | str, taken_out: bool = False) -> Document:
	"""The letters have left: write the day on every invitation, all or none, and start the inviting.

	`taken_out`: the letters whose numbers the run names were taken out of the pile before.
	"""
	run = locked(run_name)
	check_step(run.status, RunStatus.CONFIRMED_SENT)
	rows = letter_rows(run.name)
	if not rows:
		frappe.throw(_("There is no letter in this run. Press Prepare first."))
	people = {person.invitation: person for person in recipients(run, [row.invitation for row in rows])}
	stale = _stale(rows, people)
	if stale:
		frappe.throw(messages.take_out_of_pile(stale))
	if run.get("take_out") and not taken_out:
		frappe.throw(messages.still_in_pile(run.take_out))
	check_fresh(run.cohort, _leaving(getdate(sent_on)))
	send(run, [row.invitation for row in rows], getdate(sent_on))
	return run


def archive(run_name: str) -> Document:
	"""Put a sent run away: it can no longer be printed."""
	run = locked(run_name)
	check_step(run.status, RunStatus.ARCHIVED)
	run.update({"status": RunStatus.ARCHIVED.value, "archived_on": now_datetime()})
	save_by_service(run)
	return run


def remove_letters(run: Document) -> None:
	"""Before a run is deleted. One that was sent stays: it says who got a letter and when."""
	if run.status in SENT:
		frappe.throw(_("These letters have been sent. The run stays as the record of it."))
	frappe.db.delete("Outreach Letter", {"letter_run": run.name})


def locked(run_name: str) -> Document:
	"""Two people who press a button of the same run wait for each other."""
	return frappe.get_doc("Letter Run", run_name, for_update=True)


def _check_cohort(people: list[Recipient]) -> None:
	if not people:
		frappe.throw(_("There is nobody in this cohort yet. Import the register extract first."))
	facts = people[0].facts
	reason = cohort_hindrance(facts.cohort_state, facts.meeting_states)
	if reason:
		frappe.throw(messages.cohort_not_ready(reason))


def _stale(rows: list[dict[str, Any]], people: dict[str, Recipient]) -> list[int]:
	return [row.position for row in rows if why_not(people[row.invitation].facts)]


def _letter_date(cohort: str) -> date:
	"""The day planned for the letters, but no day that has passed."""
	planned = frappe.db.get_value("Cohort", cohort, "letter_date")
	return max(getdate(planned), getdate()) if planned else getdate()


def _current_texts(run: Document, languages: set[str]) -> dict[str, Any]:
	"""The letter as the office, the cohort and its meetings would have it now, by language."""
	sender = sender_of(run.office)
	offer = offer_of(frappe.get_doc("Cohort", run.cohort), getdate(run.letter_date))
	if not offer.meetings:
		frappe.throw(messages.cohort_not_ready(LeftOutReason.NO_MEETINGS))
	if not sender.phone:
		frappe.throw(
			_("The letter asks people to call, but {0} has no phone number. Add it.").format(run.office)
		)
	return {language: to_stored(letter_text(language, sender, offer)) for language in languages}


def _leaving(sent_on: date) -> datetime:
	"""When the letters left, as far as is known: now, or in the middle of an earlier day."""
	return now_datetime() if sent_on >= getdate() else datetime.combine(sent_on, NOON)


def _dump(texts: dict[str, Any]) -> str:
	return json.dumps(texts, ensure_ascii=False, indent=1, sort_keys=True)


def _check_text(run: Document) -> None:
	if _dump(_current_texts(run, set(json.loads(run.text_used)))) != run.text_used:
		frappe.throw(messages.text_has_changed())


def _stored_texts(run: Document) -> dict[str, LetterText]:
	coat_of_arms = picture(frappe.db.get_value("Outreach Office", run.office, "coat_of_arms"))
	return {
		language: from_stored(stored, coat_of_arms) for language, stored in json.loads(run.text_used).items()
	}


def _letter(run: Document, row: dict[str, Any], person: Recipient, text: LetterText) -> Letter:
	reference = f"{run.name} / {row.position}"
	layer = personal_layer(person.name, person.facts.address, code_of(person), reply_url(), reference)
	return Letter(text, layer, person.large_print)
