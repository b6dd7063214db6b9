"""Built HTML cut into pieces, strictly: what does not fit the few shapes that our pages have is `BROKEN`.

A tolerant parser repairs, and each one repairs in its own way; a browser could then see what the audit did not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache
from html import unescape
from typing import NamedTuple

_NAME = r"[a-zA-Z][a-zA-Z0-9]*"
_SCRIPT, _STYLE = ("".join(f"[{c}{c.upper()}]" for c in name) for name in ("script", "style"))
_ATTRIBUTES = r"""(?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*\s*/?>"""
_CLOSE = rf"</{_NAME}\s*>"
_OPEN = rf"<{_NAME}{_ATTRIBUTES}"
_COMMENT = r"<!--(?!-?>)(?:(?!--!?>).)*-->"
_DOCTYPE = r"<!(?i:doctype html)>"
_WITH_INSIDE = "|".join(rf"<{name}{_ATTRIBUTES}.*?(?=</{name}|\Z)" for name in (_SCRIPT, _STYLE))
"""A script or a style and its inside, which has no marks."""
_CUT = re.compile(rf"[^<]+|{_CLOSE}|{_WITH_INSIDE}|{_OPEN}|{_COMMENT}|{_DOCTYPE}|<[^<]*", re.DOTALL)
_WITH_INSIDE_BEGINS = re.compile(rf"<(?:{_SCRIPT}|{_STYLE}){_ATTRIBUTES}")
_MARK = re.compile(
    rf"(?P<CLOSE>{_CLOSE})|(?P<OPEN>{_OPEN})|(?P<COMMENT>{_COMMENT})|(?P<DOCTYPE>{_DOCTYPE})|(?P<BROKEN><[^<]*)",
    re.DOTALL,
)
_TAG_NAME = re.compile(_NAME)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")


class Kind(Enum):
    """What a piece is; RAW is the inside of a script or a style."""

    TEXT = "text"
    OPEN = "open"
    CLOSE = "close"
    COMMENT = "comment"
    DOCTYPE = "doctype"
    RAW = "raw"
    BROKEN = "broken"


_KINDS = {kind.name: kind for kind in Kind}


class Piece(NamedTuple):
    """A stretch of a page as it is written, and its offset in code points."""

    kind: Kind
    raw: str
    at: int

    def __repr__(self) -> str:
        return "<Piece>"


class Tag(NamedTuple):
    """An opening tag: name and attributes in lower case, values with their entities read."""

    name: str
    attributes: tuple[tuple[str, str], ...]

    def __repr__(self) -> str:
        return "<Tag>"

    def get(self, name: str) -> str:
        """The first value of an attribute, as browsers take it; "" when it is not there."""
        return next((value for key, value in self.attributes if key == name), "")

    def has(self, name: str) -> bool:
        """Whether the attribute is there, empty or not."""
        return any(key == name for key, _ in self.attributes)


def pieces(page: str) -> Iterator[Piece]:
    """Cut a page. Every character belongs to exactly one piece."""
    return map(Piece._make, cut(page))


def cut(page: str) -> Iterator[tuple[Kind, str, int]]:
    """The same as plain tuples: a page has more than a thousand, of which few are kept."""
    at = 0
    for raw in _CUT.findall(page):
        if raw[0] != "<":
            yield Kind.TEXT, raw, at
        elif raw[1:2] in "sS" and (opened := _WITH_INSIDE_BEGINS.match(raw)):
            yield Kind.OPEN, opened[0], at
            if opened.end() < len(raw):
                yield Kind.RAW, raw[opened.end() :], at + opened.end()
        else:
            yield _kind(raw), raw, at
        at += len(raw)


@lru_cache(maxsize=5_000)
def _kind(mark: str) -> Kind:
    """What a piece that begins with `<` is: most are those of every other page."""
    match = _MARK.fullmatch(mark)
    return _KINDS[match.lastgroup or ""] if match else Kind.BROKEN


@lru_cache(maxsize=5_000)
def tag(raw: str) -> Tag:
    """Read an opening or closing tag."""
    match = _TAG_NAME.search(raw)
    if match is None:
        return Tag("", ())
    found = _ATTRIBUTE.findall(raw.rstrip(">").rstrip("/") if raw.endswith("/>") else raw[:-1], match.end())
    return Tag(match[0].lower(), tuple((n.lower(), unescape(a or b or c)) for n, a, b, c in found))


def line_of(text: str, at: int) -> int:
    """The line (from 1) of an offset."""
    return text.count("\n", 0, at) + 1
