# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""From a template to HTML and from HTML to PDF, both shut off from everything else. Needs no site.

Frappe's own Jinja does not escape and lets a template query the database, and Frappe's PDF path fetches what
a page names. Here every value is escaped, a field that is not there is an error, and nothing is fetched but
the app's own files.
"""

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

APP_FOLDER = Path(__file__).resolve().parent.parent
TEMPLATES = APP_FOLDER / "templates" / "papers"
SERVED_FOLDERS = (TEMPLATES, APP_FOLDER / "public")

PAGE = "page.html"
FRAGMENT = "fragment.html"


class RefusedAddress(ValueError):
	"""A page asked for something that is not the app's own."""


@cache
def environment() -> Environment:
	return Environment(
		loader=FileSystemLoader(TEMPLATES),
		autoescape=True,
		undefined=StrictUndefined,
		trim_blocks=True,
		lstrip_blocks=True,
	)


def render_html(template: str, context: dict[str, Any], language: str, layout: str = PAGE) -> str:
	"""Print `context` with a template of templates/papers.

	`layout` is `PAGE` for a whole document or `FRAGMENT` for a piece to stand in somebody else's page, such
	as Frappe's print view. Raises `jinja2.UndefinedError` for a field that the context does not have.
	"""
	return environment().get_template(template).render(context, language=language, layout=layout)


def render_pdf(html: str) -> bytes:
	"""A4 pages with the fonts embedded. What the page may not load is left out."""
	from weasyprint import HTML  # starts Pango; the desk's other requests do without

	return HTML(string=html, url_fetcher=fetch).write_pdf()


def layout_pdf(html: str) -> tuple[bytes, list[dict[str, tuple[float, ...]]]]:
	"""As `render_pdf`, with where on each page every `id` stands (CSS pixels from the top left)."""
	from weasyprint import HTML  # see render_pdf

	document = HTML(string=html, url_fetcher=fetch).render()
	return document.write_pdf(), [page.anchors for page in document.pages]


def fetch(url: str, *_args: Any, **_kwargs: Any) -> dict[str, Any]:
	"""WeasyPrint's only way out: `data:` addresses and files below `SERVED_FOLDERS`."""
	scheme = urlsplit(url).scheme
	if scheme == "data" or (scheme == "file" and _is_served(url)):
		from weasyprint import default_url_fetcher

		return default_url_fetcher(url)
	raise RefusedAddress(f"papers load nothing from outside the app: {scheme or 'no scheme'}")


def _is_served(url: str) -> bool:
	parts = urlsplit(url)
	if parts.netloc not in ("", "localhost"):
		return False
	path = Path(unquote(parts.path)).resolve()
	return path.is_file() and any(path.is_relative_to(folder.resolve()) for folder in SERVED_FOLDERS)
