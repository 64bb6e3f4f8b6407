"""The people who work at a demo office: made up, one or more for each role, all with the same password."""

from collections.abc import Iterable
from dataclasses import dataclass

import frappe

from senior_outreach.access.roles import Role
from tests.season.plan import Season

PASSWORD = "eldre-2014"
NAMES = {
	"eldbjorg": ("Eldbjørg", "Kabelhaug", Role.SYSTEM_MANAGER),
	"gudleik": ("Gudleik", "Papirsen", Role.COORDINATOR),
	"sigfrid": ("Sigfrid", "Lappehaug", Role.SUPERVISOR),
	"oddlaug": ("Oddlaug", "Blyantmo", Role.CALLER),
	"steinulf": ("Steinulf", "Arkivlund", Role.RECORD_KEEPER),
	"gunnvor": ("Gunnvor", "Oversikt", Role.LEADERSHIP),
	"solfrid": ("Solfrid", "Tavlerud", Role.FACILITATOR),
	"torgrim": ("Torgrim", "Krittmo", Role.FACILITATOR),
	"hallgerd": ("Hallgerd", "Tavlerud", Role.FACILITATOR),
	"asbjorn": ("Asbjørn", "Krittmo", Role.FACILITATOR),
	"ragnfrid": ("Ragnfrid", "Svampdal", Role.FACILITATOR),
	"fylket": ("Ingebjørg", "Fylkesrud", Role.SUPERVISOR),
}
COUNTY = "fylket.example"


@dataclass(frozen=True)
class Staff:
	"""User ids of one office by what they do."""

	coordinator: str
	supervisor: str
	caller: str
	keeper: str
	leadership: str
	system_manager: str
	facilitators: dict[str, str]

	def logins(self) -> list[tuple[str, str]]:
		"""Pairs of role and user id, one for each role."""
		first = next(iter(self.facilitators.values()))
		return [
			("Coordinator", self.coordinator),
			("Supervisor", self.supervisor),
			("Caller", self.caller),
			("Facilitator", first),
			("Record keeper", self.keeper),
			("Leadership", self.leadership),
			("System manager", self.system_manager),
		]


def engage_system_manager(season: Season) -> str:
	"""The one user that Administrator makes. No User Permission: she configures and sees no people.

	She is the first user of a new site, whom Frappe would make a System Manager anyway.
	"""
	return _user("eldbjorg", season.domain)


def hire(season: Season, system_manager: str) -> Staff:
	"""Make the users of an office, each for this office alone; done by its system manager."""

	def user(key: str) -> str:
		name = _user(key, season.domain)
		_permit(name, [season.office])
		return name

	return Staff(
		system_manager=system_manager,
		coordinator=user("gudleik"),
		supervisor=user("sigfrid"),
		caller=user("oddlaug"),
		keeper=user("steinulf"),
		leadership=user("gunnvor"),
		facilitators={name: user(name) for name in season.staff},
	)


def hire_for_county(offices: Iterable[str]) -> str:
	"""A supervisor at the county who sees several offices beside each other, by one permission for each."""
	name = _user("fylket", COUNTY)
	_permit(name, offices)
	return name


def _user(key: str, domain: str) -> str:
	first, last, role = NAMES[key]
	email = f"{key}@{domain}"
	values = {
		"doctype": "User",
		"email": email,
		"first_name": first,
		"last_name": last,
		"user_type": "System User",
		"send_welcome_email": 0,
		"language": "en",
		"new_password": PASSWORD,
		"roles": [{"role": role.value}],
	}
	return frappe.get_doc(values).insert().name


def _permit(user: str, offices: Iterable[str]) -> None:
	for office in offices:
		frappe.get_doc(
			{"doctype": "User Permission", "user": user, "allow": "Outreach Office", "for_value": office}
		).insert()
