# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Entering evaluation forms for a meeting."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from senior_outreach.evaluation import rules
from senior_outreach.evaluation.rules import EvaluationForm


def enter_form(meeting: str, form: EvaluationForm) -> int:
	"""Store one form and give back how many this meeting has now; never which one it was.

	The caller has checked who may enter forms for this meeting. Raises `frappe.ValidationError` for a form that
	cannot be right.
	"""
	if rules.is_blank(form):
		frappe.throw(_("The form is empty. Enter at least one answer, or put the sheet aside."))
	doc = frappe.new_doc("Evaluation")
	doc.update({field: getattr(form, field) for field in _PLAIN_FIELDS})
	doc.update({"meeting": meeting, "age_band": _age_band(form.age)})
	for topic, benefit in form.benefits:
		doc.append("topic_ratings", {"topic": topic, "benefit": benefit})
	doc.insert(ignore_permissions=True)  # facilitators enter forms but have no way into the table
	return frappe.db.count("Evaluation", {"meeting": meeting})


_PLAIN_FIELDS = (
	"expectation",
	"sex",
	"topics_missing",
	"would_recommend",
	"more_reflection",
	"entry_channel",
)
_PLAIN_FIELDS += rules.COMMENTS


def _age_band(age: int | None) -> str:
	try:
		return rules.age_band(age)
	except ValueError:
		frappe.throw(
			_("{0} is not an age of somebody at a meeting. Correct it, or leave the age open.").format(age)
		)


def complete(doc: Document) -> None:
	"""Fill in what follows from the meeting and check the rest, for every way into the table."""
	meeting = frappe.get_doc("Group Meeting", doc.meeting)
	if not doc.flags.ignore_permissions:
		meeting.check_permission("read")
	doc.update({"cohort": meeting.cohort, "office": meeting.office})
	# The day of the meeting and not of the entry, which would tell who was typing.
	doc.filled_on = getdate(meeting.starts_on)
	doc.age_band = doc.age_band or rules.AgeBand.NOT_GIVEN
	_check_meeting(meeting)
	_check_topics(doc, meeting)


def _check_meeting(meeting: Document) -> None:
	if not rules.may_be_entered(meeting.workflow_state, getdate(meeting.starts_on), getdate()):
		frappe.throw(
			_(
				"Evaluations are entered for meetings that have been held. {0} is {1}: mark it as held first."
			).format(meeting.title or meeting.name, _(meeting.workflow_state))
		)


def _check_topics(doc: Document, meeting: Document) -> None:
	doc.set("topic_ratings", [row for row in doc.topic_ratings if row.benefit])
	rated = [row.topic for row in doc.topic_ratings]
	if len(rated) != len(set(rated)):
		frappe.throw(_("A topic has been rated twice. Keep one rating per topic."))
	if set(rated) - {topic["name"] for topic in evaluated_topics(meeting)}:
		frappe.throw(_("Only topics on the agenda of this meeting can be rated. Remove the others."))


def evaluated_topics(meeting: Document) -> list[dict[str, str]]:
	"""The topics of this very meeting that the form asks about, in the order of the agenda: name and title.

	The caller has checked that the user may see the meeting.
	"""
	names = list(dict.fromkeys(row.topic for row in meeting.agenda if row.topic))
	# A register without persons; facilitators of the meeting may read it in any case.
	titles = frappe.get_all(
		"Meeting Topic",
		filters={"name": ["in", names], "evaluated": 1},
		fields=["name", "topic_name"],
		order_by="name asc",
	)
	title_of = {topic.name: topic.topic_name for topic in titles}
	return [{"name": name, "title": title_of[name]} for name in names if name in title_of]
