"""What a built site offers, told without its text, so that `herramientas.salidas` can compare two engines' sites."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

from generator.audit.equality import article
from generator.audit.page import Page, read_page
from generator.audit.pieces import Kind, Tag, pieces, tag
from generator.indexfiles.packed import unpack

Traits = Mapping[str, Mapping[str, list[str]]]
"""Kind of trait → built file (or address) → what it has of that kind."""

# What an engine's theme brings for itself: of these, only what people or machines read is compared.
_OF_THE_THEME = ("assets/javascripts/", "assets/stylesheets/", "assets/images/", "pagefind/")
_MENU = re.compile(r'<nav class="iq-nav".*?</nav>', re.DOTALL)
_ADDRESS = re.compile(r'href="([^"]*)"')
_ENGINE_IDS = ("__", "#__")


def traits(site: Path) -> Traits:
    """All that is compared of a site. Raises OSError and, for search data that is none, MalformedError."""
    found: dict[str, dict[str, list[str]]] = {kind: {} for kind in KINDS}
    for path in sorted(p for p in site.rglob("*") if p.is_file()):
        name = path.relative_to(site).as_posix()
        if name.endswith(".pf_fragment"):
            fragment = json.loads(unpack(path.read_bytes()))
            found["buscador"][fragment["url"]] = [_digest(fragment["content"]), *sorted(_flat(fragment["filters"]))]
        elif name.endswith(".html"):
            page = read_page(name, "", path.read_text(encoding="utf-8"))
            for kind, values in _of_page(page):
                found[kind][name] = sorted(values)
        elif not name.startswith(_OF_THE_THEME):
            found["archivos"][name] = []
    return found


KINDS: Mapping[str, str] = {
    "paginas": "páginas",
    "palabras": "páginas que dicen lo mismo",
    "facetas": "facetas en las páginas",
    "buscador": "páginas en el buscador, con su texto y sus facetas",
    "archivos": "archivos que no son páginas",
    "anclas": "lugares a los que se puede enlazar",
    "enlaces": "enlaces",
    "menu": "lugares del menú, en su orden",
    "cabecera": "lo que la página dice a buscadores y redes",
    "guiones": "guiones y estilos propios",
}
"""Kinds of traits and how they are called to people."""
MUST = frozenset(("paginas", "palabras", "facetas", "buscador", "anclas", "enlaces", "menu", "guiones"))
"""Without these a way out is closed; what else differs is told."""


def _flat(filters: Mapping[str, list[str]]) -> Iterator[str]:
    for name, values in filters.items():
        yield from (f"{name}={value}" for value in values)


def _of_page(page: Page) -> Iterator[tuple[str, list[str]]]:
    tags = [opened.tag for opened in page.tags]
    yield "paginas", []
    yield "palabras", [_digest(_words(page))]
    yield "facetas", [facet for one in tags for facet in _facets(one)]
    yield "anclas", [name for name in page.ids if not name.startswith(_ENGINE_IDS)]
    # How often an address is repeated (in a menu, in the contents) differs from theme to theme: each counts once.
    targets = {_target(page.path, one.get("href")) for one in tags if one.name == "a" and one.has("href")}
    yield "enlaces", [target for target in targets if not target.startswith(_ENGINE_IDS)]
    menu = _MENU.search(page.html)
    places = [_target(page.path, address) for address in _ADDRESS.findall(menu[0])] if menu else []
    yield "menu", [f"{number:03} {place}" for number, place in enumerate(places, 1)]
    yield "cabecera", [*_head(page, tags), *_data(page)]
    loaded = [one.get("src") or one.get("href") for one in tags if one.name in ("script", "link")]
    yield "guiones", [_target(page.path, address) for address in loaded if "assets/inspira/" in address]


def _target(page: str, address: str) -> str:
    """Where an address leads from a page, however it is written: `./guia`, `../guia/` and `guia/` may be the same."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return address
    if parts.fragment and not parts.path:
        return f"#{parts.fragment}"
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
    return path + (f"#{parts.fragment}" if parts.fragment else "")


def _words(page: Page) -> str:
    bounds = article(page.html)
    begin, end = bounds or (0, len(page.html))
    return " ".join(text.words for text in page.texts if begin <= text.at < end)


def _facets(one: Tag) -> Iterator[str]:
    """The marks for the search of one tag, `tiempo[data-valor]` with the value that it points to."""
    for name, value in one.attributes:
        if name.startswith("data-pagefind-"):
            inside = value.partition("[")[2].rstrip("]")
            yield f"{name}={value}:{one.get(inside) if inside else ''}"


def _head(page: Page, tags: list[Tag]) -> Iterator[str]:
    for one in tags:
        if one.name == "meta" and one.get("name") != "generator":
            yield " ".join(f"{name}={value}" for name, value in one.attributes)
        elif one.name == "link" and one.get("rel") not in ("stylesheet", "preload"):
            yield f"{one.get('rel')} {_target(page.path, one.get('href'))}"


def _data(page: Page) -> Iterator[str]:
    """Data for machines inside a page, and its title."""
    for before, piece in pairwise(pieces(page.html)):
        if piece.kind is Kind.RAW and tag(before.raw).get("type") == "application/ld+json":
            yield f"datos {_digest(piece.raw)}"
        elif piece.kind is Kind.TEXT and tag(before.raw).name == "title" and before.kind is Kind.OPEN:
            yield f"título {_digest(piece.raw)}"


def _digest(text: str) -> str:
    return sha256(" ".join(text.split()).encode()).hexdigest()[:16]
