// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

frappe.ui.form.on("Follow-up Call", {
	refresh(frm) {
		if (frm.is_new()) return;
		show_household(frm);
		if (frm.doc.status !== "Open" || !frm.perm[0].write) return;
		frm.add_custom_button(__("Reached"), () => reached(frm)).addClass("btn-primary");
		["No Answer", "Busy"].forEach((outcome) =>
			frm.add_custom_button(__(outcome), () => nobody_reached(frm, outcome)),
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

function show_household(frm) {
	const { name } = frm.doc;
	frm.household = [];
	household_of_call(name).then((mates) => {
		if (frm.doc.name !== name) return;
		frm.household = mates;
		senior_outreach.show_household(frm, mates);
	});
}

function household_of_call(call) {
	return frappe.xcall("senior_outreach.replies.api.household_of_call", { call });
}

function reached(frm) {
	answer_in_call(frm.doc.name, frm.doc.senior_name, (answer) =>
		record(frm, { outcome: "Reached", ...answer }).then(() => ask_for_housemates(frm)),
	);
}

function answer_in_call(call, name, send) {
	return frappe
		.xcall("senior_outreach.replies.api.choices_for_call", { call })
		.then((meetings) => senior_outreach.answer_dialog({ title: name, doc: {}, meetings, send }));
}

// Somebody of the household may be at the same phone: their answer in the same call.
function ask_for_housemates(frm) {
	household_of_call(frm.doc.name).then((mates) => {
		const mate = mates.find((each) => each.call && each.status === "Sent");
		if (!mate) return;
		frappe.confirm(
			__("Enter the answer of {0} in the same call?", [frappe.utils.escape_html(mate.name)]),
			() =>
				answer_in_call(mate.call, mate.name, (answer) =>
					send_outcome(mate.call, { outcome: "Reached", ...answer }).then(() =>
						show_household(frm),
					),
				),
		);
	});
}

function nobody_reached(frm, outcome) {
	const fields = also_for_fields(frm);
	if (!fields.length) {
		record_alone(frm, { outcome });
		return;
	}
	frappe.prompt(
		fields,
		(values) => record_alone(frm, { outcome, also_for: also_for(frm, values) }),
		__(outcome),
		__("Save"),
	);
}

// One tick for each housemate whose call is due; ticked if the same number reaches both.
function also_for_fields(frm) {
	return due_mates(frm).map((mate) => ({
		fieldname: mate.call,
		fieldtype: "Check",
		label: __("Also for {0}", [mate.name]),
		default: mate.same_phone ? 1 : 0,
	}));
}

function also_for(frm, values) {
	return due_mates(frm)
		.map((mate) => mate.call)
		.filter((call) => values[call]);
}

function due_mates(frm) {
	return (frm.household || []).filter((mate) => mate.call);
}

function call_again(frm) {
	const when = {
		fieldname: "call_again_at",
		fieldtype: "Datetime",
		label: __("Call Again at"),
		reqd: 1,
	};
	frappe.prompt(
		[when, ...also_for_fields(frm)],
		(values) =>
			record_alone(frm, {
				outcome: "Call Again",
				call_again_at: values.call_again_at,
				also_for: also_for(frm, values),
			}),
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
	return send_outcome(frm.doc.name, { note: frm.doc.note, ...values }).then(() => frm.reload_doc());
}

function send_outcome(call, values) {
	return frappe.xcall("senior_outreach.replies.api.record_call", { call, ...values }).then((saved) =>
		frappe.show_alert({
			message: saved.result
				? __("Call closed: {0}", [__(saved.result)])
				: __("Next call: {0}", [frappe.datetime.str_to_user(saved.next_call_on)]),
			indicator: "green",
		}),
	);
}

function release(frm) {
	frappe
		.xcall("senior_outreach.replies.api.release_call", { call: frm.doc.name })
		.then(() => frappe.set_route("List", "Follow-up Call"));
}
