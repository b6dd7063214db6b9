"""The last changes to a tree before it is Markdown: tables that hold only words, images apart, notes at the foot."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from generator.importing.markup import to_markdown
from generator.importing.told import Notes

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

Resolve = Callable[[str], bytes | None]
"""The bytes of an image by how the document calls it."""

_FILE_ALT = re.compile(r"(?i)\S*\.(?:jpe?g|png|gif|webp|bmp|tiff?|heic|emf|wmf)\s*$|^\s*[A-Z]:\\")
_MACHINE_ALT = re.compile(r"(?i)\s*(?:descripción generada automáticamente|description automatically generated)\.?")
_IN_CELL = ("p", "li", "div", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6")
_BETWEEN = " · "
_REFERENCE, _END = "\ue000", "\ue001"


def take_images(soup: BeautifulSoup, resolve: Resolve, notes: Notes) -> list[tuple[Tag, bytes, str]]:
    """(tag, file, description) of each image that the document holds; the others leave the tree and are counted."""
    found = []
    for tag in soup.find_all("img"):
        source = str(tag.get("src") or "")
        data = _embedded(source) if source.startswith("data:") else resolve(source)
        if data is None:
            notes.add("linked images")
            tag.decompose()
            continue
        found.append((tag, data, description(str(tag.get("alt") or ""))))
    return found


def description(alt: str) -> str:
    """What an author wrote of an image: neither the name of its file nor what a machine made up."""
    alt = " ".join(_MACHINE_ALT.sub("", alt).split()) if not _MACHINE_ALT.search(alt) else ""
    return "" if _FILE_ALT.search(alt) else alt


def _embedded(source: str) -> bytes | None:
    head, _, body = source.partition(",")
    if not head.endswith(";base64"):
        return None
    try:
        return base64.b64decode(re.sub(r"\s+", "", body), validate=True)
    except (binascii.Error, ValueError):
        return None


def take_notes(soup: BeautifulSoup) -> list[str]:
    """Notes at the foot: a link to a place that links back. Leaves a mark in the text and returns their Markdown."""
    places = {str(tag.get("id") or tag.get("name")): tag for tag in soup.find_all(_has_name)}
    notes: list[str] = []
    for tag in soup.find_all("a"):
        if tag.decomposed:
            continue
        mark, target = str(tag.get("id") or tag.get("name") or ""), str(tag.get("href") or "")
        there = places.get(target[1:]) if target.startswith("#") and mark else None
        back = None if there is None or there is tag else _back(there, mark)
        if there is None or back is None:
            continue
        home = there if there.name in ("li", "div") else there.find_parent(["p", "div", "li"]) or there
        back.decompose()
        words = " ".join(to_markdown(home).split())
        home.decompose()
        notes.append(re.sub(r"^[-*]\s+|^\d+\.\s+", "", words))
        whole = tag.find_parent("sup") or tag
        whole.replace_with(f"{_REFERENCE}{len(notes)}{_END}")
    for tag in soup.find_all("a"):
        if not str(tag.get("href") or "").startswith("http"):
            tag.unwrap()
    for tag in soup.find_all(["ol", "div", "ul"]):
        if not tag.get_text(strip=True) and not tag.find("img"):
            tag.decompose()
        elif tag.name == "div":
            tag.unwrap()
    return notes


def _has_name(tag: Tag) -> bool:
    return bool(tag.get("id") or tag.get("name"))


def _back(there: Tag, mark: str) -> Tag | None:
    links = [there] if there.name == "a" else there.find_all("a")
    return next((link for link in links if link.get("href") == f"#{mark}"), None)


def with_notes(text: str, notes: list[str]) -> str:
    """The Markdown of a text with its notes, as footnotes."""
    text = re.sub(f"{_REFERENCE}(\\d+){_END}", r"[^\1]", text)
    return "\n\n".join((text, *(f"[^{n}]: {words}" for n, words in enumerate(notes, 1))))


def flatten(soup: BeautifulSoup) -> None:
    """Tables of Markdown hold a line in each cell; a frame around a text is no table; headings hold words only."""
    for table in soup.find_all("table"):
        if table.decomposed:
            continue
        cells = table.find_all(["td", "th"])
        if len(cells) <= 1 and not table.find_parent("table"):
            for tag in [*table.find_all(["tbody", "thead", "tr", "td", "th"]), table]:
                tag.unwrap()
    for cell in soup.find_all(["td", "th"]):
        for inner in cell.find_all(["table", "tbody", "thead", "tfoot", "tr", "td", "th", "ul", "ol"]):
            if inner.name in ("td", "th"):
                inner.append(soup.new_tag("br"))
            inner.unwrap()
        blocks = cell.find_all(_IN_CELL)
        for block in blocks:
            if block is not blocks[-1]:
                block.append(soup.new_tag("br"))
            block.unwrap()
        _join_lines(cell)
    for heading in soup.find_all(["h1", "h2", "h3", "h4", "h5", "h6"]):
        for image in reversed(heading.find_all("img")):
            heading.insert_after(image.extract())
        for tag in heading.find_all(True):
            tag.replace_with(" ") if tag.name == "br" else tag.unwrap()
        heading.smooth()
        if not heading.get_text(strip=True):
            heading.decompose()
    for tag in soup.find_all(["sup", "sub", "span"]):
        tag.unwrap()
    soup.smooth()


def _join_lines(cell: Tag) -> None:
    """The lines of a cell side by side, with a mark between those that say something."""
    waiting: Any = None
    said = False
    for node in list[Any](cell.descendants):
        name = getattr(node, "name", None)
        if name == "br":
            if said and waiting is None:
                waiting = node
            else:
                node.extract()
        elif name == "img" or (name is None and str(node).strip()):
            if waiting is not None:
                waiting.replace_with(_BETWEEN)
            waiting, said = None, True
    if waiting is not None:
        waiting.decompose()
