"""A print run on a real site: who is in it, what it says, when it has left, and who may see it."""

import io
from datetime import timedelta
from functools import cached_property

import frappe
import pytest
from frappe.utils import add_days, getdate, now_datetime, nowdate
from frappe.www.printview import get_html_and_style
from pypdf import PdfReader

from senior_outreach.access.roles import Role
from senior_outreach.letters import api, runs, sending
from senior_outreach.letters.formats import weekday_date
from senior_outreach.letters.papers import paper_pdf
from senior_outreach.letters.rules import LeftOutReason, RunStatus
from senior_outreach.population.rules import RegisterStatus
from senior_outreach.replies.codes import code_hash, reply_code
from tests import builders
from tests.site.rounds import accept, confirmed_meeting

CANCELLED = "Cancelled"


class Round:
	"""An approved round with two confirmed meetings, five people who are ready and one who is excluded."""

	def __init__(self):
		self.office = builders.office(letter_language="nb", unit_name="Prøvetjenesten")
		self.cohort = builders.cohort(self.office)
		self.meetings = [confirmed_meeting(self.cohort) for _ in range(2)]
		names = ("Aas", "Berg", "Dal", "Eng", "Foss")
		self.people = [builders.senior(self.office, last_name=name) for name in names]
		self.invitations = [builders.invitation(self.cohort, person) for person in self.people]
		builders.invitation(self.cohort, exclusion_reason="Record Keeper")
		builders.in_state(self.cohort, "Approved", rechecked_on=now_datetime())
		self.run = builders.letter_run(self.cohort, letter_date=nowdate())

	@cached_property
	def coordinator(self):
		return builders.user(Role.COORDINATOR, office=self.office)

	@cached_property
	def supervisor(self):
		return builders.user(Role.SUPERVISOR, office=self.office)


@pytest.fixture
def round_():
	return Round()


def fresh(doc):
	return frappe.get_doc(doc.doctype, doc.name)


def rows_of(run):
	fields = ["invitation", "position", "cohort", "office", "language"]
	return frappe.get_all("Outreach Letter", {"letter_run": run.name}, fields, order_by="position asc")


def text_of(pdf: bytes) -> str:
	return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def printed(round_):
	runs.prepare(round_.run.name)
	runs.print_run(round_.run.name)
	return fresh(round_.run)


def statuses(round_):
	names = [invitation.name for invitation in round_.invitations]
	return {frappe.db.get_value("Invitation", name, "status") for name in names}


# Preparing


def test_preparing_makes_one_letter_for_everyone_who_may_be_written_to(round_, as_user):
	with as_user(round_.coordinator):
		result = api.prepare_letters(round_.run.name)
	assert result == {"under_way": False, "status": "Prepared", "letter_count": 5, "left_out_count": 1}
	rows = rows_of(round_.run)
	assert {row.invitation for row in rows} == {invitation.name for invitation in round_.invitations}
	assert [row.position for row in rows] == [1, 2, 3, 4, 5]
	run = fresh(round_.run)
	assert run.left_out == "Excluded in the screening: 1"
	assert run.prepared_by == round_.coordinator


def test_preparing_again_changes_nothing(round_):
	runs.prepare(round_.run.name)
	before = rows_of(round_.run)
	names = set(frappe.get_all("Outreach Letter", {"letter_run": round_.run.name}, pluck="name"))
	runs.prepare(round_.run.name)
	assert rows_of(round_.run) == before
	assert set(frappe.get_all("Outreach Letter", {"letter_run": round_.run.name}, pluck="name")) == names


def test_preparing_lets_the_code_be_found_and_leaves_no_trace_of_it(round_):
	runs.prepare(round_.run.name)
	for invitation in round_.invitations:
		stored = frappe.db.get_value("Invitation", invitation.name, ["reply_code_hash", "reply_code_number"])
		assert stored == (code_hash(reply_code(invitation.name, 1)), 1)
	assert not frappe.get_all("Version", {"docname": round_.invitations[0].name, "data": ("like", "%code%")})


@pytest.mark.parametrize("state", ["Draft", "Pending Approval", "Closed"])
def test_nothing_is_prepared_before_the_approval(round_, state):
	builders.in_state(round_.cohort, state)
	with pytest.raises(frappe.ValidationError, match="supervisor has approved"):
		runs.prepare(round_.run.name)


def test_nothing_is_prepared_while_a_meeting_is_open(round_):
	builders.in_state(round_.meetings[0], "Pending Approval")
	with pytest.raises(frappe.ValidationError, match="Not every meeting"):
		runs.prepare(round_.run.name)


