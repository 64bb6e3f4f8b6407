# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Writing the people of a delivery: one senior, one identity, one invitation per round, however often it is read.

New people, who are nearly all of a first delivery, are written many at a time and go past the life cycle of
Frappe's documents; docs/import.md says what that leaves out and why. Everybody else is saved as a document.
"""

from datetime import datetime

import frappe
from frappe.model.document import Document
from frappe.utils.password import encrypt

from senior_outreach.access.service_fields import save_by_service
from senior_outreach.population.delivery.bulk import BulkTable
from senior_outreach.population.delivery.compare import Change, ChangeKind, SeniorValues
from senior_outreach.population.delivery.stored import KnownPeople
from senior_outreach.population.register_file.person import Person
from senior_outreach.population.rules import (
	ExclusionReason,
	Mark,
	PersonFacts,
	RegisterStatus,
	exclusion_of,
)
from senior_outreach.population.seniors.following import birth_years_of, unmarked_entry
from senior_outreach.population.seniors.record import (
	PERSONAL_FIELDS,
	compose_name,
	identity_hash,
	set_household,
)
from senior_outreach.population.status import InvitationFacts, status_of

SAVEPOINT = "register_row"
SENIOR, IDENTITY, INVITATION = "Senior", "Senior Identity", "Invitation"


class RoundWriter:
	"""Writes changes into one round. Who may import has been checked on the register extract."""

	def __init__(self, extract: Document, cohort: Document, read_on: datetime):
		self.extract = extract
		self.cohort = cohort
		self.read_on = read_on
		self.birth_years = birth_years_of(cohort.name)
		self.known = KnownPeople(cohort.office, cohort.name)
		self.tables = {name: BulkTable(name) for name in (SENIOR, IDENTITY, INVITATION)}

	def write(self, changes: list[Change]) -> list[int]:
		"""Write a chunk; gives back the lines that the database's own checks refused."""
		first_time = [change for change in changes if change.stored is None]
		refused = self._insert(first_time)
		for change in changes:
			if change.stored is None:
				continue
			if change.kind in (ChangeKind.NEW, ChangeKind.CHANGED) and not self._guarded(self._save, change):
				refused.append(change.person.line)
		same = [change.stored.senior for change in changes if change.kind is ChangeKind.SAME]
		self._mark_checked(same)
		return refused

	def take_out(self, seniors: list[str]) -> None:
		"""People whom a whole list no longer has: their register status is not known any more."""
		for name in seniors:
			senior = frappe.get_doc(SENIOR, name)
			senior.update({"register_status": RegisterStatus.UNKNOWN.value, **self._source()})
			self._guarded(save_by_service, senior)  # one who cannot be saved is shown as gone the next time

	def _insert(self, changes: list[Change]) -> list[int]:
		"""All together; if the database refuses one of them, each by itself."""
		if not changes or self._guarded(self._insert_together, changes):
			return []
		return [
			change.person.line for change in changes if not self._guarded(self._insert_together, [change])
		]

	def _insert_together(self, changes: list[Change]) -> None:
		rows: dict[str, list[dict]] = {name: [] for name in self.tables}
		for change in changes:
			senior = self._senior_row(change.values)
			rows[SENIOR].append(senior)
			reason = reason_of(change.values, self.birth_years)
			rows[IDENTITY].append(self._identity_row(senior, change.person, reason))
			rows[INVITATION].append(self._invitation_row(senior, reason))
		for name, table in self.tables.items():
			table.insert(rows[name])

	def _senior_row(self, values: SeniorValues) -> dict:
		row = frappe._dict(vars(values), office=self.cohort.office, **self._source())
		compose_name(row)
		set_household(row)
		if values.handle_by_hand:
			row.update(dict.fromkeys(PERSONAL_FIELDS))
		return self.tables[SENIOR].row(row)

	def _identity_row(self, senior: dict, person: Person, reason: ExclusionReason | None) -> dict:
		row = {
			"senior": senior["name"],
			"office": self.cohort.office,
			"cohort": self.cohort.name,
			"protection_grade": person.protection.value,
			"identity_hash": identity_hash(person.identity_number),
			**_worklist_entry(person, hidden=bool(senior["handle_by_hand"]), reason=reason),
		}
		return self.tables[IDENTITY].row(row)

	def _invitation_row(self, senior: dict, reason: ExclusionReason | None) -> dict:
		text = reason.value if reason else ""
		row = {
			"senior": senior["name"],
			"senior_name": senior["full_name"],
			"cohort": self.cohort.name,
			"office": self.cohort.office,
			"district": senior["district"],
			"handle_by_hand": senior["handle_by_hand"],
			"exclusion_reason": text,
			"status": status_of(InvitationFacts(exclusion_reason=text)).value,
		}
		return self.tables[INVITATION].row(row)

	def _save(self, change: Change) -> None:
		"""Somebody the office knows: the fields that the delivery changes, the identity, the invitation."""
		senior = frappe.get_doc(SENIOR, change.stored.senior)
		if change.fields:
			senior.update({field.field: field.new for field in change.fields} | self._source())
			save_by_service(senior)
		elif senior.register_checked_on is None or senior.register_checked_on < self.read_on:
			self._mark_checked([senior.name])
		reason = reason_of(change.values, self.birth_years, bool(senior.do_not_contact))
		self._save_identity(change, reason)
		if not change.stored.in_round:
			self._invite(senior, reason)

	def _save_identity(self, change: Change, reason: ExclusionReason | None) -> None:
		"""A new round takes the person up again: with number and name, until its own screening is over.

		Of a protected person there is the keyed hash and the grade, and nothing else. A delivery that lifts no
		protection leaves the grade as it was.
		"""
		identity = self._identity_of(change)
		if identity is None:
			return
		hidden = bool(change.values.handle_by_hand)
		was_hidden = bool(change.stored.values.handle_by_hand)
		taken_up = identity.cohort != self.cohort.name
		stays = hidden and not change.person.is_protected
		grade = identity.protection_grade if stays else change.person.protection.value
		if not taken_up and (hidden, grade) == (was_hidden, identity.protection_grade):
			return
		if taken_up or hidden != was_hidden:
			identity.update(_worklist_entry(change.person, hidden=hidden, reason=reason))
		identity.update({"cohort": self.cohort.name, "protection_grade": grade})
		save_by_service(identity)

	def _identity_of(self, change: Change) -> Document | None:
		"""The identity with the number of this row, with the senior who stays when two entries were merged.

		In the round of the merge nothing moves, since it can be undone until the letters leave.
		"""
		key = identity_hash(change.person.identity_number)
		identity = frappe.get_doc(IDENTITY, {"office": self.cohort.office, "identity_hash": key})
		stays = change.stored.senior
		if identity.senior == stays:
			return identity
		if identity.cohort == self.cohort.name:
			return None
		own = frappe.db.get_value(IDENTITY, {"senior": stays}, ["name", "identity_hash"], as_dict=True)
		if own and own.identity_hash:
			return frappe.get_doc(IDENTITY, own.name)
		if own:
			frappe.delete_doc(
				IDENTITY, own.name, force=True, ignore_permissions=True, delete_permanently=True
			)  # it has no number and gives way to the one that has
		identity.senior = stays
		return identity

	def _invite(self, senior: Document, reason: ExclusionReason | None) -> None:
		invitation = frappe.new_doc(INVITATION)
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

	def _mark_checked(self, seniors: list[str]) -> None:
		"""One statement: the register still says the same of these people. That is no change of theirs."""
		if not seniors:
			return
		senior = frappe.qb.DocType(SENIOR)
		unchecked = senior.register_checked_on.isnull() | (senior.register_checked_on < self.read_on)
		(
			frappe.qb.update(senior)
			.set(senior.register_checked_on, self.read_on)
			.set(senior.register_extract, self.extract.name)
			.where(senior.name.isin(seniors) & unchecked)
			.run()
		)

	def _source(self) -> dict:
		return {"register_extract": self.extract.name, "register_checked_on": self.read_on}

	def _guarded(self, write, *what) -> bool:
		"""Whether the database took it; if not, nothing of it stays."""
		frappe.db.savepoint(SAVEPOINT)
		try:
			write(*what)
		except Exception as error:
			if not _is_refusal(error):
				raise
			frappe.db.rollback(save_point=SAVEPOINT)
			frappe.clear_messages()
			return False
		return True


