# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What the forms of a meeting or a cohort say, question by question."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Sum
from pypika.terms import Criterion

from senior_outreach.defaults import rule_value
from senior_outreach.evaluation.rules import SCALES, Benefit
from senior_outreach.population.status import Attendance


@dataclass(frozen=True)
class Results:
	"""`questions` and `topics` map each answer of the scale to its count, zeros included.

	`enough` is false when there are too few forms to show anything; then both are empty. `response_rate` is
	whole percent of the people who were there, `None` while nobody has been.
	"""

	forms: int
	present: int
	enough: bool
	questions: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
	topics: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

	@property
	def response_rate(self) -> int | None:
		return round(100 * self.forms / self.present) if self.present else None

	def as_dict(self) -> dict:
		return {**asdict(self), "response_rate": self.response_rate}


def results(meeting: str | None = None, cohort: str | None = None) -> Results:
	"""Count the forms of one meeting or of one cohort. The caller has checked that the user may see them.

	Fewer forms than the rule small_number_limit give no distribution at all: in a group of four, three
	people who compare notes know the fourth.
	"""
	if bool(meeting) == bool(cohort):
		raise ValueError("Give either a meeting or a cohort.")
	scope = {"meeting": meeting} if meeting else {"cohort": cohort}
	forms = frappe.db.count("Evaluation", scope)
	present = _present(scope)
	if forms < rule_value("small_number_limit", _office(meeting, cohort)):
		return Results(forms=forms, present=present, enough=False)
	return Results(
		forms=forms,
		present=present,
		enough=True,
		questions={name: _distribution(name, scale, scope) for name, scale in SCALES.items()},
		topics=_topics(scope),
	)


def _office(meeting: str | None, cohort: str | None) -> str | None:
	doctype, name = ("Group Meeting", meeting) if meeting else ("Cohort", cohort)
	return frappe.db.get_value(doctype, name, "office")


def _where(table: DocType, scope: Mapping[str, str]) -> Criterion:
	return Criterion.all([table[column] == value for column, value in scope.items()])


def _distribution(question: str, scale: type[StrEnum], scope: Mapping[str, str]) -> dict[str, int]:
	evaluation = DocType("Evaluation")
	column = evaluation[question]
	rows = (
		frappe.qb.from_(evaluation)
		.select(column, Count("*"))
		.where(_where(evaluation, scope))
		.groupby(column)
		.run()
	)
	counts = dict(rows)
	return {answer.value: counts.get(answer.value, 0) for answer in scale}


def _topics(scope: Mapping[str, str]) -> dict[str, dict[str, int]]:
	evaluation, rating = DocType("Evaluation"), DocType("Evaluation Topic Rating")
	rows = (
		frappe.qb.from_(rating)
		.join(evaluation)
		.on(rating.parent == evaluation.name)
		.select(rating.topic, rating.benefit, Count("*"))
		.where(_where(evaluation, scope))
		.groupby(rating.topic, rating.benefit)
		.run()
	)
	topics: dict[str, dict[str, int]] = {}
	for topic, benefit, count in rows:
		topics.setdefault(topic, {step.value: 0 for step in Benefit})[benefit] = count
	return topics


def _present(scope: Mapping[str, str]) -> int:
	"""Everybody who was in the room and may have filled in a form: seniors, companions and walk-ins."""
	invitation, meeting = DocType("Invitation"), DocType("Group Meeting")
	came = (
		frappe.qb.from_(invitation)
		.select(Count("*"), Sum(invitation.companions_attended))
		.where(_where(invitation, scope))
		.where(invitation.attendance == Attendance.ATTENDED.value)
		.run()
	)[0]
	key = {"name": scope["meeting"]} if "meeting" in scope else scope
	walk_ins = frappe.qb.from_(meeting).select(Sum(meeting.walk_ins)).where(_where(meeting, key)).run()[0][0]
	return int((came[0] or 0) + (came[1] or 0) + (walk_ins or 0))
