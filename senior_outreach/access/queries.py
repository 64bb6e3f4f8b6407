# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""One name per DocType for the hook `permission_query_conditions`.

Older supported Frappe versions call the hook with the user alone, so each name carries its DocType.
"""

from functools import partial

from senior_outreach.access.rows import query_conditions

outreach_office = partial(query_conditions, doctype="Outreach Office")
outreach_district = partial(query_conditions, doctype="Outreach District")
meeting_venue = partial(query_conditions, doctype="Meeting Venue")
meeting_topic = partial(query_conditions, doctype="Meeting Topic")
preventive_offer = partial(query_conditions, doctype="Preventive Offer")
senior = partial(query_conditions, doctype="Senior")
senior_identity = partial(query_conditions, doctype="Senior Identity")
register_extract = partial(query_conditions, doctype="Register Extract")
cohort = partial(query_conditions, doctype="Cohort")
group_meeting = partial(query_conditions, doctype="Group Meeting")
invitation = partial(query_conditions, doctype="Invitation")
letter_run = partial(query_conditions, doctype="Letter Run")
outreach_letter = partial(query_conditions, doctype="Outreach Letter")
follow_up_call = partial(query_conditions, doctype="Follow-up Call")
evaluation = partial(query_conditions, doctype="Evaluation")
home_visit = partial(query_conditions, doctype="Home Visit")
offer_interest = partial(query_conditions, doctype="Offer Interest")
register_file_format = partial(query_conditions, doctype="Register File Format")
duplicate_decision = partial(query_conditions, doctype="Duplicate Decision")
