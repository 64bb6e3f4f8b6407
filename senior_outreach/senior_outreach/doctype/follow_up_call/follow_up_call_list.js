// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

frappe.listview_settings["Follow-up Call"] = {
	add_fields: ["status", "result"],
	filters: [["status", "=", "Open"]],
	get_indicator(doc) {
		if (doc.status === "Open") return [__("Open"), "orange", "status,=,Open"];
		const colour = { "Group Meeting": "green", "Home Visit": "cyan" }[doc.result] || "gray";
		return [__(doc.result), colour, `result,=,${doc.result}`];
	},
	onload(listview) {
		listview.page.add_inner_button(__("Take the Next Call"), take_next_call);
	},
};

function take_next_call() {
	frappe.xcall("senior_outreach.replies.api.take_next_call").then((call) => {
		if (call) {
			frappe.set_route("Form", "Follow-up Call", call.name);
		} else {
			frappe.msgprint(__("There is nobody to call now."));
		}
	});
}
