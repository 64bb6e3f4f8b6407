// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

frappe.ui.form.on("Register File Format", {
	refresh: show_what_applies,
	kind: show_what_applies,
});

/** Headings or positions: a file has one or the other. */
function show_what_applies(frm) {
	const is_fixed = frm.doc.kind === "Fixed Width";
	const grid = frm.fields_dict.columns.grid;
	for (const [fieldname, applies] of [
		["heading", !is_fixed],
		["starts_at", is_fixed],
		["length", is_fixed],
	]) {
		grid.update_docfield_property(fieldname, "hidden", applies ? 0 : 1);
	}
	grid.reset_grid();
	grid.df.description = is_fixed ? fixed_help() : headings_help();
	grid.set_grid_description();
	frm.set_df_property("columns", "reqd", is_fixed ? 1 : 0);
}

function fixed_help() {
	return __("Where each column stands in a line. Positions count from 1.");
}

function headings_help() {
	return __("Only headings that are not the usual Norwegian ones have to be listed.");
}
