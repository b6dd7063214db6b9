"""What the checks need to know of a built page, gathered in one pass over its pieces."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from itertools import pairwise
from typing import NamedTuple

from generator.audit.pieces import Kind, Piece, Tag, cut, tag

INLINE = frozenset(
    "a abbr b bdi bdo button cite code del dfn em i ins kbd label mark q s samp small span strong sub sup u var".split()
)
"""Tags that do not part words: `Ro<b>sa</b>` reads as one."""
_AUTHORS = frozenset(("relato", "anexo"))
_FOLDER = re.compile(r"(?:^|/)((?:practicas|expediciones)/[a-z0-9-]+)/(?:index\.html)?(?:[#?].*)?$")
_SPACE = re.compile(r"\s+")
_FIELD = re.compile(r"[\r\n]+(?:[A-Z][A-Z0-9]  - )?")


def record(text: str) -> list[str]:
    """The values of a record of a citation (RIS, BibTeX), line by line and without RIS's tags: a name does not run
    into the field below it."""
    return _FIELD.split(text)


class Text(NamedTuple):
    """Words that a reader sees together. `owner` is the submission they belong to, `author` whether it wrote them."""

    words: str
    owner: str | None
    author: bool
    at: int

    def __repr__(self) -> str:
        return "<Text>"

    @property
    def sentence(self) -> str:
        """The words without the box of a task, which would hide that a sentence begins."""
        return self.words.removeprefix("☐ ").removeprefix("☑ ")


class Opened(NamedTuple):
    """An opening tag, the submission it belongs to, and whether it stands in an author's text."""

    tag: Tag
    raw: str
    owner: str | None
    author: bool
    at: int

    def __repr__(self) -> str:
        return "<Opened>"


@dataclass(frozen=True, slots=True, repr=False)
class Page:
    """A built page: `path` below the site, `origin` by the manifest, and what is in it.

    `others` are the pieces that are neither words nor ordinary marks, each with the tag that was opened right before
    it; `in_title` the tags inside a title.
    """

    path: str
    origin: str
    html: str
    others: tuple[tuple[Piece, Tag | None], ...]
    in_title: tuple[Piece, ...]
    texts: tuple[Text, ...]
    tags: tuple[Opened, ...]
    ids: frozenset[str]

    @property
    def owner(self) -> str | None:
        """The submission that the page is of, None for the guide's and the generator's own."""
        return self.origin if "/" in self.origin else None


class _Opening(NamedTuple):
    raw: str
    tag: Tag
    inline: bool
    card: bool
    id: str | None

    def __repr__(self) -> str:
        return "<_Opening>"


@lru_cache(maxsize=5_000)
def _opening(raw: str) -> _Opening:
    """What the gatherer asks of every tag, most of which are those of every other page."""
    opened = tag(raw)
    card = opened.name == "article" and "iq-tarjeta" in opened.get("class").split()
    return _Opening(raw, opened, opened.name in INLINE, card, opened.get("id") if opened.has("id") else None)


@lru_cache(maxsize=5_000)
def _line(raw: str) -> str:
    """A stretch of text as it is read, in one line."""
    return _SPACE.sub(" ", unescape(raw)).strip()


class _Gatherer:
    """Walks the pieces of one page. A card belongs to the submission that it leads to, wherever it stands."""

    def __init__(self, owner: str | None) -> None:
        self.page_owner = owner
        self.texts: list[Text] = []
        self.tags: list[Opened] = []
        self.ids: set[str] = set()
        self.others: list[tuple[Piece, Tag | None]] = []
        self.in_title: list[Piece] = []
        self._words: list[str] = []
        self._at = 0
        self._card: str | None = None
        self._in_card = 0
        self._author = 0
        self._verbatim = 0

    def walk(self, html: str) -> None:
        """Take every piece of a page."""
        opened: Tag | None = None
        text, open_, close = Kind.TEXT, Kind.OPEN, Kind.CLOSE
        for kind, raw, at in cut(html):
            if kind is text:
                if not self._words:
                    self._at = at
                self._words.append(raw)
            elif kind is open_:
                if opened is not None and opened.name == "title":
                    self.in_title.append(Piece(kind, raw, at))
                opening = _opening(raw)
                opened = opening.tag
                self._open(opening, at)
            elif kind is close:
                opened = None
                self._close(tag(raw).name)
            else:
                self.others.append((Piece(kind, raw, at), opened))
        self.flush()

    def _open(self, opening: _Opening, at: int) -> None:
        opened = opening.tag
        name = opened.name
        if not opening.inline and self._words:
            self.flush()
        if opening.card:
            self._in_card, self._card = 1, None
        elif name == "a" and self._in_card and self._card is None:
            match = _FOLDER.search(opened.get("href"))
            self._card = match[1] if match else None
        if name == "div" and (self._author or opened.get("class") in _AUTHORS):
            self._author += 1
        self._verbatim += name == "pre"
        if opening.id is not None:
            self.ids.add(opening.id)
        self.tags.append(Opened(opened, opening.raw, self._card or self.page_owner, bool(self._author), at))

    def _close(self, name: str) -> None:
        if self._words and name not in INLINE:
            self.flush()
        if name == "article":
            self._in_card, self._card = 0, None
        elif name == "div" and self._author:
            self._author -= 1
        elif name == "pre":
            self._verbatim = max(0, self._verbatim - 1)

    def flush(self) -> None:
        """End the words read so far."""
        if not self._words:
            return
        written, self._words = self._words, []
        if len(written) == 1 and not self._verbatim:
            if line := _line(written[0]):
                self.texts.append(Text(line, self._card or self.page_owner, bool(self._author), self._at))
            return
        if all(word.isspace() for word in written):
            return
        parts = [unescape(word) for word in written]
        readings = ["".join(parts)]
        if not self._author and any(a[-1:].isalnum() and b[:1].isalnum() for a, b in pairwise(parts)):
            # Marks inside a word, or two pieces side by side that a reader takes apart: it is read both ways.
            readings.append(" ".join(parts))
        for reading in readings:
            words = reading.strip() if self._verbatim else _SPACE.sub(" ", reading).strip()
            # Ours to the letter is a record, of lines of their own; an author's is a text.
            for told in record(words) if self._verbatim and not self._author else [words]:
                if told:
                    self.texts.append(Text(told, self._card or self.page_owner, bool(self._author), self._at))


def read_page(path: str, origin: str, html: str) -> Page:
    """Gather what a page holds."""
    walked = _Gatherer(origin if "/" in origin else None)
    walked.walk(html)
    return Page(
        path,
        origin,
        html,
        tuple(walked.others),
        tuple(walked.in_title),
        tuple(walked.texts),
        tuple(walked.tags),
        frozenset(walked.ids),
    )
