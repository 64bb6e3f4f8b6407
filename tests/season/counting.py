"""What the site says after each step of a season: read back, never taken from the plan.

Each function reads as a user who may see it; where nobody may list the rows, a comment says why they are
counted all the same.
"""

import io
from collections import Counter
from dataclasses import dataclass

import frappe
from pypdf import PdfReader

from senior_outreach.access.roles import Role
from tests.season.acting import acting_as
from tests.season.letter_codes import codes_in
from tests.season.plan import Season
from tests.season.staff import Staff


@dataclass(frozen=True)
class Step:
	"""One step as it shows on the site: figures by what they count, in the order of printing."""

	name: str
	figures: dict[str, int | Counter[str]]
	detail: str = ""

	def line(self) -> str:
		title = f"{self.name} ({self.detail})" if self.detail else self.name
		return f"{title}: {', '.join(map(_shown, self.figures.items()))}"


def _shown(figure: tuple[str, int | Counter[str]]) -> str:
	"""A number, or a total with its parts: `excluded 26 (Deceased 5, Moved 4, ...)`."""
	name, value = figure
	if not isinstance(value, Counter):
		return f"{name} {value}"
	largest_first = sorted(value.items(), key=lambda part: (-part[1], part[0]))
	parts = ", ".join(f"{part} {number}" for part, number in largest_first)
	return f"{name} {value.total()} ({parts})" if parts else f"{name} 0"


def office(season: Season, staff: Staff) -> Step:
	with acting_as(staff.system_manager):
		of_office = {"office": season.office}
		permitted = {"allow": "Outreach Office", "for_value": season.office}
		users = [*_values("User Permission", permitted, "user"), staff.system_manager]
		figures = {
			"districts": len(_values("Outreach District", of_office)),
			"venues": len(_values("Meeting Venue", of_office)),
			"staff": Counter(map(_role, users)),
		}
	return Step("office", figures)


def extract(staff: Staff, name: str) -> Step:
	with acting_as(staff.coordinator):
		doc = frappe.get_doc("Register Extract", name)
		doc.check_permission()
		detail = f"{name}, {doc.workflow_state}, signed by the {_role(doc.signed_by)}"
		return Step("register extract", {"users named in it": len(doc.named_users)}, detail)


def imported(staff: Staff, extract: str) -> Step:
	with acting_as(staff.coordinator):
		doc = frappe.get_doc("Register Extract", extract)
		doc.check_permission()
		delivery = doc.deliveries[-1]
		figures = {
			"rows": delivery.rows_in_file,
			"imported": delivery.imported,
			"rejected": delivery.rejected,
			"problems listed": len(doc.problems),
		}
		return Step("import", figures, delivery.encoding)


def screened(staff: Staff, cohort: str) -> Step:
	of_cohort = {"cohort": cohort}
	taken_out = {**of_cohort, "status": "Excluded"}
	# counts only, also of people handled by hand, who are in nobody's list
	reasons = frappe.get_all("Invitation", filters=taken_out, pluck="exclusion_reason")
	with acting_as(staff.coordinator):
		to_invite = len(_values("Invitation", {**of_cohort, "status": "Ready"}))
	with acting_as(staff.keeper):
		with_number = {**of_cohort, "identity_number_encrypted": ("is", "set")}
		numbers = len(_values("Senior Identity", with_number))
	figures = {"excluded": Counter(reasons), "to invite": to_invite, "identity numbers left": numbers}
	return Step("screening", figures)


def planned(staff: Staff, cohort: str) -> Step:
	with acting_as(staff.coordinator):
		of_cohort = {"cohort": cohort}
		seats = sum(_values("Group Meeting", of_cohort, "seats"))
		states = _counted("Group Meeting", of_cohort, "workflow_state")
		return Step("planning", {"meetings": states, "seats": seats})


def approved(staff: Staff, cohort: str) -> Step:
	with acting_as(staff.coordinator):
		doc = frappe.get_doc("Cohort", cohort)
		doc.check_permission()
		states = _counted("Group Meeting", {"cohort": cohort}, "workflow_state")
		by = set(_values("Group Meeting", {"cohort": cohort}, "approved_by"))
		detail = f"the round is {doc.workflow_state}, by the {' and the '.join(map(_role, by))}"
		return Step("approval", {"meetings": states}, detail)


