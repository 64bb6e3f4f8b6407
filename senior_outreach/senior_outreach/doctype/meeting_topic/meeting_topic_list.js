// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

frappe.listview_settings["Meeting Topic"] = {
	add_fields: ["disabled", "evaluated"],
	hide_name_column: true,

	get_indicator(doc) {
		if (doc.disabled) {
			return [__("Disabled"), "gray", "disabled,=,1"];
		}
		return doc.evaluated
			? [__("On the Evaluation Form"), "blue", "evaluated,=,1"]
			: [__("In Use"), "green", "disabled,=,0"];
	},
};
