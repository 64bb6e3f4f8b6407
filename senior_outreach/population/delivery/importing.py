# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Importing an accepted delivery: chunk by chunk, from the row where it stopped, with the same result as at once.

How far it has come stands in the row of the delivery on the register extract and is written together with the
people, so a run that was killed between two chunks goes on where it was.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.workflow import apply_workflow
from frappe.utils import cint, get_datetime, now_datetime

from senior_outreach.access.errors import log_without_values
from senior_outreach.access.service_fields import save_by_service
from senior_outreach.population.delivery.choices import Choices, Content, DeliveryState, GoneChoice
from senior_outreach.population.delivery.outcomes import Delivery, Outcome
from senior_outreach.population.delivery.rights import check_may_import
from senior_outreach.population.delivery.under_way import running
from senior_outreach.population.delivery.writing import RoundWriter
from senior_outreach.population.extract.states import ExtractState
from senior_outreach.population.register_file import messages
from senior_outreach.population.rules import RecheckSource
from senior_outreach.population.screening.recheck import record_recheck

EXTRACT, DELIVERY, PROBLEM_ROW = "Register Extract", "Register Extract Delivery", "Register Extract Problem"
JOB = "senior_outreach.population.delivery.importing.carry_on"
JOB_SECONDS = 4 * 60 * 60
MET_SOMEBODY = (frappe.TimestampMismatchError, frappe.QueryDeadlockError)
"""Somebody else wrote the same person at the same moment: the chunk is read anew and written again."""
PROBLEMS_KEPT = 200
"""So many are kept on the record; all of them are in the review and in the download."""


def start_job(extract: Document) -> None:
	"""In the background, as the user who asked."""
	_enqueue(extract.name, frappe.session.user)


def _enqueue(extract: str, acting_user: str) -> None:
	"""Asked for twice, it runs once."""
	frappe.enqueue(
		JOB,
		queue="long",
		timeout=JOB_SECONDS,
		enqueue_after_commit=True,
		job_id=f"register-import-{extract}",
		deduplicate=True,
		extract=extract,
		acting_user=acting_user,
	)


def carry_on(extract: str, acting_user: str) -> None:
	"""The job: write what is left of the accepted delivery, as the user who accepted it, checked again."""
	frappe.set_user(acting_user)
	for is_last in (False, False, True):
		try:
			_carry_on(extract)
			return
		except Exception as error:
			frappe.db.rollback()
			if isinstance(error, MET_SOMEBODY) and not is_last:
				continue
			_say_why(extract, error)
			frappe.db.commit()  # why it stopped; the people of the chunk are not
			return


def _carry_on(extract: str) -> None:
	doc = frappe.get_doc(EXTRACT, extract)
	delivery = running(doc)
	if delivery:
		doc.check_permission("write")
		check_may_import(doc)
		write_all(doc.name, delivery.name, in_chunks=True)


def _say_why(extract: str, error: Exception) -> None:
	"""Our own messages are about the file and the permission, and are said as they are; nothing else is."""
	is_ours = isinstance(error, frappe.ValidationError | frappe.PermissionError) and str(error)
	reason = (
		str(error)
		if is_ours
		else _("An error stopped the import. Ask your system manager to look at the log.")
	)
	log_without_values(f"Import of {extract} stopped", error)
	delivery = running(frappe.get_doc(EXTRACT, extract))
	if delivery:
		# said to whoever looks at the extract; the import itself stays as far as it has come
		frappe.db.set_value(DELIVERY, delivery.name, "stopped_because", reason, update_modified=False)


def stop(extract: Document) -> None:
	"""Give up an import that cannot go on. What is written stays; the rows that are not are open."""
	delivery = running(extract)
	if not delivery:
		return
	delivery.state = DeliveryState.STOPPED.value
	extract.update(
		{
			"received_on": extract.received_on or now_datetime(),
			"received_by": extract.received_by or delivery.received_by,
		}
	)
	_count_open_rows(extract)
	save_by_service(extract)
	if extract.workflow_state == ExtractState.GRANTED:
		apply_workflow(extract, "Receive Delivery")


def resume_interrupted() -> None:
	"""Hourly: imports that a stopped server left unfinished go on, as the user who accepted them."""
	rows = frappe.get_all(  # the scheduler works for every office
		DELIVERY,
		filters={"state": DeliveryState.IMPORTING.value, "parenttype": EXTRACT},
		fields=["parent", "received_by"],
		order_by="parent asc",
	)
	for row in rows:
		_enqueue(row.parent, row.received_by)


