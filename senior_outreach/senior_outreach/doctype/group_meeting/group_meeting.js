// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

// The meeting day's part of the form, the attendance, is public/js/attendance.js.

frappe.ui.form.on("Group Meeting", {
	setup(frm) {
		const of_office = () => ({ filters: { office: frm.doc.office } });
		frm.set_query("venue", of_office);
		frm.set_query("district", of_office);
	},

	cohort(frm) {
		suggest_length(frm);
	},

	starts_on(frm) {
		suggest_length(frm);
	},

	venue(frm) {
		suggest_seats_and_district(frm);
	},

	refresh(frm) {
		add_paper_buttons(frm);
		add_evaluation_button(frm);
	},
});

// Three and a quarter hours: between the handbook's 3 and 3.5.
const USUAL_MINUTES = 195;

function suggest_length(frm) {
	if (frm.doc.starts_on && !frm.doc.ends_on) {
		const end = moment(frm.doc.starts_on).add(USUAL_MINUTES, "minutes");
		frm.set_value("ends_on", end.format(frappe.defaultDatetimeFormat));
	}
}

async function suggest_seats_and_district(frm) {
	if (!frm.doc.venue) {
		return;
	}
	const { message } = await frappe.db.get_value("Meeting Venue", frm.doc.venue, ["capacity", "district"]);
	if (!frm.doc.seats) {
		frm.set_value("seats", message.capacity);
	}
	if (!frm.doc.district && message.district) {
		frm.set_value("district", message.district);
	}
}

function add_paper_buttons(frm) {
	if (frm.is_new()) {
		return;
	}
	const papers = { sign_in_sheet: __("Sign-in Sheet"), meeting_programme: __("Meeting Programme") };
	Object.entries(papers).forEach(([paper, label]) => {
		frm.add_custom_button(label, () => open_paper(frm, paper), __("Papers"));
	});
}

function open_paper(frm, paper) {
	const query = new URLSearchParams({ doctype: frm.doctype, name: frm.doc.name, paper });
	window.open(`/api/method/senior_outreach.letters.api.download_paper?${query}`);
}

function add_evaluation_button(frm) {
	if (!["Held", "Reported"].includes(frm.doc.workflow_state)) {
		return;
	}
	frm.add_custom_button(__("Enter Evaluations"), () => {
		frappe.require("/assets/senior_outreach/js/evaluation_entry.js", () =>
			senior_outreach.evaluation.enter(frm.doc.name),
		);
	});
	if (frappe.model.can_read("Evaluation")) {
		frm.add_custom_button(__("Evaluation Results"), () => {
			frappe.require("/assets/senior_outreach/js/evaluation_results.js", () =>
				senior_outreach.evaluation.show_results(frm.doc.name),
			);
		});
	}
}
