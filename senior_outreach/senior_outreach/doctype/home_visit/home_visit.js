// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

frappe.ui.form.on("Home Visit", {
	setup(frm) {
		frm.set_query("invitation", () => ({
			filters: { senior: frm.doc.senior, cohort: frm.doc.cohort },
		}));
	},

	refresh(frm) {
		show_due(frm);
		show_changed_answer(frm);
	},
});

function show_due(frm) {
	const open = ["Requested", "Scheduled"].includes(frm.doc.workflow_state);
	if (open && frm.doc.due_on && frm.doc.due_on < frappe.datetime.get_today()) {
		frm.dashboard.set_headline_alert(
			__("This wish was due on {0}.", [frappe.datetime.str_to_user(frm.doc.due_on)]),
			"orange",
		);
	}
	if (frm.doc.workflow_state === "Completed") {
		frm.dashboard.set_headline_alert(
			__("Write the visit in the record system, then enter the reference and the date under Journal."),
			"blue",
		);
	}
}

// A visit with a date is not called off by itself when the senior answers anew.
function show_changed_answer(frm) {
	if (frm.doc.workflow_state !== "Scheduled" || !frm.doc.invitation) {
		return;
	}
	frappe.db.get_value("Invitation", frm.doc.invitation, "answer_choice").then(({ message }) => {
		const answer = message && message.answer_choice;
		if (answer && answer !== "Home Visit") {
			frm.dashboard.set_headline_alert(
				__("The senior has answered anew: {0}. Agree what becomes of this visit.", [__(answer)]),
				"red",
			);
		}
	});
}
