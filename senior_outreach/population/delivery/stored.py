# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What the office has stored of the people of a delivery, looked up by keyed hash, some hundreds at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import frappe
from frappe.query_builder import Criterion
from frappe.query_builder.functions import Coalesce

from senior_outreach.population.delivery.compare import VALUE_FIELDS, SeniorValues, Stored
from senior_outreach.population.rules import ExclusionReason, RegisterStatus

PAGE = 500


@dataclass(frozen=True)
class Gone:
	"""A resident of the round, known by number, whom a whole list no longer has."""

	senior: str
	name: str
	birth_date: date | None
	is_hidden: bool


class KnownPeople:
	"""The seniors of one office as one of its rounds needs them. The caller has checked the permission."""

	def __init__(self, office: str, cohort: str):
		self.office = office
		self.cohort = cohort

	def by_key(self, keys: Iterable[str]) -> dict[str, Stored]:
		"""Keyed hash to senior; numbers the office has never seen are not in it.

		Who was merged into another entry is that entry.
		"""
		identity = frappe.qb.DocType("Senior Identity")
		rows = (
			frappe.qb.from_(identity)
			.where((identity.office == self.office) & identity.identity_hash.isin([*keys, ""]))
			.select(identity.identity_hash, identity.senior)
			.run(as_dict=True)
		)
		seniors = self._seniors({row.senior for row in rows})
		invited = self._invited({senior.name for senior in seniors.values()})
		return {
			row.identity_hash: _stored(seniors[row.senior], invited) for row in rows if row.senior in seniors
		}

	def hidden(self, keys: Iterable[str]) -> set[str]:
		"""Those of `keys` whose person is handled by hand here, whatever a file says of them."""
		known = self.by_key(filter(None, keys))
		return {key for key, stored in known.items() if stored.values.handle_by_hand}

	def _seniors(self, names: set[str]) -> dict[str, Any]:
		"""Name to row; who was merged into somebody else gets the row of the one who stays, however many merges."""
		stands_for = {name: name for name in names}
		rows = {row.name: row for row in _senior_rows(names)}
		while merged := {row.name: row.merged_into for row in rows.values() if row.merged_into}:
			stands_for = {name: merged.get(last, last) for name, last in stands_for.items()}
			rows |= {row.name: row for row in _senior_rows(set(merged.values()))}
			rows = {name: row for name, row in rows.items() if name not in merged}
		return {name: rows[last] for name, last in stands_for.items() if last in rows}

	def _invited(self, seniors: set[str]) -> set[str]:
		return set(
			frappe.get_all(  # no row is shown: who is hidden is in the round as well
				"Invitation",
				filters={"cohort": self.cohort, "senior": ("in", [*seniors, ""])},
				pluck="senior",
				order_by="name asc",
			)
		)

	def pages_of_round(self) -> Iterator[dict[str, Gone]]:
		"""Keyed hash to person, for all residents of the round who came with a delivery, page by page.

		Somebody already excluded is not among them: nothing is left to be done.
		"""
		last = ""
		while rows := self._page_after(last):
			last = rows[-1].identity_hash
			yield {
				row.identity_hash: Gone(
					row.senior, row.full_name or "", row.birth_date, bool(row.handle_by_hand)
				)
				for row in rows
			}

	def _page_after(self, last: str) -> list[Any]:
		identity, invitation = frappe.qb.DocType("Senior Identity"), frappe.qb.DocType("Invitation")
		entry, senior = frappe.qb.DocType("Senior").as_("entry"), frappe.qb.DocType("Senior").as_("senior")
		still_in = Criterion.any(
			(invitation.exclusion_reason.isnull(), invitation.exclusion_reason.isin(_STILL_THERE))
		)
		return (
			frappe.qb.from_(identity)
			.join(entry)
			.on(entry.name == identity.senior)
			.join(senior)
			.on(senior.name == Coalesce(entry.merged_into, entry.name))
			.join(invitation)
			.on((invitation.senior == senior.name) & (invitation.cohort == self.cohort))
			.where((identity.office == self.office) & (identity.identity_hash > last))
			.where(entry.register_extract.isnotnull() & (senior.register_status == RegisterStatus.RESIDENT))
			.where(still_in)
			.select(
				identity.identity_hash,
				senior.name.as_("senior"),
				senior.full_name,
				senior.birth_date,
				senior.handle_by_hand,
			)
			.orderby(identity.identity_hash)
			.limit(PAGE)
			.run(as_dict=True)
		)


_STILL_THERE = ["", ExclusionReason.HANDLE_BY_HAND.value, ExclusionReason.RECORD_KEEPER.value]


def _senior_rows(names: set[str]) -> list[Any]:
	senior = frappe.qb.DocType("Senior")
	columns = [senior[field] for field in VALUE_FIELDS]
	return (
		frappe.qb.from_(senior)
		.where(senior.name.isin([*names, ""]))
		.select(senior.name, senior.merged_into, senior.register_checked_on, *columns)
		.run(as_dict=True)
	)


def _stored(row: Any, invited: set[str]) -> Stored:
	checked_on: datetime | None = row.register_checked_on
	values = SeniorValues(**{field: row[field] or None for field in VALUE_FIELDS} | _by_hand(row))
	return Stored(row.name, values, row.name in invited, checked_on)


def _by_hand(row: Any) -> dict[str, int]:
	return {"handle_by_hand": int(row.handle_by_hand or 0)}
