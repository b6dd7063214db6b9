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
_ATTRIBUTES = r"""(?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*"""
_TOKEN = re.compile(
    rf"(?P<TEXT>[^<]+)|(?P<CLOSE></{_NAME}\s*>)|(?P<OPEN><{_NAME}{_ATTRIBUTES}\s*/?>)"
    r"|(?P<COMMENT><!--(?!-?>)(?:(?!--!?>).)*-->)|(?P<DOCTYPE><!doctype html>)"
    r"|(?P<BROKEN><[^<]*)",
    re.DOTALL | re.IGNORECASE,
)
_TAG_NAME = re.compile(_NAME)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
_RAW_END = {name: re.compile(rf"</{name}", re.IGNORECASE) for name in ("script", "style")}


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
    position = 0
    while position < len(page):
        for match in _TOKEN.finditer(page, position):
            kind = _KINDS[match.lastgroup or ""]
            yield Piece(kind, match[0], match.start())
            if kind is Kind.OPEN and (name := tag(match[0]).name) in _RAW_END:
                position = match.end()
                end = _RAW_END[name].search(page, position)
                stop = end.start() if end else len(page)
                if stop > position:
                    yield Piece(Kind.RAW, page[position:stop], position)
                position = stop
                break
        else:
            return


@lru_cache(maxsize=10_000)
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
