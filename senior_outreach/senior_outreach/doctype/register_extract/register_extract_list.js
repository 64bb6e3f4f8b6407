// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

frappe.listview_settings["Register Extract"] = { hide_name_column: true };
