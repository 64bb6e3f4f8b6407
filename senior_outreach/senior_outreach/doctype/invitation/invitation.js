// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

frappe.ui.form.on("Invitation", {
	refresh(frm) {
		if (frm.is_new()) return;
		show_housemates(frm);
		if (!frm.perm[0].write) return;
		add_round_buttons(frm);
		if (can_be_answered(frm.doc)) {
			frm.add_custom_button(__("Register Reply"), () => register_reply(frm)).addClass("btn-primary");
		}
		if (frm.doc.status === "Waiting List") {
			frm.add_custom_button(__("Give a Free Seat"), () => give_seat(frm));
		}
		if (frm.doc.answer_choice && !frm.doc.attendance) {
			frm.add_custom_button(__("Invalidate Answer"), () => invalidate(frm));
		}
	},
});

function can_be_answered(doc) {
	return doc.sent_on && !doc.exclusion_reason && !doc.attendance;
}

function register_reply(frm) {
	frappe
		.xcall("senior_outreach.replies.api.choices_for_invitation", { invitation: frm.doc.name })
		.then((meetings) =>
			senior_outreach.answer_dialog({
				title: __("Register Reply"),
				doc: frm.doc,
				meetings,
				extra_fields: [channel_field()],
				send: (answer) => send(frm, answer),
			}),
		);
}

function channel_field() {
	const channels = ["Phone In", "Paper", "E-mail", "In Person"];
	return {
		fieldname: "channel",
		fieldtype: "Select",
		label: __("Channel"),
		options: channels.map((channel) => ({ value: channel, label: __(channel) })),
		default: "Phone In",
		reqd: 1,
	};
}

function send(frm, answer) {
	return frappe
		.xcall("senior_outreach.replies.api.register_reply", {
			invitation: frm.doc.name,
			...answer,
		})
		.then((saved) => {
			frappe.show_alert({
				message: __("Answer saved: {0}", [__(saved.status)]),
				indicator: saved.status === "Waiting List" ? "orange" : "green",
			});
			return frm.reload_doc();
		});
}

// The same answer again: whoever's turn it is gets the seat, otherwise nothing changes.
function give_seat(frm) {
	const needs = Object.keys(senior_outreach.NEEDS).filter((need) => frm.doc[need]);
	const { answer_choice: choice, meeting, companions, answered_by } = frm.doc;
	const answer = { choice, meeting, companions, answered_by, needs };
	send(frm, { channel: frm.doc.answer_channel, ...answer })
		.then(() => {
			if (frm.doc.status === "Waiting List") {
				frappe.msgprint(__("No seat is free for this party yet, or others wait before it."));
			}
		})
		.catch(() => {}); // Frappe has shown the server's message
}

function invalidate(frm) {
	frappe.confirm(
		__(
			"Take this answer back as never true, for example entered for the wrong person? For an answer that has changed, use Register Reply.",
		),
		() =>
			frappe
				.xcall("senior_outreach.replies.api.invalidate_reply", {
					invitation: frm.doc.name,
				})
				.then(() => frm.reload_doc()),
	);
}

function show_housemates(frm) {
	const { name } = frm.doc;
	frappe
		.xcall("senior_outreach.population.seniors.api.housemates_of", { invitation: name })
		.then((mates) => frm.doc.name === name && senior_outreach.show_household(frm, mates));
}

// In and out of the round, until the letter has left.
function add_round_buttons(frm) {
	if (frm.doc.sent_on) return;
	const group = __("Round");
	if (frm.doc.exclusion_reason) {
		frm.add_custom_button(__("Include Again"), () => change_round(frm, "include_again"), group);
		return;
	}
	frm.add_custom_button(__("Exclude…"), () => exclude(frm), group);
	frm.add_custom_button(__("Move to Next Year"), () => move_to_next_year(frm), group);
}

function exclude(frm) {
	frappe.prompt(
		{
			fieldname: "reason",
			fieldtype: "Select",
			label: __("Reason for Exclusion"),
			options: ["Added by Mistake", "Do Not Contact"].map((value) => ({ value, label: __(value) })),
			description: __(
				"Whether somebody has died or moved is the register status on the senior. Reasons from the health record are not written anywhere.",
			),
			reqd: 1,
		},
		(values) => change_round(frm, "exclude", values),
		__("Exclude from This Round"),
		__("Exclude"),
	);
}

function move_to_next_year(frm) {
	frappe.confirm(__("Take this person out of this round and invite them to next year's?"), () =>
		change_round(frm, "move_to_next_year"),
	);
}

function change_round(frm, method, values) {
	return frappe
		.xcall(`senior_outreach.population.seniors.api.${method}`, { invitation: frm.doc.name, ...values })
		.then(() => frm.reload_doc())
		.catch(() => {}); // Frappe has shown the server's message
}
