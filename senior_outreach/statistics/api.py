# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What the button of the report Participation Statistics calls."""

import frappe
from frappe.utils import getdate

from senior_outreach.letters.download import stream_pdf
from senior_outreach.letters.formats import LANGUAGES
from senior_outreach.statistics.participation import participation
from senior_outreach.statistics.report_pdf import participation_pdf


@frappe.whitelist()
def download_participation(
	office: str | None = None, from_year: str | int | None = None, to_year: str | int | None = None
) -> None:
	"""Stream the report as PDF. A GET: it changes nothing but the access log."""
	# checks the permission by role first, and gives the rows of the user's own offices only
	rows = participation({"office": office, "from_year": from_year, "to_year": to_year})
	language = frappe.local.lang if frappe.local.lang in LANGUAGES else LANGUAGES[0]
	pdf = participation_pdf(rows, getdate(), language)
	stream_pdf("participation-statistics.pdf", pdf, "download_participation")
