"""A redacted tree as what office documents are made of: headings, paragraphs, lists, tables, and words with marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from markdown_it.token import Token

from generator.markdown import plain_text
from generator.model import Document
from generator.render import TASK

Link = Callable[[str], str | None]
"""The whole address of a link of the text, None when a document cannot lead there."""

# What XML cannot hold, and marks that turn the direction of what is read.
_UNFIT = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]")
_BARE_TAG = re.compile(r"<(/?)([a-z0-9]+)")
_MARKS = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "s": "strike", "del": "strike"}
_MARKS |= {"sup": "raised", "sub": "lowered", "code": "code", "kbd": "code", "samp": "code"}


@dataclass(frozen=True, slots=True, repr=False)
class Piece:
    """Words with the same marks; a line end inside is a break of the line."""

    text: str
    bold: bool = False
    italic: bool = False
    strike: bool = False
    code: bool = False
    raised: bool = False
    lowered: bool = False
    href: str = ""

    @property
    def bolder(self) -> Piece:
        """The same in bold, as the names of columns are."""
        return replace(self, bold=True)


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Block:
    """A part of the text. `kind` says which fields count:

    `heading` (level, pieces) · `paragraph`, `code` (pieces) · `quote` (blocks) · `list` (items; `number` tells the
    numbered ones apart and is 0 for the others, `start` its first number) · `grid` (rows; the first names the columns).
    """

    kind: str
    pieces: Pieces = ()
    level: int = 0
    blocks: tuple[Block, ...] = ()
    items: tuple[Item, ...] = ()
    number: int = 0
    start: int = 1
    rows: tuple[tuple[Pieces, ...], ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Item:
    """An element of a list; `box` is the ☐ or ☑ of a task, "" where there is none."""

    blocks: tuple[Block, ...]
    box: str = ""


def flow(document: Document, link: Link) -> tuple[Block, ...]:
    """The whole text of a document, in order."""
    builder = _Builder(link)
    found: list[Block] = []
    for section in document.sections:
        if section.heading:
            found.append(Block("heading", builder.pieces(section.heading[0]), level=1))
        found += builder.blocks(iter(section.tokens))
    return tuple(found)


@dataclass(slots=True, repr=False)
class _Builder:
    """Walks the tokens once; numbered lists are counted so that each begins again."""

    link: Link
    lists: Iterator[int] = field(default_factory=lambda: count(1))

    def blocks(self, tokens: Iterator[Token], until: str = "") -> tuple[Block, ...]:
        found: list[Block] = []
        for token in tokens:
            if token.type == until:
                break
            found += self._block(token, tokens)
        return tuple(found)

    def _block(self, token: Token, tokens: Iterator[Token]) -> Iterator[Block]:
        kind = token.type
        if kind == "inline":
            if pieces := self.pieces(token):
                yield Block("paragraph", pieces)
        elif kind == "heading_open":
            yield Block("heading", self.pieces(next(tokens)), level=max(2, int(token.tag[1]) - 1))
        elif kind in ("bullet_list_open", "ordered_list_open"):
            yield self._list(token, tokens)
        elif kind in ("fence", "code_block"):
            yield Block("code", (Piece(clean(token.content.rstrip("\n")), code=True),))
        elif kind == "table_open":
            yield Block("grid", rows=self._rows(tokens))
        elif kind in ("admonition_title_open", "dt_open"):
            yield Block("paragraph", tuple(p.bolder for p in self.pieces(next(tokens))))
        elif kind == "footnote_open":
            mark = Block("paragraph", (Piece(f"[{int(token.meta.get('id', 0)) + 1}]", bold=True),))
            yield Block("quote", blocks=(mark, *self.blocks(tokens, "footnote_close")))
        elif kind in ("blockquote_open", "admonition_open", "dd_open"):
            yield Block("quote", blocks=self.blocks(tokens, kind.replace("_open", "_close")))

    def _list(self, opener: Token, tokens: Iterator[Token]) -> Block:
        ordered = opener.type == "ordered_list_open"
        number = next(self.lists) if ordered else 0
        items = []
        for token in tokens:
            if token.type == opener.type.replace("_open", "_close"):
                break
            if token.type == "list_item_open":
                items.append(_item(self.blocks(tokens, "list_item_close")))
        return Block("list", items=tuple(items), number=number, start=int(opener.attrGet("start") or 1))

    def _rows(self, tokens: Iterator[Token]) -> tuple[tuple[Pieces, ...], ...]:
        rows: list[list[Pieces]] = []
        for token in tokens:
            if token.type == "table_close":
                break
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline" and rows:
                rows[-1].append(self.pieces(token))
        return tuple(map(tuple, rows))

    def pieces(self, inline: Token) -> Pieces:
        """The words of an inline token with their marks."""
        return tuple(self._pieces(inline.children or ()))

    def _pieces(self, children: Sequence[Token]) -> Iterator[Piece]:
        now = Piece("")
        for child in children:
            kind = child.type
            if kind in ("text", "code_inline"):
                if child.content:
                    yield replace(now, text=clean(child.content), code=now.code or kind == "code_inline")
            elif kind in ("softbreak", "hardbreak"):
                yield replace(now, text="\n" if kind == "hardbreak" else " ")
            elif kind == "link_open":
                now = replace(now, href=self.link(str(child.attrGet("href") or "")) or "")
            elif kind == "link_close":
                now = replace(now, href="")
            elif kind == "image":
                if words := plain_text(child).strip():
                    yield replace(now, text=clean(f"[Imagen: {words}]"))
            elif kind == "footnote_ref":
                yield Piece(f"[{int(child.meta.get('id', 0)) + 1}]", raised=True)
            elif mark := _mark(child):
                now = _marked(now, *mark)


def _mark(token: Token) -> tuple[str, bool] | None:
    """The mark that a token sets or takes away."""
    if token.type.endswith(("_open", "_close")) and token.tag in _MARKS:
        return _MARKS[token.tag], token.type.endswith("_open")
    match = _BARE_TAG.match(token.content) if token.type == "html_inline" else None
    return (_MARKS[match[2]], not match[1]) if match and match[2] in _MARKS else None


def _marked(piece: Piece, mark: str, on: bool) -> Piece:
    changed: dict[str, Any] = {mark: on}
    return replace(piece, **changed)


def _item(blocks: tuple[Block, ...]) -> Item:
    """An element of a list, with its box taken out of its words."""
    if blocks and blocks[0].kind == "paragraph":
        first, *rest = blocks[0].pieces
        if match := TASK.match(f"{first.text}\n"):
            words = replace(first, text=first.text[match.end() :])
            told = replace(blocks[0], pieces=(words, *rest) if words.text else tuple(rest))
            return Item((told, *blocks[1:]), "☐" if match[1] == " " else "☑")
    return Item(blocks)


def clean(text: str) -> str:
    """The text without what an office file cannot hold."""
    return _UNFIT.sub("", text)
