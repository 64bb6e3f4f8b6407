// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

frappe.ui.form.on("Register Extract", {
	setup(frm) {
		frm.set_query("cohort", () => ({ filters: { office: frm.doc.office } }));
		frm.set_query("user", "named_users", () => ({
			query: "senior_outreach.access.staff.search_coordinators",
			filters: { office: frm.doc.office },
		}));
	},

	refresh(frm) {
		show_standing(frm);
		add_application_button(frm);
		add_delivery_buttons(frm);
		if (frm.is_new()) {
			suggest_application(frm);
		}
	},

	office: suggest_application,

	cohort: suggest_application,

	before_workflow_action(frm) {
		const asks = frm.selected_workflow_action === "Sign" && !frm.doc.signed_as;
		return asks ? ask_for_title(frm) : undefined;
	},

	after_workflow_action(frm) {
		frm.reload_doc(); // what the headline says comes with the loaded document
	},
});

// The points of a new application, from its office and round. What somebody has written stays.
async function suggest_application(frm) {
	if (!frm.is_new() || !frm.doc.office) {
		return;
	}
	const method = "senior_outreach.letters.application_facts.suggested_application";
	const { office, cohort } = frm.doc;
	const suggested = await frappe.xcall(method, { office, cohort });
	if (!frm.is_new() || frm.doc.office !== office || frm.doc.cohort !== cohort) {
		return;
	}
	const { named_users, ...points } = suggested;
	const earlier = frm.suggested || {};
	frm.suggested = points;
	Object.entries(points).forEach(([field, text]) => {
		if (!frm.doc[field] || frm.doc[field] === earlier[field]) {
			frm.set_value(field, text);
		}
	});
	if (!(frm.doc.named_users || []).some((row) => row.user)) {
		frm.set_value("named_users", named_users);
	}
}

function ask_for_title(frm) {
	const field = {
		fieldname: "signed_as",
		fieldtype: "Data",
		label: __("Your Title"),
		description: __("Printed below your name, for example kommunalsjef. It may be left empty."),
	};
	frappe.dom.unfreeze(); // Frappe has frozen the page for the step that is coming
	return new Promise((resolve) => {
		frappe.prompt(
			[field],
			async ({ signed_as }) => {
				if (signed_as) {
					await frm.set_value("signed_as", signed_as);
					await frm.save();
				}
				frappe.dom.freeze();
				resolve();
			},
			__("Sign the Application"),
			__("Sign"),
		);
	});
}

const LOUDNESS_COLOURS = ["blue", "blue", "orange", "red"];

function show_standing(frm) {
	if (frm.is_new()) {
		frm.set_intro(
			__("Choose the round: its birth years go into the application. Then read every point."),
			"blue",
		);
		return;
	}
	const show = {
		Draft: standing_of_draft,
		"Awaiting Signature": () => [
			__("Management reads the application and signs it under Actions, or sends it back."),
			"orange",
		],
		Signed: () => [__("Print the application, send it, then mark it as sent under Actions."), "blue"],
		Sent: () => [
			__("When the answer has come, fill in the permission and choose the next step under Actions."),
			"blue",
		],
		Granted: standing_of_permission,
		Refused: () => [__("The application was refused. Make a new one if the round needs it."), "red"],
		Received: standing_of_delivery,
		Destroyed: () => [__("The delivery is destroyed. Nothing more can be imported."), "green"],
	}[frm.doc.workflow_state];
	const importing = delivery_under_way(frm);
	if (importing) {
		frm.set_intro(standing_of_import(importing), "orange");
	} else if (show) {
		frm.set_intro(...show(frm));
	}
}

function standing_of_draft(frm) {
	const missing = (frm.doc.__onload && frm.doc.__onload.missing) || [];
	if (!missing.length) {
		return [__("Every point is filled in. Submit the application for signature under Actions."), "blue"];
	}
	const lines = missing.map((text) => `<li>${text}</li>`).join(""); // escaped where they are written
	return [`${__("Before the application can be signed")}<ul class="mb-0">${lines}</ul>`, "orange"];
}

function standing_of_permission(frm) {
	const days = days_left(frm);
	if (days < 0) {
		return [__("The permission has expired. Apply for a new register extract before importing."), "red"];
	}
	const next = __("Attach the delivered file as a private file, then review the delivery.");
	return [`${expiry_text(days)} ${next}`, days <= frm.doc.__onload.notice_days ? "orange" : "blue"];
}

