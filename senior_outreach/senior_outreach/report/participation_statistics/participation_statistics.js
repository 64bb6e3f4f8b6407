// Copyright (c) 2026, Senior Outreach contributors
// License: MIT. See LICENSE

frappe.query_reports["Participation Statistics"] = {
	filters: [
		{
			fieldname: "office",
			label: __("Outreach Office"),
			fieldtype: "Link",
			options: "Outreach Office",
		},
		{ fieldname: "from_year", label: __("From Year"), fieldtype: "Int" },
		{ fieldname: "to_year", label: __("To Year"), fieldtype: "Int" },
	],

	onload(report) {
		report.page.add_inner_button(__("Download PDF"), () => {
			const query = new URLSearchParams(report.get_filter_values());
			window.open(`/api/method/senior_outreach.statistics.api.download_participation?${query}`);
		});
	},
};
