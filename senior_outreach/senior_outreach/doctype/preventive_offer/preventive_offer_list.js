// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

frappe.listview_settings["Preventive Offer"] = {
	add_fields: ["disabled", "valid_to", "last_checked_on"],
	hide_name_column: true,

	get_indicator(doc) {
		const today = frappe.datetime.get_today();
		if (doc.disabled) {
			return [__("Disabled"), "gray", "disabled,=,1"];
		}
		if (doc.valid_to && doc.valid_to < today) {
			return [__("Expired"), "gray", `valid_to,<,${today}`];
		}
		if (!doc.last_checked_on) {
			return [__("Not Checked"), "orange", "last_checked_on,is,not set"];
		}
		return [__("In Use"), "green", "disabled,=,0"];
	},
};
