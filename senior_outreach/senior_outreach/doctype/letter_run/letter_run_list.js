// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

frappe.listview_settings["Letter Run"] = {
	get_indicator(doc) {
		const colours = {
			Draft: "gray",
			Prepared: "orange",
			Printed: "blue",
			"Confirmed Sent": "green",
			Archived: "darkgrey",
		};
		return [__(doc.status), colours[doc.status] || "gray", `status,=,${doc.status}`];
	},
};
