// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE
// Who of a round has changed since its screening was approved: a dialog of the Cohort, a part of Confirm Sent.
frappe.provide("senior_outreach");

senior_outreach.changes_since_screening = (cohort) =>
	frappe.xcall("senior_outreach.population.screening.changes.changes_since_screening", { cohort });

senior_outreach.show_changes = (cohort) =>
	senior_outreach.changes_since_screening(cohort).then((found) => {
		const dialog = new frappe.ui.Dialog({
			title: __("Changes since the Screening"),
			size: "large",
			fields: [{ fieldname: "changes", fieldtype: "HTML" }],
		});
		dialog.get_field("changes").$wrapper.append(senior_outreach.changes_box(found));
		dialog.show();
	});

senior_outreach.changes_box = (found) => {
	const box = $("<div class='screening-changes'>");
	box.append($("<p class='font-weight-bold mb-2'>").text(headline(found)));
	if (found.protected) {
		const text = __(
			"People who are handled by hand and have changed: {0}. Nothing more is shown of them.",
			[found.protected],
		);
		box.append($("<p>").text(text));
	}
	if (found.added.length || found.changes.length) {
		box.append(table_of(found));
	}
	if (found.left_out) {
		box.append($("<p>").text(__("And {0} older changes.", [found.left_out])));
	}
	return box;
};

function headline(found) {
	if (!found.since) {
		return __("The screening is not approved yet.");
	}
	const since = frappe.datetime.str_to_user(found.since);
	return found.added.length || found.changes.length || found.protected
		? __("Changed since the screening was approved on {0}", [since])
		: __("Nothing has changed since the screening was approved on {0}.", [since]);
}

function table_of(found) {
	const table = $("<table class='table table-bordered table-sm'>");
	const head = $("<tr>").appendTo($("<thead>").appendTo(table));
	[__("Person"), __("What"), __("Before"), __("Now"), __("When"), __("By")].forEach((text) =>
		$("<th scope='col'>").text(text).appendTo(head),
	);
	const body = $("<tbody>").appendTo(table);
	found.added.forEach((row) => add_row(body, row, __("Added to the Round"), "", row.status));
	found.changes.forEach((row) => add_row(body, row, row.label, row.old, row.new));
	return $("<div class='table-responsive' tabindex='0'>").append(table);
}

function add_row(body, row, what, before, now) {
	const line = $("<tr>").appendTo(body);
	$("<a>")
		.attr("href", `/app/invitation/${encodeURIComponent(row.invitation)}`)
		.text(row.person)
		.appendTo($("<td>").appendTo(line));
	const when = frappe.datetime.str_to_user(row.when);
	[what, before, now, when, row.by].forEach((text) => $("<td>").text(text).appendTo(line));
}
