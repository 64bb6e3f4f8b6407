// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

frappe.ui.form.on("Duplicate Decision", {
	refresh(frm) {
		if (frm.doc.undone_on || !frappe.model.can_write("Senior")) return;
		frm.add_custom_button(__("Undo Decision"), () => undo_decision(frm));
	},
});

function undo_decision(frm) {
	const question =
		frm.doc.decision === "Same Person"
			? __("Make them two entries again, with the values and the places in the round they had?")
			: __("Take back that these are different people? They are asked about again.");
	frappe.confirm(
		question,
		() =>
			frappe
				.xcall("senior_outreach.population.seniors.api.undo_decision", { decision: frm.doc.name })
				.then(() => frm.reload_doc())
				.catch(() => {}), // Frappe has shown the server's message
	);
}
