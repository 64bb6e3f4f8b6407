"""Norwegian as Frappe sees it: its own collector, its lookup, and the reply page in every language."""

import re
from html import unescape

import frappe
import pytest
from frappe.translate import get_all_translations, get_messages_for_app
from frappe.utils import set_request
from frappe.website.serve import get_response

from devbench.app_strings import Message, collect, is_text
from devbench.translations import PLACEHOLDER, Folders, all_texts
from senior_outreach.access.service_fields import save_by_service
from senior_outreach.replies.codes import code_hash, reply_code
from tests.checks.files import APP
from tests.site.rounds import confirmed_meeting, invited, open_round

NORWEGIAN = {"nb": "nb", "nn": "nn", "no": "nb"}


def test_frappes_own_collector_finds_nothing_that_is_missing(monkeypatch):
	ours = {message.text for message in collect(APP)}
	frappe.flags.scanned_files = set()
	# it takes Jinja's include in our papers for its own, which names an app, and fails
	monkeypatch.setattr(frappe.translate, "render_include", lambda content: content)
	found = {message[1] for message in get_messages_for_app("senior_outreach") if message[0] != "Navbar:"}
	assert not {text for text in found - ours if is_text(text)}


@pytest.mark.parametrize(("code", "language"), NORWEGIAN.items())
def test_frappe_reads_every_translation(code: str, language: str):
	frappe.translate.clear_cache()
	read = get_all_translations(code)
	for message, text in all_texts(Folders(APP), language).items():
		key = f"{message.text}:{message.context}" if message.context else message.text
		assert not text or read[key] == text


@pytest.fixture
def code() -> str:
	round_ = open_round()
	confirmed_meeting(round_)
	invitation = invited(round_)
	invitation.reply_code_hash = code_hash(reply_code(invitation.name))
	save_by_service(invitation)
	return reply_code(invitation.name)


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("form", [{}, {"code": "AAAA-AAAA-AAAA"}, {"step": "code"}, {"step": "answer"}])
def test_the_reply_page_has_no_english_left(code: str, language: str, form: dict):
	"""The first page, a wrong code, the choices, and the choices again because nothing was chosen."""
	page = visible_text(reply_page({"lang": language, "code": code, **form} if form else None, language))
	texts = all_texts(Folders(APP), language)
	assert texts[Message("Answer the invitation")] in page
	assert not [text for text in english_of_the_page(texts) if text in page]


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_confirmation_has_no_english_left(code: str, language: str):
	page = visible_text(
		reply_page({"lang": language, "code": code, "step": "answer", "choice": "Home Visit"}, language)
	)
	texts = all_texts(Folders(APP), language)
	assert texts[Message("Thank you, your answer is registered")] in page
	assert not [text for text in english_of_the_page(texts) if text in page]


def reply_page(form: dict | None, language: str) -> str:
	frappe.set_user("Guest")
	method = (
		{"method": "POST", "data": form} if form else {"method": "GET", "query_string": {"lang": language}}
	)
	set_request(path="/svar", **method)
	try:
		return get_response("svar").get_data(as_text=True)
	finally:
		frappe.local.request = None
		frappe.local.lang = "en"
		frappe.set_user("Administrator")


def visible_text(html: str) -> str:
	"""Names of languages stand in their own language."""
	html = re.sub(r"(?s)<(script|style|header)\b.*?</\1>", " ", html)
	return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def english_of_the_page(texts: dict) -> set[str]:
	"""The pieces between placeholders of what svar.html and its modules print, where Norwegian differs."""
	printed = {"svar.html", "guest.py", "page.py", "messages.py"}
	sources = [
		message for message, places in collect(APP).items() if printed & {p.rsplit("/")[-1] for p in places}
	]
	return {
		piece.strip()
		for message in sources
		for piece in PLACEHOLDER.split(message.text)
		if len(piece.split()) > 1 and piece.strip() not in texts[message]
	}
