// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

frappe.ui.form.on("Cohort", {
	refresh(frm) {
		show_board(frm);
		add_paper_button(frm);
	},
});

function show_board(frm) {
	const board = frm.doc.__onload && frm.doc.__onload.board;
	const field = frm.get_field("board");
	field.$wrapper.empty();
	if (frm.is_new() || !board) {
		return;
	}
	field.$wrapper.append(figures(board), meetings(board), still_missing(frm, board));
}

function figures(board) {
	const cards = [
		[__("In the extract"), board.total],
		[__("Excluded"), board.excluded],
		[__("To invite"), board.to_invite],
		[__("Seats planned"), board.seats],
		[__("Seats needed"), board.seats_needed],
	];
	const row = $('<div class="row mb-3"></div>');
	cards.forEach(([label, value]) => {
		const card = $('<div class="col-sm-2 col-4"></div>');
		card.append($('<div class="text-muted small"></div>').text(label));
		card.append($('<div class="h3 mb-0"></div>').text(value));
		row.append(card);
	});
	return row;
}

function meetings(board) {
	const list = $('<ul class="list-unstyled mb-3"></ul>');
	board.meetings.forEach((meeting) => {
		const link = $("<a></a>")
			.attr("href", `/app/group-meeting/${encodeURIComponent(meeting.name)}`)
			.text(meeting.title);
		const seats = __("{0} of {1} seats taken", [meeting.seats_taken, meeting.seats]);
		list.append(
			$("<li></li>").append(
				link,
				$('<span class="text-muted"></span>').text(` · ${__(meeting.workflow_state)} · ${seats}`),
			),
		);
	});
	return list;
}

function still_missing(frm, board) {
	const box = $("<div></div>");
	if (frm.doc.workflow_state !== "Draft" || !board.missing.length) {
		return box;
	}
	box.append($('<div class="text-muted small"></div>').text(__("Before the round can be approved")));
	const list = $("<ul></ul>");
	board.missing.forEach((text) => list.append($("<li></li>").text(text)));
	return box.append(list);
}

function add_paper_button(frm) {
	if (frm.is_new()) {
		return;
	}
	frm.add_custom_button(__("Participant List"), () => {
		const query = new URLSearchParams({
			doctype: frm.doctype,
			name: frm.doc.name,
			paper: "participant_list",
		});
		window.open(`/api/method/senior_outreach.letters.api.download_paper?${query}`);
	});
}
