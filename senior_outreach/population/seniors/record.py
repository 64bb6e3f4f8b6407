# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What must hold for every senior, however the record is written."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from senior_outreach.access.keys import keyed_hash
from senior_outreach.access.service_fields import is_by_service
from senior_outreach.access.traces import forget_history
from senior_outreach.population.rules import PersonName, read_postal_code
from senior_outreach.population.seniors.duplicate_rules import address_text

PERSONAL_FIELDS = (
	"first_name",
	"last_name",
	"full_name",
	"care_of",
	"street",
	"address_line_2",
	"postal_code",
	"city",
	"country",
	"district",
	"phone",
	"mobile",
	"email",
	"next_of_kin_name",
	"next_of_kin_phone",
)


def compose_name(senior: Document) -> None:
	"""The full name follows from its parts; it is typed in whole only where the parts are not known."""
	if senior.first_name or senior.last_name:
		senior.full_name = PersonName(senior.first_name or "", senior.last_name or "").full
	if not senior.full_name and not senior.handle_by_hand:
		frappe.throw(_("The name is missing. Write first and last name."))


def check_postal_code(senior: Document) -> None:
	in_norway = not senior.country or senior.country == "Norway"
	if senior.postal_code and in_norway and read_postal_code(senior.postal_code) != senior.postal_code:
		frappe.throw(_("The postal code must have four digits."))


def note_register_check(senior: Document) -> None:
	"""Somebody who corrects the register status by hand has looked it up, or been told, just now."""
	if not senior.is_new() and not is_by_service(senior) and senior.has_value_changed("register_status"):
		senior.register_checked_on = now_datetime()


def forget_contact(senior: Document) -> None:
	"""Design rule 6: of a protected person neither name, address nor phone is kept here."""
	if senior.handle_by_hand:
		for field in PERSONAL_FIELDS:
			senior.set(field, None)
		forget_history(senior)
		_forget_decisions(senior)


def _forget_decisions(senior: Document) -> None:
	"""What a decision about duplicates remembers of an entry for its undoing."""
	if senior.is_new():
		return
	decision = frappe.qb.DocType("Duplicate Decision")
	about = (decision.senior == senior.name) | (decision.other_senior == senior.name)
	frappe.qb.update(decision).set(decision.values_before, None).where(about).run()


def identity_hash(identity_number: str) -> str:
	"""By which a Senior Identity is found again; the number itself is dropped."""
	return keyed_hash("identity-number", identity_number)


def districts_of(office: str) -> dict[str, str]:
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


def set_household(senior: Document) -> None:
	"""People at one address share a key that does not show the address."""
	senior.household_key = household_key(
		senior.office, senior.street, senior.address_line_2, senior.postal_code
	)


def household_key(office: str, street: str | None, line_2: str | None, postal_code: str | None) -> str | None:
	"""The key of an address within an office; `None` for an address that is not whole."""
	if not (street and postal_code):
		return None
	return keyed_hash("household", f"{office} {address_text(street, line_2, postal_code)}")[:32]


def address_line(senior: Document) -> str:
	"""The address on one line, as a letter has it on several."""
	place = " ".join(filter(None, (senior.postal_code, senior.city)))
	country = "" if senior.country in (None, "", "Norway") else senior.country
	lines = (senior.care_of, senior.street, senior.address_line_2, place, country)
	return ", ".join(filter(None, lines))
