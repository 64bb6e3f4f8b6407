// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE
// Two entries that may be one person, side by side, one pair after the other.
frappe.provide("senior_outreach");

senior_outreach.review_duplicates = function (frm, pairs) {
	const dialog = new frappe.ui.Dialog({
		title: __("Possible Duplicates"),
		size: "large",
		fields: [{ fieldname: "pair", fieldtype: "HTML" }],
		on_hide: () => frm.reload_doc(),
	});
	const review = { frm, dialog, waiting: [...pairs], total: pairs.length };
	dialog.set_primary_action(__("Same Person"), () => decide_same(review));
	dialog.set_secondary_action_label(__("Different People"));
	dialog.set_secondary_action(() => decide_different(review));
	dialog.add_custom_action(__("Decide Later"), () => next_pair(review));
	dialog.show();
	show_pair(review);
};

function duplicates_call(method, review, args) {
	return frappe.xcall(`senior_outreach.population.seniors.api.${method}`, {
		cohort: review.frm.doc.name,
		...args,
	});
}

function show_pair(review) {
	const [pair] = review.waiting;
	if (!pair) {
		review.dialog.hide();
		return;
	}
	duplicates_call("compare_entries", review, {
		senior: pair.first.name,
		other: pair.second.name,
	}).then((shown) => {
		review.shown = shown;
		const box = review.dialog.get_field("pair").$wrapper.empty();
		const place = review.total - review.waiting.length + 1;
		const which = __("Pair {0} of {1}", [place, review.total]);
		$("<p>")
			.text(`${which} · ${__(pair.because)}`)
			.appendTo(box);
		box.append(entries_table(shown));
		$("<p class='text-muted'>")
			.text(
				__(
					"If it is the same person, the first entry stays with the values you choose, and the other one is counted as a duplicate. You can undo this until a letter leaves.",
				),
			)
			.appendTo(box);
	});
}

function entries_table({ entries, rows }) {
	const table = $("<table class='table table-bordered'>");
	const head = $("<tr>").appendTo($("<thead>").appendTo(table));
	$("<td>").appendTo(head);
	[__("This Entry Stays"), __("The Other Entry")].forEach((title, side) =>
		$("<th scope='col'>").text(title).append(entry_note(entries[side])).appendTo(head),
	);
	const body = $("<tbody>").appendTo(table);
	rows.filter((row) => row.values.some(Boolean)).forEach((row, place) =>
		body.append(value_row(row, `duplicate-${place}`)),
	);
	return table;
}

function entry_note(entry) {
	const source = entry.from_register ? __("From the register") : __("Added by hand");
	const status = entry.status ? __("In this round: {0}", [__(entry.status)]) : __("Not in this round");
	const reason = entry.exclusion_reason ? ` (${__(entry.exclusion_reason)})` : "";
	return $("<div class='text-muted small font-weight-normal'>").text(`${source} · ${status}${reason}`);
}

function value_row(row, name) {
	const line = $("<tr>").toggleClass("table-warning", row.differs);
	$("<th scope='row'>").text(row.label).appendTo(line);
	row.values.forEach((value, side) => {
		const cell = $("<td>").appendTo(line);
		if (!row.differs) {
			cell.text(value);
			return;
		}
		const label = $("<label class='mb-0'>").appendTo(cell);
		$("<input type='radio' class='mr-2'>")
			.attr({ name })
			.prop("checked", Boolean(side) === row.take_other)
			.on("change", () => (row.take_other = Boolean(side)))
			.appendTo(label);
		$("<span>")
			.text(value || __("(empty)"))
			.appendTo(label);
	});
	return line;
}

function decide_same(review) {
	const { entries, rows } = review.shown;
	const taken = rows.filter((row) => row.differs && row.take_other).flatMap((row) => row.fields);
	duplicates_call("merge_entries", review, {
		stays: entries[0].senior,
		other: entries[1].senior,
		values_from_other: taken,
	})
		.then(() => next_pair(review, entries[1].senior))
		.catch(() => {}); // Frappe has shown the server's message
}

function decide_different(review) {
	const [first, second] = review.shown.entries;
	duplicates_call("different_people", review, { senior: first.senior, other: second.senior })
		.then(() => next_pair(review))
		.catch(() => {}); // Frappe has shown the server's message
}

// `merged` is an entry that is somebody else's now: no other pair asks about it any more.
function next_pair(review, merged) {
	const [, ...rest] = review.waiting;
	review.waiting = rest.filter((pair) => ![pair.first.name, pair.second.name].includes(merged));
	show_pair(review);
}
