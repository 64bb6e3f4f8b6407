"""The reply page, as a browser without JavaScript asks it."""

import re
from datetime import timedelta
from html import unescape

import frappe
import pytest
from frappe.utils import getdate, set_request
from frappe.website.serve import get_response
from werkzeug.wrappers import Response

from senior_outreach.access.service_fields import save_by_service
from senior_outreach.guest import HEADERS, harden
from senior_outreach.population.status import AnswerChoice
from senior_outreach.replies import answers, limiter
from senior_outreach.replies.codes import code_hash, limiter_key, reply_code
from senior_outreach.replies.rules import Answer, Channel
from tests import builders
from tests.site.rounds import accept, confirmed_meeting, invited, open_round

WRONG = "This code cannot be used"


@pytest.fixture
def round_():
	return open_round()


@pytest.fixture
def invitation(round_):
	return with_code(
		invited(round_, first_name="Solfrid", last_name="Vinterlysskogen", street="Hemmeligvegen 3")
	)


@pytest.fixture
def code(invitation):
	return reply_code(invitation.name)


@pytest.fixture(autouse=True)
def no_tries_before(monkeypatch):
	"""Redis is not rolled back: each test counts in buckets of its own."""
	own = frappe.generate_hash(length=8)
	real = limiter._key
	monkeypatch.setattr(limiter, "_key", lambda bucket: real(f"{own}-{bucket}"))


def with_code(invitation):
	invitation.reply_code_hash = code_hash(reply_code(invitation.name))
	save_by_service(invitation)
	return invitation


def ask(lang: str = "en", **form: str | list) -> tuple[int, str]:
	"""Status and text of the page after a POST, as Guest."""
	response = respond("POST", data={"lang": lang, **form})
	return response.status_code, unescape(response.get_data(as_text=True))


def look(**query: str) -> str:
	"""The page after a GET, as Guest."""
	response = respond("GET", query_string=query)
	assert response.status_code == 200
	return response.get_data(as_text=True)


def respond(method: str, **request: dict) -> Response:
	before = frappe.session.user
	frappe.set_user("Guest")
	set_request(method=method, path="/svar", **request)
	try:
		return get_response("svar")
	finally:
		frappe.local.request = None
		frappe.local.lang = "en"
		frappe.set_user(before)


def state(invitation) -> tuple:
	invitation.reload()
	return invitation.status, invitation.meeting, invitation.companions


# Showing


def test_the_first_page_asks_for_the_code_and_knows_nobody(invitation):
	page = look()
	assert 'name="code"' in page
	assert "Solfrid" not in page


def test_the_code_shows_the_first_name_and_the_meetings_only(round_, invitation, code):
	free, full = confirmed_meeting(round_, seats=3), confirmed_meeting(round_, seats=1)
	draft = builders.meeting(round_)
	accept(invited(round_), full)
	status, page = ask(code=code.lower().replace("-", " "))
	assert status == 200
	assert "Hello, Solfrid!" in page
	assert f'value="meeting:{free.name}"' in page
	assert f'value="waiting:{full.name}"' in page
	assert draft.name not in page
	venue = frappe.get_doc("Meeting Venue", free.venue)
	assert venue.venue_name in page
	assert venue.street in page
	for secret in ("Vinterlysskogen", "Hemmeligvegen", invitation.name, invitation.senior):
		assert secret not in page
	assert state(invitation)[0] == "Sent"


def test_a_get_changes_nothing_and_does_not_read_a_code(round_, invitation, code):
	meeting = confirmed_meeting(round_)
	page = look(code=code, step="answer", choice=f"meeting:{meeting.name}")
	assert 'name="code"' in page
	assert "Solfrid" not in page
	assert code not in page
	assert state(invitation)[0] == "Sent"


@pytest.mark.parametrize(
	("lang", "html_lang"), [("nb", "nb"), ("nn", "nn"), ("en", "en"), ("", "nb"), ("xx", "nb")]
)
def test_the_language_of_the_page(lang, html_lang):
	assert f'<html lang="{html_lang}">' in look(lang=lang)


def test_bokmal_and_nynorsk_are_translated_throughout(round_, code):
	confirmed_meeting(round_)
	english = words(ask(code=code, lang="en")[1])
	for lang in ("nb", "nn"):
		left = words(ask(code=code, lang=lang)[1]) & english
		assert not {text for text in left if re.search(r"\b(you|the|I|or|is|to)\b", text)}
	assert words(ask(code=code, lang="nb")[1]) != words(ask(code=code, lang="nn")[1])


def words(page: str) -> set[str]:
	return {text.strip() for text in re.sub(r"<[^>]*>", "\n", page).split("\n") if text.strip()}


def test_every_field_has_a_label(round_, code):
	confirmed_meeting(round_)
	for page in (look(), ask(code=code)[1]):
		ids = re.findall(r'<(?:input|select)[^>]*\bid="([^"]+)"', page)
		visible = re.findall(r'<(?:input(?![^>]*type="hidden")|select)\b', page)
		assert len(ids) == len(visible)
		for each in ids:
			assert f'for="{each}"' in page


