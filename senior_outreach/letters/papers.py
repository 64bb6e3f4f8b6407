# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Papers on demand, as PDF or inside Frappe's print view: letter, sheets of a meeting, list, application.

Every paper is read from the database by its document's name, after the permission for that document was
checked; what a browser sends along is not printed.
"""

from collections.abc import Callable
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate
from markupsafe import Markup

from senior_outreach.access.documents import permitted
from senior_outreach.letters import sheets
from senior_outreach.letters.application import application
from senior_outreach.letters.application_facts import facts_of
from senior_outreach.letters.paper_facts import agenda_of, guests_of, meeting_facts, participants_of
from senior_outreach.letters.printing import letters_html
from senior_outreach.letters.rendering import FRAGMENT, PAGE, render_html, render_pdf
from senior_outreach.letters.runs import letters_of


@dataclass(frozen=True)
class PaperKind:
	"""`html` makes the paper of a document in a layout of `rendering`."""

	doctype: str
	html: Callable[[Document, str], str]


def paper_pdf(doctype: str, name: str, paper: str) -> bytes:
	"""One paper as PDF. Raises `frappe.PermissionError`; `frappe.ValidationError` for an unknown one."""
	doc = _permitted(doctype, name, paper)
	return render_pdf(PAPERS[paper].html(doc, PAGE))


def paper_file(doctype: str, name: str, paper: str) -> tuple[str, bytes]:
	"""File name, without anything personal, and content."""
	pdf = paper_pdf(doctype, name, paper)
	return f"{paper}-{frappe.scrub(name).replace('_', '-')}.pdf", pdf


def paper_html(doc: Document, paper: str) -> Markup:
	"""For the print formats of the app (hook `jinja`): the same paper as a piece of Frappe's print view."""
	stored = _permitted(doc.doctype, doc.name, paper)
	return Markup(PAPERS[paper].html(stored, FRAGMENT))  # noqa: S704 -- from our own escaping environment


def _permitted(doctype: str, name: str, paper: str) -> Document:
	kind = PAPERS.get(paper)
	if kind is None or kind.doctype != doctype:
		frappe.throw(_("{0} has no paper of this kind.").format(_(doctype)))
	doc = permitted(doctype, name, "read")
	doc.check_permission("print")
	return doc


def _letter_html(letter: Document, layout: str) -> str:
	run = permitted("Letter Run", letter.letter_run, "read")
	return letters_html(letters_of(run, only=letter.invitation), layout)


def _sign_in_html(meeting: Document, layout: str) -> str:
	language = _language(meeting.office)
	return _sheet(
		sheets.sign_in_sheet(meeting_facts(meeting), guests_of(meeting), language), "portrait", layout
	)


def _programme_html(meeting: Document, layout: str) -> str:
	language = _language(meeting.office)
	return _sheet(sheets.programme(meeting_facts(meeting), agenda_of(meeting), language), "large", layout)


def _participants_html(cohort: Document, layout: str) -> str:
	people = participants_of(cohort)
	paper = sheets.participant_list(cohort.office, cohort.name, people, getdate(), _language(cohort.office))
	return _sheet(paper, "landscape", layout)


def _application_html(extract: Document, layout: str) -> str:
	paper = application(facts_of(extract), _language(extract.office))
	context = {"paper": paper, "title": paper.title, "coat_of_arms": paper.coat_of_arms}
	return render_html("register_application.html", context, paper.language, layout)


PAPERS = {
	"invitation_letter": PaperKind("Outreach Letter", _letter_html),
	"sign_in_sheet": PaperKind("Group Meeting", _sign_in_html),
	"meeting_programme": PaperKind("Group Meeting", _programme_html),
	"participant_list": PaperKind("Cohort", _participants_html),
	"register_application": PaperKind("Register Extract", _application_html),
}


def _sheet(paper: sheets.Paper, form: str, layout: str) -> str:
	context = {"paper": paper, "form": form, "title": paper.title}
	return render_html("sheet.html", context, paper.language, layout)


def _language(office: str) -> str:
	return frappe.db.get_value("Outreach Office", office, "letter_language") or "nb"
