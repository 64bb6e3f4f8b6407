// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE
// People of a round on the form of a Cohort: adding one by hand, and entries that may be one person.
frappe.ui.form.on("Cohort", {
	refresh(frm) {
		const ending = ["Pending Closure", "Closed"].includes(frm.doc.workflow_state);
		const may_add = frappe.model.can_create("Senior") && frappe.model.can_create("Invitation");
		if (frm.is_new() || ending || !may_add) return;
		frm.add_custom_button(__("Add Person"), () => add_person(frm));
		offer_duplicates(frm);
	},
});

function people_call(method, args) {
	return frappe.xcall(`senior_outreach.population.seniors.api.${method}`, args);
}

function offer_duplicates(frm) {
	const { name } = frm.doc;
	people_call("possible_duplicates", { cohort: name }).then(({ count, pairs }) => {
		if (!count || frm.doc.name !== name) return;
		const label = __("Possible Duplicates ({0})", [count]);
		frm.remove_custom_button(label);
		frm.add_custom_button(label, () => senior_outreach.review_duplicates(frm, pairs));
	});
}

function add_person(frm) {
	const dialog = new frappe.ui.Dialog({
		title: __("Add Person"),
		fields: person_fields(),
		primary_action_label: __("Add"),
		primary_action(values) {
			const { because, ...person } = values;
			send_person(frm, dialog, person, because, 0);
		},
	});
	dialog.show();
}

function person_fields() {
	const unprotected = "eval:!doc.is_protected";
	const needed = { depends_on: unprotected, mandatory_depends_on: unprotected };
	return [
		{
			fieldname: "because",
			fieldtype: "Select",
			label: __("Why"),
			options: ["Moved In", "Asked to Come"].map((value) => ({ value, label: __(value) })),
			default: "Asked to Come",
			reqd: 1,
		},
		{
			fieldname: "is_protected",
			fieldtype: "Check",
			label: __("Is the address protected?"),
			description: __(
				"Then name, address and phone are not stored; the name serves to look whether the office knows the person.",
			),
		},
		{ fieldtype: "Section Break" },
		{ fieldname: "first_name", fieldtype: "Data", label: __("First Name") },
		{ fieldname: "birth_date", fieldtype: "Date", label: __("Birth Date"), reqd: 1 },
		{
			fieldname: "identity_number",
			fieldtype: "Data",
			label: __("Identity Number"),
			description: __("Only if you have it. Nobody but the record keeper sees it."),
		},
		{ fieldtype: "Column Break" },
		{
			fieldname: "last_name",
			fieldtype: "Data",
			label: __("Last Name"),
			mandatory_depends_on: unprotected,
		},
		{
			fieldname: "sex",
			fieldtype: "Select",
			label: __("Sex"),
			options: ["", "Female", "Male"].map((value) => ({ value, label: __(value) })),
		},
		{ fieldtype: "Section Break", label: __("Address"), depends_on: unprotected },
		{ fieldname: "street", fieldtype: "Data", label: __("Street Address"), ...needed },
		{ fieldname: "address_line_2", fieldtype: "Data", label: __("Address Line 2") },
		{ fieldname: "care_of", fieldtype: "Data", label: __("Care of") },
		{ fieldtype: "Column Break" },
		{ fieldname: "postal_code", fieldtype: "Data", label: __("Postal Code"), ...needed },
		{ fieldname: "city", fieldtype: "Data", label: __("City"), ...needed },
		{ fieldtype: "Section Break", label: __("Contact"), depends_on: unprotected },
		{ fieldname: "phone", fieldtype: "Data", label: __("Phone") },
		{ fieldname: "email", fieldtype: "Data", label: __("E-mail") },
		{ fieldtype: "Column Break" },
		{
			fieldname: "letter_language",
			fieldtype: "Select",
			label: __("Letter Language"),
			options: [
				{ value: "", label: __("As the office writes") },
				{ value: "nb", label: "Bokmål" },
				{ value: "nn", label: "Nynorsk" },
				{ value: "en", label: "English" },
			],
		},
		{ fieldname: "large_print", fieldtype: "Check", label: __("Large Print") },
	];
}

function send_person(frm, dialog, person, because, someone_else) {
	dialog.disable_primary_action();
	return people_call("add_person", { cohort: frm.doc.name, person, because, someone_else })
		.then((answer) => {
			if (answer.candidates) {
				show_candidates(frm, dialog, person, because, answer.candidates);
			} else {
				person_added(frm, dialog, answer);
			}
		})
		.catch(() => {}) // Frappe has shown the server's message; the dialog stays for a correction
		.finally(() => dialog.enable_primary_action());
}

function person_added(frm, dialog, answer) {
	dialog.hide();
	frm.reload_doc();
	if (answer.protected) {
		frappe.msgprint(
			__(
				"The person is counted and handled by hand. Name, address and phone are not stored: follow the office's routine.",
			),
		);
		return;
	}
	const link = frappe.utils.get_form_link("Invitation", answer.invitation, true, __("Open the invitation"));
	frappe.show_alert({ message: `${__("The person is in the round.")} ${link}`, indicator: "green" }, 10);
}

// The office may know this person: nothing is written until somebody has looked.
function show_candidates(frm, dialog, person, because, candidates) {
	const known = candidates.some((each) => each.because === "Same Number");
	const choice = new frappe.ui.Dialog({
		title: __("Is it one of these?"),
		fields: [{ fieldname: "list", fieldtype: "HTML" }],
	});
	const box = choice.get_field("list").$wrapper;
	candidates.forEach((each) => box.append(candidate_row(frm, [dialog, choice], person, because, each)));
	if (!known) {
		choice.set_primary_action(__("No, Someone Else"), () => {
			choice.hide();
			send_person(frm, dialog, person, because, 1);
		});
	}
	choice.show();
}

function candidate_row(frm, dialogs, person, because, each) {
	const row = $("<div class='d-flex flex-wrap align-items-center border-bottom py-2'>");
	const text = $("<div class='flex-grow-1 mr-3'>").appendTo(row);
	$("<strong>")
		.text(`${each.full_name}, ${frappe.datetime.str_to_user(each.birth_date)}`)
		.appendTo(text);
	$("<div>").text(each.address).appendTo(text);
	const status = each.status ? __("In this round: {0}", [__(each.status)]) : __("Not in this round");
	$("<div class='text-muted small'>")
		.text(`${__(each.because)} · ${status}`)
		.appendTo(text);
	const close = () => dialogs.forEach((dialog) => dialog.hide());
	const take_protected = person.is_protected;
	if (each.invitation && !take_protected) {
		$("<a class='btn btn-default btn-sm'>")
			.attr("href", frappe.utils.get_form_link("Invitation", each.invitation))
			.text(__("Open the invitation"))
			.on("click", close)
			.appendTo(row);
		return row;
	}
	$("<button type='button' class='btn btn-default btn-sm'>")
		.text(__("This Person"))
		.on(
			"click",
			() =>
				people_call("add_known_person", {
					cohort: frm.doc.name,
					senior: each.senior,
					because,
					is_protected: take_protected || 0,
				})
					.then((answer) => {
						close();
						person_added(frm, dialogs[0], answer);
					})
					.catch(() => {}), // Frappe has shown the server's message
		)
		.appendTo(row);
	return row;
}