function delivery_under_way(frm) {
	return (frm.doc.deliveries || []).find((row) => row.state === "Importing");
}

function standing_of_import({ rows_done, rows_in_file, stopped_because }) {
	if (stopped_because) {
		return __("The import has stopped: {0}", [frappe.utils.escape_html(stopped_because)]);
	}
	return __(
		"A delivery is being imported: {0} of {1} rows are done. Press Review Delivery to follow it, or to continue it when it has stopped.",
		[rows_done, rows_in_file],
	);
}

function standing_of_delivery(frm) {
	if (frm.doc.open_rows && !frm.doc.open_rows_set_aside) {
		const text = __(
			"{0} rows of the delivery are not in the round. Press Review Delivery to see and correct them, or set them aside: the screening is not approved before.",
			[frm.doc.open_rows],
		);
		return [text, "orange"];
	}
	const { loudness, needed_until, latest } = (frm.doc.__onload || {}).standing || { loudness: 0 };
	const days = days_left(frm);
	const until = (day) => frappe.datetime.str_to_user(day);
	const permission =
		days < 0 ? __("The permission has expired. Nothing more can be imported.") : expiry_text(days);
	const destruction = {
		0: __("When the last meeting has been held, destroy the file and record who witnessed it."),
		3: __("The delivery should have been destroyed by {0}. See to it today.", [until(latest)]),
	}[loudness];
	const needed = __("The delivery has not been needed since {0}, and must be destroyed by {1}.", [
		until(needed_until),
		until(latest),
	]);
	return [`${destruction || needed} ${permission}`, LOUDNESS_COLOURS[loudness]];
}

function days_left(frm) {
	return frappe.datetime.get_day_diff(frm.doc.expires_on, frappe.datetime.get_today());
}

function expiry_text(days) {
	if (days === 0) {
		return __("The permission expires today.");
	}
	return days === 1
		? __("The permission expires tomorrow.")
		: __("The permission expires in {0} days.", [days]);
}

function add_application_button(frm) {
	if (frm.is_new() || !frm.has_perm("print")) {
		return;
	}
	frm.add_custom_button(__("Application as PDF"), () => {
		if (frm.is_dirty()) {
			frappe.msgprint(__("Save your changes first."));
			return;
		}
		const query = new URLSearchParams({
			doctype: frm.doctype,
			name: frm.doc.name,
			paper: "register_application",
		});
		window.open(`/api/method/senior_outreach.letters.api.download_paper?${query}`);
	});
}

function add_delivery_buttons(frm) {
	const importable = ["Granted", "Received"].includes(frm.doc.workflow_state);
	if (!importable || !frm.perm[0].write) {
		return;
	}
	if (delivery_under_way(frm)) {
		frm.disable_form();
		frm.add_custom_button(__("Stop the Import"), () => stop_import(frm));
	}
	if (frm.doc.file) {
		frm.add_custom_button(__("Review Delivery"), () => {
			if (frm.is_dirty()) {
				frappe.msgprint(__("Save your changes first."));
				return;
			}
			frappe.set_route("review-delivery", frm.doc.name);
		}).addClass("btn-primary");
	}
	if (frm.doc.open_rows && !frm.doc.open_rows_set_aside) {
		frm.add_custom_button(__("Set Rows Aside"), () => set_rows_aside(frm));
	}
}

// For an import that cannot go on, as when the permission has expired meanwhile.
function stop_import(frm) {
	const text = __(
		"What is imported stays, and the other rows count as rows that are not in the round. Stop the import?",
	);
	frappe.confirm(text, () =>
		frappe
			.xcall("senior_outreach.population.delivery.api.stop_import", { extract: frm.doc.name })
			.then(() => frm.reload_doc()),
	);
}

function set_rows_aside(frm) {
	const reasons = frappe.meta.get_docfield(frm.doctype, "open_rows_set_aside").options.split("\n");
	const field = {
		fieldname: "reason",
		fieldtype: "Select",
		label: __("Rows Set Aside Because"),
		description: __("{0} rows of the delivery are not in the round.", [frm.doc.open_rows]),
		options: reasons.filter(Boolean).map((reason) => ({ value: reason, label: __(reason) })),
		reqd: 1,
	};
	frappe.prompt(
		[field],
		({ reason }) =>
			frappe
				.xcall("senior_outreach.population.delivery.api.set_rows_aside", {
					extract: frm.doc.name,
					reason,
				})
				.then(() => frm.reload_doc()),
		__("Set Rows Aside"),
	);
}
