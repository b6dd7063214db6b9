"""An OpenDocument text → HTML and its images, by odfdo; what must not come along is taken out before it looks.

odfdo writes Markdown without escaping all that Markdown understands. The words go through it as characters that mean
nothing to anybody and come back afterwards, so that only the structure is its own.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

from markdown_it import MarkdownIt

from generator.importing.told import Notes, RefusedError
from generator.importing.xmlparts import DAMAGED, drop, packed, parents, read_xml, remove

MIME = "application/vnd.oasis.opendocument.text"
_NS = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _OFFICE, _DRAW, _STYLE = (f"{{{_NS}{n}:1.0}}" for n in ("text", "office", "drawing", "style"))
_XLINK, _SVG = "{http://www.w3.org/1999/xlink}", f"{{{_NS}svg-compatible:1.0}}"
_PRIVATE = 0xE100
_HIDE = {code: chr(_PRIVATE + code) for code in range(0x21, 0x7F) if not chr(code).isalnum()}
_HIDE |= {code: chr(_PRIVATE + code) for code in range(0x30, 0x3A)}
_SHOW = {_PRIVATE + code: chr(code) for code in _HIDE}
_IMAGE, _TITLE, _NOTE, _END = "\ue010", "\ue011", "\ue012", "\ue013"
_ALT, _BREAK = "\ue014", "\ue015"
_MARKED = re.compile(f"{_IMAGE}([a-z]+){_ALT}([^{_END}]*){_END}")
_NOTED = re.compile(f"{_NOTE}([a-z]+){_END}")
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def to_html(archive: zipfile.ZipFile, notes: Notes) -> tuple[str, list[bytes]]:
    """HTML whose images are `<img src="inspira:N">`, and the images by N. Raises RefusedError."""
    from odfdo import Document

    names = set(archive.namelist())
    if not {"content.xml", "styles.xml"} <= names:
        raise RefusedError(*DAMAGED)
    if any(n.startswith("Basic/") or n.startswith("Scripts/") for n in names):
        notes.add("objects")
    content, styles = read_xml(archive.read("content.xml")), read_xml(archive.read("styles.xml"))
    images: list[bytes] = []
    footnotes: list[str] = []
    _clean(content, styles, notes)
    for root in (content, styles):
        _set_bullets(root)
    _mark(content, archive, names, images, footnotes, notes)
    notes.add("margins", sum(1 for e in styles.iter() if _is_margin(e)))
    notes.add("metadata", "meta.xml" in names)
    try:
        document = _remembering(Document)(
            packed({"mimetype": MIME.encode(), "content.xml": content, "styles.xml": styles,
                    "META-INF/manifest.xml": _MANIFEST.encode()})
        )  # fmt: skip
        text = str(document.to_markdown())
    except Exception:  # whatever it trips over in a damaged document; its words may quote it
        raise RefusedError(*DAMAGED) from None
    html = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).render(text)
    return _restored(html, footnotes), images


def _remembering(base: Any) -> Any:
    """odfdo's document, remembering its styles and what they say: it looks both up anew for each paragraph."""

    class Remembering(base):  # type: ignore[misc]
        def get_style(self, family: str, name_or_element: Any = None, display_name: Any = None) -> Any:
            key = (family, name_or_element, display_name)
            found = self.__dict__.setdefault("_found", {})
            if key not in found:
                found[key] = _told_once(super().get_style(family, name_or_element, display_name))
            return found[key]

    return Remembering


def _told_once(style: Any) -> Any:
    """A style that looks only once for what it says of its text. Whoever asks gets a copy: odfdo writes in it."""
    if hasattr(style, "get_text_properties"):
        look = cache(style.get_text_properties)
        style.get_text_properties = lambda: dict(look())
    return style


def _clean(content: Element, styles: Element, notes: Notes) -> None:
    body = content.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise RefusedError(*DAMAGED)
    changes = body.find(f"{_TEXT}tracked-changes")
    for region in changes if changes is not None else ():
        notes.add("deletions", region.find(f"{_TEXT}deletion") is not None)
        notes.add("insertions", region.find(f"{_TEXT}insertion") is not None)
    remove(body, lambda _p, e: e.tag == f"{_TEXT}tracked-changes")
    notes.add("comments", remove(body, lambda _p, e: e.tag == f"{_OFFICE}annotation"))
    notes.add("contents", remove(body, lambda _p, e: e.tag == f"{_TEXT}table-of-content"))
    hidden = _hidden_styles(content, styles)
    notes.add("hidden", remove(body, lambda _p, e: _is_hidden(e, hidden)))
    remove(body, lambda _p, e: e.tag in (f"{_OFFICE}annotation-end", f"{_OFFICE}forms", f"{_TEXT}sequence-decls"))


def _set_bullets(root: Element) -> None:
    """odfdo takes a list for numbered when any level of its style is: those whose first has a bullet are not."""
    for style in root.iter(f"{_TEXT}list-style"):
        if any(level.get(f"{_TEXT}level") == "1" for level in style.findall(f"{_TEXT}list-level-style-bullet")):
            remove(style, lambda _p, e: e.tag == f"{_TEXT}list-level-style-number")


def _hidden_styles(*roots: Element) -> frozenset[str]:
    found = set()
    for root in roots:
        for style in root.iter(f"{_STYLE}style"):
            properties = style.find(f"{_STYLE}text-properties")
            if properties is not None and properties.get(f"{_TEXT}display") in ("none", "condition"):
                found.add(style.get(f"{_STYLE}name", ""))
    for root in roots:
        found |= {
            style.get(f"{_STYLE}name", "")
            for style in root.iter(f"{_STYLE}style")
            if style.get(f"{_STYLE}parent-style-name") in found
        }
    return frozenset(found)