def test_a_cancelled_meeting_is_in_no_letter(round_):
	builders.in_state(round_.meetings[0], CANCELLED)
	runs.prepare(round_.run.name)
	text = text_of(runs.print_run(round_.run.name))
	gone, stays = (weekday_date(getdate(meeting.starts_on), "nb") for meeting in round_.meetings)
	assert "".join(stays.split()) in text
	assert "".join(gone.split()) not in text


@pytest.mark.parametrize(
	("change", "reason"),
	[
		({"do_not_contact": 1}, LeftOutReason.DO_NOT_CONTACT),
		({"handle_by_hand": 1}, LeftOutReason.BY_HAND),
		({"register_status": RegisterStatus.DECEASED.value}, LeftOutReason.NOT_RESIDENT),
		({"street": None}, LeftOutReason.NO_ADDRESS),
	],
)
def test_each_one_who_may_not_be_written_to_is_left_out_and_counted(round_, change, reason):
	person = round_.people[2]
	frappe.db.set_value("Senior", person.name, change)
	runs.prepare(round_.run.name)
	run = fresh(round_.run)
	assert run.letter_count == 4
	assert f"{reason.value}: 1" in run.left_out
	text = text_of(runs.print_run(run.name))
	assert "".join(person.full_name.split()) not in text


def test_nobody_lies_in_two_piles(round_):
	runs.prepare(round_.run.name)
	other = builders.letter_run(round_.cohort)
	with pytest.raises(frappe.ValidationError, match="In another letter run: 5"):
		runs.prepare(other.name)


def test_the_database_refuses_a_second_letter_to_the_same_person_in_a_run(round_):
	runs.prepare(round_.run.name)
	with pytest.raises(frappe.UniqueValidationError):
		builders.letter(round_.invitations[0], round_.run)


def test_a_large_round_is_prepared_in_the_background_as_the_one_who_asked(
	round_, as_user, transaction, monkeypatch
):
	monkeypatch.setattr(api, "INLINE_UP_TO", 3)
	with as_user(round_.coordinator):
		assert api.prepare_letters(round_.run.name) == {"under_way": True, "people": 6}
		frappe.db.after_commit.run()
	assert fresh(round_.run).status == RunStatus.DRAFT
	assert transaction.run_jobs()
	assert fresh(round_.run).status == RunStatus.PREPARED
	assert fresh(round_.run).prepared_by == round_.coordinator


def test_the_background_job_asks_for_the_permission_again(round_):
	with pytest.raises(frappe.PermissionError):
		api.run_as("prepare", round_.run.name, round_.supervisor, {})


# Printing


def test_the_pdf_has_every_person_with_code_and_every_date(round_):
	runs.prepare(round_.run.name)
	text = text_of(runs.print_run(round_.run.name))
	for invitation in round_.invitations:
		assert text.count(reply_code(invitation.name, 1)) == 2
		assert "".join(invitation.senior_name.split()) in text
	for meeting in round_.meetings:
		day = "".join(weekday_date(getdate(meeting.starts_on), "nb").split())
		assert text.count(day) == len(round_.invitations)
	run = fresh(round_.run)
	assert (run.status, run.reprint_count) == (RunStatus.PRINTED, 0)
	runs.print_run(run.name)
	assert fresh(run).reprint_count == 1


@pytest.mark.allow_commit  # the access log commits
def test_downloading_streams_and_keeps_nothing_but_a_line_in_the_access_log(round_, as_user):
	runs.prepare(round_.run.name)
	files = frappe.db.count("File")
	with as_user(round_.coordinator):
		api.download_letters(round_.run.name)
	assert frappe.local.response.filecontent.startswith(b"%PDF")
	assert frappe.local.response.filename == f"{round_.run.name}.pdf"
	assert frappe.db.count("File") == files
	log = frappe.get_last_doc("Access Log", {"reference_document": round_.run.name})
	assert (log.user, log.file_type, log.page) == (round_.coordinator, "PDF", None)


def test_a_draft_cannot_be_printed(round_):
	with pytest.raises(frappe.ValidationError, match="Prepare the letters"):
		runs.print_run(round_.run.name)


