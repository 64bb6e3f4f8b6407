# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Install and migrate: never over somebody else's DocTypes, states or actions."""

import frappe

from senior_outreach.defaults import SETTINGS
from senior_outreach.setup import shared
from senior_outreach.setup.shipped import MODULE, own_doctypes
from senior_outreach.starting_content.seed import seed


class DocTypeCollision(frappe.ValidationError):
	"""The site already has a DocType with a name that this app brings."""


def before_install() -> None:
	"""Stop before anything is written when a foreign DocType has one of our names."""
	taken = foreign_doctypes()
	if taken:
		raise DocTypeCollision(
			f"Senior Outreach cannot be installed: this site already has {', '.join(taken)} from another app "
			"or made by hand. Rename or remove these DocTypes, then install again. Nothing was changed."
		)


def foreign_doctypes() -> list[str]:
	"""Our DocType names that exist on the site and belong to another module."""
	found = frappe.get_all("DocType", filters={"name": ("in", own_doctypes())}, fields=["name", "module"])
	return sorted(row.name for row in found if row.module != MODULE)


def after_install() -> None:
	frappe.get_doc(SETTINGS).save()
	shared.add_languages()
	shared.add_states_and_actions()
	seed()


def after_migrate() -> None:
	"""A newer workflow may have states that the site lacks."""
	shared.add_states_and_actions()
