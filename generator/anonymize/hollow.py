"""Marks around nothing: an emphasis, a link or a piece of code whose words were redacted away.

A reader sees nothing of them, but a screen reader may stop at them, and their number would tell how a name was
written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from markdown_it.token import Token

from generator.model import Document

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)>")
_VOID = frozenset(("br", "hr"))


def hollow(document: Document) -> int:
    """How many of the marks in the lines of a document have nothing between them."""
    return sum(len(_hollow(token.children or ())) for token in _inline(document))


def without_hollow(before: Document, after: Document) -> None:
    """Take out of `after`, whose tokens are a redacted copy of those of `before`, the marks that lost their words."""
    for old, new in zip(_inline(before), _inline(after), strict=True):
        gone = _hollow(new.children or ()) - _hollow(old.children or ())
        if gone:
            new.children = [child for at, child in enumerate(new.children or ()) if at not in gone]


def _inline(document: Document) -> Iterator[Token]:
    tokens = chain.from_iterable((*section.heading, *section.tokens) for section in document.sections)
    return (token for token in tokens if token.type == "inline")


def _hollow(children: Sequence[Token]) -> set[int]:
    """The positions of the marks around nothing but space: openers, closers and pieces of code."""
    found: set[int] = set()
    open_: list[tuple[str, int, bool]] = []
    for at, child in enumerate(children):
        name, nesting = _mark(child)
        if nesting == 1:
            open_.append((name, at, True))
        elif nesting == -1 and open_ and open_[-1][0] == name:
            _, opener, empty = open_.pop()
            found |= {opener, at} if empty else set()
        elif child.type == "code_inline" and not child.content:
            found.add(at)
        elif child.type not in ("text", "softbreak", "hardbreak") or child.content.strip():
            open_ = [(name, opener, False) for name, opener, _ in open_]
    return found


def _mark(child: Token) -> tuple[str, int]:
    """What a token opens (1) or closes (-1)."""
    tag = _TAG.fullmatch(child.content) if child.type == "html_inline" else None
    if tag and tag[2] not in _VOID:
        return f"<{tag[2]}>", -1 if tag[1] else 1
    return child.tag, child.nesting
