# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Letters as one PDF, and for the print view as HTML. Needs no site.

In the PDF the pages that are the same for everybody are laid out once, and each person gets a thin layer on top
(`layering`). The HTML lays out every letter in full; both give the same pages.
"""

from collections.abc import Sequence

from senior_outreach.letters.layering import print_layered
from senior_outreach.letters.letter import Letter
from senior_outreach.letters.rendering import PAGE, render_html

TEMPLATE = "invitation_letter.html"


def letters_html(letters: Sequence[Letter], layout: str = PAGE) -> str:
	"""The letters one after the other; each carries its own language."""
	first = letters[0].text
	context = {"letters": letters, "title": first.title, "coat_of_arms": first.coat_of_arms}
	return render_html(TEMPLATE, context, first.language, layout)


def print_letters(letters: Sequence[Letter]) -> bytes:
	"""One PDF of all letters in the given order. `ValueError` when there are none."""
	if not letters:
		raise ValueError("no letters to print")
	return print_layered(letters, lambda shared: letters_html([shared]))
