// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE
// Who lives with somebody, in sentences, for the forms of Invitation and Follow-up Call.
frappe.provide("senior_outreach");

senior_outreach.show_household = function (frm, mates) {
	if (!mates.length) return;
	const sentences = mates.map((mate) => frappe.utils.escape_html(household_sentence(mate)));
	frm.set_intro(""); // two answers of the server may arrive after the last refresh
	frm.set_intro(`${__("Same household:")} ${sentences.join(" ")}`, "blue");
};

function household_sentence(mate) {
	const day = mate.starts_on && frappe.datetime.str_to_user(mate.starts_on.slice(0, 10));
	const sentence = {
		Sent: __("{0} has not answered yet.", [mate.name]),
		Accepted: __("{0} comes to the meeting on {1}.", [mate.name, day]),
		"Waiting List": __("{0} is on the waiting list for the meeting on {1}.", [mate.name, day]),
		"Home Visit": __("{0} has asked for a home visit.", [mate.name]),
		Declined: __("{0} has said no.", [mate.name]),
		Later: __("{0} wants to be asked later.", [mate.name]),
		"Not Reached": __("{0} was not reached.", [mate.name]),
		Attended: __("{0} was at the meeting on {1}.", [mate.name, day]),
	}[mate.status];
	return sentence || `${mate.name}: ${__(mate.status)}.`;
}
