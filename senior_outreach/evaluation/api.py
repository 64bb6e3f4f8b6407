# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What the desk calls when staff enter evaluation forms and look at the results."""

import frappe
from frappe import _
from frappe.model.document import Document

from senior_outreach.access.documents import check_right, check_role, permitted
from senior_outreach.access.roles import Role
from senior_outreach.evaluation import forms
from senior_outreach.evaluation.results import results
from senior_outreach.evaluation.rules import EvaluationForm

MAY_ENTER = frozenset({Role.COORDINATOR, Role.FACILITATOR})

_TEXT_FIELDS = tuple(
	name for name in EvaluationForm.__dataclass_fields__ if name not in ("age", "benefits", "entry_channel")
)


@frappe.whitelist()
def form_for(meeting: str) -> dict:
	"""What the entry dialog asks for this meeting: its title and its topics."""
	doc = _meeting_to_enter_for(meeting)
	entered = frappe.db.count("Evaluation", {"meeting": meeting})
	return {"title": doc.title or doc.name, "topics": forms.evaluated_topics(doc), "entered": entered}


@frappe.whitelist(methods=["POST"])
def enter_form(meeting: str, form: dict | str) -> dict:
	"""Enter one paper form; gives back how many forms the meeting has now.

	`form` has the fields of `EvaluationForm`, with `benefits` as a mapping from topic name to benefit.
	"""
	_meeting_to_enter_for(meeting)
	return {"entered": forms.enter_form(meeting, _read(frappe.parse_json(form)))}


@frappe.whitelist()
def meeting_results(meeting: str) -> dict:
	"""The results of one meeting, question by question."""
	check_right("Evaluation", "read")
	doc = permitted("Group Meeting", meeting, "read")
	titles = {topic["name"]: topic["title"] for topic in forms.evaluated_topics(doc)}
	return {**results(meeting=meeting).as_dict(), "topic_titles": titles}


def _meeting_to_enter_for(meeting: str) -> Document:
	"""The meeting, for coordinators and for the facilitators who lead it.

	By role and not by the right to create: who may enter a form need not reach the table of forms.
	"""
	check_role(MAY_ENTER, _("Enter Evaluations"))
	return permitted("Group Meeting", meeting, "read")


def _read(form: dict) -> EvaluationForm:
	unknown = set(form) - set(_TEXT_FIELDS) - {"age", "benefits"}
	if unknown:
		frappe.throw(_("The form has no field {0}. Reload the page.").format(", ".join(sorted(unknown))))
	texts = {name: str(form.get(name) or "").strip() for name in _TEXT_FIELDS}
	benefits = tuple((topic, benefit) for topic, benefit in (form.get("benefits") or {}).items() if benefit)
	return EvaluationForm(**texts, age=_age(form.get("age")), benefits=benefits)


def _age(value: object) -> int | None:
	if value in (None, "", 0, "0"):
		return None
	try:
		return int(str(value))
	except ValueError:
		frappe.throw(_("Write the age in whole years, or leave it open."))
