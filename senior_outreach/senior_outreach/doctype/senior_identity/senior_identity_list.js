// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

frappe.listview_settings["Senior Identity"] = {
	hide_name_column: true,
	add_fields: ["mark"],
	get_indicator(doc) {
		const colours = { Keep: "green", Exclude: "orange" };
		return [__(doc.mark || "Not marked"), colours[doc.mark] || "gray", `mark,=,${doc.mark || ""}`];
	},
	onload(listview) {
		listview.page.add_inner_button(__("Open the Worklist"), () => frappe.set_route("screening"));
		["Keep", "Exclude"].forEach((value) => {
			listview.page.add_actions_menu_item(__(value), () => mark_checked(listview, value));
		});
	},
};

function mark_checked(listview, value) {
	frappe.call({
		method: "senior_outreach.population.screening.marking.mark",
		args: { identities: listview.get_checked_items(true), value },
		freeze: true,
		callback: () => {
			listview.clear_checked_items();
			listview.refresh();
		},
	});
}