def test_the_pages_name_nobody_in_title_or_address(code):
	page = ask(code=code)[1]
	assert "<title>Answer the invitation</title>" in page
	addresses = " ".join(re.findall(r'(?:href|action|src)="([^"]*)"', page))
	assert code not in addresses
	assert "Solfrid" not in addresses


def test_headers_keep_the_page_out_of_caches_and_logs():
	for path, hardened in (("/svar", True), ("/svar/", True), ("/svar.html", True), ("/login", False)):
		set_request(method="GET", path=path)
		response = Response()
		harden(response=response, request=frappe.local.request)
		assert (response.headers.get("Cache-Control") == "no-store") is hardened
		assert all((name in response.headers) is hardened for name in HEADERS if name != "Content-Type")
	frappe.local.request = None
	assert "senior_outreach.guest.harden" in frappe.get_hooks("after_request")


# Answering


def test_a_place_with_companions_and_needs(round_, invitation, code):
	meeting = confirmed_meeting(round_)
	status, page = ask(
		code=code,
		step="answer",
		choice=f"meeting:{meeting.name}",
		companions="2",
		needs=["need_diet", "need_transport"],
		answered_by="Next of Kin",
		decline_reason="Not Now",
	)
	assert status == 200
	assert "Thank you, your answer is registered" in page
	assert "2 people come with you." in page
	assert state(invitation) == ("Accepted", meeting.name, 2)
	assert (invitation.need_diet, invitation.need_transport, invitation.need_interpreter) == (1, 1, 0)
	assert (
		invitation.answer_channel,
		invitation.answered_by,
		invitation.registered_by,
		invitation.decline_reason,
	) == (
		"Reply Page",
		"Next of Kin",
		None,
		None,
	)


@pytest.mark.parametrize(
	("choice", "status", "sentence"),
	[
		("Home Visit", "Home Visit", "visit at home"),
		("No Thanks", "Declined", "no thank you"),
		("Ask Me Later", "Later", "ask again later"),
	],
)
def test_the_other_answers_with_every_field_filled(invitation, code, choice, status, sentence):
	answered, page = ask(
		code=code, step="answer", choice=choice, companions="3", needs=["need_diet"], decline_reason="Other"
	)
	assert answered == 200
	assert sentence in page
	assert state(invitation) == (status, None, 0)
	assert invitation.need_diet == 0
	assert (invitation.decline_reason or "") == ("Other" if choice == "No Thanks" else "")


def test_changing_shows_what_was_answered(round_, invitation, code):
	meeting = confirmed_meeting(round_)
	ask(code=code, step="answer", choice=f"meeting:{meeting.name}", companions="1")
	page = ask(code=code)[1]
	assert "You have a place at the meeting on" in page
	assert re.search(rf'value="meeting:{meeting.name}"\s*checked', page)
	ask(code=code, step="answer", choice="No Thanks")
	assert state(invitation)[0] == "Declined"
	assert frappe.db.get_value("Group Meeting", meeting.name, "seats_taken") == 0


def test_a_meeting_that_filled_up_meanwhile_is_said_so(round_, invitation, code):
	meeting = confirmed_meeting(round_, seats=1)
	accept(invited(round_), meeting)
	status, page = ask(code=code, step="answer", choice=f"meeting:{meeting.name}")
	assert status == 400
	assert "There is room for 0 at this meeting" in page
	assert state(invitation)[0] == "Sent"
	status, page = ask(code=code, step="answer", choice=f"waiting:{meeting.name}")
	assert status == 200
	assert "You are on the waiting list" in page
	assert state(invitation)[0] == "Waiting List"


@pytest.mark.parametrize(
	"form",
	[
		{},
		{"choice": ""},
		{"choice": "Perhaps"},
		{"choice": "meeting:"},
		{"choice": "meeting:MEET-0000-0000"},
		{"choice": "meeting:' or 1=1 --"},
		{"choice": "Home Visit", "answered_by": "The Neighbour"},
		{"choice": "No Thanks", "decline_reason": "<script>"},
	],
)
def test_nonsense_is_refused_in_words(invitation, code, form):
	status, page = ask(code=code, step="answer", **form)
	assert status == 400
	assert 'role="alert"' in page
	assert "<script>alert" not in page
	assert state(invitation)[0] == "Sent"


@pytest.mark.parametrize("companions", ["-1", "99", "two", "1e9", "9" * 400])
def test_impossible_companions(round_, invitation, code, companions):
	meeting = confirmed_meeting(round_)
	status, _page = ask(code=code, step="answer", choice=f"meeting:{meeting.name}", companions=companions)
	assert status == 400
	assert state(invitation)[0] == "Sent"


def test_a_meeting_of_another_round_is_refused(invitation, code):
	elsewhere = confirmed_meeting(open_round())
	assert ask(code=code, step="answer", choice=f"meeting:{elsewhere.name}")[0] == 400
	assert state(invitation)[0] == "Sent"


