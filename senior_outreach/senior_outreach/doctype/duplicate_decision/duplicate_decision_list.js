// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

frappe.listview_settings["Duplicate Decision"] = {
	hide_name_column: true,
	add_fields: ["decision", "undone_on"],
	get_indicator(doc) {
		if (doc.undone_on) return [__("Undone"), "gray", "undone_on,is,set"];
		return [__(doc.decision), "blue", `decision,=,${doc.decision}`];
	},
};
