// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

frappe.ui.form.on("Senior Identity", {
	refresh(frm) {
		show_number(frm);
		frm.add_custom_button(__("Open the Worklist"), () => frappe.set_route("screening"));
	},
});

function show_number(frm) {
	const number = frm.doc.__onload && frm.doc.__onload.identity_number;
	if (frm.doc.number_dropped_on) {
		frm.set_intro(__("The screening is approved and the identity number is dropped."), "blue");
	} else if (number) {
		frm.set_intro(__("Identity number: {0}", [`${number.slice(0, 6)} ${number.slice(6)}`]), "blue");
	}
}
