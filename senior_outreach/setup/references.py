# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Where Frappe writes down the name of a DocType, a report or a role; versions of Frappe differ in some of it."""

TO_DOCTYPE = {
	"_doctype": ("Desktop Icon",),
	"allow": ("User Permission",),
	"applicable_for": ("User Permission",),
	"attached_to_doctype": ("File",),
	"doc_type": ("Print Format", "Property Setter", "Web Form"),
	"document": ("Notification Subscribed Document",),
	"document_type": (
		"Amended Document Naming Settings",
		"Assignment Rule",
		"Dashboard Chart",
		"DocType Layout",
		"Document Naming Rule",
		"Global Search DocType",
		"Milestone Tracker",
		"Notification",
		"Notification Log",
		"Number Card",
		"Print Format Field Template",
		"Tag Link",
		"User Document Type",
		"User Select Document Type",
		"Workflow",
		"Workspace Quick List",
	),
	"dt": ("Client Script", "Custom Field"),
	"export_from": ("Access Log",),
	"link_doctype": ("Activity Log", "Communication Link", "DocType Link", "Dynamic Link"),
	"options": ("Custom Field",),
	"parent": ("Custom DocPerm",),
	"parent_doctype": ("DocType Link",),
	"parent_document_type": ("Dashboard Chart", "Number Card"),
	"ref_doctype": (
		"Custom Role",
		"Document Follow",
		"Logs To Clear",
		"Report",
		"Session Default",
		"Submission Queue",
		"Success Action",
		"Version",
	),
	"reference_doctype": (
		"Activity Log",
		"Auto Repeat",
		"Calendar View",
		"Comment",
		"Communication",
		"Data Import",
		"Discussion Topic",
		"Document Share Key",
		"Email Queue",
		"Email Unsubscribe",
		"Energy Point Log",
		"Energy Point Rule",
		"Error Log",
		"Event",
		"Event Participants",
		"Form Tour",
		"Integration Request",
		"Kanban Board",
		"List Filter",
		"Portal Menu Item",
		"Server Script",
		"View Log",
		"Webhook Request Log",
		"Workflow Action",
	),
	"reference_document": ("Onboarding Step",),
	"reference_type": ("Milestone", "ToDo"),
	"reminder_doctype": ("Reminder",),
	"share_doctype": ("DocShare",),
	"timeline_doctype": ("Activity Log",),
	"webhook_doctype": ("Webhook",),
}
"""Field → DocTypes whose rows are about one DocType, and go with it."""

CLEARED = {
	"append_to": ("Email Account", "IMAP Folder"),
	"apply_user_permission_on": ("User Type",),
}
"""Field → DocTypes whose rows are the site's own and only point at a DocType; they stay."""

NAMED_AFTER_DOCTYPE = ("List View Settings", "Success Action")

TO_PART = {
	"Report": (
		("Access Log", "report_name"),
		("Auto Email Report", "report"),
		("Custom Role", "report"),
		("Dashboard Chart", "report_name"),
		("Number Card", "report_name"),
		("Prepared Report", "report_name"),
		("Prepared Report", "ref_report_doctype"),
	),
	"Page": (("Custom Role", "page"),),
	"Dashboard Chart": (("Dashboard Chart Link", "chart"), ("Workspace Chart", "chart_name")),
	"Number Card": (("Number Card Link", "card"), ("Workspace Number Card", "number_card_name")),
}
"""Kind of thing in our module → rows that name one."""

TO_ROLE = (
	("Has Role", "role"),
	("Custom DocPerm", "role"),
	("DocPerm", "role"),
	("Notification Recipient", "receiver_by_role"),
	("Onboarding Permission", "role"),
	("Workflow Action Permitted Role", "role"),
)

HANGS_ON = (
	("Comment", "reference_doctype", "reference_name"),
	("Data Import Log", None, "data_import"),
	("Email Queue", None, "communication"),
	("Version", "ref_doctype", "docname"),
	("Webhook Request Log", None, "webhook"),
)
"""What is kept about a row by its name and goes with the row: DocType, field of the kind, field of the name."""
