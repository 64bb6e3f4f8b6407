// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

frappe.ui.form.on("Follow-up Call", {
	refresh(frm) {
		if (frm.is_new() || frm.doc.status !== "Open" || !frm.perm[0].write) return;
		frm.add_custom_button(__("Reached"), () => reached(frm)).addClass("btn-primary");
		["No Answer", "Busy"].forEach((outcome) =>
			frm.add_custom_button(__(outcome), () => record_alone(frm, { outcome })),
		);
		frm.add_custom_button(__("Call Again"), () => call_again(frm));
		["Wrong Number", "No Number", "Deceased", "Moved"].forEach((outcome) =>
			frm.add_custom_button(__(outcome), () => confirm_end(frm, outcome), __("Not Possible")),
		);
		if (frm.doc.reserved_until && frm.doc.caller === frappe.session.user) {
			frm.add_custom_button(__("Give Back"), () => release(frm));
		}
	},
});

function reached(frm) {
	frappe.xcall("senior_outreach.replies.api.choices_for_call", { call: frm.doc.name }).then((meetings) =>
		senior_outreach.answer_dialog({
			title: frm.doc.senior_name,
			doc: {},
			meetings,
			send: (answer) => record(frm, { outcome: "Reached", ...answer }),
		}),
	);
}

function call_again(frm) {
	frappe.prompt(
		{
			fieldname: "call_again_at",
			fieldtype: "Datetime",
			label: __("Call Again at"),
			reqd: 1,
		},
		(values) => record_alone(frm, { outcome: "Call Again", ...values }),
		__("Call Again"),
	);
}

function confirm_end(frm, outcome) {
	frappe.confirm(
		__("Close this call with the result {0}? Nobody calls this person again.", [__(outcome).bold()]),
		() => record_alone(frm, { outcome }),
	);
}

// Without a dialog that waits for the result; Frappe shows the server's message itself.
function record_alone(frm, values) {
	record(frm, values).catch(() => {});
}

function record(frm, values) {
	return frappe
		.xcall("senior_outreach.replies.api.record_call", {
			call: frm.doc.name,
			note: frm.doc.note,
			...values,
		})
		.then((saved) => {
			frappe.show_alert({
				message: saved.result
					? __("Call closed: {0}", [__(saved.result)])
					: __("Next call: {0}", [frappe.datetime.str_to_user(saved.next_call_on)]),
				indicator: "green",
			});
			return frm.reload_doc();
		});
}

function release(frm) {
	frappe
		.xcall("senior_outreach.replies.api.release_call", { call: frm.doc.name })
		.then(() => frappe.set_route("List", "Follow-up Call"));
}
