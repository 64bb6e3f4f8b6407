# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Uninstall: not over people who are still held, and nothing of ours left behind.

Frappe calls both hooks also for `--dry-run`: what deletes stands in `after_uninstall`, behind the question whether
the module is gone.
"""

import click
import frappe
from frappe.deferred_insert import save_to_db
from frappe.installer import update_site_config
from frappe.utils import cint
from frappe.utils.global_search import sync_global_search

from senior_outreach.access.roles import OWN_ROLES
from senior_outreach.setup import counters, shared, traces
from senior_outreach.setup.shipped import MODULE

WITH_PEOPLE = "senior_outreach_uninstall_with_people"
"""Key of the site's configuration by which the operator says that people's data may go without a certificate."""


def before_uninstall() -> None:
	_refuse_with_people()
	save_to_db()  # rows that wait in Redis would be written after the uninstall
	sync_global_search()
	frappe.flags.senior_outreach_parts = traces.parts_that_go()


def _refuse_with_people() -> None:
	"""People who are still held are purged by closing their cohort, not by dropping tables unseen."""
	seniors = frappe.db.count("Senior") if frappe.db.table_exists("Senior") else 0
	attached = frappe.get_all("File", {"attached_to_doctype": "Register Extract"}, pluck="file_url")
	files = len(set(attached))  # a file may have several rows
	if (seniors or files) and not cint(frappe.conf.get(WITH_PEOPLE)):
		raise click.ClickException(
			f"Senior Outreach is not uninstalled: this site still holds {seniors} seniors and {files} files of "
			"register extracts. Uninstalling would destroy them without a certificate. Close the cohorts first. "
			"To destroy them all the same, say so and uninstall again:\n\n"
			f"  bench --site {frappe.local.site} set-config {WITH_PEOPLE} 1\n\n"
			"Nothing was changed."
		)


def after_uninstall() -> None:
	if frappe.db.exists("Module Def", MODULE):
		return  # a dry run
	files = traces.delete_traces(frappe.flags.senior_outreach_parts)
	traces.delete_jobs()
	_delete_roles()
	shared.remove_added()
	counters.delete_counters()
	frappe.db.commit()  # the uninstaller has committed its own part and does not commit after this hook
	traces.delete_content(files)
	frappe.clear_cache()
	if WITH_PEOPLE in frappe.conf:
		update_site_config(WITH_PEOPLE, "None")  # it was said once, not for the next time


def _delete_roles() -> None:
	roles = [role.value for role in OWN_ROLES]
	traces.delete_role_rows(roles)
	for role in roles:
		shared.delete("Role", role)
