# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE

app_name = "senior_outreach"
app_title = "Senior Outreach"
app_publisher = "Senior Outreach contributors"
app_description = "One friendly offer a year to every resident who reaches a given age"
app_email = "post@senior-outreach.invalid"
app_license = "mit"
required_apps = []

# Installation

before_install = "senior_outreach.install.before_install"
after_install = "senior_outreach.install.after_install"
after_migrate = ["senior_outreach.install.after_migrate"]
before_uninstall = "senior_outreach.uninstall.before_uninstall"
after_uninstall = "senior_outreach.uninstall.after_uninstall"

fixtures = [
	{"dt": "Role", "filters": [["name", "like", "Outreach %"]]},
	{"dt": "Workflow", "filters": [["name", "like", "Senior Outreach %"]]},
]

# Who may see which row

permission_query_conditions = {
	"Outreach Office": "senior_outreach.access.queries.outreach_office",
	"Outreach District": "senior_outreach.access.queries.outreach_district",
	"Meeting Venue": "senior_outreach.access.queries.meeting_venue",
	"Meeting Topic": "senior_outreach.access.queries.meeting_topic",
	"Preventive Offer": "senior_outreach.access.queries.preventive_offer",
	"Senior": "senior_outreach.access.queries.senior",
	"Senior Identity": "senior_outreach.access.queries.senior_identity",
	"Register Extract": "senior_outreach.access.queries.register_extract",
	"Register File Format": "senior_outreach.access.queries.register_file_format",
	"Duplicate Decision": "senior_outreach.access.queries.duplicate_decision",
	"Cohort": "senior_outreach.access.queries.cohort",
	"Group Meeting": "senior_outreach.access.queries.group_meeting",
	"Invitation": "senior_outreach.access.queries.invitation",
	"Letter Run": "senior_outreach.access.queries.letter_run",
	"Outreach Letter": "senior_outreach.access.queries.outreach_letter",
	"Follow-up Call": "senior_outreach.access.queries.follow_up_call",
	"Evaluation": "senior_outreach.access.queries.evaluation",
	"Home Visit": "senior_outreach.access.queries.home_visit",
	"Offer Interest": "senior_outreach.access.queries.offer_interest",
}

has_permission = dict.fromkeys(permission_query_conditions, "senior_outreach.access.rows.has_permission")

permission_query_conditions |= dict.fromkeys(
	(
		"Cohort Birth Year",
		"Cohort Total",
		"Evaluation Topic Rating",
		"Follow-up Call Attempt",
		"Home Visit Theme",
		"Invitation Answer",
		"Meeting Agenda Item",
		"Meeting Checklist Item",
		"Meeting Cost",
		"Meeting Facilitator",
		"Meeting Topic Question",
		"Outreach Closed Day",
		"Outreach District Postal Code",
		"Outreach Rule Value",
		"Register Extract Delivery",
		"Register Extract Problem",
		"Register Extract User",
		"Register File Column",
		"Register File Value",
	),
	"senior_outreach.access.rows.no_direct_rows",
)

# What follows from what

doc_events = {
	tuple(has_permission): {"validate": "senior_outreach.access.offices.check_links"},
	"File": {
		"validate": [
			"senior_outreach.access.files.refuse_public",
			"senior_outreach.access.files.refuse_takeover",
		]
	},
	"Invitation": {
		"on_update": [
			"senior_outreach.follow_up.visits.follow_answer",
			"senior_outreach.letters.pulling.pull_letter",
		]
	},
	"Senior": {
		"on_update": [
			"senior_outreach.population.seniors.exclusions.reconsider_open_rounds",
			"senior_outreach.population.seniors.protected_entries.follow_protection",
			"senior_outreach.follow_up.forgetting.forget_name",
		]
	},
	"Cohort": {"after_insert": "senior_outreach.population.seniors.next_year.take_over_waiting"},
}

# A right that Frappe asks for before the file is off the disk; events of File come after that
has_permission["File"] = "senior_outreach.population.delivery.under_way.has_file_permission"

scheduler_events = {
	"hourly": ["senior_outreach.population.delivery.importing.resume_interrupted"],
	"daily": [
		"senior_outreach.population.extract.destruction.remind",
		"senior_outreach.replies.due_calls.open_due_calls",
		"senior_outreach.replies.seats.recount_open_meetings",
	],
}

# The desk's forms

doctype_js = {
	"Cohort": [
		"public/js/screening_changes.js",
		"public/js/cohort_screening.js",
		"public/js/cohort_people.js",
		"public/js/duplicates.js",
	],
	"Letter Run": "public/js/screening_changes.js",
	"Invitation": ["public/js/answer_dialog.js", "public/js/household.js"],
	"Follow-up Call": ["public/js/answer_dialog.js", "public/js/household.js"],
	"Group Meeting": ["public/js/answer_dialog.js", "public/js/attendance.js"],
}

# Papers and pages

after_request = [
	"senior_outreach.guest.harden",
	"senior_outreach.population.screening.worklist.keep_out_of_caches",
]

jinja = {"methods": ["senior_outreach.letters.papers.paper_html"]}
