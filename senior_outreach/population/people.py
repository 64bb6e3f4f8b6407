# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Writing people: one senior, one identity, one invitation per round, however often a file is read."""

import frappe
from frappe.model.document import Document
from frappe.utils import getdate
from frappe.utils.password import encrypt

from senior_outreach.access.keys import keyed_hash
from senior_outreach.access.service_fields import save_by_service
from senior_outreach.population.person import Person
from senior_outreach.population.rules import (
	ExclusionReason,
	Mark,
	PersonFacts,
	ProtectionGrade,
	RegisterStatus,
	exclusion_at_any_age,
	exclusion_of,
)
from senior_outreach.population.seniors import forget_contact


def identity_hash(identity_number: str) -> str:
	return keyed_hash("identity-number", identity_number)


class RoundWriter:
	"""Writes the people of one delivery into one round; knows what is there already after two queries.

	Who may import has been checked on the register extract.
	"""

	def __init__(self, extract: Document, cohort: Document):
		self.extract = extract
		self.cohort = cohort
		self.birth_years = frozenset(row.birth_year for row in cohort.birth_years)
		self.districts = _districts(cohort.office)
		self.identities = _identities(cohort.office)
		self.invited = set(
			# all of the round, also those whom nobody may list; only their keys are used here
			frappe.get_all("Invitation", filters={"cohort": cohort.name}, pluck="senior")
		)

	def write(self, person: Person) -> None:
		"""Make or update the senior, then see that there is one identity, and one invitation in this round."""
		key = identity_hash(person.identity_number)
		known = self.identities.get(key)
		senior = frappe.get_doc("Senior", known.senior) if known else frappe.new_doc("Senior")
		if not self._is_older_than(senior):
			self._write_senior(senior, person)
		reason = exclusion_of(_facts(senior), self.birth_years)
		self._write_identity(senior, person, key, reason)
		if senior.name not in self.invited:
			self._invite(senior, reason)

	def _is_older_than(self, senior: Document) -> bool:
		"""Whether what is stored of the senior comes from a later delivery than this one."""
		if not senior.register_extract or senior.register_extract == self.extract.name:
			return False
		stored = frappe.db.get_value("Register Extract", senior.register_extract, "creation", cache=True)
		return bool(stored) and stored > self.extract.creation

	def _write_senior(self, senior: Document, person: Person) -> None:
		before = senior.as_dict()
		kept = {}
		if senior.register_extract == self.extract.name:
			# read again, a delivery lifts no protection and raises nobody from the dead
			kept = {
				"handle_by_hand": int(senior.handle_by_hand or person.is_protected),
				"register_status": senior.register_status
				if senior.register_status == RegisterStatus.DECEASED
				else person.register_status.value,
			}
		senior.update(
			{
				"office": self.cohort.office,
				"first_name": person.name.first,
				"last_name": person.name.last,
				"birth_date": person.birth_date,
				"sex": person.sex,
				"care_of": person.care_of,
				"street": person.street,
				"postal_code": person.postal_code,
				"city": person.city,
				"phone": person.phone or senior.phone,
				"district": self.districts.get(person.postal_code),
				"register_status": person.register_status.value,
				"handle_by_hand": int(person.is_protected),
				"register_extract": self.extract.name,
				**kept,
			}
		)
		forget_contact(senior)
		if senior.is_new() or any((senior.get(field) or None) != (before[field] or None) for field in before):
			save_by_service(senior)

	def _write_identity(
		self, senior: Document, person: Person, key: str, reason: ExclusionReason | None
	) -> None:
		"""A new round takes the person up again: with number and name, until its own screening is approved.

		Of a protected person there is the keyed hash and the grade, and nothing else.
		"""
		known = self.identities.get(key)
		grade = person.protection.value
		if known and senior.handle_by_hand and not person.is_protected:
			grade = known.protection_grade
		if known and (known.cohort, known.protection_grade) == (self.cohort.name, grade):
			return
		identity = (
			frappe.get_doc("Senior Identity", known.name) if known else frappe.new_doc("Senior Identity")
		)
		if identity.cohort != self.cohort.name or senior.handle_by_hand:
			identity.update(_worklist_entry(senior, person, reason))
		identity.update(
			{
				"senior": senior.name,
				"office": self.cohort.office,
				"cohort": self.cohort.name,
				"protection_grade": grade,
				"identity_hash": key,
			}
		)
		save_by_service(identity)
		self.identities[key] = identity

	def _invite(self, senior: Document, reason: ExclusionReason | None) -> None:
		invitation = frappe.new_doc("Invitation")
		invitation.update(
			{
				"senior": senior.name,
				"cohort": self.cohort.name,
				"office": self.cohort.office,
				"district": senior.district,
				"handle_by_hand": senior.handle_by_hand,
				"exclusion_reason": reason.value if reason else "",
			}
		)
		save_by_service(invitation)
		self.invited.add(senior.name)


CARRIED_FIELDS = ("full_name", "district", "handle_by_hand", "register_status", "do_not_contact")


