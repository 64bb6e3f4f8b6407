# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Everything that is open to guests, and nothing else: the reply page /svar.

Whoever has the code of a letter may answer for that person. The code travels in the body of a POST only (the
QR carries it behind #, which no browser sends), a GET never changes anything, and a wrong, an expired and an
unknown code get one and the same answer.
"""

from functools import partial

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.sessions import get_csrf_token

from senior_outreach import __version__
from senior_outreach.letters.formats import LANGUAGES
from senior_outreach.population.status import AnswerChoice, Need
from senior_outreach.replies import answers, limiter
from senior_outreach.replies.answerable import answerable_by_code
from senior_outreach.replies.codes import limiter_key
from senior_outreach.replies.entry import read_answer
from senior_outreach.replies.locking import with_retry
from senior_outreach.replies.messages import AnswerRefused
from senior_outreach.replies.page import answer_in_words, office_of, reply_form
from senior_outreach.replies.rules import Channel

ROUTE = "svar"
LONGEST_CODE = 40
HEADERS = {
	"Cache-Control": "no-store",
	"Referrer-Policy": "no-referrer",
	"X-Robots-Tag": "noindex, nofollow",
	"X-Content-Type-Options": "nosniff",
	"X-Frame-Options": "DENY",
	"Content-Security-Policy": (
		"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
		"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	),
}


def reply_page(context: dict) -> dict:
	"""The context of /svar: the form for the code, the choices, or the confirmation."""
	form = frappe.request.form if frappe.request.method == "POST" else {}
	language = _set_language(form.get("lang") or frappe.request.args.get("lang"))
	page = {"step": "code", "code": "", "problem": "", "office": office_of(None), "http_status_code": 200}
	if form:
		try:
			page |= with_retry(partial(_answer_post, form, language))
		except Exception as error:
			frappe.db.rollback()
			# without the values: an error log keeps no personal data
			frappe.log_error("Reply page", type(error).__name__)
			page |= {
				"http_status_code": 500,
				"problem": _("Something went wrong with us. Please call the office."),
			}
	context.update(page)
	context.update({"language": language, "languages": _languages(language), "version": __version__})
	context.update({"no_cache": 1, "title": _("Answer the invitation"), "csrf_token": _csrf_token()})
	return context


def harden(response, request) -> None:
	"""Headers of the reply page (hook `after_request`)."""
	if request.path.strip("/").removesuffix(".html") == ROUTE:
		for name, value in HEADERS.items():
			response.headers[name] = value


def _answer_post(form, language: str) -> dict:
	code = form.get("code", "")[:LONGEST_CODE]
	if form.get("switch_language") and form.get("step") == "code":
		return {"code": code}
	if not code.strip():
		return {"http_status_code": 400, "problem": _("Write the code that stands in your letter.")}
	if limiter.is_blocked(limiter_key(code)):
		return _too_many()
	invitation = answerable_by_code(code)
	if not invitation:
		limiter.count_wrong(limiter_key(code))
		if limiter.is_flooded():
			return _too_many()
		return {"http_status_code": 404, "code": code, "problem": _wrong_code()}
	if form.get("switch_language") or form.get("step") != "answer":
		return _choose(invitation, code, language)
	return _register(invitation, code, form, language)


def _too_many() -> dict:
	text = _(
		"There have been too many wrong codes. Wait ten minutes, or call the office and answer by phone."
	)
	return {"http_status_code": 429, "problem": text}


def _wrong_code() -> str:
	return _(
		"This code cannot be used. Check that it is written as in the letter. "
		"If it still does not work, call the office and answer by phone."
	)


def _choose(invitation: Document, code: str, language: str, problem: str = "") -> dict:
	return {
		"step": "choose",
		"code": code,
		"office": office_of(invitation.office),
		"form": reply_form(invitation, language),
		"problem": problem,
		"http_status_code": 400 if problem else 200,
	}


def _register(invitation: Document, code: str, form, language: str) -> dict:
	frappe.db.savepoint("reply_page")
	try:
		kind, _colon, meeting = form.get("choice", "").partition(":")
		if not kind:
			frappe.throw(_("Choose one of the answers."), AnswerRefused)
		saved = answers.register(
			invitation.name, _read(kind, meeting, form), Channel.REPLY_PAGE, accept_waiting=kind == "waiting"
		)
	except AnswerRefused as error:
		frappe.db.rollback(save_point="reply_page")
		frappe.clear_messages()
		return _choose(invitation, code, language, problem=str(error))
	return {
		"step": "done",
		"code": code,
		"office": office_of(saved.office),
		"answered": answer_in_words(saved, language),
	}


def _read(kind: str, meeting: str, form):
	"""What does not belong to the chosen answer is left aside: without JavaScript all fields are shown."""
	coming = kind in ("meeting", "waiting")
	return read_answer(
		AnswerChoice.GROUP_MEETING if coming else kind,
		meeting=meeting if coming else None,
		companions=form.get("companions") if coming else 0,
		decline_reason=form.get("decline_reason") if kind == AnswerChoice.NO_THANKS else None,
		needs=[need for need in form.getlist("needs") if need in set(Need)] if coming else None,
		answered_by=form.get("answered_by"),
	)


def _set_language(asked_for: str | None) -> str:
	language = asked_for if asked_for in LANGUAGES else LANGUAGES[0]
	frappe.local.lang = language
	return language


def _languages(current: str) -> list[dict]:
	names = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}
	return [{"code": code, "name": names[code], "current": code == current} for code in LANGUAGES]


def _csrf_token() -> str:
	"""Staff who are logged in need one; a guest has none."""
	return "" if frappe.session.user == "Guest" else get_csrf_token()