def test_a_meeting_that_moved_must_be_prepared_again(round_):
	printed(round_)
	venue = builders.venue(round_.office, venue_name="Den nye salen")
	frappe.db.set_value("Group Meeting", round_.meetings[0].name, "venue", venue.name)
	with pytest.raises(frappe.ValidationError, match="have changed"):
		runs.print_run(round_.run.name)
	runs.prepare(round_.run.name)
	assert fresh(round_.run).status == RunStatus.PREPARED
	assert "Dennyesalen" in text_of(runs.print_run(round_.run.name))


def test_a_person_may_have_another_language_than_the_office(round_):
	frappe.db.set_value("Senior", round_.people[0].name, "letter_language", "nn")
	runs.prepare(round_.run.name)
	text = text_of(runs.print_run(round_.run.name))
	assert text.count("Velkomentilgruppemøte") == 1
	assert text.count("Velkommentilgruppemøte") == 4


# Sending


def test_confirming_writes_the_day_for_all_and_starts_the_inviting(round_, as_user):
	printed(round_)
	with as_user(round_.coordinator):
		api.confirm_letters_sent(round_.run.name, nowdate())
	assert statuses(round_) == {"Sent"}
	invitation = fresh(round_.invitations[0])
	assert (invitation.letter_run, invitation.sent_on) == (round_.run.name, getdate())
	cohort = fresh(round_.cohort)
	assert (cohort.workflow_state, cohort.letters_sent_on) == ("Inviting", getdate())
	run = fresh(round_.run)
	assert (run.status, run.confirmed_by) == (RunStatus.CONFIRMED_SENT, round_.coordinator)


def test_nothing_is_sent_twice(round_):
	printed(round_)
	runs.confirm_sent(round_.run.name, nowdate())
	with pytest.raises(frappe.ValidationError):
		runs.confirm_sent(round_.run.name, nowdate())
	with pytest.raises(frappe.ValidationError, match="new letter run"):
		runs.prepare(round_.run.name)
	second = builders.letter_run(round_.cohort)
	with pytest.raises(frappe.ValidationError, match="Has got the letter already: 5"):
		runs.prepare(second.name)


def test_a_second_run_takes_only_the_one_who_came_late(round_):
	printed(round_)
	runs.confirm_sent(round_.run.name, nowdate())
	late = builders.invitation(fresh(round_.cohort))
	second = builders.letter_run(round_.cohort, letter_date=nowdate())
	runs.prepare(second.name)
	assert [row.invitation for row in rows_of(second)] == [late.name]


def test_confirming_is_for_all_or_none(round_, monkeypatch):
	printed(round_)

	def fail(*_args):
		raise frappe.ValidationError("the workflow refused")

	monkeypatch.setattr(sending, "_start_inviting", fail)
	with pytest.raises(frappe.ValidationError, match="refused"):
		runs.confirm_sent(round_.run.name, nowdate())
	assert statuses(round_) == {"Ready"}
	assert fresh(round_.run).status == RunStatus.PRINTED


def test_someone_who_may_no_longer_be_written_to_is_taken_out_of_the_pile_by_number(round_):
	printed(round_)
	before = {row.invitation: row.position for row in rows_of(round_.run)}
	gone = round_.invitations[1]
	frappe.db.set_value("Senior", gone.senior, "handle_by_hand", 1)
	with pytest.raises(frappe.ValidationError, match=rf": {before[gone.name]}\."):
		runs.confirm_sent(round_.run.name, nowdate())
	assert statuses(round_) == {"Ready"}
	runs.prepare(round_.run.name)
	after = {row.invitation: row.position for row in rows_of(round_.run)}
	assert after == {name: position for name, position in before.items() if name != gone.name}
	assert fresh(round_.run).status == RunStatus.PRINTED
	runs.confirm_sent(round_.run.name, nowdate())
	assert frappe.db.get_value("Invitation", gone.name, "status") == "Ready"


@pytest.mark.parametrize("days", [1, -1])
def test_letters_leave_between_preparing_and_today(round_, days):
	printed(round_)
	with pytest.raises(frappe.ValidationError, match="cannot have been sent"):
		runs.confirm_sent(round_.run.name, add_days(nowdate(), days))


def test_letters_that_were_not_printed_cannot_have_been_sent(round_):
	runs.prepare(round_.run.name)
	with pytest.raises(frappe.ValidationError, match="Print the letters"):
		runs.confirm_sent(round_.run.name, nowdate())


