# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Accepting a reviewed delivery: worked out once more, written down, and then imported at once or by a job."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from senior_outreach.access.service_fields import save_by_service
from senior_outreach.defaults import rule_value
from senior_outreach.population.delivery.choices import Choices, Content, DeliveryState
from senior_outreach.population.delivery.compare import ChangeKind
from senior_outreach.population.delivery.importing import start_job, write_all
from senior_outreach.population.delivery.outcomes import Delivery, delivered_file
from senior_outreach.population.delivery.protected import tell_coordinators
from senior_outreach.population.delivery.review import GONE, ChangeSet, Reviewer
from senior_outreach.population.delivery.under_way import running
from senior_outreach.population.register_file.file_formats import delimiter_label, encoding_label


def known_delivery(extract: Document, fingerprint: str) -> Document | None:
	"""The row of this very file, when it was imported before."""
	return next((row for row in extract.deliveries if row.fingerprint == fingerprint), None)


def review(extract: Document, choices: Choices, starts: dict[str, int] | None = None) -> ChangeSet:
	"""What accepting the attached file would do. Writes nothing."""
	with Delivery(extract, choices.content, choices.read_on) as delivery:
		return Reviewer(delivery, starts).review()


def accept(extract: Document, choices: Choices, token: str) -> Document:
	"""Import what was reviewed, at once or in the background; gives back the row of the delivery.

	`token` is the one of the review. Raises `frappe.ValidationError` when the file or what is stored has changed
	since, and while another delivery is being imported.
	"""
	if running(extract):
		frappe.throw(_("A delivery is being imported already. Wait until it is done."))
	found = review(extract, choices)
	if found.token != token:
		frappe.throw(
			_("The file or what is stored has changed since you looked. Look at the changes again."),
			title=_("Nothing was imported"),
		)
	delivery = _note_acceptance(extract, choices, found)
	tell_coordinators(extract, found.protected_lines)
	if found.counts["rows"] >= rule_value("import_background_rows", extract.office):
		start_job(extract)
	else:
		write_all(extract.name, delivery.name, in_chunks=False)
	return delivery


def _note_acceptance(extract: Document, choices: Choices, found: ChangeSet) -> Document:
	file = delivered_file(extract)
	known = known_delivery(extract, file.fingerprint)
	delivery = known or extract.append("deliveries", {})
	delivery.update(
		{
			"file_name": file.name,
			"fingerprint": file.fingerprint,
			"content": choices.content.value,
			"read_on": choices.read_on,
			"gone_choice": choices.gone.value,
			"state": DeliveryState.IMPORTING.value,
			"received_on": now_datetime(),
			"received_by": frappe.session.user,
			"rows_in_file": found.counts["rows"],
			"new": found.counts[ChangeKind.NEW.value],
			"changed": found.counts[ChangeKind.CHANGED.value],
			"same": found.counts[ChangeKind.SAME.value] + found.counts[ChangeKind.OLDER.value],
			"gone": found.counts[GONE],
			"by_hand": found.counts["by_hand"],
			"stopped_because": "",
			**dict.fromkeys(("rows_done", "imported", "rejected"), 0),
			**_how_it_is_written(extract, choices),
		}
	)
	extract.problems = []
	if known is None and choices.content is Content.WHOLE_LIST:
		extract.open_rows_set_aside = ""  # its rows are others than those that were set aside
	save_by_service(extract)
	return delivery


def _how_it_is_written(extract: Document, choices: Choices) -> dict[str, str]:
	delivery = Delivery(extract, choices.content, choices.read_on)  # its heading only, no row is read
	return {
		"encoding": encoding_label(delivery.facts.encoding),
		"delimiter": delimiter_label(delivery.facts.delimiter),
		"file_format": delivery.form.name,
	}
