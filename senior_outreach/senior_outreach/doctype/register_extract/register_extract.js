// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

frappe.ui.form.on("Register Extract", {
	setup(frm) {
		frm.set_query("cohort", () => ({ filters: { office: frm.doc.office } }));
	},

	refresh(frm) {
		show_next_step(frm);
		add_import_button(frm);
	},
});

function show_next_step(frm) {
	const steps = {
		Sent: __("When the answer has come, fill in the permission and choose the next step under Actions."),
		Granted: __("Attach the delivered file as a private file, then import the delivery."),
		Received: __("When the last meeting has been held, destroy the file and record who witnessed it."),
	};
	const text = steps[frm.doc.workflow_state];
	if (text) {
		frm.set_intro(text, "blue");
	}
}

function add_import_button(frm) {
	const importable = ["Granted", "Received"].includes(frm.doc.workflow_state);
	if (!importable || !frm.doc.file) {
		return;
	}
	frm.add_custom_button(__("Import Delivery"), () => import_delivery(frm)).addClass("btn-primary");
}

function import_delivery(frm) {
	frappe.call({
		method: "senior_outreach.population.importing.import_delivery",
		args: { extract: frm.doc.name },
		freeze: true,
		freeze_message: __("Importing the delivery"),
		callback: ({ message }) => {
			frm.reload_doc();
			frappe.msgprint({
				title: __("The delivery is imported"),
				indicator: message.rejected ? "orange" : "green",
				message: __("{0} rows in the file: {1} imported, {2} listed with a reason.", [
					message.rows,
					message.imported,
					message.rejected,
				]),
			});
		},
	});
}
