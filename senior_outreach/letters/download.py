# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Handing a paper to the browser: it is written nowhere, and that it was taken out is in the access log."""

import frappe
from frappe.core.doctype.access_log.access_log import make_access_log


def stream_pdf(
	filename: str, pdf: bytes, method: str, doctype: str | None = None, document: str | None = None
) -> None:
	"""Answer the request with this PDF; `method` says in the log which paper it was."""
	frappe.local.response.update({"type": "download", "filename": filename, "filecontent": pdf})
	make_access_log(doctype=doctype, document=document, file_type="PDF", method=method)
