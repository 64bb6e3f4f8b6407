# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What a run of letters offers and who sends it, read from the cohort, its meetings and its office."""

import base64
import mimetypes
from datetime import date, timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import cint, get_datetime, get_url, getdate

from senior_outreach.defaults import rule_value
from senior_outreach.letters.letter import Meeting, Offer, Sender
from senior_outreach.planning.states import MeetingState

REPLY_ROUTE = "/svar"
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"})


def reply_url() -> str:
	return get_url(REPLY_ROUTE)


def sender_of(office_name: str) -> Sender:
	office = frappe.get_doc("Outreach Office", office_name)
	return Sender(
		office=office.office_name,
		unit=office.unit_name or "",
		street=office.street or "",
		postal_code=office.postal_code or "",
		city=office.city or "",
		phone=office.phone or "",
		email=office.email or "",
		opening_hours=office.opening_hours or "",
		signatory_name=office.signatory_name or "",
		signatory_title=office.signatory_title or "",
		reply_address=office.reply_address or "",
		reply_page=reply_url().partition("://")[2],
		coat_of_arms=picture(office.coat_of_arms),
	)


def offer_of(cohort: Document, letter_date: date) -> Offer:
	"""The offer as it stands on the day of the letter: meetings that are over are not offered."""
	return Offer(
		ages=tuple(sorted(cint(cohort.year) - cint(row.birth_year) for row in cohort.birth_years))
		or (cint(cohort.target_age),),
		year=cint(cohort.year),
		letter_date=letter_date,
		answer_by=_answer_by(cohort, letter_date),
		meetings=meetings_to_offer(cohort.name, letter_date),
	)


def _answer_by(cohort: Document, letter_date: date) -> date:
	if cohort.answer_deadline:
		return getdate(cohort.answer_deadline)
	days = cint(cohort.follow_up_after_days) or cint(rule_value("follow_up_after_days", cohort.office))
	return letter_date + timedelta(days=days)


def meetings_to_offer(cohort: str, letter_date: date) -> tuple[Meeting, ...]:
	meeting, venue = frappe.qb.DocType("Group Meeting"), frappe.qb.DocType("Meeting Venue")
	rows = (
		frappe.qb.from_(meeting)
		.join(venue)
		.on(venue.name == meeting.venue)
		.where((meeting.cohort == cohort) & (meeting.workflow_state == MeetingState.CONFIRMED))
		.where(meeting.starts_on > letter_date)
		.orderby(meeting.starts_on)
		.orderby(meeting.name)
		.select(meeting.starts_on, meeting.ends_on, venue.venue_name, venue.street, venue.city)
		.run(as_dict=True)
	)
	return tuple(
		Meeting(
			starts_on=get_datetime(row.starts_on),
			ends_on=get_datetime(row.ends_on),
			venue=row.venue_name,
			street=row.street or "",
			city=(row.city or "").title(),
		)
		for row in rows
	)


def picture(file_url: str | None) -> str:
	"""A picture of the site as a `data:` address: papers load nothing, so it has to be in them."""
	kind = mimetypes.guess_type(file_url or "")[0]
	if kind not in PICTURES:
		return ""
	name = frappe.db.get_value("File", {"file_url": file_url})
	if not name:
		return ""
	content = frappe.get_doc("File", name).get_content()
	content = content.encode() if isinstance(content, str) else content
	return f"data:{kind};base64,{base64.b64encode(content).decode()}"