def test_what_is_typed_comes_back_escaped(round_, code):
	typed = '"><script>alert(1)</script>'
	page = respond("POST", data={"code": typed}).get_data(as_text=True)
	assert "&lt;script&gt;alert(1)" in page
	assert "<script>alert(1)" not in page
	meeting = confirmed_meeting(round_)
	frappe.db.set_value("Meeting Venue", meeting.venue, "venue_name", typed)
	page = respond("POST", data={"code": code}).get_data(as_text=True)
	assert "&lt;script&gt;alert(1)" in page
	assert "<script>alert(1)" not in page


# Codes that do not work


def test_wrong_expired_unknown_and_withdrawn_codes_get_one_answer(round_, invitation, clock):
	unknown = ask(code=reply_code("nobody"))
	pages = [unknown, ask(code="nonsense"), ask(code="' or 1=1 --"), ask(code="ÆØÅ" * 10)]
	excluded = with_code(invited(round_))
	excluded.exclusion_reason = "Deceased"
	save_by_service(excluded)
	by_hand = with_code(invited(round_))
	frappe.db.set_value("Invitation", by_hand.name, "handle_by_hand", 1)
	pages += [ask(code=reply_code(each.name)) for each in (excluded, by_hand)]
	builders.in_state(round_, "Inviting", answer_deadline=getdate() - timedelta(days=1))
	pages.append(ask(code=reply_code(invitation.name)))
	builders.in_state(round_, "Closed", answer_deadline=None)
	pages.append(ask(code=reply_code(invitation.name)))
	assert {status for status, _page in pages} == {404}
	without_code = {re.sub(r'value="[^"]*"|value=\'[^\']*\'', "", page) for _status, page in pages}
	assert len({re.search(r'role="alert"[^>]*>([^<]*)', page).group(1) for page in without_code}) == 1
	assert WRONG in unknown[1]


def test_too_many_wrong_codes_of_one_group_are_stopped(code, invitation):
	prefix = code.split("-")[0]
	wrong = [f"{prefix}{letters}" for letters in ("AAAAAAAA", "CCCCCCCC")]
	for number in range(limiter.PER_PREFIX):
		assert ask(code=wrong[number % 2])[0] == 404
	assert ask(code=code)[0] == 429
	assert ask(code=code, step="choose", switch_language="1")[0] == 429
	assert ask(code=reply_code("somebody else"))[0] == 404


def test_a_flood_of_wrong_codes_is_stopped_and_a_right_one_still_works(monkeypatch, code, invitation):
	monkeypatch.setattr(limiter, "OVERALL", 5)
	for number in range(5):
		assert ask(code=reply_code(f"guess {number}"))[0] == 404
	assert ask(code=reply_code("one guess more"))[0] == 429
	assert ask(code=code)[0] == 200


def test_the_limiter_keeps_no_code(code):
	key = limiter_key(code)
	assert code.split("-")[0] not in key.upper()
	assert limiter_key(code.lower()) == key


def test_no_redis_is_no_lock(monkeypatch, code, invitation):
	from redis.exceptions import ConnectionError as RedisDown

	def down(*_args, **_kwargs):
		raise RedisDown

	monkeypatch.setattr(type(frappe.cache), "incrby", down)
	monkeypatch.setattr(limiter, "_key", down)
	assert ask(code=reply_code("nobody"))[0] == 404
	assert ask(code=code)[0] == 200


@pytest.mark.allow_commit
def test_an_error_of_ours_is_said_without_a_traceback(monkeypatch, invitation, code):
	def broken(*_args, **_kwargs):
		frappe.db.set_value("Invitation", invitation.name, "status", "Attended")
		raise RuntimeError("Solfrid Vinterlysskogen")

	frappe.db.commit()
	monkeypatch.setattr(answers, "register", broken)
	status, page = ask(code=code, step="answer", choice="Home Visit")
	assert status == 500
	assert "Something went wrong with us" in page
	assert "Traceback" not in page
	assert frappe.db.get_value("Invitation", invitation.name, "status") == "Sent"
	logs = frappe.get_all("Error Log", filters={"method": "Reply page"}, pluck="error")
	assert not any("Solfrid" in log for log in logs)


def test_an_answer_on_the_page_stops_the_call(round_, invitation, code):
	call = builders.follow_up_call(invitation)
	ask(code=code, step="answer", choice="Home Visit")
	assert frappe.db.get_value("Follow-up Call", call.name, "result") == "Answered Meanwhile"


def test_the_same_rules_as_for_staff(round_, invitation, code):
	meeting = confirmed_meeting(round_)
	answers.register(invitation.name, Answer(AnswerChoice.NO_THANKS), Channel.PAPER, "Administrator")
	builders.in_state(meeting, "Cancelled")
	assert ask(code=code, step="answer", choice=f"meeting:{meeting.name}")[0] == 400
	assert state(invitation)[0] == "Declined"
