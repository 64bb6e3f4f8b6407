# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""A person as a register file gives one, checked. Needs no site."""

from dataclasses import dataclass, replace
from datetime import date

from senior_outreach.population.rules import PersonName, ProtectionGrade, RegisterStatus


@dataclass(frozen=True)
class Person:
	"""One checked row of a register file. Name, address and phone are empty for a protected person.

	`sex` is empty when neither the file nor the number tells it.
	"""

	line: int
	identity_number: str
	name: PersonName
	birth_date: date
	sex: str
	street: str
	care_of: str
	postal_code: str
	city: str
	phone: str
	register_status: RegisterStatus
	protection: ProtectionGrade
	address_line_2: str = ""

	@property
	def is_protected(self) -> bool:
		return self.protection is not ProtectionGrade.NONE

	def protected_by(self, grade: ProtectionGrade) -> "Person":
		"""The same person with a protected address: who it is, and nothing of where or how to reach them."""
		empty = dict.fromkeys(("street", "address_line_2", "care_of", "postal_code", "city", "phone"), "")
		return replace(self, name=PersonName("", ""), protection=grade, **empty)
