// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

// Typing in the paper forms of one meeting, one after the other, with the keyboard alone.

frappe.provide("senior_outreach.evaluation");

senior_outreach.evaluation.choose_meeting = function () {
	const dialog = new frappe.ui.Dialog({
		title: __("Enter Evaluations"),
		fields: [
			{
				fieldname: "meeting",
				fieldtype: "Link",
				options: "Group Meeting",
				label: __("Meeting"),
				reqd: 1,
				only_select: 1,
				get_query: () => ({
					filters: { workflow_state: ["in", ["Confirmed", "Held", "Reported"]] },
				}),
			},
		],
		primary_action_label: __("Next"),
		primary_action({ meeting }) {
			dialog.hide();
			senior_outreach.evaluation.enter(meeting);
		},
	});
	dialog.show();
};

senior_outreach.evaluation.enter = function (meeting) {
	return frappe
		.call("senior_outreach.evaluation.api.form_for", { meeting })
		.then(({ message }) => open_entry(meeting, message));
};

function open_entry(meeting, { title, topics, entered }) {
	const dialog = new frappe.ui.Dialog({
		title: __("Evaluation: {0}", [title]),
		fields: entry_fields(topics),
		primary_action_label: __("Save and Next"),
		primary_action: () => save_and_next(dialog, meeting, topics),
		secondary_action_label: __("Done"),
		secondary_action: () => dialog.hide(),
	});
	show_count(dialog, entered);
	dialog.$wrapper.one("shown.bs.modal", () => dialog.get_field("expectation").set_focus());
	dialog.show();
}

function entry_fields(topics) {
	const yes_no = ["", "Yes", "No"];
	return [
		{ fieldname: "count", fieldtype: "HTML" },
		choice("expectation", __("How Did the Meeting Meet Your Expectations?"), [
			"",
			"Very Well",
			"Well",
			"Fairly Well",
			"Poorly",
		]),
		remark("expectation_comment", __("Comment on Expectations")),
		choice("sex", __("Sex"), ["", "Female", "Male"]),
		// No Int: that control selects its text a moment after it has the focus, by then in the next field.
		{ fieldname: "age", fieldtype: "Data", label: __("Age") },
		{ fieldname: "topics_section", fieldtype: "Section Break", label: __("Benefit from the Topics") },
		...topics.map((topic, number) =>
			choice(`topic_${number}`, topic.title, ["", "Very Useful", "Useful", "Not Useful"]),
		),
		remark("topic_comment", __("Comments on the Topics")),
		{ fieldname: "ahead_section", fieldtype: "Section Break", label: __("Looking Ahead") },
		choice("topics_missing", __("Are There Topics You Miss?"), yes_no),
		remark("missing_topics", __("Which Topics?")),
		choice("would_recommend", __("Would You Recommend the Meeting to Others?"), yes_no),
		choice("more_reflection", __("Has the Day Made You Think More About Your Own Health?"), yes_no),
		remark("comments", __("Other Comments")),
	];
}

function choice(fieldname, label, values) {
	const options = values.map((value) => ({ value, label: value ? __(value) : "" }));
	return { fieldname, fieldtype: "Select", label, options };
}

function remark(fieldname, label) {
	return {
		fieldname,
		fieldtype: "Data",
		label,
		description: __("No names and nothing about anybody's health"),
	};
}

function save_and_next(dialog, meeting, topics) {
	const form = dialog.get_values(true);
	const benefits = {};
	topics.forEach((topic, number) => {
		benefits[topic.name] = form[`topic_${number}`] || "";
		delete form[`topic_${number}`];
	});
	delete form.count;
	return frappe
		.call({
			method: "senior_outreach.evaluation.api.enter_form",
			args: { meeting, form: { ...form, benefits } },
			btn: dialog.get_primary_btn(),
			freeze: true,
		})
		.then(({ message }) => {
			dialog.clear();
			show_count(dialog, message.entered);
			dialog.get_field("expectation").set_focus();
		});
}

function show_count(dialog, entered) {
	const text = $('<p class="text-muted"></p>').text(__("Forms entered for this meeting: {0}", [entered]));
	dialog.get_field("count").$wrapper.empty().append(text);
}
