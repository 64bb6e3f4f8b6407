// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

const LETTERS_API = "senior_outreach.letters.api";

frappe.ui.form.on("Letter Run", {
	setup(frm) {
		frm.set_query("cohort", () => ({
			filters: { workflow_state: ["in", ["Approved", "Inviting", "Follow-up"]] },
		}));
	},

	refresh(frm) {
		show_next_step(frm);
		if (frm.is_new()) {
			return;
		}
		add_print_button(frm);
		if (frm.perm[0] && frm.perm[0].write) {
			add_step_buttons(frm);
		}
	},
});

function show_next_step(frm) {
	const words = {
		Draft: __("Save, then press Prepare. Only those who may be written to get a letter."),
		Prepared: __("Download the PDF and print it. Nothing counts as sent before you confirm it."),
		Printed: __("Put the letters in the post, then press Confirm Sent."),
		"Confirmed Sent": __(
			"The letters have left. Archive the run when the office needs no more reprints.",
		),
		Archived: __("This run is put away and can no longer be printed."),
	};
	frm.set_intro(words[frm.doc.status] || "", "blue");
	if (frm.doc.status === "Printed" && frm.doc.take_out) {
		frm.set_intro(
			__("Take the letters with these numbers out of the pile before posting: {0}.", [
				frm.doc.take_out,
			]),
			"orange",
		);
	}
}

function add_step_buttons(frm) {
	const status = frm.doc.status;
	if (["Draft", "Prepared", "Printed"].includes(status)) {
		add_step(frm, __("Prepare"), status === "Draft", () => prepare(frm));
	}
	if (status === "Printed") {
		add_step(frm, __("Confirm Sent"), true, () => confirm_sent(frm));
	}
	if (status === "Confirmed Sent") {
		add_step(frm, __("Archive"), true, () => archive(frm));
	}
}

function add_print_button(frm) {
	if (["Prepared", "Printed", "Confirmed Sent"].includes(frm.doc.status)) {
		add_step(frm, __("Download PDF"), frm.doc.status === "Prepared", () => download(frm));
	}
}

function add_step(frm, label, primary, action) {
	const button = frm.add_custom_button(label, () => {
		if (frm.is_dirty()) {
			frappe.msgprint(__("Save your changes first."));
			return;
		}
		action();
	});
	button.toggleClass("btn-primary", primary).toggleClass("btn-default", !primary);
}

function call(frm, method, args, freeze_message) {
	return frappe
		.call({
			method: `${LETTERS_API}.${method}`,
			args: { run: frm.doc.name, ...args },
			freeze: true,
			freeze_message,
		})
		.then(({ message }) => {
			frm.reload_doc();
			return message;
		});
}

function prepare(frm) {
	call(frm, "prepare_letters", {}, __("Preparing the letters")).then((result) => {
		if (result && result.under_way) {
			tell_under_way(result);
		} else if (result) {
			const text = __("{0} letters, {1} left out.", [result.letter_count, result.left_out_count]);
			frappe.show_alert({ message: text, indicator: "green" });
		}
	});
}

// With everything that has changed since the screening, for a last look before the day is written down.
async function confirm_sent(frm) {
	const found = await senior_outreach.changes_since_screening(frm.doc.cohort);
	const dialog = frappe.prompt(
		confirm_fields(frm),
		(values) =>
			call(
				frm,
				"confirm_letters_sent",
				{ sent_on: values.sent_on, taken_out: values.taken_out ? 1 : 0 },
				__("Writing the day on every invitation"),
			).then((result) => result && result.under_way && tell_under_way(result)),
		__("Confirm Sent"),
		__("Confirm"),
	);
	dialog.get_field("changes").$wrapper.append(senior_outreach.changes_box(found));
}

function confirm_fields(frm) {
	const sent_on = {
		fieldname: "sent_on",
		fieldtype: "Date",
		label: __("Sent on"),
		reqd: 1,
		default: frappe.datetime.get_today(),
		description: __("The day all {0} letters left. It cannot be changed afterwards.", [
			frm.doc.letter_count,
		]),
	};
	const taken_out = {
		fieldname: "taken_out",
		fieldtype: "Check",
		label: __("The letters with these numbers are out of the pile: {0}", [frm.doc.take_out]),
	};
	const changes = { fieldname: "changes", fieldtype: "HTML" };
	return frm.doc.take_out ? [sent_on, taken_out, changes] : [sent_on, changes];
}

function archive(frm) {
	frappe.confirm(__("Archived letters can no longer be printed. Archive the run?"), () =>
		call(frm, "archive_letters", {}),
	);
}

function tell_under_way(result) {
	frappe.msgprint(
		__("This takes a while for {0} persons and goes on in the background. Reload the page in a minute.", [
			result.people,
		]),
	);
}

// A POST, because printing is written down; the answer is a file, so frappe.call cannot take it.
async function download(frm) {
	frappe.dom.freeze(__("Making the PDF"));
	try {
		const response = await fetch(`/api/method/${LETTERS_API}.download_letters`, {
			method: "POST",
			headers: {
				"Content-Type": "application/json",
				Accept: "application/json",
				"X-Frappe-CSRF-Token": frappe.csrf_token,
			},
			body: JSON.stringify({ run: frm.doc.name }),
		});
		if (response.ok) {
			save_file(await response.blob(), `${frm.doc.name}.pdf`);
		} else {
			show_error(await response.json().catch(() => ({})));
		}
	} finally {
		frappe.dom.unfreeze();
		frm.reload_doc();
	}
}

function save_file(blob, name) {
	const link = document.createElement("a");
	link.href = URL.createObjectURL(blob);
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

function show_error(answer) {
	const messages = JSON.parse(answer._server_messages || "[]").map((text) => JSON.parse(text).message);
	frappe.msgprint({
		title: __("The letters were not printed"),
		message: messages.join("<br>") || __("Try again, or ask your system manager."),
		indicator: "red",
	});
}
