# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""One person added by hand: somebody who moved in, or who asks to come.

Who is known to the office already is offered instead of being made a second time. Who has permission has been
checked by the caller.
"""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate
from frappe.utils.password import encrypt

from senior_outreach.access.service_fields import save_by_service
from senior_outreach.population.register_file import messages
from senior_outreach.population.register_file.checking import RejectedRow
from senior_outreach.population.register_file.columns import Column
from senior_outreach.population.register_file.formats import number_rules
from senior_outreach.population.register_file.identity import IdentityNumberError, parse_identity_number
from senior_outreach.population.rules import KEPT_OF_PROTECTED, AddedBecause, ProtectionGrade
from senior_outreach.population.seniors.duplicate_rules import Because, Entry, matches_of
from senior_outreach.population.seniors.duplicates import different, entries_of, who_stays
from senior_outreach.population.seniors.exclusions import IDENTITY, SENIOR, check_takes_people
from senior_outreach.population.seniors.inviting import invitation_of, invite
from senior_outreach.population.seniors.record import (
	address_line,
	districts_of,
	household_key,
	identity_hash,
)

REASONS = (AddedBecause.MOVED_IN, AddedBecause.ASKED_TO_COME)
REQUIRED = ("last_name", "birth_date", "street", "postal_code", "city")


@dataclass(frozen=True)
class NewPerson:
	"""What the dialog asks. Empty texts are as good as none; of the number nothing is kept but what design allows."""

	first_name: str = ""
	last_name: str = ""
	birth_date: date | None = None
	sex: str = ""
	care_of: str = ""
	street: str = ""
	address_line_2: str = ""
	postal_code: str = ""
	city: str = ""
	phone: str = ""
	mobile: str = ""
	email: str = ""
	letter_language: str = ""
	large_print: int = 0
	identity_number: str = ""
	is_protected: int = 0

	@property
	def name(self) -> str:
		return f"{self.first_name} {self.last_name}".strip()


NOT_ON_SENIOR = ("identity_number", "is_protected")
SENIOR_FIELDS = tuple(field.name for field in fields(NewPerson) if field.name not in NOT_ON_SENIOR)


def read_person(values: dict[str, Any], office: str) -> NewPerson:
	"""The dialog's values, checked; what a person does not have is left out."""
	known = {field.name for field in fields(NewPerson)}
	if set(values) - known:
		frappe.throw(_("This form has a field that a person does not have. Load the page again."))
	texts = {name: str(value or "").strip() for name, value in values.items()}
	person = NewPerson(
		**texts
		| {
			"birth_date": _birth_date(texts.get("birth_date", "")),
			"large_print": cint(values.get("large_print")),
			"is_protected": cint(values.get("is_protected")),
			"identity_number": _number(texts.get("identity_number", ""), office),
		}
	)
	_check_complete(person)
	return person


def read_reason(because: str) -> AddedBecause:
	if because not in REASONS:
		frappe.throw(_("Say why the person is added: moved in, or asked to come."))
	return AddedBecause(because)


def add(cohort: Document, person: NewPerson, because: AddedBecause, *, someone_else: bool = False) -> dict:
	"""Make the senior and the invitation; or, with nothing written, give back who it may be already.

	`{"invitation": name}` or `{"candidates": [...]}`. Of a protected person there is nothing to show:
	`{"protected": True}`.
	"""
	check_takes_people(cohort.name)
	known = _known_by_number(cohort.office, person)
	candidates = _candidates(cohort, person, known)
	if candidates and (known or not someone_else):
		return {"candidates": candidates}
	senior = _make_senior(cohort.office, person)
	invitation = invite(senior, cohort, because)
	if person.identity_number:
		_keep_number(invitation, person)
	if not person.is_protected:
		_keep_apart(cohort, senior, candidates)
	return {"protected": True} if person.is_protected else {"invitation": invitation.name}


def add_known(
	cohort: Document, senior: Document, because: AddedBecause, *, is_protected: bool = False
) -> dict:
	"""Invite somebody the office knows. Who says that their address is protected now is taken at their word."""
	check_takes_people(cohort.name)
	if senior.merged_into:
		frappe.throw(_("This entry was found to be the same person as another one. Choose that one."))
	if is_protected:
		protect(senior)
	known = invitation_of(senior.name, cohort.name)
	if known and not is_protected:
		frappe.throw(
			_("This person is in the round already: {0}.").format(
				frappe.utils.get_link_to_form("Invitation", known, _("open the invitation"))
			)
		)
	invitation = invite(senior, cohort, because)
	return {"protected": True} if senior.handle_by_hand else {"invitation": invitation.name}


