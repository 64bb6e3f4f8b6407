# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What makes an evaluation anonymous: nothing on the row says who, when or in which order.

Frappe stamps every row with its owner and the microsecond, gives related rows names in the order of their
making, and tells other browsers who saved what. Each of these would join a form to the person who was typing,
and through a pile of paper to the person who wrote it.
"""

import secrets
from datetime import datetime, time

from frappe.model.document import Document
from frappe.utils import getdate

NOBODY = "Guest"


def random_name() -> str:
	"""A name that keeps no order: the hash names of newer Frappe versions start with the time."""
	return secrets.token_hex(10)


def leave_no_trace(doc: Document) -> None:
	"""Give the row and its child rows no owner and no time finer than the day of the meeting.

	Called in `validate`, which is after Frappe has stamped the document and before it writes it.
	"""
	midnight = datetime.combine(getdate(doc.filled_on), time.min)
	for row in (doc, *doc.get_all_children()):
		row.owner = row.modified_by = NOBODY
		row.creation = row.modified = midnight
