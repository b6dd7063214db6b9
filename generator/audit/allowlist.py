"""The HTML that a page of this site may hold, and nothing else (P305), whoever wrote it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from generator import render
from generator.audit.page import Opened, Page
from generator.audit.pieces import Kind, Tag, line_of, tag
from generator.audit.problem import Report
from generator.audit.scripts import is_ours

_TEXT_TAGS = render.TAGS | frozenset("abbr address article div h1 h2 nav".split())
TAGS = _TEXT_TAGS | frozenset(
    "body button fieldset footer form head header html input label legend link main meta noscript option path script "
    "select svg title".split()
)
TAGS |= frozenset("desc g rect text".split())  # what the charts are drawn with: shapes and letters, nothing that loads
_ANYWHERE = frozenset("class hidden id lang role tabindex title".split())
_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "a": frozenset(("download", "href", "rel")),
    "body": frozenset(("dir",)),
    "button": frozenset(("type",)),
    "col": frozenset(("span",)),
    "details": frozenset(("open",)),
    "form": frozenset(("action", "method")),
    "img": render.ATTRIBUTES["img"],
    "input": frozenset("autocomplete checked disabled name placeholder type value".split()),
    "label": frozenset(("for",)),
    "link": frozenset("as crossorigin href rel type".split()),
    "meta": frozenset(("charset", "content", "name", "property")),
    "ol": frozenset(("start",)),
    "option": frozenset(("value",)),
    "path": frozenset(("d",)),
    "rect": frozenset(("height", "rx", "width", "x", "y")),
    "script": frozenset(("src", "type")),
    "source": render.ATTRIBUTES["source"],
    "select": frozenset(("name",)),
    "svg": frozenset(("focusable", "height", "viewbox", "width", "xmlns")),
    "td": frozenset(("colspan", "rowspan")),
    "text": frozenset(("x", "y")),
    "th": frozenset(("colspan", "rowspan", "scope")),
}
_FAMILIES = re.compile(r"(?:aria|data)-[a-z-]{1,40}")
_SHAPES = frozenset(("rect", "text"))
_PLACES = frozenset(("height", "rx", "width", "x", "y"))
_LENGTH = re.compile(r"\d{1,5}(?:\.\d{1,2})?")
_STYLE = re.compile(r"(?:text-align: ?(?:left|right|center);?)?")
_INPUTS = frozenset(("checkbox", "radio", "search"))
_META = frozenset("description generator robots theme-color twitter:card viewport".split()) | frozenset(
    f"DC.{name}" for name in "creator date description identifier language rights title type".split()
)
_SHARING = frozenset(
    f"og:{name}"
    for name in (
        *("description", "locale", "site_name", "title", "type", "url"),
        *("image", "image:alt", "image:height", "image:type", "image:width"),
    )
)
_DUBLIN = {"rel": "schema.DC", "href": "http://purl.org/dc/elements/1.1/"}
_RELATIONS = frozenset("alternate canonical icon next preload prev stylesheet".split())
_SCHEMES = ("http", "https", "mailto", "tel")
_SCHEME = re.compile(r"[\x00-\x20]*([a-zA-Z][a-zA-Z0-9+.\-\s]*):")
_URLS = ("href", "src", "action")
# What the theme gives its own text blocks besides the classes of an author's: nothing of a submission needs more.
_OWN_AUTHOR_CLASSES = frozenset(("relato", "anexo"))


def check_allowed(page: Page, report: Report) -> None:
    """Report every piece of a page that is not on the lists."""
    _check_pieces(page, report)
    for opened in page.tags:
        message = _objection(opened.raw) or (_author_objection(opened.tag) if opened.author else None)
        if message:
            report.add("P305", page.path, message, origin=_culprit(page, opened), line=line_of(page.html, opened.at))


def _culprit(page: Page, opened: Opened) -> str | None:
    return opened.owner if opened.author else page.owner


def _check_pieces(page: Page, report: Report) -> None:
    """Comments, broken markup, and scripts in the page that are not the theme's to the letter."""
    found = [(piece, "Hay marcas dentro del título.") for piece in page.in_title]
    for piece, opener in page.others:
        if piece.kind is Kind.BROKEN:
            found.append((piece, "Hay marcas que no se entienden."))
        elif piece.kind is Kind.COMMENT:
            found.append((piece, "Hay un comentario: no se ve y puede decir algo."))
        elif piece.kind is Kind.RAW and not (opener and is_ours(opener, piece.raw)):
            found.append((piece, "Hay un guion o un estilo que no es del tema."))
    for piece, message in found:
        report.add("P305", page.path, message, origin=page.owner, line=line_of(page.html, piece.at))


@lru_cache(maxsize=5_000)
def _objection(raw: str) -> str | None:
    """Why a tag may not stand in a page, None when it may."""
    opened = tag(raw)
    if opened.name not in TAGS:
        return "Hay una etiqueta que no está permitida."
    names = [name for name, _ in opened.attributes]
    if len(set(names)) < len(names):
        return "Hay un atributo repetido."
    own = _ATTRIBUTES.get(opened.name, frozenset())
    for name, value in opened.attributes:
        if name == "style" and opened.name in ("td", "th") and _STYLE.fullmatch(value):
            continue
        if name not in _ANYWHERE and name not in own and not _FAMILIES.fullmatch(name):
            return "Hay un atributo que no está permitido."
        if opened.name in _SHAPES and name in _PLACES and not _LENGTH.fullmatch(value):
            return "Hay una medida que no es un número."
        if name in _URLS and not is_plain_url(value):
            return "Hay una dirección que ejecuta algo."
    return _particular(opened)


def _particular(opened: Tag) -> str | None:
    """Rules of single tags."""
    if opened.name == "input" and (opened.get("type") or "text") not in _INPUTS:
        return "Hay un campo de formulario que no está permitido."
    if opened.name == "meta" and not opened.has("charset") and not _is_known(opened):
        return "Hay un metadato que no está permitido."
    if opened.name == "link" and dict(opened.attributes) == _DUBLIN:
        return None
    if opened.name == "link" and not set(opened.get("rel").split()) <= _RELATIONS:
        return "Hay un enlace de cabecera que no está permitido."
    if opened.name == "form" and opened.get("method").lower() not in ("", "get"):
        return "Hay un formulario que envía datos."
    return None


def _is_known(meta: Tag) -> bool:
    """Whether a metadatum is one of ours: by its name, or by its property when it is about sharing."""
    if meta.has("property"):
        return not meta.has("name") and meta.get("property") in _SHARING
    return meta.get("name") in _META


def _author_objection(opened: Tag) -> str | None:
    """Why a tag may not stand in a submission's text, by the same lists that cleaned it."""
    if opened.name == "div" and opened.attributes and opened.get("class") in _OWN_AUTHOR_CLASSES:
        return None
    if opened.name not in render.TAGS:
        return "Hay una etiqueta que un texto de autor no puede tener."
    allowed = render.ATTRIBUTES.get(opened.name, frozenset()) | {"class", *(("rel",) if opened.name == "a" else ())}
    if any(name not in allowed for name, _ in opened.attributes):
        return "Hay un atributo que un texto de autor no puede tener."
    if not set(opened.get("class").split()) <= render.CLASSES.get(opened.name, frozenset()):
        return "Hay una clase que un texto de autor no puede tener."
    return None


def is_plain_url(value: str) -> bool:
    """Whether a URL is relative or of a scheme that only leads somewhere."""
    match = _SCHEME.match(value)
    return match is None or re.sub(r"\s", "", match[1]).lower() in _SCHEMES