def letters(staff: Staff, cohort: str, pdf: bytes) -> Step:
	with acting_as(staff.coordinator):
		sent = _values("Invitation", {"cohort": cohort, "status": "Sent"}, "sent_on")
		figures = {
			"letters": len(_values("Outreach Letter", {"cohort": cohort})),
			"pages of the PDF": len(PdfReader(io.BytesIO(pdf)).pages),
			"codes": len(set(codes_in(pdf))),
			"sent": len(sent),
		}
		return Step("letters", figures, f"confirmed sent on {' and '.join(sorted(set(map(str, sent))))}")


def answered(staff: Staff, cohort: str) -> Step:
	with acting_as(staff.coordinator):
		given = {"cohort": cohort, "answer_choice": ("is", "set")}
		figures = {
			"by channel": _counted("Invitation", given, "answer_channel"),
			"by choice": _counted("Invitation", given, "answer_choice"),
			"seats taken": sum(_values("Group Meeting", {"cohort": cohort}, "seats_taken")),
		}
		return Step("answers", figures)


def calls_opened(staff: Staff, cohort: str) -> Step:
	with acting_as(staff.caller):
		return Step("calls opened", {"calls": _counted("Follow-up Call", {"cohort": cohort}, "status")})


def calls_worked(staff: Staff, cohort: str) -> Step:
	with acting_as(staff.caller):
		names = _values("Follow-up Call", {"cohort": cohort})
		# rows of a table are in no list; these belong to calls that the caller has just listed
		of_calls = {"parent": ("in", names), "parenttype": "Follow-up Call"}
		attempts = frappe.get_all("Follow-up Call Attempt", filters=of_calls, pluck="outcome")
		closed = {"cohort": cohort, "status": "Closed"}
		figures = {
			"attempts": Counter(attempts),
			"results": _counted("Follow-up Call", closed, "result"),
			"still open": len(names) - len(_values("Follow-up Call", closed)),
		}
		return Step("calls worked", figures)


def held(staff: Staff, cohort: str) -> Step:
	with acting_as(staff.coordinator):
		came = {"cohort": cohort, "attendance": ("is", "set")}
		figures = {
			"meetings": _counted("Group Meeting", {"cohort": cohort}, "workflow_state"),
			"invited people": _counted("Invitation", came, "attendance"),
			"companions": sum(_values("Invitation", came, "companions_attended")),
			"walk-ins": sum(_values("Group Meeting", {"cohort": cohort}, "walk_ins")),
		}
		return Step("meeting days", figures)


def evaluated(staff: Staff, cohort: str) -> Step:
	with acting_as(staff.coordinator):
		figures = {
			"forms": len(_values("Evaluation", {"cohort": cohort})),
			"forms by the meetings' reports": sum(
				_values("Group Meeting", {"cohort": cohort}, "evaluation_forms")
			),
			"would recommend": _counted("Evaluation", {"cohort": cohort}, "would_recommend"),
		}
		return Step("evaluation", figures)


def followed_up(staff: Staff, cohort: str) -> Step:
	with acting_as(staff.coordinator):
		of_cohort = {"cohort": cohort}
		figures = {
			"home visits": _counted("Home Visit", of_cohort, "workflow_state"),
			"wishes for an offer": _counted("Offer Interest", of_cohort, "status"),
		}
		return Step("follow-up", figures)


def _values(doctype: str, filters: dict, field: str = "name") -> list:
	"""One field of every row that the user may list."""
	return frappe.get_list(doctype, filters=filters, pluck=field, order_by="name asc", limit=0)


def _counted(doctype: str, filters: dict, field: str) -> Counter[str]:
	return Counter(_values(doctype, filters, field))


def _role(user: str) -> str:
	(role,) = set(Role) & set(frappe.get_roles(user))
	return role.removeprefix("Outreach ")
