# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""A person as a register file gives one, checked. Needs no site."""

from dataclasses import dataclass
from datetime import date

from senior_outreach.population.rules import PersonName, ProtectionGrade, RegisterStatus


@dataclass(frozen=True)
class Person:
	"""One checked row of a register file. Address and phone are empty for a protected person."""

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

	@property
	def is_protected(self) -> bool:
		return self.protection is not ProtectionGrade.NONE