def _is_refusal(error: Exception) -> bool:
	"""Whether the database or Frappe refuses the row itself; any other error ends the import.

	Somebody else who saved the same person meanwhile says nothing about the row: it is read anew and written.
	"""
	if isinstance(error, frappe.TimestampMismatchError):
		return False
	if isinstance(error, frappe.ValidationError | frappe.db.DataError):
		return True
	return bool(error.args) and bool(frappe.db.is_unique_key_violation(error))


def _worklist_entry(person: Person, *, hidden: bool, reason: ExclusionReason | None) -> dict:
	"""What the Record Keeper sees of a person; nothing of a protected one."""
	return {
		**unmarked_entry(None if hidden else person.name.full, None if hidden else person.birth_date),
		"identity_number_encrypted": None if hidden else encrypt(person.identity_number),
		"number_dropped_on": None,
		"mark": Mark.EXCLUDE.value if reason else "",
	}


def reason_of(
	values: SeniorValues, birth_years: frozenset[int], do_not_contact: bool = False
) -> ExclusionReason | None:
	"""Why the system itself would take this person out of a round for these birth years."""
	facts = PersonFacts(
		values.birth_date, RegisterStatus(values.register_status), bool(values.handle_by_hand), do_not_contact
	)
	return exclusion_of(facts, birth_years)
