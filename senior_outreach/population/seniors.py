# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What must hold for every senior, however the record is written."""

import frappe
from frappe import _
from frappe.model.document import Document

from senior_outreach.access.keys import keyed_hash
from senior_outreach.access.traces import forget_history
from senior_outreach.population.rules import PersonName, read_postal_code

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


def forget_contact(senior: Document) -> None:
	"""Design rule 6: of a protected person neither name, address nor phone is kept here."""
	if senior.handle_by_hand:
		for field in PERSONAL_FIELDS:
			senior.set(field, None)
		forget_history(senior)


def set_household(senior: Document) -> None:
	"""People at one address share a key that does not show the address."""
	if not (senior.street and senior.postal_code):
		senior.household_key = None
		return
	address = " ".join(f"{senior.street} {senior.address_line_2 or ''} {senior.postal_code}".lower().split())
	senior.household_key = keyed_hash("household", f"{senior.office} {address}")[:32]
