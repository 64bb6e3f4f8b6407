"""A resident at the reply page: the page itself is asked, as a browser without JavaScript does it."""

import frappe
from frappe.utils import set_request
from frappe.website.serve import get_response

from tests.season.acting import acting_as


class PageRefused(AssertionError):
	"""The reply page did not take an answer that it should have taken."""


def answer_on_page(code: str, *, choice: str, meeting: str = "", companions: int = 0, **form: str) -> str:
	"""Post the form with the code from the letter; gives back the page that comes."""
	chosen = f"meeting:{meeting}" if meeting else choice
	data = {
		"code": code,
		"step": "answer",
		"lang": "nb",
		"choice": chosen,
		"companions": str(companions),
		**form,
	}
	with acting_as("Guest"):
		language = frappe.local.lang  # the page speaks the guest's language until the request ends
		set_request(method="POST", path="/svar", data=data)
		try:
			response = get_response("svar")
		finally:
			del frappe.local.request
			frappe.local.lang = language
	if response.status_code != 200:
		raise PageRefused(f"{response.status_code} for the answer {choice}")
	return response.get_data(as_text=True)