def follow_senior(senior: Document) -> None:
	"""Carry a changed name, district, status or protection to the rounds that are not closed yet."""
	if not any(senior.has_value_changed(field) for field in CARRIED_FIELDS):
		return
	invitation, cohort = frappe.qb.DocType("Invitation"), frappe.qb.DocType("Cohort")
	names = (
		frappe.qb.from_(invitation)
		.join(cohort)
		.on(cohort.name == invitation.cohort)
		.where((invitation.senior == senior.name) & (cohort.workflow_state != "Closed"))
		.select(invitation.name)
		.run(pluck=True)
	)
	for name in names:
		_follow_on_invitation(frappe.get_doc("Invitation", name), senior)


def _follow_on_invitation(invitation: Document, senior: Document) -> None:
	invitation.senior_name = senior.full_name
	invitation.district = senior.district
	invitation.handle_by_hand = senior.handle_by_hand
	reason = exclusion_at_any_age(_facts(senior))
	if reason and not invitation.sent_on:
		invitation.exclusion_reason = invitation.exclusion_reason or reason.value
	elif reason in LOST_AFTER_LETTER and (reason in ENDS_AN_ANSWER or not invitation.answer_choice):
		invitation.not_reached_reason = LOST_AFTER_LETTER[reason]
	save_by_service(invitation)


ENDS_AN_ANSWER = (ExclusionReason.DECEASED, ExclusionReason.HANDLE_BY_HAND)
LOST_AFTER_LETTER = {
	ExclusionReason.DECEASED: "Deceased",
	ExclusionReason.MOVED: "Moved",
	ExclusionReason.NOT_RESIDENT: "Moved",
	ExclusionReason.HANDLE_BY_HAND: "Handle by Hand",
}
"""Who has been written to stays among the invited; without an answer they count as not reached."""


def _worklist_entry(senior: Document, person: Person, reason: ExclusionReason | None) -> dict:
	"""What the Record Keeper sees of a person; nothing of a protected one."""
	hidden = bool(senior.handle_by_hand)
	return {
		"full_name": None if hidden else person.name.full,
		"birth_date": None if hidden else person.birth_date,
		"identity_number_encrypted": None if hidden else encrypt(person.identity_number),
		"mark": Mark.EXCLUDE.value if reason else "",
		"marked_by": None,
		"marked_on": None,
		"dropped_on": None,
	}


def take_from_senior(invitation: Document) -> None:
	"""Before an invitation is made, by whatever way: what follows from the senior is not typed in."""
	if not frappe.db.exists("Senior", invitation.senior):
		return  # Frappe says which field is missing or wrong
	senior = frappe.get_doc("Senior", invitation.senior)
	invitation.senior_name = senior.full_name
	invitation.district = senior.district
	invitation.handle_by_hand = senior.handle_by_hand
	reason = exclusion_at_any_age(_facts(senior))
	if reason and not invitation.exclusion_reason:
		invitation.exclusion_reason = reason.value


def put_on_worklist(invitation: Document) -> None:
	"""Somebody added by hand is screened like everybody else: without a number, by name and birth date."""
	if invitation.screened_on or invitation.exclusion_reason:
		return
	if frappe.db.exists("Senior Identity", {"senior": invitation.senior, "cohort": invitation.cohort}):
		return
	known = frappe.db.get_value("Senior Identity", {"senior": invitation.senior})
	identity = frappe.get_doc("Senior Identity", known) if known else frappe.new_doc("Senior Identity")
	senior = frappe.get_doc("Senior", invitation.senior)
	identity.update(
		{
			"senior": senior.name,
			"office": invitation.office,
			"cohort": invitation.cohort,
			"full_name": senior.full_name,
			"birth_date": senior.birth_date,
			"protection_grade": ProtectionGrade.NONE.value,
			"mark": "",
			"marked_by": None,
			"marked_on": None,
			"dropped_on": None,
		}
	)
	save_by_service(identity)


def _facts(senior: Document) -> PersonFacts:
	return PersonFacts(
		getdate(senior.birth_date),
		RegisterStatus(senior.register_status),
		bool(senior.handle_by_hand),
		bool(senior.do_not_contact),
	)


def _districts(office: str) -> dict[str, str]:
	"""Postal code to district, for one office."""
	district, code = (
		frappe.qb.DocType("Outreach District"),
		frappe.qb.DocType("Outreach District Postal Code"),
	)
	query = (
		frappe.qb.from_(code)
		.join(district)
		.on(code.parent == district.name)
		.where((district.office == office) & (district.disabled == 0))
		.select(code.postal_code, district.name)
	)
	return dict(query.run())


def _identities(office: str) -> dict[str, frappe._dict]:
	"""Identity hash to what the import has to know of it, for one office."""
	identity = frappe.qb.DocType("Senior Identity")
	rows = (
		frappe.qb.from_(identity)
		.where(identity.office == office)
		.select(
			identity.name, identity.senior, identity.cohort, identity.protection_grade, identity.identity_hash
		)
		.run(as_dict=True)
	)
	return {row.identity_hash: row for row in rows}
