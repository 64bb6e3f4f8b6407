// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE
// The meeting day, on the form of a Group Meeting: who came, in one tap each.
frappe.ui.form.on("Group Meeting", {
	refresh(frm) {
		const open = ["Confirmed", "Held"].includes(frm.doc.workflow_state);
		const begun = frm.doc.starts_on && frm.doc.starts_on.slice(0, 10) <= frappe.datetime.now_date();
		// not frm.perm: the workflow closes the form itself to facilitators, not the meeting day
		if (frm.is_new() || !open || !begun || !frappe.model.can_write("Group Meeting")) return;
		frm.add_custom_button(__("Attendance"), () => show_attendance(frm)).addClass("btn-primary");
	},
});

const ATTENDANCE = { Attended: "btn-success", "No-show": "btn-danger", Excused: "btn-warning" };

function show_attendance(frm) {
	const dialog = new frappe.ui.Dialog({
		title: __("Attendance"),
		size: "large",
		fields: [{ fieldname: "list", fieldtype: "HTML" }],
		on_hide: () => frm.reload_doc(),
	});
	if (frm.doc.workflow_state === "Confirmed") {
		dialog.set_primary_action(__("Mark as Held"), () =>
			meeting_call("mark_held", frm)
				.then(() => dialog.hide())
				.catch(said_already),
		);
	}
	dialog.show();
	meeting_call("attendance_list", frm).then((rows) => {
		const box = dialog.get_field("list").$wrapper.empty();
		if (!rows.length) {
			$("<p>").text(__("Nobody has a seat at this meeting.")).appendTo(box);
		}
		rows.forEach((row) => box.append(person_row(frm, row)));
		box.append(walk_ins_row(frm));
	});
}

function meeting_call(method, frm, values) {
	return frappe.xcall(`senior_outreach.meetings.api.${method}`, {
		meeting: frm.doc.name,
		...values,
	});
}

function person_row(frm, row) {
	const line = $("<div class='d-flex flex-wrap align-items-center border-bottom py-2'>");
	const needs = Object.keys(senior_outreach.NEEDS).filter((need) => row[need]);
	const name = $("<div class='flex-grow-1 mr-3'>").appendTo(line);
	$("<strong>").text(row.senior_name).appendTo(name);
	$("<div class='text-muted small'>")
		.text(needs.map((need) => senior_outreach.NEEDS[need]).join(", "))
		.appendTo(name);
	const companions = companions_field(frm, row).appendTo(line);
	const buttons = $("<div class='btn-group' role='group'>").appendTo(line);
	Object.keys(ATTENDANCE).forEach((value) =>
		$("<button type='button' class='btn'>")
			.text(__(value))
			.attr("data-value", value)
			.on("click", () => enter(frm, row, row.attendance === value ? null : value, line))
			.appendTo(buttons),
	);
	companions.find("input").on("change", () => enter(frm, row, row.attendance || "Attended", line));
	return paint(line, row);
}

function companions_field(frm, row) {
	const came = row.attendance === "Attended" ? row.companions_attended : row.companions;
	const label = $("<label class='mb-0 mr-3'>").text(__("Companions") + " ");
	$("<input type='number' min='0' max='20' class='form-control d-inline-block' style='width: 5rem'>")
		.val(came)
		.appendTo(label);
	return label;
}

// Tapping what is chosen already takes it back.
function enter(frm, row, attendance, line) {
	const companions = attendance === "Attended" ? cint(line.find("input").val()) : null;
	return meeting_call("set_attendance", frm, {
		invitation: row.invitation,
		attendance,
		companions,
	})
		.then((saved) => {
			row.attendance = saved.attendance;
			paint(line, row);
		})
		.catch(said_already);
}

// Frappe has shown the server's message.
function said_already() {}

function paint(line, row) {
	line.find("button").each((_index, button) => {
		const value = $(button).attr("data-value");
		const chosen = row.attendance === value;
		$(button)
			.toggleClass(ATTENDANCE[value], chosen)
			.toggleClass("btn-default", !chosen)
			.attr("aria-pressed", chosen);
	});
	return line;
}

function walk_ins_row(frm) {
	const line = $("<div class='d-flex align-items-center py-3'>");
	$("<div class='flex-grow-1'>").text(__("Came without being on the list")).appendTo(line);
	const total = $("<strong class='mx-3' role='status'>").text(frm.doc.walk_ins || 0);
	const step = (label, count) =>
		$("<button type='button' class='btn btn-default'>")
			.text(label)
			.attr("aria-label", count > 0 ? __("One more") : __("One less"))
			.on("click", () =>
				meeting_call("add_walk_ins", frm, { count })
					.then((sum) => total.text(sum))
					.catch(said_already),
			);
	return line.append(step("−", -1), total, step("+", 1));
}
