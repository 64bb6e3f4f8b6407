// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE
// The record keeper's worklist: everyone of a round, marked Keep or Exclude. There is no field for a reason.
frappe.provide("senior_outreach");

frappe.pages["screening"].on_page_load = (wrapper) => {
	const page = frappe.ui.make_app_page({
		parent: wrapper,
		title: __("Screening"),
		single_column: true,
	});
	wrapper.screening = new senior_outreach.Screening(page);
};

frappe.pages["screening"].on_page_show = (wrapper) => wrapper.screening.load_rounds();

senior_outreach.Screening = class {
	constructor(page) {
		this.rows = [];
		this.done = []; // what was marked here, for Undo: the row and what it was before
		this.state = {};
		this.build($("<div class='screening'>").appendTo(page.main));
	}

	// What the page consists of

	build(box) {
		this.tools = $("<div class='tools'>").appendTo(box);
		this.rounds = this.labelled(__("Round"), "<select class='form-control'>").on("change", () =>
			this.load(this.rounds.val()),
		);
		this.search = this.labelled(
			__("Search by name, number or birth date"),
			"<input type='search' autocomplete='off' class='form-control'>",
		).on("input", () => this.filter());
		this.keep_all = $("<button type='button' class='btn btn-default'>")
			.text(__("Keep All That Are Not Marked"))
			.on("click", () => this.ask_keep_all())
			.appendTo(this.tools);
		this.progress = $("<p class='progress-line mt-3 mb-1' role='status'>").appendTo(box);
		this.advice(box);
		this.recheck = $("<section class='recheck'>").attr("aria-label", __("Re-check")).appendTo(box).hide();
		this.table = this.empty_table().appendTo(box);
		this.body = $("<tbody role='rowgroup'>").appendTo(this.table);
		this.body.on("keydown", (event) => this.on_key(event));
	}

	labelled(text, html) {
		const label = $("<label>").appendTo(this.tools);
		label.append($("<span>").text(text));
		return $(html).appendTo(label);
	}

	advice(box) {
		const lines = [
			__("A safety alarm or aids alone are no reason to exclude anybody."),
			__("Write no diagnosis and no other reason anywhere: the reason stays in the health record."),
		];
		$("<p class='mb-1'>").text(lines.join(" ")).appendTo(box);
		$("<p class='keys mb-0'>")
			.text(__("Keys in the list: arrow up and down, K = keep, E = exclude, U = undo."))
			.appendTo(box);
	}

	empty_table() {
		const table = $("<table role='table' aria-keyshortcuts='K E U ArrowUp ArrowDown'>");
		table.append($("<caption class='sr-only'>").text(__("People to screen")));
		const head = $("<tr role='row'>").appendTo($("<thead role='rowgroup'>").appendTo(table));
		[__("Name"), __("Identity Number"), __("Birth Date"), __("Mark")].forEach((text) =>
			$("<th scope='col' role='columnheader'>").text(text).appendTo(head),
		);
		return table;
	}

	// Reading

	async load_rounds() {
		const rounds = await frappe.xcall("senior_outreach.population.screening.worklist.open_rounds");
		const before = this.rounds.val();
		this.rounds.empty();
		rounds.forEach(({ cohort, unmarked }) =>
			$("<option>")
				.val(cohort)
				.text(unmarked ? __("{0}: {1} to mark", [cohort, unmarked]) : cohort)
				.appendTo(this.rounds),
		);
		if (!rounds.length) {
			this.show_nobody();
			return;
		}
		const first = rounds.find((round) => round.unmarked) || rounds[rounds.length - 1];
		const known = rounds.some((round) => round.cohort === before);
		this.rounds.val(known ? before : first.cohort);
		await this.load(this.rounds.val());
	}

	// Page by page; what belongs to a round that was left meanwhile is thrown away.
	async load(cohort) {
		this.cohort = cohort;
		this.show_loading();
		const rows = [];
		let page = { more: true };
		while (page.more) {
			page = await frappe.xcall("senior_outreach.population.screening.worklist.open_worklist", {
				cohort,
				after: rows.length ? rows[rows.length - 1].name : "",
			});
			if (this.cohort !== cohort) {
				return;
			}
			rows.push(...page.people);
		}
		this.state = page.state;
		this.done = [];
		this.show(rows.sort((one, other) => one.full_name.localeCompare(other.full_name, "nb")));
	}

	// Drawing

	show_nobody() {
		this.rows = [];
		this.body.empty();
		this.recheck.hide();
		this.keep_all.prop("disabled", true);
		this.progress.text(__("Nobody is to be screened now."));
	}

	// A large round takes some seconds; nobody is to mark people of the one that was left.
	show_loading() {
		this.rows = [];
		this.body.empty();
		this.recheck.hide();
		this.keep_all.prop("disabled", true);
		this.progress.text(__("The list is being fetched."));
	}

	show(rows) {
		this.rows = rows;
		this.body.empty().append(rows.map((row) => this.row_of(row)));
		this.filter();
		this.show_progress();
		this.make_reachable(this.visible()[0]);
	}

	row_of(row) {
		row.line = $("<tr role='row' tabindex='-1'>").data("row", row);
		const name = $("<td role='cell' class='name'>").appendTo(row.line);
		name.append($("<span>").text(row.full_name));
		row.badge = $("<span class='late'>").text(__("late news")).appendTo(name);
		$("<td role='cell' class='number'>").text(this.grouped(row.number)).appendTo(row.line);
		$("<td role='cell' class='number'>")
			.text(frappe.datetime.str_to_user(row.birth_date) || "")
			.appendTo(row.line);
		row.buttons = $("<td role='cell' class='marks'>").appendTo(row.line);
		["Keep", "Exclude"].forEach((value) => this.button(row, value));
		row.undo = $("<button type='button' class='btn btn-sm undo' tabindex='-1'>")
			.text(__("Undo"))
			.attr("aria-label", `${__("Undo")}: ${row.full_name}`)
			.on("click", () => this.undo(row))
			.appendTo(row.buttons);
		return this.paint(row);
	}

	grouped(number) {
		return number ? `${number.slice(0, 6)} ${number.slice(6)}` : "–";
	}

	button(row, value) {
		$("<button type='button' class='btn btn-sm' tabindex='-1'>")
			.text(__(value))
			.attr({ "data-value": value, "aria-label": `${__(value)}: ${row.full_name}` })
			.on("click", () => this.mark(row, value))
			.appendTo(row.buttons);
	}

	paint(row) {
		row.badge.toggle(row.late);
		row.undo.css("visibility", row.mark ? "visible" : "hidden");
		row.buttons.find("[data-value]").each((_index, button) => {
			button.setAttribute("aria-pressed", String(button.dataset.value === row.mark));
		});
		return row.line;
	}

	show_progress() {
		const marked = this.rows.filter((row) => row.mark).length;
		const late = this.rows.filter((row) => row.late).length;
		const parts = [__("{0} of {1} marked", [marked, this.rows.length])];
		if (late) {
			parts.push(__("{0} late news since the approval", [late]));
		}
		this.progress.text(parts.join(" · "));
		this.keep_all.prop("disabled", marked === this.rows.length);
		this.show_recheck(this.rows.length - marked);
	}

	show_recheck(unmarked) {
		const approved = this.state.screening_approved_on;
		this.recheck.empty().toggle(Boolean(approved));
		if (!approved) {
			return;
		}
		const lines = [
			__("The office approved the screening on {0}.", [frappe.datetime.str_to_user(approved)]),
			__("Look at the record again just before the letters leave. Mark late news, then confirm."),
		];
		$("<p class='mb-2'>").text(lines.join(" ")).appendTo(this.recheck);
		if (this.state.fresh && this.state.recheck_source && this.state.rechecked_on) {
			const checked = frappe.datetime.str_to_user(this.state.rechecked_on);
			const text = __("Last re-check: {0}. It holds for {1} hours.", [checked, this.state.hours]);
			$("<p class='mb-2'>").text(text).appendTo(this.recheck);
		}
		$("<button type='button' class='btn'>")
			.text(__("I Have Looked Again Today"))
			.prop("disabled", unmarked > 0)
			.on("click", () => this.confirm_recheck())
			.appendTo(this.recheck);
	}

	// Finding

	filter() {
		const text = this.search.val().trim().toLowerCase();
		const digits = text.replace(/\s/g, "");
		this.rows.forEach((row) => {
			const date = frappe.datetime.str_to_user(row.birth_date) || "";
			const found =
				row.full_name.toLowerCase().includes(text) ||
				(digits && row.number.includes(digits)) ||
				date.includes(text);
			row.line.prop("hidden", !found);
		});
		this.make_reachable(this.visible()[0]);
	}

	visible() {
		return this.rows.filter((row) => !row.line.prop("hidden"));
	}

	// One row is in the order of the Tab key, with its buttons; the arrows lead to the others.
	make_reachable(row) {
		this.body.find("[tabindex='0']").attr("tabindex", -1);
		if (row) {
			row.line.add(row.line.find("button")).attr("tabindex", 0);
		}
	}

	go_to(row) {
		if (row) {
			this.make_reachable(row);
			row.line.trigger("focus");
		}
	}

	on_key(event) {
		if (event.ctrlKey || event.metaKey || event.altKey) {
			return;
		}
		const row = $(event.target).closest("tr").data("row");
		const steps = {
			ArrowDown: () => this.go_to(this.next(row, 1)),
			ArrowUp: () => this.go_to(this.next(row, -1)),
			k: () => this.mark_and_go_on(row, "Keep"),
			e: () => this.mark_and_go_on(row, "Exclude"),
			u: () => this.undo_last(),
		};
		const step = steps[event.key.length === 1 ? event.key.toLowerCase() : event.key];
		if (step) {
			event.preventDefault();
			event.stopPropagation();
			step();
		}
	}

	next(row, by) {
		const visible = this.visible();
		return visible[visible.indexOf(row) + by];
	}

	// Marking

	mark_and_go_on(row, value) {
		this.mark(row, value);
		this.go_to(this.next(row, 1) || row);
	}

	mark(row, value) {
		if (row.mark !== value) {
			this.done.push({ row, before: row.mark });
			this.save(row, value);
		}
	}

	undo(row) {
		const last = this.done.map((step) => step.row).lastIndexOf(row);
		const [step] = last < 0 ? [] : this.done.splice(last, 1);
		return this.save(row, step ? step.before : "");
	}

	undo_last() {
		const step = this.done.pop();
		if (step) {
			this.save(step.row, step.before);
			this.go_to(step.row);
		}
	}

	// Shown at once and saved in the order of the keys; what is refused is shown as it was.
	save(row, value) {
		const before = { mark: row.mark, late: row.late };
		row.mark = value;
		row.late = Boolean(value && this.state.screening_approved_on);
		this.paint(row);
		this.show_progress();
		row.saving = (row.saving || Promise.resolve()).then(() =>
			frappe
				.xcall("senior_outreach.population.screening.marking.mark", { identities: [row.name], value })
				.catch(() => {
					Object.assign(row, before);
					this.paint(row);
					this.show_progress();
				}),
		);
		return row.saving;
	}

	ask_keep_all() {
		const rows = this.rows.filter((row) => !row.mark);
		const text = __("{0} people are not marked. Keep all of them?", [rows.length]);
		frappe.confirm(text, () => this.keep(rows));
	}

	// In portions: it may be interrupted at any moment and pressed again.
	async keep(rows) {
		const title = __("Keeping");
		for (let start = 0; start < rows.length; start += 50) {
			frappe.show_progress(title, start, rows.length);
			const names = rows.slice(start, start + 50).map((row) => row.name);
			await frappe.xcall("senior_outreach.population.screening.worklist.keep_unmarked", {
				identities: names,
			});
		}
		frappe.hide_progress();
		await this.load(this.cohort);
	}

	confirm_recheck() {
		const text = __(
			"You have looked at the record again today, and everybody the letters must not reach is marked Exclude?",
		);
		frappe.confirm(text, async () => {
			this.state = await frappe.xcall("senior_outreach.population.screening.recheck.confirm_recheck", {
				cohort: this.cohort,
			});
			this.show_progress();
			frappe.show_alert({ message: __("The re-check is confirmed."), indicator: "green" });
		});
	}
};