def write_all(extract_name: str, delivery_name: str, *, in_chunks: bool) -> None:
	"""What is left of an accepted delivery; without `in_chunks` all of it in the transaction of the caller."""
	extract = frappe.get_doc(EXTRACT, extract_name)
	row = next(row for row in extract.deliveries if row.name == delivery_name)
	choices = Choices(Content(row.content), get_datetime(row.read_on), GoneChoice(row.gone_choice))
	with Delivery(extract, choices.content, choices.read_on) as delivery:
		if delivery.file.fingerprint != row.fingerprint:
			frappe.throw(_("The attached file is not the one that was accepted. Attach that one again."))
		writer = RoundWriter(extract, frappe.get_doc("Cohort", extract.cohort), choices.read_on)
		done = cint(row.rows_done)
		for outcomes in delivery.chunks(done):
			_write_chunk(writer, row.name, outcomes, done)
			done += len(outcomes)
			_end_of_chunk(in_chunks)
		if choices.gone is GoneChoice.TAKE_OUT:
			for page in delivery.gone():
				writer.take_out([gone.senior for _key, gone in page])
				_end_of_chunk(in_chunks)
	_finish(extract_name, delivery_name)
	_end_of_chunk(in_chunks)


def _end_of_chunk(in_chunks: bool) -> None:
	if in_chunks:
		frappe.db.commit()  # between the chunks of a long job


def _write_chunk(writer: RoundWriter, delivery: str, outcomes: list[Outcome], done: int) -> None:
	"""People, problems and the count of both in one transaction. Another run that was quicker is let go first."""
	before = frappe.db.get_value(
		DELIVERY, delivery, ["state", "rows_done", "imported", "rejected"], as_dict=True, for_update=True
	)
	if before.state != DeliveryState.IMPORTING or before.rows_done > done:
		return
	changes = [outcome.change for outcome in outcomes if outcome.change]
	refused = set(writer.write(changes))
	problems = [
		(outcome.line, outcome.problem.column, outcome.problem.reason)
		for outcome in outcomes
		if outcome.problem
	]
	problems += [(line, "", messages.of_refused()) for line in sorted(refused)]
	_keep_problems(writer.extract.name, problems, before.rejected)
	# counts only; the form's own copy of the extract stays the newest
	frappe.db.set_value(
		DELIVERY,
		delivery,
		{
			"rows_done": before.rows_done + len(outcomes),
			"imported": before.imported + len(changes) - len(refused),
			"rejected": before.rejected + len(problems),
			"stopped_because": "",
		},
		update_modified=False,
	)


def _keep_problems(extract: str, problems: list[tuple[int, str, str]], already: int) -> None:
	for place, (line, column, reason) in enumerate(problems[: max(0, PROBLEMS_KEPT - already)], start=1):
		frappe.get_doc(
			{
				"doctype": PROBLEM_ROW,
				"parent": extract,
				"parenttype": EXTRACT,
				"parentfield": "problems",
				"idx": already + place,
				"line": line,
				"column_name": column,
				"reason": reason,
			}
		).db_insert()


def _finish(extract_name: str, delivery_name: str) -> None:
	extract = frappe.get_doc(EXTRACT, extract_name)
	delivery = next(row for row in extract.deliveries if row.name == delivery_name)
	if delivery.state != DeliveryState.IMPORTING:
		return
	if delivery.imported + delivery.rejected != delivery.rows_in_file:
		frappe.throw(_("The import does not add up and was not finished. Please report this."))
	delivery.update({"state": DeliveryState.IMPORTED.value, "stopped_because": ""})
	extract.update(
		{
			"received_on": extract.received_on or now_datetime(),
			"received_by": extract.received_by or delivery.received_by,
		}
	)
	_count_open_rows(extract)
	save_by_service(extract)
	delivers_again = frappe.db.get_value("Cohort", extract.cohort, "screening_approved_on")
	if delivery.content == Content.WHOLE_LIST and delivers_again:
		record_recheck(extract.cohort, RecheckSource.DELIVERY, get_datetime(delivery.read_on))
	if extract.workflow_state == ExtractState.GRANTED:
		apply_workflow(extract, "Receive Delivery")


def _count_open_rows(extract: Document) -> None:
	"""What was set aside stays so only while no further row is open."""
	open_rows = _open_rows(extract.deliveries)
	if not open_rows or open_rows > cint(extract.open_rows):
		extract.open_rows_set_aside = ""
	extract.open_rows = open_rows


def _open_rows(deliveries: list[Document]) -> int:
	"""Rows that are not in the round: those of the last whole list, less what corrections have brought since, and
	those of additions.

	Worked out from all deliveries, so that importing one of them again changes nothing. What the last corrections
	could not bring is open, whatever else they brought.
	"""
	left, refused = 0, 0
	for row in deliveries:
		missing = cint(row.rows_in_file) - cint(row.imported)  # also those a stopped import did not come to
		if row.content == Content.WHOLE_LIST:
			left, refused = missing, 0
		elif row.content == Content.ADDITIONS:
			left += missing
		else:
			left, refused = left - cint(row.imported), missing
	return max(0, left, refused)
