"""The builders make records that the app accepts, and the savepoint takes them away again."""

import frappe
import pytest

from senior_outreach.population.register_file.identity import parse_identity_number
from tests import builders

BUILDERS = (
	builders.office, builders.district, builders.venue, builders.topic, builders.offer, builders.cohort,
	builders.meeting, builders.held_meeting, builders.register_extract, builders.senior, builders.senior_identity,
	builders.invitation, builders.letter_run, builders.letter, builders.follow_up_call, builders.home_visit,
	builders.offer_interest, builders.evaluation,
)  # fmt: skip


@pytest.mark.parametrize("build", BUILDERS, ids=lambda build: build.__name__)
def test_every_builder_makes_a_record_that_can_be_read_back_and_twice(build):
	first, second = build(), build()
	assert first.name != second.name
	assert frappe.get_doc(first.doctype, first.name).name == first.name


def test_a_synthetic_number_is_accepted_only_where_it_may_be():
	person = builders.senior()
	number = builders.identity_number(person.birth_date)
	parsed = parse_identity_number(number, allow_synthetic=True)
	assert parsed.is_synthetic
	assert parsed.birth_date == person.birth_date
	with pytest.raises(ValueError, match="synthetic"):
		parse_identity_number(number)


def test_a_screened_and_sent_invitation_says_so():
	assert builders.invitation(screened=False).status == "To Screen"
	assert builders.invitation().status == "Ready"
	assert builders.invitation(sent_on=frappe.utils.getdate()).status == "Sent"
