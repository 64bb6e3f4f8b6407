// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE
// Screening and re-check on the form of a Cohort: where they stand, and what the office may do.
frappe.ui.form.on("Cohort", {
	refresh(frm) {
		const state = frm.doc.__onload && frm.doc.__onload.screening;
		if (frm.is_new() || !state) {
			return;
		}
		show_screening(frm, state);
		add_screening_buttons(frm, state);
	},
});

function show_screening(frm, state) {
	const box = $("<div class='mb-3'>");
	const lines = [screening_line(state), recheck_line(frm, state)].filter(Boolean);
	lines.forEach((text) => $("<p class='mb-1'>").text(text).appendTo(box));
	frm.get_field("board").$wrapper.append(box);
}

function screening_line(state) {
	if (state.open_rows) {
		return __("{0} rows of a delivery are not in the round yet. See the register extract.", [
			state.open_rows,
		]);
	}
	if (state.unmarked) {
		return __("{0} people are still to be marked by the record keeper.", [state.unmarked]);
	}
	return state.screening_approved_on
		? __("The screening was approved on {0}.", [at(state.screening_approved_on)])
		: "";
}

function recheck_line(frm, state) {
	if (!state.screening_approved_on || ["Pending Closure", "Closed"].includes(frm.doc.workflow_state)) {
		return "";
	}
	if (!state.fresh) {
		return __("Letters can be printed after a re-check: it may be at most {0} hours old.", [state.hours]);
	}
	if (state.recheck_waived_on && !(state.rechecked_on > state.recheck_waived_on)) {
		return __("The re-check was waived on {0} by {1}.", [
			at(state.recheck_waived_on),
			state.recheck_waived_by,
		]);
	}
	return __("Re-checked on {0} by {1} ({2}).", [
		at(state.rechecked_on),
		state.rechecked_by,
		__(state.recheck_source),
	]);
}

function at(moment) {
	return frappe.datetime.str_to_user(moment);
}

function add_screening_buttons(frm, state) {
	const group = __("Screening");
	if (state.screening_approved_on && frappe.model.can_read("Invitation")) {
		frm.add_custom_button(
			__("Changes since the Screening"),
			() => senior_outreach.show_changes(frm.doc.name),
			group,
		);
	}
	if (!frappe.model.can_write("Cohort")) {
		return;
	}
	if (!state.screening_approved_on || state.unmarked || state.numbers_kept) {
		frm.add_custom_button(__("Approve Screening"), () => approve_screening(frm), group);
	}
	if (state.screening_approved_on && !state.fresh) {
		frm.add_custom_button(__("Waive the Re-check"), () => waive_recheck(frm, state), group);
	}
}

function approve_screening(frm) {
	const text = __("The identity numbers are dropped and cannot be brought back. Approve the screening?");
	frappe.confirm(text, () =>
		run(frm, "senior_outreach.population.screening.marking.approve_screening", { cohort: frm.doc.name }),
	);
}

function waive_recheck(frm, state) {
	const reason = {
		fieldname: "reason",
		fieldtype: "Small Text",
		label: __("Why the letters leave without a re-check"),
		reqd: 1,
		description: __("Name nobody, and write nothing about anybody's health. It holds for {0} hours.", [
			state.hours,
		]),
	};
	frappe.prompt(
		[reason],
		(values) =>
			run(frm, "senior_outreach.population.screening.recheck.waive_recheck", {
				cohort: frm.doc.name,
				reason: values.reason,
			}),
		__("Waive the Re-check"),
		__("Waive"),
	);
}

function run(frm, method, args) {
	return frappe.call({ method, args, freeze: true }).then(() => frm.reload_doc());
}
