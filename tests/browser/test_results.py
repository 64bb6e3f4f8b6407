"""The buttons that show what came of the meetings: the answers on the forms, and the report as a paper."""

from senior_outreach.access.roles import Role
from tests.browser.desk import Desk
from tests.served import Served


def test_the_results_of_a_held_meeting_open(desk: Desk, users: dict, served: Served):
	desk.log_in(users[Role.COORDINATOR])
	desk.open_form("Group Meeting", served.names["held_meetings"]["own"])
	desk.press(".form-page .btn, .page-head .btn", "Evaluation Results")
	desk.wait_for("return window.cur_dialog && /too few forms/.test(cur_dialog.$wrapper.text());")
	assert not desk.console_errors()


def test_the_report_has_a_button_for_its_paper(desk: Desk, users: dict):
	desk.log_in(users[Role.LEADERSHIP])
	desk.go("query-report", "Participation Statistics")
	desk.wait_for(
		"return $('.page-head .btn:visible').toArray().some((each) => each.innerText.trim() === 'Download PDF');"
	)
	assert not desk.console_errors()
