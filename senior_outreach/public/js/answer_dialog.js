// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE
// The dialog in which staff enter an answer, from an invitation and from a call.
frappe.provide("senior_outreach");

senior_outreach.NEEDS = {
	need_step_free: __("Wheelchair or Step-free"),
	need_hearing_loop: __("Hearing Loop"),
	need_interpreter: __("Interpreter"),
	need_diet: __("Special Diet"),
	need_transport: __("Transport"),
	need_large_print: __("Large Print"),
};

// `doc` has the answer so far, if any; `meetings` come from choices_for_invitation or choices_for_call.
// `send(values)` gives a promise; the dialog closes when it is kept.
senior_outreach.answer_dialog = function ({ title, doc, meetings, extra_fields = [], send }) {
	const dialog = new frappe.ui.Dialog({
		title,
		fields: [...extra_fields, ...answer_fields(doc, meetings), ...who_fields(doc), ...need_fields(doc)],
		primary_action_label: __("Save Answer"),
		primary_action(values) {
			dialog.disable_primary_action();
			send(answer_of(values))
				.then(() => dialog.hide())
				.catch(() => {}) // Frappe has shown the server's message; the dialog stays for a correction
				.finally(() => dialog.enable_primary_action());
		},
	});
	dialog.show();
	return dialog;
};

function answer_fields(doc, meetings) {
	return [
		{
			fieldname: "choice",
			fieldtype: "Select",
			label: __("Answer"),
			options: translated(["Group Meeting", "Home Visit", "No Thanks", "Ask Me Later"]),
			default: doc.answer_choice || "Group Meeting",
			reqd: 1,
		},
		{
			fieldname: "meeting",
			fieldtype: "Select",
			label: __("Meeting"),
			options: meetings.map(meeting_option),
			default: doc.meeting || proposed_meeting(meetings),
			depends_on: "eval:doc.choice=='Group Meeting'",
			mandatory_depends_on: "eval:doc.choice=='Group Meeting'",
		},
		{
			fieldname: "companions",
			fieldtype: "Int",
			label: __("Companions"),
			default: doc.companions || 0,
			depends_on: "eval:doc.choice=='Group Meeting'",
		},
		{
			fieldname: "accept_waiting",
			fieldtype: "Check",
			label: __("On the waiting list if the meeting is full"),
			default: doc.status === "Accepted" ? 0 : 1,
			depends_on: "eval:doc.choice=='Group Meeting'",
		},
		{
			fieldname: "decline_reason",
			fieldtype: "Select",
			label: __("Reason for No"),
			options: translated([
				"",
				"Does Not Need It",
				"Not Now",
				"Dates Do Not Suit",
				"No Way to Get There",
				"Already Well Informed",
				"Other",
				"Does Not Want to Say",
			]),
			default: doc.decline_reason,
			depends_on: "eval:doc.choice=='No Thanks'",
		},
		{
			fieldname: "ask_again_on",
			fieldtype: "Date",
			label: __("Ask Again on"),
			default: doc.ask_again_on,
			depends_on: "eval:doc.choice=='Ask Me Later'",
		},
	];
}

function who_fields(doc) {
	return [
		{
			fieldname: "answered_by",
			fieldtype: "Select",
			label: __("Who Answered"),
			options: translated(["Senior", "Next of Kin"]),
			default: doc.answered_by || "Senior",
		},
	];
}

function need_fields(doc) {
	const needs = Object.entries(senior_outreach.NEEDS).map(([fieldname, label]) => ({
		fieldname,
		label,
		fieldtype: "Check",
		default: doc[fieldname] || 0,
	}));
	return [
		{
			fieldtype: "Section Break",
			label: __("Practical Needs"),
			depends_on: "eval:doc.choice=='Group Meeting'",
		},
		...needs.slice(0, 3),
		{ fieldtype: "Column Break" },
		...needs.slice(3),
	];
}

// What does not belong to the chosen answer is left out.
function answer_of(values) {
	const coming = values.choice === "Group Meeting";
	const answer = { ...values, companions: coming ? values.companions || 0 : 0 };
	Object.keys(senior_outreach.NEEDS).forEach((need) => delete answer[need]);
	answer.needs = coming ? Object.keys(senior_outreach.NEEDS).filter((need) => values[need]) : [];
	if (!coming) delete answer.meeting;
	if (values.choice !== "No Thanks") delete answer.decline_reason;
	if (values.choice !== "Ask Me Later") delete answer.ask_again_on;
	return answer;
}

// The one to which somebody of the household comes.
function proposed_meeting(meetings) {
	const shared = meetings.find((meeting) => meeting.housemates && meeting.housemates.length);
	return shared && shared.name;
}

function meeting_option(meeting) {
	const when = frappe.datetime.str_to_user(meeting.starts_on);
	const room = meeting.free ? __("{0} free", [meeting.free]) : __("full");
	const names = (meeting.housemates || []).join(", ");
	const label = `${when}, ${meeting.venue} (${room})`;
	const comes = __("{0} comes then", [names]);
	return { value: meeting.name, label: names ? `${label} · ${comes}` : label };
}

function translated(options) {
	return options.map((option) => ({ value: option, label: __(option) }));
}
