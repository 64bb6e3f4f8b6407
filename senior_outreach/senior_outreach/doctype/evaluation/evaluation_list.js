// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

frappe.listview_settings["Evaluation"] = {
	hide_name_column: true,

	// The form of a new document would leave its address in the user's route history.
	primary_action() {
		frappe.require("/assets/senior_outreach/js/evaluation_entry.js", () =>
			senior_outreach.evaluation.choose_meeting(),
		);
	},

	get_indicator(doc) {
		const colours = { "Very Well": "green", Well: "blue", "Fairly Well": "yellow", Poorly: "orange" };
		if (!doc.expectation) {
			return [__("Not Answered"), "gray", "expectation,is,not set"];
		}
		return [__(doc.expectation), colours[doc.expectation], `expectation,=,${doc.expectation}`];
	},
};
