"""What the program may do for somebody who has no right to it, and what it may not."""

import frappe
import pytest

from senior_outreach.access.service_fields import save_by_service
from tests import builders


def test_nobody_approves_their_own_work_through_a_service() -> None:
	cohort = builders.in_state(builders.cohort(), "Pending Approval")
	assert cohort.owner == frappe.session.user
	cohort.workflow_state = "Approved"
	with pytest.raises(frappe.PermissionError, match="their own work"):
		save_by_service(cohort)


def test_a_service_takes_no_step_that_does_not_exist() -> None:
	visit = builders.home_visit(builders.invitation())
	visit.workflow_state = "Journaled"
	with pytest.raises(frappe.ValidationError, match="cannot go from"):
		save_by_service(visit)


def test_a_service_leaves_no_door_open_for_the_next_save(as_user) -> None:
	visit = builders.home_visit(builders.invitation())
	save_by_service(visit)
	visit.journaled_by = "Administrator"
	with pytest.raises(frappe.PermissionError, match="set by the program"):
		visit.save()
