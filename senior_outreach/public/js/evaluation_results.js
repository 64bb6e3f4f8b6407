// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

// What the forms of one meeting say, question by question.

frappe.provide("senior_outreach.evaluation");

senior_outreach.evaluation.show_results = async function (meeting) {
	const results = await frappe.xcall("senior_outreach.evaluation.api.meeting_results", { meeting });
	await frappe.model.with_doctype("Evaluation");
	const dialog = new frappe.ui.Dialog({
		title: __("Evaluation Results"),
		fields: [{ fieldname: "results", fieldtype: "HTML" }],
	});
	const box = dialog.get_field("results").$wrapper.empty();
	$("<p>")
		.text(__("{0} forms from {1} people who were there.", [results.forms, results.present]))
		.appendTo(box);
	if (!results.enough) {
		$("<p>")
			.text(__("There are too few forms to show the answers without showing who gave them."))
			.appendTo(box);
	}
	for (const [question, counts] of Object.entries(results.questions)) {
		box.append(answers_table(__(frappe.meta.get_label("Evaluation", question)), counts));
	}
	for (const [topic, counts] of Object.entries(results.topics)) {
		box.append(answers_table(results.topic_titles[topic] || topic, counts));
	}
	dialog.show();
};

function answers_table(title, counts) {
	const table = $("<table class='table table-sm table-bordered'>");
	$("<caption style='caption-side: top'>").text(title).appendTo(table);
	for (const [answer, count] of Object.entries(counts)) {
		const row = $("<tr>").appendTo(table);
		$("<th scope='row' class='font-weight-normal'>").text(__(answer)).appendTo(row);
		$("<td class='text-right' style='width: 6rem'>").text(count).appendTo(row);
	}
	return table;
}
