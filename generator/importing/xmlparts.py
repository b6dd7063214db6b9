"""The XML inside office files: read without entities or outside references, changed, and packed again alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from xml.etree.ElementTree import Element, tostring

from defusedxml.ElementTree import fromstring

from generator.importing.told import RefusedError

MOST_XML = 40_000_000
"""Bytes of one XML part: a text of 10,000 paragraphs has five million."""
MOST_ELEMENTS = 2_000_000

DAMAGED = ("El archivo está dañado o no es lo que dice su nombre.", "Ábralo y guárdelo de nuevo en su programa.")


def read_xml(data: bytes) -> Element:
    """The tree of a part. Raises RefusedError for what is no XML, defines entities or is too large."""
    if len(data) > MOST_XML:
        raise RefusedError("El documento es demasiado largo.", "Divídalo, o deje el relato y lo que lo sostiene.")
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except Exception:  # an entity, a DTD or broken XML: its words may quote the document
        raise RefusedError(*DAMAGED) from None
    return root


def parents(root: Element) -> Iterator[tuple[Element, Element]]:
    """(parent, child) of every element, outermost first; a child that was taken out in between is passed over."""
    for parent in list(root.iter()):
        for child in list(parent):
            yield parent, child


def remove(root: Element, unwanted: Callable[[Element, Element], bool]) -> int:
    """Take out the elements of which `unwanted(parent, child)` holds, the text after them kept; how many went."""
    gone = 0
    stack = [root]
    while stack:
        parent = stack.pop()
        for child in list(parent):
            if unwanted(parent, child):
                drop(parent, child)
                gone += 1
            else:
                stack.append(child)
    return gone


def drop(parent: Element, child: Element) -> None:
    """Take one element out; the text after it stays where it was."""
    position = list(parent).index(child)
    if child.tail:
        before = parent[position - 1] if position else None
        if before is None:
            parent.text = (parent.text or "") + child.tail
        else:
            before.tail = (before.tail or "") + child.tail
    parent.remove(child)


def packed(parts: Mapping[str, bytes | Element]) -> io.BytesIO:
    """A ZIP in memory with these parts and nothing else, for a converter to open."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, tostring(part, "utf-8") if isinstance(part, Element) else part)
    out.seek(0)
    return out
