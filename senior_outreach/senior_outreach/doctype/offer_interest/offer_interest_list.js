// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

frappe.listview_settings["Offer Interest"] = {
	add_fields: ["status", "due_on"],
	hide_name_column: true,

	get_indicator(doc) {
		const open = ["Open", "Contacted", "Referred"].includes(doc.status);
		if (open && doc.due_on && doc.due_on < frappe.datetime.get_today()) {
			return [__("Overdue"), "red", "status,in,Open,Contacted,Referred|due_on,<,Today"];
		}
		const colours = {
			Open: "orange",
			Contacted: "blue",
			Referred: "blue",
			Joined: "green",
			"Did Not Join": "gray",
			Withdrawn: "gray",
		};
		return [__(doc.status), colours[doc.status] || "gray", `status,=,${doc.status}`];
	},
};
