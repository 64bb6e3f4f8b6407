// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

frappe.ui.form.on("Evaluation", {
	refresh(frm) {
		frm.disable_save();
		if (frm.is_new()) {
			enter_by_dialog();
		}
	},
});

// Forms are entered in the dialog, topic by topic of their meeting; a stored one is never changed.
function enter_by_dialog() {
	frappe.set_route("List", "Evaluation");
	frappe.require("/assets/senior_outreach/js/evaluation_entry.js", () =>
		senior_outreach.evaluation.choose_meeting(),
	);
}