def protect(senior: Document) -> None:
	"""Somebody's address is protected from now on: name, address and phone go at once (design rule 6)."""
	senior.handle_by_hand = 1
	save_by_service(senior)


def _keep_apart(cohort: Document, senior: Document, candidates: list[dict]) -> None:
	"""Whoever was said to be someone else is not asked about again."""
	for candidate in candidates:
		different(cohort, frappe.get_doc(SENIOR, candidate["senior"]), senior)


def _birth_date(text: str) -> date | None:
	try:
		return getdate(text) if text else None
	except Exception:
		frappe.throw(_("The birth date is not a date."))


def _number(text: str, office: str) -> str:
	if not text:
		return ""
	rules = number_rules(office)
	try:
		return parse_identity_number(
			text,
			allow_synthetic=rules.allow_synthetic,
			check_digits=rules.check_digits,
			accept_2032=rules.accept_2032,
		).digits
	except IdentityNumberError as error:
		frappe.throw(messages.of_rejected(RejectedRow(0, Column.IDENTITY_NUMBER, error.problem)))


def _check_complete(person: NewPerson) -> None:
	required = ("birth_date",) if person.is_protected else REQUIRED
	meta = frappe.get_meta(SENIOR)
	missing = [_(meta.get_label(name)) for name in required if not getattr(person, name)]
	if missing:
		frappe.throw(_("Fill in {0}. Without it no letter can be sent.").format(", ".join(missing)))


def _known_by_number(office: str, person: NewPerson) -> str | None:
	"""The senior with this number. Somebody handled by hand is neither shown nor made again."""
	if not person.identity_number:
		return None
	key = {"office": office, "identity_hash": identity_hash(person.identity_number)}
	name = frappe.db.get_value(IDENTITY, key, "senior")
	if not name:
		return None
	stays = who_stays(name)
	if frappe.db.get_value(SENIOR, stays, "handle_by_hand"):
		frappe.throw(
			_(
				"The office knows this number already, and the person cannot be added here. Follow the office's"
				" routine for what is handled by hand."
			)
		)
	return stays


def _candidates(cohort: Document, person: NewPerson, known: str | None) -> list[dict]:
	key = household_key(cohort.office, person.street, person.address_line_2, person.postal_code)
	new = Entry("", person.name, person.birth_date, key or "")
	found = {known: Because.SAME_NUMBER} if known else matches_of(new, entries_of(cohort.office, new))
	return [_candidate(name, because, cohort.name) for name, because in sorted(found.items())]


def _candidate(name: str, because: Because, cohort: str) -> dict:
	senior = frappe.get_doc(SENIOR, name)
	known = invitation_of(name, cohort)
	return {
		"senior": name,
		"full_name": senior.full_name,
		"birth_date": senior.birth_date,
		"address": address_line(senior),
		"because": because.value,
		"invitation": known,
		"status": frappe.db.get_value("Invitation", known, "status") if known else None,
	}


def _make_senior(office: str, person: NewPerson) -> Document:
	kept = KEPT_OF_PROTECTED.intersection(SENIOR_FIELDS) if person.is_protected else SENIOR_FIELDS
	senior = frappe.new_doc(SENIOR)
	senior.update({name: getattr(person, name) for name in kept})
	senior.update({"office": office, "handle_by_hand": person.is_protected})
	if not person.is_protected:
		senior.district = districts_of(office).get(person.postal_code)
	save_by_service(senior)
	return senior


def _keep_number(invitation: Document, person: NewPerson) -> None:
	"""As the import keeps it: the keyed hash for finding the person again, the number for the keeper's eyes only."""
	name = frappe.db.get_value(IDENTITY, {"senior": invitation.senior})
	identity = frappe.get_doc(IDENTITY, name) if name else frappe.new_doc(IDENTITY)
	grade = ProtectionGrade.UNKNOWN if person.is_protected else ProtectionGrade.NONE
	identity.update(
		{
			"senior": invitation.senior,
			"office": invitation.office,
			"cohort": invitation.cohort,
			"protection_grade": grade.value,
			"identity_hash": identity_hash(person.identity_number),
		}
	)
	if not person.is_protected and not invitation.exclusion_reason:
		identity.identity_number_encrypted = encrypt(person.identity_number)
		identity.number_dropped_on = None
	save_by_service(identity)
