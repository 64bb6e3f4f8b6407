// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

// The workflow colours the state; what is urgent within a state has a colour of its own.
frappe.listview_settings["Register Extract"] = {
	add_fields: ["workflow_state", "reminder_level", "expires_on", "destroy_by", "reminded_on"],
	hide_name_column: true,

	formatters: {
		expires_on(value, _field, doc) {
			if (!value) {
				return "";
			}
			const days = frappe.datetime.get_day_diff(value, frappe.datetime.get_today());
			const colour = days < 0 ? "red" : doc.reminded_on && "orange";
			return doc.workflow_state === "Granted" && colour ? pill(day(value), colour) : day(value);
		},

		destroy_by(value, _field, doc) {
			const urgent = doc.workflow_state === "Received" ? doc.reminder_level : 0;
			const words = {
				1: [__("To Destroy"), "blue"],
				2: [__("Still to Destroy"), "orange"],
				3: [__("Overdue"), "red"],
			}[urgent];
			return words ? pill(...words) : day(value);
		},
	},
};

function pill(text, colour) {
	return `<span class="indicator-pill ${colour} ellipsis"><span class="ellipsis">${text}</span></span>`;
}

function day(value) {
	return value ? frappe.datetime.str_to_user(value) : "";
}
