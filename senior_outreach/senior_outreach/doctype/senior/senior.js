// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

frappe.ui.form.on("Senior", {
	refresh(frm) {
		show_merged(frm);
		if (!frm.is_new() && frm.perm[0].write) {
			frm.add_custom_button(__("Address Is Protected"), () => protect(frm));
		}
	},
});

function show_merged(frm) {
	if (!frm.doc.merged_into) return;
	const link = frappe.utils.get_form_link(
		"Senior",
		frm.doc.merged_into,
		true,
		__("the entry of this person that stays"),
	);
	frm.set_intro(__("This entry was found to be the same person as another one: {0}.", [link]), "blue");
}

// Afterwards nobody may open the entry any more, so the form is left.
function protect(frm) {
	const text = __(
		"Name, address and telephone are removed at once and cannot be brought back. The person is counted, is in no list and no letter, and is offered by hand. Is the address protected?",
	);
	frappe.confirm(text, () =>
		frappe
			.xcall("senior_outreach.population.seniors.api.protect", { senior: frm.doc.name })
			.then(({ routine }) => {
				frappe.set_route("List", "Senior");
				frappe.msgprint({
					title: __("To be handled by hand"),
					message: frappe.utils.escape_html(
						routine ||
							__(
								"The office has written down no routine for this yet; see the Outreach Office.",
							),
					),
				});
			}),
	);
}
