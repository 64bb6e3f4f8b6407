# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The one table of defaults: every rule with a number, its value and where the value comes from.

Senior Outreach Settings has a field for each row (a test holds the two equal) and an Outreach Office may
override any of them. Read a value with `rule_value`, never from the DocTypes directly.
"""

from dataclasses import dataclass

import frappe
from frappe import _
from frappe.utils import cint, flt

HANDBOOK = "Handbook for group meetings (Hamar and Gjøvik, 2015)"


@dataclass(frozen=True)
class Rule:
	"""One number that an office may set for itself.

	`kind` is the Frappe field type; `unit` is for people; `source` names the document and section.
	"""

	key: str
	label: str
	kind: str
	default: int
	unit: str
	source: str
	section: str
	minimum: int = 0


RULES: tuple[Rule, ...] = (
	Rule("target_age", "Target Age", "Int", 77, "years", f"{HANDBOOK}, Target group", "Population"),
	Rule(
		"allow_synthetic_numbers",
		"Accept Synthetic Identity Numbers",
		"Check",
		0,
		"",
		"For test sites only: the population register's synthetic test series",
		"Population",
	),
	Rule(
		"check_control_digits",
		"Check Control Digits of Identity Numbers",
		"Check",
		1,
		"",
		"Population register: the control digits lose their meaning from 2032",
		"Population",
	),
	Rule(
		"accept_2032_numbers",
		"Accept Identity Numbers of 2032",
		"Check",
		0,
		"",
		"Population register: from 2032 the control digits of new numbers follow another rule, and the number no"
		" longer tells the sex",
		"Population",
	),
	Rule(
		"household_max_people",
		"People at One Address, at Most",
		"Int",
		4,
		"people",
		"Office practice: more at one address is a block of flats, not a household",
		"Population",
		minimum=1,
	),
	Rule(
		"import_background_rows",
		"Import in the Background from",
		"Int",
		1000,
		"rows",
		"So that a browser does not have to wait",
		"Population",
	),
	Rule(
		"permission_notice_days",
		"Notice Before a Permission Expires",
		"Int",
		14,
		"days",
		"Office practice",
		"Population",
	),
	Rule(
		"recheck_max_hours",
		"Re-check Before Letters, at Most Old",
		"Int",
		24,
		"hours",
		"Data protection practice: a register wash is no more than a day old when letters are printed",
		"Population",
		minimum=1,
	),
	Rule(
		"destroy_extract_within_days",
		"Extract Destroyed after the Last Meeting Within",
		"Int",
		14,
		"days",
		"Terms of the register: no longer than needed",
		"Population",
	),
	Rule(
		"destruction_reminder_days",
		"Days Between Two Reminders",
		"Int",
		7,
		"days",
		"Office practice",
		"Population",
		minimum=1,
	),
	Rule(
		"min_facilitators",
		"Facilitators per Meeting, at Least",
		"Int",
		2,
		"people",
		f"{HANDBOOK}, Competence and resources",
		"Planning",
	),
	Rule(
		"meeting_min_minutes",
		"Length of a Meeting, at Least",
		"Int",
		180,
		"minutes",
		f"{HANDBOOK}, Duration and content: 3 to 3.5 hours",
		"Planning",
	),
	Rule(
		"meeting_max_minutes",
		"Length of a Meeting, at Most",
		"Int",
		210,
		"minutes",
		f"{HANDBOOK}, Duration and content: 3 to 3.5 hours",
		"Planning",
	),
	Rule(
		"expected_yes_rate",
		"Expected Yes-rate",
		"Percent",
		53,
		"%",
		f"{HANDBOOK}: Hamar 2013 had 41 %, Gjøvik 2014 had 53 %; seats are planned for the higher",
		"Planning",
	),
	Rule(
		"letter_min_weeks",
		"Letters Before the First Meeting, at Least",
		"Int",
		2,
		"weeks",
		f"{HANDBOOK}, Invitation to the participants: 2 to 3 weeks",
		"Letters and Answers",
	),
	Rule(
		"letter_max_weeks",
		"Letters Before the First Meeting, at Most",
		"Int",
		3,
		"weeks",
		f"{HANDBOOK}, Invitation to the participants: 2 to 3 weeks",
		"Letters and Answers",
	),
	Rule(
		"follow_up_after_days",
		"Call Those Who Have Not Answered After",
		"Int",
		7,
		"days",
		f"{HANDBOOK}, Invitation to the participants: after about a week",
		"Letters and Answers",
	),
	Rule(
		"call_rounds",
		"Calls Before Giving Up",
		"Int",
		3,
		"calls",
		"Office practice; the handbook asks for contact with each one",
		"Letters and Answers",
	),
	Rule(
		"days_between_calls",
		"Days Between Two Calls",
		"Int",
		2,
		"days",
		"Office practice",
		"Letters and Answers",
	),
	Rule(
		"max_companions",
		"Companions per Senior, at Most",
		"Int",
		3,
		"people",
		f"{HANDBOOK}, Invitation to the participants: spouse, other family or a friend",
		"Letters and Answers",
	),
	Rule(
		"follow_up_due_days",
		"Wishes Are Followed Up Within",
		"Int",
		14,
		"days",
		f"{HANDBOOK}, Follow-up",
		"Follow-up",
	),
	Rule(
		"small_number_limit",
		"Figures About Fewer Are Hidden",
		"Int",
		5,
		"people",
		"Design rule 8: a leadership figure about fewer than five people is not shown",
		"Statistics and Privacy",
		minimum=5,
	),
)

RULES_BY_KEY = {rule.key: rule for rule in RULES}
SETTINGS = "Senior Outreach Settings"


def rule_value(key: str, office: str | None = None) -> int | float:
	"""The value that holds for an office: its own, else the site's, else the default of the table.

	Money and percentages come as float, everything else as int. `KeyError` for a rule that does not exist.
	"""
	rule = RULES_BY_KEY[key]
	own = _own_values(office).get(rule.label) if office else None
	value = own if own is not None else frappe.get_cached_value(SETTINGS, SETTINGS, key)
	if value is None:
		value = rule.default
	return flt(value) if rule.kind in ("Percent", "Currency") else cint(value)


def _own_values(office: str) -> dict[str, str]:
	doc = frappe.get_cached_doc("Outreach Office", office)
	return {row.rule: row.value for row in doc.rule_values}


def check_value(label: str, value: str | int | float | None) -> None:
	"""Stop with a message when `value` cannot be a value of the rule with this label."""
	rule = next((rule for rule in RULES if rule.label == label), None)
	if rule is None:
		frappe.throw(_("{0} is not a rule. Choose one from the list.").format(label))
	try:
		number = float(value or 0)
	except ValueError:
		number = -1
	if number < rule.minimum or (rule.kind in ("Int", "Check") and number != int(number)):
		frappe.throw(
			_("{0} must be a number from {1} on. You wrote {2}.").format(_(label), rule.minimum, value)
		)
