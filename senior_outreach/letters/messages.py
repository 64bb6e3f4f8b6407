# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What is said about a letter run that cannot go on, in the words of the one who has to mend it."""

from collections import Counter

from frappe import _

from senior_outreach.letters.rules import LeftOutReason, RunStatus

LISTED = 20


def summary(left_out: Counter[LeftOutReason]) -> str:
	"""One line for each reason, the most frequent first."""
	return "\n".join(f"{_(reason.value)}: {count}" for reason, count in left_out.most_common())


def cohort_not_ready(reason: LeftOutReason) -> str:
	return {
		LeftOutReason.COHORT_NOT_APPROVED: _(
			"No letter may leave before a supervisor has approved the cohort. Ask for the approval first."
		),
		LeftOutReason.NO_MEETINGS: _(
			"No coming meeting is confirmed, so the letters would have no date. Plan the meetings first."
		),
		LeftOutReason.MEETINGS_NOT_CONFIRMED: _(
			"Not every meeting of the cohort is confirmed."
			" Have them approved, or cancel those that will not be held."
		),
	}[reason]


def nobody_left(left_out: Counter[LeftOutReason]) -> str:
	return _("Nobody in this cohort can get a letter now. {0}").format(summary(left_out).replace("\n", "; "))


def not_printable(status: str) -> str:
	if status == RunStatus.ARCHIVED:
		return _("This letter run is archived and can no longer be printed.")
	return _("Prepare the letters before you print them.")


def no_longer(positions: list[int]) -> str:
	return _("{0} letters of this run may no longer be sent. Press Prepare again, then print.").format(
		len(positions)
	)


def take_out_of_pile(positions: list[int]) -> str:
	"""Names the letters by their number in the run: error messages end up in logs."""
	numbers = ", ".join(str(position) for position in positions[:LISTED])
	if len(positions) > LISTED:
		numbers = _("{0} and more").format(numbers)
	return _(
		"Letters that may no longer be sent have these numbers (see the reference in the letter): {0}."
		" Take them out of the pile and press Prepare again, then confirm."
	).format(numbers)


def still_in_pile(numbers: str) -> str:
	return _(
		"Take the letters with these numbers out of the pile before it is posted: {0}."
		" Then confirm again and tick that they are out."
	).format(numbers)


def take_one_out(position: int, run: str, language: str) -> str:
	"""In the language of the one who reads it."""
	text = _("Take letter number {0} out of the pile of {1} before posting.", lang=language)
	return text.format(position, run)


def text_has_changed() -> str:
	return _(
		"The meetings, the dates or the office's details have changed since the letters were prepared."
		" Press Prepare again, then print."
	)
