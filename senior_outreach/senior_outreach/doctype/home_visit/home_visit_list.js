// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

frappe.listview_settings["Home Visit"] = {
	add_fields: ["due_on", "workflow_state"],
	hide_name_column: true,
};
