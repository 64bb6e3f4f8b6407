// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

frappe.ui.form.on("Outreach Letter", {
	refresh(frm) {
		if (!frm.is_new()) {
			frm.add_custom_button(__("Download PDF"), () => open_letter(frm));
		}
	},
});

function open_letter(frm) {
	const query = new URLSearchParams({
		doctype: frm.doctype,
		name: frm.doc.name,
		paper: "invitation_letter",
	});
	window.open(`/api/method/senior_outreach.letters.api.download_paper?${query}`);
}
