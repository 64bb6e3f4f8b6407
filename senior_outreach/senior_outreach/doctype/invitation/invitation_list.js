// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

frappe.listview_settings["Invitation"] = {
	add_fields: ["status"],
	get_indicator(doc) {
		const colour = {
			"To Screen": "orange",
			Excluded: "gray",
			Ready: "light-blue",
			Sent: "blue",
			Accepted: "green",
			"Waiting List": "yellow",
			"Home Visit": "cyan",
			Declined: "gray",
			Later: "purple",
			"Not Reached": "red",
			Attended: "green",
			"No-show": "pink",
			Excused: "gray",
		}[doc.status];
		return [__(doc.status), colour, `status,=,${doc.status}`];
	},
	onload(listview) {
		listview.page.add_inner_button(__("Find and Register Reply"), find_invitation);
	},
};

function find_invitation() {
	const dialog = new frappe.ui.Dialog({
		title: __("Find by Code or Name"),
		fields: [
			{
				fieldname: "text",
				fieldtype: "Data",
				label: __("Code from the letter, or part of the name"),
				reqd: 1,
			},
			{ fieldname: "found", fieldtype: "HTML" },
		],
		primary_action_label: __("Find"),
		primary_action: ({ text }) =>
			frappe
				.xcall("senior_outreach.replies.api.find_invitation", { text })
				.then((rows) => show_found(dialog, rows)),
	});
	dialog.show();
}

function show_found(dialog, rows) {
	if (rows.length === 1) {
		dialog.hide();
		frappe.set_route("Form", "Invitation", rows[0].name);
		return;
	}
	const box = dialog.get_field("found").$wrapper.empty();
	if (!rows.length) {
		$("<p>").text(__("Nobody found. Check the spelling, or try another part of the name.")).appendTo(box);
	}
	rows.forEach((row) =>
		$("<button type='button' class='btn btn-default btn-block text-left'>")
			.text(`${row.senior_name} · ${row.district || row.cohort} · ${__(row.status)}`)
			.on("click", () => {
				dialog.hide();
				frappe.set_route("Form", "Invitation", row.name);
			})
			.appendTo(box),
	);
}