def test_a_reprint_says_what_the_first_print_said_and_leaves_out_who_died(round_):
	printed(round_)
	runs.confirm_sent(round_.run.name, nowdate())
	venue = builders.venue(round_.office, venue_name="Den nye salen")
	frappe.db.set_value("Group Meeting", round_.meetings[0].name, "venue", venue.name)
	frappe.db.set_value("Senior", round_.people[0].name, "register_status", RegisterStatus.DECEASED.value)
	text = text_of(runs.print_run(round_.run.name))
	assert "Dennyesalen" not in text
	assert reply_code(round_.invitations[0].name, 1) not in text
	assert reply_code(round_.invitations[1].name, 1) in text
	assert fresh(round_.run).status == RunStatus.CONFIRMED_SENT


def test_the_archive_ends_the_printing(round_):
	printed(round_)
	with pytest.raises(frappe.ValidationError, match="before you archive"):
		runs.archive(round_.run.name)
	runs.confirm_sent(round_.run.name, nowdate())
	runs.archive(round_.run.name)
	with pytest.raises(frappe.ValidationError, match="archived"):
		runs.print_run(round_.run.name)


# What may be written by hand


@pytest.mark.parametrize(
	("field", "value"), [("status", "Printed"), ("text_used", "{}"), ("letter_count", 9)]
)
def test_what_the_program_writes_cannot_be_written_by_hand(round_, as_user, field, value):
	runs.prepare(round_.run.name)
	with as_user(round_.coordinator):
		run = frappe.get_doc("Letter Run", round_.run.name)
		run.set(field, value)
		with pytest.raises(frappe.PermissionError):
			run.save()


def test_only_the_return_of_a_letter_is_entered_by_hand(round_, as_user):
	runs.prepare(round_.run.name)
	name = frappe.db.get_value("Outreach Letter", {"letter_run": round_.run.name})
	with as_user(round_.coordinator):
		letter = frappe.get_doc("Outreach Letter", name)
		letter.update({"returned_on": nowdate(), "return_reason": "Moved"})
		letter.save()
		letter.position = 99
		with pytest.raises(frappe.PermissionError):
			letter.save()


def test_other_kinds_of_letters_are_not_offered_yet(round_):
	with pytest.raises(frappe.ValidationError, match="Only invitations"):
		builders.letter_run(round_.cohort, kind="Reminder")


def test_an_unsent_run_takes_its_letters_with_it_and_a_sent_one_stays(round_, as_user):
	runs.prepare(round_.run.name)
	with as_user(round_.coordinator):
		frappe.delete_doc("Letter Run", round_.run.name)
	assert rows_of(round_.run) == []
	round_.run = builders.letter_run(round_.cohort, letter_date=nowdate())
	printed(round_)
	runs.confirm_sent(round_.run.name, nowdate())
	with pytest.raises(frappe.ValidationError, match="stays"):
		frappe.delete_doc("Letter Run", round_.run.name)


# Who may


@pytest.mark.allow_commit  # the access log commits
def test_a_supervisor_reads_the_letters_but_moves_nothing(round_, as_user):
	runs.prepare(round_.run.name)
	with as_user(round_.supervisor):
		api.download_letters(round_.run.name)
		for step in (api.prepare_letters, api.archive_letters):
			with pytest.raises(frappe.PermissionError):
				step(round_.run.name)
		with pytest.raises(frappe.PermissionError):
			api.confirm_letters_sent(round_.run.name, nowdate())
	assert fresh(round_.run).status == RunStatus.PREPARED


@pytest.mark.parametrize(
	"role", [Role.CALLER, Role.FACILITATOR, Role.LEADERSHIP, Role.RECORD_KEEPER, Role.SYSTEM_MANAGER]
)
def test_others_get_no_letters(round_, as_user, role):
	runs.prepare(round_.run.name)
	with as_user(builders.user(role, office=round_.office)), pytest.raises(frappe.PermissionError):
		api.download_letters(round_.run.name)


def test_another_offices_coordinator_gets_no_letters(round_, as_user):
	runs.prepare(round_.run.name)
	letter = frappe.db.get_value("Outreach Letter", {"letter_run": round_.run.name})
	with as_user(builders.user(Role.COORDINATOR, office=builders.office())):
		for call in (
			lambda: api.download_letters(round_.run.name),
			lambda: api.prepare_letters(round_.run.name),
			lambda: paper_pdf("Outreach Letter", letter, "invitation_letter"),
			lambda: paper_pdf("Cohort", round_.cohort.name, "participant_list"),
		):
			with pytest.raises(frappe.PermissionError):
				call()


# The other papers


