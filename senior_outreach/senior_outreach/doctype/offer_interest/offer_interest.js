// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

frappe.ui.form.on("Offer Interest", {
	setup(frm) {
		frm.set_query("invitation", () => ({
			filters: { senior: frm.doc.senior, cohort: frm.doc.cohort },
		}));
		frm.set_query("offer", () => ({ filters: { disabled: 0 } }));
	},

	refresh: show_duty,
	individual_advice: show_duty,
	based_on_health: show_duty,
});

// The rule itself is kept by the server; this says at once what the two answers mean.
function show_duty(frm) {
	const answers = [frm.doc.individual_advice, frm.doc.based_on_health];
	let text = __("Answer the two questions to see whether this must be journaled.");
	if (answers.includes("No")) {
		text = __("General information: no duty to journal.");
	} else if (answers.every((answer) => answer === "Yes")) {
		text = __(
			"Health care: must be journaled in the record system (Health Personnel Act, section 39). Only the reference is written here.",
		);
	}
	frm.set_df_property("individual_advice", "description", text);
}
