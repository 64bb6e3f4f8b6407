"""The reply codes as the people who get the letters read them."""

import io
import re
from functools import lru_cache

from pypdf import PdfReader

CODE = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}")


@lru_cache(maxsize=2)
def codes_in(pdf: bytes) -> tuple[str, ...]:
	"""Every code once, in the order of the pages. Remembered: reading all pages takes seconds."""
	pages = (page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
	return tuple(dict.fromkeys(code for text in pages for code in CODE.findall(text)))
