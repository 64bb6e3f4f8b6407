# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""What can be said of a delivery. Needs no site."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Content(StrEnum):
	"""What a delivery is. Only of a whole list can it be said who is gone from it.

	Corrections bring rows that an earlier delivery could not; additions bring people it did not have.
	"""

	WHOLE_LIST = "Whole List"
	CORRECTIONS = "Corrections"
	ADDITIONS = "Additions"


class GoneChoice(StrEnum):
	"""What happens to people whom a whole list no longer has."""

	LEAVE = "Leave"
	TAKE_OUT = "Take Out"


class DeliveryState(StrEnum):
	IMPORTING = "Importing"
	IMPORTED = "Imported"
	STOPPED = "Stopped"


class SetAside(StrEnum):
	"""Why rows that were not taken may stay out of the round."""

	NOT_TARGET_GROUP = "Not in the Target Group"
	ADDED_BY_HAND = "Added by Hand"
	NOT_CORRECTED = "The Supplier Could Not Correct Them"


@dataclass(frozen=True)
class Choices:
	"""What the user says of a delivery before it is accepted. `read_on` is when the register was read."""

	content: Content
	read_on: datetime
	gone: GoneChoice = GoneChoice.LEAVE
