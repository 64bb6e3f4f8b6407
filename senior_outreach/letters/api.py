# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What the buttons of a Letter Run and of the papers call."""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from senior_outreach.access.documents import permitted
from senior_outreach.access.errors import log_without_values
from senior_outreach.letters import runs
from senior_outreach.letters.download import stream_pdf
from senior_outreach.letters.papers import paper_file

LETTER_RUN = "Letter Run"
INLINE_UP_TO = 400
"""People of a cohort that one request can prepare or confirm; with more it becomes a background job."""

JOB_SAVEPOINT = "letter_run_job"
STEPS = {"prepare": runs.prepare, "confirm_sent": runs.confirm_sent}


@frappe.whitelist(methods=["POST"])
def prepare_letters(run: str) -> dict[str, Any]:
	"""Work out who gets a letter. Gives back the status and the counts, or that it is under way."""
	doc = permitted(LETTER_RUN, run, "write")
	return _do(doc, "prepare")


@frappe.whitelist(methods=["POST"])
def confirm_letters_sent(run: str, sent_on: str, taken_out: bool = False) -> dict[str, Any]:
	"""The letters of the run left on this day (ISO date), without those that had to be taken out of the pile."""
	doc = permitted(LETTER_RUN, run, "write")
	return _do(doc, "confirm_sent", sent_on=sent_on, taken_out=taken_out)


@frappe.whitelist(methods=["POST"])
def archive_letters(run: str) -> dict[str, Any]:
	doc = permitted(LETTER_RUN, run, "write")
	return _figures(runs.archive(doc.name))


@frappe.whitelist(methods=["POST"])
def download_letters(run: str) -> None:
	"""Stream the PDF of the whole run; it is written nowhere."""
	doc = permitted(LETTER_RUN, run, "print")
	stream_pdf(f"{doc.name}.pdf", runs.print_run(doc.name), "download_letters", LETTER_RUN, doc.name)


@frappe.whitelist()
def download_paper(doctype: str, name: str, paper: str) -> None:
	"""Stream one paper of a document as PDF. A GET: it changes nothing but the access log."""
	filename, pdf = paper_file(doctype, name, paper)  # checks the permission for the document first
	stream_pdf(filename, pdf, f"download_paper: {paper}", doctype, name)


def run_as(step: str, run: str, acting_user: str, arguments: dict[str, Any]) -> None:
	"""The background job: as the user who asked for it, whose permission is checked again."""
	frappe.set_user(acting_user)
	doc = permitted(LETTER_RUN, run, "write")
	frappe.db.savepoint(JOB_SAVEPOINT)
	try:
		STEPS[step](doc.name, **arguments)
	except frappe.QueryDeadlockError:
		raise  # Frappe runs the job again
	except Exception as error:
		frappe.db.rollback(save_point=JOB_SAVEPOINT)
		log_without_values(f"{run}: {step} failed", error)
		known = isinstance(error, frappe.ValidationError)
		text = (
			str(error)
			if known
			else _("The letter run could not be finished. Try again; nothing was changed.")
		)
		frappe.publish_realtime("msgprint", {"message": text, "indicator": "red"}, user=acting_user)


def _do(doc: Document, step: str, **arguments: Any) -> dict[str, Any]:
	people = frappe.db.count("Invitation", {"cohort": doc.cohort})
	if people <= INLINE_UP_TO:
		return _figures(STEPS[step](doc.name, **arguments))
	frappe.enqueue(
		"senior_outreach.letters.api.run_as",
		queue="long",
		job_id=f"letter-run-{step}-{doc.name}",
		deduplicate=True,
		enqueue_after_commit=True,
		step=step,
		run=doc.name,
		acting_user=frappe.session.user,
		arguments=arguments,
	)
	return {"under_way": True, "people": people}


def _figures(run: Document) -> dict[str, Any]:
	return {
		"under_way": False,
		"status": run.status,
		"letter_count": run.letter_count,
		"left_out_count": run.left_out_count,
	}