@pytest.fixture
def answered(round_):
	printed(round_)
	runs.confirm_sent(round_.run.name, nowdate())
	meeting = fresh(round_.meetings[0])
	for invitation in round_.invitations[:3]:
		accept(fresh(invitation), meeting, companions=1)
	frappe.db.set_value("Senior", round_.people[2].name, "handle_by_hand", 1)
	round_.meeting = meeting
	return round_


def test_the_sign_in_sheet_has_those_who_come_and_nobody_who_is_handled_by_hand(answered):
	text = text_of(paper_pdf("Group Meeting", answered.meeting.name, "sign_in_sheet"))
	first, second, by_hand, *others = ("".join(person.full_name.split()) for person in answered.people)
	assert first in text
	assert second in text
	assert "2påmeldt,2ledsagere,4tilsammen" in text
	assert not [name for name in (by_hand, *others) if name in text]


def test_the_participant_list_has_everyone_who_was_invited_and_nobody_else(answered, as_user):
	with as_user(answered.coordinator):
		text = text_of(paper_pdf("Cohort", answered.cohort.name, "participant_list"))
	names = ["".join(person.full_name.split()) for person in answered.people]
	assert [name in text for name in names] == [True, True, False, True, True]
	assert "4personer" in text


def test_a_facilitator_gets_the_papers_of_their_own_meeting_only(answered, as_user):
	own, other = answered.meetings
	leader = builders.user(Role.FACILITATOR, office=answered.office)
	frappe.db.set_value("Meeting Facilitator", {"parent": own.name, "idx": 1}, "user", leader)
	with as_user(leader):
		assert paper_pdf("Group Meeting", own.name, "sign_in_sheet").startswith(b"%PDF")
		assert paper_pdf("Group Meeting", own.name, "meeting_programme").startswith(b"%PDF")
		for paper in ("sign_in_sheet", "meeting_programme"):
			with pytest.raises(frappe.PermissionError):
				paper_pdf("Group Meeting", other.name, paper)
		with pytest.raises(frappe.PermissionError):
			paper_pdf("Cohort", answered.cohort.name, "participant_list")


def test_a_paper_belongs_to_its_document(answered):
	with pytest.raises(frappe.ValidationError, match="no paper"):
		paper_pdf("Group Meeting", answered.meeting.name, "participant_list")
	with pytest.raises(frappe.ValidationError, match="no paper"):
		paper_pdf("User", "Administrator", "sign_in_sheet")


@pytest.mark.parametrize(
	("doctype", "print_format", "words"),
	[
		("Outreach Letter", "Invitation Letter", "Velkommen til gruppemøte"),
		("Group Meeting", "Sign-in Sheet", "Frammøteliste"),
		("Group Meeting", "Meeting Programme", "Program"),
		("Cohort", "Participant List", "Oversikt over deltakere"),
	],
)
def test_frappes_print_view_shows_the_same_paper(answered, as_user, doctype, print_format, words):
	names = {
		"Outreach Letter": frappe.db.get_value(
			"Outreach Letter", {"letter_run": answered.run.name, "position": 1}
		),
		"Group Meeting": answered.meeting.name,
		"Cohort": answered.cohort.name,
	}
	frappe.db.set_value("Senior", answered.people[0].name, "full_name", "<script>alert(1)</script>")
	with as_user(answered.coordinator):
		html = get_html_and_style(doc=doctype, name=names[doctype], print_format=print_format)["html"]
	assert words in html
	assert "so-paper" in html
	assert "<script>alert" not in html


def test_the_programme_has_the_time_of_every_part(answered):
	text = text_of(paper_pdf("Group Meeting", answered.meeting.name, "meeting_programme"))
	start = answered.meeting.starts_on
	for item in answered.meeting.agenda:
		assert f"kl.{start:%H.%M}" in text
		start += timedelta(minutes=item.minutes)


def test_a_job_that_fails_logs_where_and_nobodys_name(round_):
	api.run_as("prepare", round_.run.name, round_.coordinator, {})
	runs.print_run(round_.run.name)
	dead = round_.people[0]
	dead.register_status = "Deceased"
	dead.save()
	api.run_as("confirm_sent", round_.run.name, round_.coordinator, {"sent_on": nowdate()})
	frappe.set_user("Administrator")
	log = frappe.get_last_doc("Error Log")
	assert round_.run.name in log.method
	assert "ValidationError" in log.error
	for person in round_.people:
		assert person.last_name not in log.error.replace("Bergen", "")
		assert person.street not in log.error
	assert frappe.db.get_value("Letter Run", round_.run.name, "status") == RunStatus.PRINTED
