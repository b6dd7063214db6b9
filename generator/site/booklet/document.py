"""The booklet as one HTML document for print, with everything that it is made of beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from generator.site.booklet.chapters import Chapter, chapters
from generator.site.booklet.edition import Edition
from generator.site.pages import Contact, contact_of
from generator.site.words import LICENSE, LICENSE_URL

TITLE = "Guía de Aprendiendo Juntos"
SUBJECT = "El acompañamiento técnico-pedagógico entre instructores, en palabras sencillas."
SCHEME = "folleto:"
"""What the document's own files are called by: anything else that it could ask for is refused."""
FONTS = ("work-sans-400.woff2", "work-sans-600.woff2")
_MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="#fdc300" '
    'stroke-width="1.3" stroke-linecap="round" stroke-linejoin="round"><path d="M12 21V11"/>'
    '<path d="M12 12C12 7 8.5 5 4 5c0 5 3.5 7 8 7Z"/><path d="M12 15c0-4.5 3.2-7 8-7 0 5-3.5 7-8 7Z"/></svg>'
)
_IMAGES = frozenset((".png", ".jpg", ".jpeg", ".svg"))
_PAGE = re.compile(r"(.+?)(?:index)?\.md")


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """The HTML, and the files that it may ask for by their `folleto:` address."""

    html: str
    files: Mapping[str, bytes]
    chapters: tuple[Chapter, ...] = field(default=())


def document(config: Mapping[str, object], content: Path, edition: Edition) -> Document | None:
    """The booklet of a project, None when its nav has no chapter of the guide. Raises OSError."""
    contact = contact_of(config)
    # The mark is a background: it says nothing, so nobody has to be told what it shows.
    files = {f"{SCHEME}marca.svg": _MARK.encode(), **{f"{SCHEME}{name}": _asset(name) for name in FONTS}}

    def outside(address: str) -> str | None:
        """A picture comes along; a page of the site is led to where the site is known to be."""
        path, sign, anchor = address.partition("#")
        if Path(path).suffix.lower() in _IMAGES and ".." not in Path(path).parts and (content / path).is_file():
            files[SCHEME + path] = (content / path).read_bytes()
            return SCHEME + path
        return page_address(contact, path, sign + anchor) if (content / path).is_file() else None

    found = chapters(config, content, outside)
    return Document(_rendered(found, edition, contact), files, found) if found else None


def page_address(contact: Contact, path: str, anchor: str) -> str | None:
    """The whole address of a page of the site by its source below `content/`; None where the site has no address."""
    match = _PAGE.fullmatch(path)
    if not contact.direccion or match is None or path.startswith(".."):
        return None
    place = match[1]
    return contact.direccion + (place if place.endswith("/") else f"{place}/") + anchor


def _rendered(found: tuple[Chapter, ...], edition: Edition, contact: Contact) -> str:
    template = _text("guia_pdf.html.j2")
    page = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True).from_string(template)
    return page.render(
        titulo=TITLE,
        asunto=SUBJECT,
        edicion=edition,
        contacto=contact,
        licencia=LICENSE,
        licencia_url=LICENSE_URL,
        estilo=Markup(_text("guia_pdf.css")),  # noqa: S704 - a file of ours
        capitulos=[(c, Markup(c.html)) for c in found],  # noqa: S704 - ENI's own Markdown
    )


def _text(name: str) -> str:
    return resources.files("generator.site").joinpath("templates", name).read_text(encoding="utf-8")


def _asset(name: str) -> bytes:
    return resources.files("generator.site").joinpath("theme", "assets", "inspira", name).read_bytes()
