// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

// The change set of a delivery: see how the file is read, what would change, accept it, follow the import.

(() => {
	const DELIVERIES = "senior_outreach.population.delivery.api";
	const POLL_MS = 1000;

	frappe.pages["review-delivery"].on_page_load = (wrapper) => {
		const page = frappe.ui.make_app_page({
			parent: wrapper,
			title: __("Review Delivery"),
			single_column: true,
		});
		wrapper.review = { page, body: $('<div class="review-delivery"></div>').appendTo(page.main) };
	};

	frappe.pages["review-delivery"].on_page_show = (wrapper) => {
		const extract = frappe.get_route()[1];
		wrapper.review.page.clear_actions();
		wrapper.review.body.empty();
		if (!extract) {
			wrapper.review.body.text(__("Open a register extract and press Review Delivery."));
			return;
		}
		open(Object.assign(wrapper.review, { extract, starts: {}, list: null, found: null, controls: {} }));
	};

	function ask(review, method, args = {}) {
		return frappe.xcall(`${DELIVERIES}.${method}`, { extract: review.extract, ...args });
	}

	function open(review) {
		review.page.set_secondary_action(__("Back to the Register Extract"), () =>
			frappe.set_route("Form", "Register Extract", review.extract),
		);
		return ask(review, "look_at_file").then((file) => {
			review.file = file;
			review.body.append(
				file_facts(review),
				choices(review),
				(review.result = $('<div aria-live="polite"></div>')),
			);
			return file.running ? follow(review) : look(review);
		});
	}

	// How the file is read

	function file_facts(review) {
		const { file, facts, format_name } = review.file;
		const shown = [
			[__("Register Extract"), review.extract],
			[__("File"), file],
			[__("Kind of File"), __(facts.kind)],
			[__("Encoding"), facts.encoding],
			[__("Separator"), facts.delimiter && __(facts.delimiter)],
			[__("Sheet"), facts.sheet],
			[__("File Format"), format_name || __("The usual Norwegian headings")],
		];
		const list = $('<dl class="file-facts"></dl>');
		shown
			.filter(([, value]) => value)
			.forEach(([label, value]) =>
				list.append($("<div></div>").append($("<dt></dt>").text(label), $("<dd></dd>").text(value))),
			);
		const columns = $('<button type="button" class="btn btn-default btn-sm mt-3"></button>')
			.text(__("Which Column Is What"))
			.on("click", () =>
				facts.kind === "Fixed Width"
					? frappe.set_route("List", "Register File Format") // positions are written in the form
					: name_columns(review),
			);
		return $("<section></section>").append(
			$("<h2></h2>").text(__("How the file is read")),
			list,
			columns,
		);
	}

	const NOT_USED = "Not Used";

	function name_columns(review) {
		const { facts, format_name, meanings } = review.file;
		const dialog = new frappe.ui.Dialog({
			title: __("Which Column Is What"),
			fields: [
				{
					fieldname: "format_name",
					fieldtype: "Data",
					label: __("Keep as File Format"),
					description: __(
						"The supplier and the kind of file. The next delivery is then read the same way.",
					),
					default: format_name,
					reqd: 1,
				},
				{ fieldtype: "Section Break", label: __("Columns") },
				...in_two_columns(
					facts.headings.map((heading, place) => column_field(facts, heading, place, meanings)),
				),
				{ fieldtype: "Section Break", label: __("What the Supplier Leaves Out") },
				{
					fieldname: "marks",
					fieldtype: "Select",
					label: __("Protected Addresses Are Marked"),
					options: options(["By a Grade in a Column", "By Words in the Address"]),
					default: "By a Grade in a Column",
					description: __(
						"Words in the address: such as HEMMELIG ADRESSE. Choose this only when the supplier confirms it.",
					),
				},
				{
					fieldname: "everyone_is_resident",
					fieldtype: "Check",
					label: __("Everyone in the File Is Resident"),
					description: __(
						"For a file without a column for the register status. Choose this only when the supplier confirms it.",
					),
				},
			],
			primary_action_label: __("Save and Look Again"),
			primary_action: (values) => save_columns(review, dialog, values),
		});
		dialog.show();
	}

	function in_two_columns(fields) {
		const half = Math.ceil(fields.length / 2);
		return [...fields.slice(0, half), { fieldtype: "Column Break" }, ...fields.slice(half)];
	}

	function column_field(facts, heading, place, meanings) {
		const sample = facts.sample[place];
		return {
			fieldname: `column_${place}`,
			fieldtype: "Select",
			label: frappe.utils.escape_html(heading) || __("Column {0}", [place + 1]), // Frappe takes it for HTML
			description: sample ? frappe.utils.escape_html(__("For example {0}", [sample])) : "",
			options: options(meanings),
			default: facts.columns[place] || NOT_USED,
		};
	}

	function options(values) {
		return values.map((value) => ({ value, label: __(value) }));
	}

	function save_columns(review, dialog, values) {
		const columns = review.file.facts.headings.map((heading, place) => ({
			heading,
			means: values[`column_${place}`] || NOT_USED,
		}));
		const { format_name, marks, everyone_is_resident } = values;
		ask(review, "save_file_format", { format_name, columns, marks, everyone_is_resident }).then(() => {
			dialog.hide();
			review.body.empty();
			open(review);
		});
	}

	// What the user says of it

	function choices(review) {
		const { file } = review;
		const section = $('<section><h2></h2><div class="choices"></div></section>');
		section.find("h2").text(__("What you know about it"));
		const box = section.find(".choices");
		const add = (df) => {
			const control = frappe.ui.form.make_control({
				df,
				parent: $("<div></div>").appendTo(box),
				render_input: true,
			});
			control.set_value(df.default);
			control.$input?.attr("aria-label", df.label); // Frappe ties no label to it
			review.controls[df.fieldname] = control;
		};
		const change = () => !review.accepting && look(review);
		add({
			fieldname: "content",
			fieldtype: "Select",
			label: __("Content"),
			options: options(["Whole List", "Corrections", "Additions"]),
			default: file.content,
			read_only: Boolean(file.imported_before),
			description: __(
				"Only a whole list can tell who is gone from it. Corrections bring rows that were not taken; additions bring other people.",
			),
			onchange: change,
		});
		add({
			fieldname: "read_on",
			fieldtype: "Datetime",
			label: __("Register Read On"),
			default: file.read_on,
			read_only: Boolean(file.imported_before),
			description: __("When the supplier took the data out of the register."),
			onchange: change,
		});
		if (file.imported_before) {
			const text = __("This very file was imported on {0}. Importing it again changes nothing.", [
				frappe.datetime.str_to_user(file.imported_before),
			]);
			section.append($('<p class="notice"></p>').text(text));
		}
		return section;
	}

	function said(review) {
		return {
			content: review.controls.content.get_value() || review.file.content,
			read_on: review.controls.read_on.get_value() || review.file.read_on,
		};
	}

	// The change set

	function look(review) {
		const asked = JSON.stringify([said(review), review.starts]);
		if (asked === review.asked) {
			return Promise.resolve();
		}
		review.asked = asked;
		review.page.clear_primary_action();
		if (review.result.is(":empty")) {
			review.result.text(__("The file is being read. A large one takes a while."));
		}
		return ask(review, "review_delivery", { ...said(review), starts: review.starts })
			.then((found) => {
				if (review.asked === asked) {
					show(review, found);
				}
			})
			.catch(() => (review.asked = null));
	}

	const LISTS = [
		["New", () => __("New")],
		["Changed", () => __("Changed")],
		["Same", () => __("Same")],
		["Gone", () => __("Gone from the File")],
		["Problem", () => __("Not taken")],
		["Repaired", () => __("Repaired")],
	];

	function show(review, found) {
		review.found = found;
		const counts = (name) => (found.counts[name] || 0) + (name === "Same" ? found.counts.Older || 0 : 0);
		review.list = review.list || (LISTS.find(([name]) => counts(name)) || LISTS[0])[0];
		const tiles = $('<div class="tiles"></div>');
		LISTS.forEach(([name, label]) => tiles.append(tile(review, name, label(), counts(name))));
		review.result
			.empty()
			.append(
				$("<h2></h2>").text(__("What importing it changes: {0} rows", [found.counts.rows || 0])),
				tiles,
				by_hand(found),
				$('<div class="list"></div>'),
			);
		show_list(review);
		review.page.set_primary_action(__("Import"), () => accept(review));
	}

	function tile(review, name, label, count) {
		return $('<button type="button" class="tile"></button>')
			.attr({ "data-list": name, "aria-pressed": String(review.list === name) })
			.append($('<span class="number"></span>').text(count), $("<span></span>").text(label))
			.on("click", () => {
				review.list = name;
				review.result.find(".tile").each((_, each) => {
					$(each).attr("aria-pressed", String(each.dataset.list === name));
				});
				show_list(review);
			});
	}

	function by_hand(found) {
		if (!found.counts.by_hand) {
			return "";
		}
		const text = __(
			"{0} people have a protected address. They are counted and handled by hand; no name or address is kept or shown.",
			[found.counts.by_hand],
		);
		return $('<p class="notice"></p>').text(text);
	}

	const HEADS = {
		New: () => [__("Line"), __("Name"), __("Birth Date"), __("Place"), __("Excluded Because")],
		Changed: () => [__("Line"), __("Name"), __("Changes")],
		Same: () => [__("Line"), __("Name"), __("Birth Date"), __("Note")],
		Gone: () => [__("Name"), __("Birth Date")],
		Problem: () => [__("Line"), __("Column"), __("What is wrong")],
		Repaired: () => [__("Line"), __("Column"), __("What was repaired")],
	};

	const CELLS = {
		New: (row) => [row.line, noted(row), date(row.birth_date), row.place, row.reason],
		Changed: (row) => [row.line, noted(row), field_changes(row)],
		Same: (row) => [row.line, row.name, date(row.birth_date), row.note],
		Gone: (row) => [row.name, date(row.birth_date)],
		Problem: (row) => [row.line, row.column, row.text],
		Repaired: (row) => [row.line, row.column, row.text],
	};

	function show_list(review) {
		const rows = review.found.entries[review.list] || [];
		const box = review.result.find(".list").empty();
		if (review.list === "Gone" && rows.length) {
			box.append(gone_choice(review));
		}
		if (review.list === "Problem" && rows.length) {
			box.append(rejected_help(review));
		}
		if (!rows.length) {
			box.append($('<p class="text-muted"></p>').text(__("Nobody and nothing in this list.")));
			return;
		}
		box.append(table(HEADS[review.list](), rows.map(CELLS[review.list])), pager(review, rows.length));
	}

	function table(heads, rows) {
		const head = $("<tr></tr>").append(heads.map((text) => $('<th scope="col"></th>').text(text)));
		const body = rows.map((cells) => $("<tr></tr>").append(cells.map(cell)));
		return $('<table class="table table-sm"></table>').append(
			$("<thead></thead>").append(head),
			$("<tbody></tbody>").append(body),
		);
	}

	function cell(content) {
		const td = $("<td></td>");
		return content && content.jquery ? td.append(content) : td.text(content ?? "");
	}

	function noted(row) {
		const name = $("<div></div>").append($("<div></div>").text(row.name));
		return row.note ? name.append($('<div class="text-muted small"></div>').text(row.note)) : name;
	}

	function date(text) {
		return text ? frappe.datetime.str_to_user(text) : "";
	}

	function field_changes(row) {
		const list = $('<ul class="list-unstyled mb-0"></ul>');
		row.fields.forEach((field) => {
			const value = (text) => (field.fieldtype === "Date" ? date(text) : text) || __("empty");
			list.append(
				$("<li></li>").append(
					$('<span class="text-muted"></span>').text(`${field.label}: `),
					$('<span class="old"></span>').text(value(field.old)),
					document.createTextNode(" → "),
					$("<span></span>").text(value(field.new)),
				),
			);
		});
		return list;
	}

	function gone_choice(review) {
		const box = $('<div class="notice"></div>');
		box.append(
			$("<p></p>").text(
				__(
					"These people are in the round and not in this list. They may have died or moved, or the list may be incomplete.",
				),
			),
		);
		const label = $('<label class="mb-0"></label>');
		const tick = $('<input type="checkbox" class="mr-2">')
			.prop("checked", Boolean(review.take_out))
			.on("change", (event) => (review.take_out = event.target.checked));
		label.append(tick, document.createTextNode(__("Take them out of the round when importing")));
		return box.append(label);
	}

	function rejected_help(review) {
		const button = $('<button type="button" class="btn btn-default btn-sm"></button>')
			.text(__("Download These Rows"))
			.on("click", () =>
				open_url_post(`/api/method/${DELIVERIES}.download_rejected`, {
					extract: review.extract,
					...said(review),
				}),
			);
		const text = __(
			"Correct the rows in the spreadsheet, attach it to the register extract and import it as Corrections. Rows about protected addresses are not in it; correct those in the original file.",
		);
		return $('<div class="notice"></div>').append($("<p></p>").text(text), button);
	}

	function pager(review, shown) {
		const start = review.starts[review.list] || 0;
		const { page } = review.found;
		const turn = (by, text) =>
			$('<button type="button" class="btn btn-default btn-sm mr-2"></button>')
				.text(text)
				.on("click", () => {
					review.starts[review.list] = Math.max(0, start + by);
					look(review);
				});
		const box = $("<div></div>");
		if (start > 0) {
			box.append(turn(-page, __("Previous {0}", [page])));
		}
		return shown < page ? box : box.append(turn(page, __("Next {0}", [page])));
	}

	// Accepting it

	function accept(review) {
		const { counts } = review.found;
		const sentence = __("New people: {0}. Changed people: {1}. Rows that are not taken: {2}.", [
			counts.New || 0,
			counts.Changed || 0,
			counts.Problem || 0,
		]);
		const gone = review.take_out
			? __("People who are gone from the file and taken out of the round: {0}.", [counts.Gone || 0])
			: "";
		frappe.confirm([sentence, gone, __("Import the delivery?")].filter(Boolean).join("<br>"), () => {
			review.accepting = true;
			review.page.clear_primary_action();
			ask(review, "accept_delivery", {
				...said(review),
				gone: review.take_out ? "Take Out" : "Leave",
				token: review.found.token,
			})
				.then(() => follow(review))
				.finally(() => {
					review.accepting = false;
					review.asked = null;
				});
		});
	}

	function follow(review) {
		return ask(review, "delivery_progress").then((progress) => {
			if (progress.state === "Imported") {
				return done(review, progress);
			}
			if (progress.state === "Stopped") {
				return look(review);
			}
			show_progress(review, progress);
			if (frappe.get_route()[1] === review.extract) {
				setTimeout(() => follow(review), POLL_MS);
			}
		});
	}

	function show_progress(review, { rows_done, rows_in_file, stopped_because }) {
		const moved = rows_done !== review.rows_done;
		review.still = moved ? 0 : (review.still || 0) + 1;
		review.rows_done = rows_done;
		const text = __("{0} of {1} rows are imported.", [rows_done, rows_in_file]);
		const bar = $('<div class="progress"><div class="progress-bar" role="progressbar"></div></div>');
		bar.find(".progress-bar")
			.css("width", `${(100 * rows_done) / Math.max(1, rows_in_file)}%`)
			.attr({
				"aria-valuenow": rows_done,
				"aria-valuemin": 0,
				"aria-valuemax": rows_in_file,
				"aria-label": text,
			});
		review.result
			.empty()
			.append(
				$("<h2></h2>").text(__("Importing")),
				bar,
				$('<p class="mt-2"></p>').text(text),
				$('<p class="text-muted"></p>').text(
					__(
						"You may leave this page; the import goes on. If the server stops, it goes on where it was.",
					),
				),
			);
		if (stopped_because) {
			const why = __("The import has stopped: {0}", [stopped_because]);
			review.result.append($('<p class="notice" role="alert"></p>').text(why));
		}
		if (stopped_because || review.still > 20) {
			review.page.set_primary_action(__("Continue the Import"), () => ask(review, "continue_import"));
		}
	}

	function done(review, progress) {
		review.page.clear_primary_action();
		const text = __("{0} rows in the file: {1} imported, {2} listed with a reason.", [
			progress.rows_in_file,
			progress.imported,
			progress.rejected,
		]);
		review.result
			.empty()
			.append(
				$("<h2></h2>").text(__("The delivery is imported")),
				$("<p></p>").text(text),
				$("<p></p>").text(next_step(progress)),
			);
		if (progress.rejected) {
			review.list = "Problem";
			review.page.set_secondary_action(__("See Rows That Were Not Taken"), () => look(review));
		}
		review.page.set_primary_action(__("Open the Register Extract"), () =>
			frappe.set_route("Form", "Register Extract", review.extract),
		);
	}

	function next_step({ rejected }) {
		return rejected
			? __(
					"Next, correct the rows that were not taken, or set them aside on the register extract. Meanwhile the record keeper marks who is kept, on the page Screening.",
				)
			: __(
					"Next, the record keeper marks who is kept, on the page Screening. The round shows when everybody is marked.",
				);
	}
})();