def _is_hidden(element: Element, hidden: frozenset[str]) -> bool:
    if element.tag in (f"{_TEXT}hidden-text", f"{_TEXT}hidden-paragraph"):
        return True
    if element.tag == f"{_TEXT}section" and element.get(f"{_TEXT}display") in ("none", "condition"):
        return True
    return element.get(f"{_TEXT}style-name") in hidden


def _is_margin(element: Element) -> bool:
    is_one = element.tag in (f"{_STYLE}header", f"{_STYLE}footer")
    return is_one and any(t.strip() for t in element.itertext())


def _mark(
    content: Element,
    archive: zipfile.ZipFile,
    names: set[str],
    images: list[bytes],
    footnotes: list[str],
    notes: Notes,
) -> None:
    """Put marks where images, notes and the title are, and make the words mean nothing to a converter."""
    for element in content.iter():
        element.text, element.tail = _hidden(element.text), _hidden(element.tail)
    for cell in content.iter(f"{{{_NS}table:1.0}}table-cell"):
        for paragraph in list(cell.iter(f"{_TEXT}p"))[1:]:
            paragraph.text = _BREAK + (paragraph.text or "")
    titles = _title_styles(content)
    for parent, child in parents(content):
        if child.tag == f"{_TEXT}p" and child.get(f"{_TEXT}style-name") in titles:
            child.text = _TITLE + (child.text or "")
        elif child.tag == f"{_TEXT}line-break":
            child.tail = _BREAK + (child.tail or "")
            drop(parent, child)
        elif child.tag == f"{_DRAW}frame":
            _frame(parent, child, archive, names, images, notes)
        elif child.tag.startswith(_DRAW) and child.tag != f"{_DRAW}a" and parent.tag.startswith(_TEXT):
            drop(parent, child)
            notes.add("drawings")
        elif child.tag == f"{_TEXT}note":
            footnotes.append(" ".join("".join(_words(child.find(f"{_TEXT}note-body"))).split()))
            _replace(parent, child, f"{_NOTE}{_letters(len(footnotes))}{_END}")


def _title_styles(content: Element) -> frozenset[str]:
    based = {
        style.get(f"{_STYLE}name", "")
        for style in content.iter(f"{_STYLE}style")
        if style.get(f"{_STYLE}parent-style-name") == "Title"
    }
    return frozenset((*based, "Title"))


def _frame(
    parent: Element, frame: Element, archive: zipfile.ZipFile, names: set[str], images: list[bytes], notes: Notes
) -> None:
    box, picture = frame.find(f"{_DRAW}text-box"), frame.find(f"{_DRAW}image")
    if box is not None:
        notes.add("boxes")
        _replace(parent, frame, " ".join(_words(box)))
        return
    if frame.find(f"{_DRAW}object") is not None or frame.find(f"{_DRAW}object-ole") is not None:
        drop(parent, frame)
        notes.add("objects")
        return
    name = picture.get(f"{_XLINK}href", "").removeprefix("./") if picture is not None else ""
    if name not in names or not name.startswith("Pictures/"):
        drop(parent, frame)
        notes.add("linked images")
        return
    images.append(archive.read(name))
    alt = frame.find(f"{_SVG}desc")
    alt = alt if alt is not None else frame.find(f"{_SVG}title")
    words = (alt.text or "") if alt is not None else ""
    _replace(parent, frame, f"{_IMAGE}{_letters(len(images))}{_ALT}{' '.join(words.split())}{_END}")


def _replace(parent: Element, child: Element, words: str) -> None:
    child.tail = words + (child.tail or "")
    drop(parent, child)


def _words(element: Element | None) -> Iterator[str]:
    if element is not None:
        yield from element.itertext()


def _letters(number: int) -> str:
    return "".join(chr(97 + int(digit)) for digit in str(number - 1))


def _number(letters: str) -> int:
    return int("".join(str(ord(letter) - 97) for letter in letters))


def _hidden(text: str | None) -> str | None:
    # Whatever stood in the private area already is nobody's words.
    return re.sub("[\ue000-\uf8ff]", "", text).translate(_HIDE) if text else text


def _restored(html: str, footnotes: list[str]) -> str:
    html = re.sub(f"<p>(<strong>)?{_TITLE}(.*?)(</strong>)?</p>", r'<h1 class="titulo">\2</h1>', html)
    html = html.replace(_TITLE, "").replace(_BREAK, "<br>")
    html = _MARKED.sub(lambda m: f'<img src="inspira:{_number(m[1])}" alt="{m[2]}">', html)
    html = _NOTED.sub(lambda m: _reference(_number(m[1]) + 1), html)
    notes = "".join(
        f'<li id="nota-{n}"><p>{words} <a href="#ref-nota-{n}">↑</a></p></li>' for n, words in enumerate(footnotes, 1)
    )
    html += f"<ol>{notes}</ol>" if notes else ""
    return re.sub("[\ue100-\ue1ff]", lambda m: _escaped(_SHOW.get(ord(m[0]), "")), html)


def _reference(number: int) -> str:
    return f'<sup><a href="#nota-{number}" id="ref-nota-{number}">[{number}]</a></sup>'


def _escaped(character: str) -> str:
    return {"<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;"}.get(character, character)
