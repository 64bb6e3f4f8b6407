// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

frappe.listview_settings["Outreach Letter"] = {
	add_fields: ["returned_on"],
	get_indicator(doc) {
		return doc.returned_on
			? [__("Returned"), "orange", "returned_on,is,set"]
			: [__("In the Run"), "blue", "returned_on,is,not set"];
	},
};
