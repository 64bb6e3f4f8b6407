# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Keyed hashes: find a secret again without storing it.

The key comes from the site's encryption key, another one for each purpose, so that a hash made for one
purpose tells nothing about another and a copied database without site_config.json tells nothing at all.
"""

import hashlib
import hmac

from frappe.utils.password import get_encryption_key


def keyed_digest(purpose: str, text: str) -> bytes:
	"""32 bytes, the same for the same purpose, text and site."""
	key = hmac.digest(get_encryption_key().encode(), f"senior-outreach:{purpose}".encode(), hashlib.sha256)
	return hmac.digest(key, text.encode(), hashlib.sha256)


def keyed_hash(purpose: str, text: str) -> str:
	"""`keyed_digest` as 64 hexadecimal characters, for an indexed column."""
	return keyed_digest(purpose, text).hex()
