# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""The personal reply code: derived from the invitation, never stored, found again by its keyed hash.

A code is what lets a guest answer for a person, so it stands only in that person's letter. Letters can be
printed again because the code follows from the invitation's name, its number and the site's key; a lost
letter gets a new code by raising the number.
"""

from senior_outreach.access.keys import keyed_digest, keyed_hash

ALPHABET = "ACDEFGHJKMNPQRTUWXY3479"
"""23 letters and digits that cannot be mistaken for each other in print or on the phone: no 0 O, 1 I L,
2 Z, 5 S, 6 G (the G stays), 8 B, and no V, which is read as U."""

LENGTH = 12
"""23 ** 12 is more than 2 ** 54: too many to try out."""

GROUP = 4
_READ_AS = str.maketrans({"V": "U", "6": "G"})


def reply_code(invitation_name: str, number: int = 1) -> str:
	"""The code of an invitation as it is printed, such as `ACDE-FGHJ-KMNP`."""
	value = int.from_bytes(keyed_digest("reply-code", f"{invitation_name}:{number}"))
	letters = []
	for _position in range(LENGTH):
		value, index = divmod(value, len(ALPHABET))
		letters.append(ALPHABET[index])
	code = "".join(letters)
	return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def normalise(text: str) -> str:
	"""What somebody typed, as the twelve letters it stands for; empty when it cannot be a code."""
	typed = "".join(letter for letter in text.upper() if letter.isalnum()).translate(_READ_AS)
	return typed if len(typed) == LENGTH and set(typed) <= set(ALPHABET) else ""


def code_hash(code: str) -> str:
	"""64 hexadecimal characters for `Invitation.reply_code_hash`; the same however the code was typed."""
	return keyed_hash("reply-code-hash", normalise(code))


def limiter_key(code: str) -> str:
	"""Names the first group of what was typed without repeating it, for counting tries."""
	prefix = "".join(letter for letter in code.upper() if letter.isalnum()).translate(_READ_AS)[:GROUP]
	return keyed_hash("reply-code-prefix", prefix)[:16]
