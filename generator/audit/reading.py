"""What the audit checks in one built page, and all that the page says to people and to programs."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path

from generator.anonymize.detect import Where
from generator.anonymize.originals import keys_in
from generator.audit.allowlist import check_allowed
from generator.audit.equality import compare
from generator.audit.facts import Gathered
from generator.audit.gone import Gone
from generator.audit.linked import linked_of, staged_linked
from generator.audit.links import Links
from generator.audit.machines import Machines
from generator.audit.page import Page, read_page
from generator.audit.people import Reader
from generator.audit.pieces import Kind, line_of, tag
from generator.audit.problem import Report
from generator.audit.scripts import addresses, config_texts
from generator.manifest import GUIDE, StagedPage

_ADDRESSES = frozenset(("href", "src", "srcset", "action"))
_NAMES = frozenset(("class", "id", "for", "name"))
_SEARCHED = "data-pagefind-body"
# How a QR code is drawn: bars one unit high, of places and lengths of two figures, and nothing else.
_BARS = re.compile(r"(?:M\d{1,2} \d{1,2}h(\d{1,2})v1h-\1z)+")
_REMEMBERED = 3_000
_Key = tuple[str, str | None, bool]


class Pages:
    """Checks pages, one after another."""

    def __init__(
        self, docs: Path, reader: Reader, gone: Gone, links: Links, machines: Machines, report: Report
    ) -> None:
        """`docs`: where what was staged is."""
        self._docs = docs
        self._reader, self._gone, self._links, self._machines = reader, gone, links, machines
        self._report = report
        self._clean_tags: set[_Key] = set()

    def check(self, path: str, origin: str, data: bytes, staged: StagedPage | None, told: Gathered) -> None:
        """Check one page; what other files are to be held to goes to `told`."""
        owner = origin if "/" in origin else None
        try:
            html = data.decode("utf-8")
        except UnicodeDecodeError:
            self._report.add("P305", path, "La página no está en UTF-8.", origin=owner)
            return
        page = read_page(path, origin, html)
        told.ids = page.ids
        check_allowed(page, self._report)
        self._links.take(page)
        given = None
        if staged and staged.origin != GUIDE:
            source = (self._docs / staged.source).read_text(encoding="utf-8")
            compare(path, source, html, self._report, owner)
            given = staged_linked(source)
        linked = linked_of(page)
        if linked != ([] if given is None else [given]):
            self._report.add("P304", path, "Los datos para programas no son los que se prepararon.", origin=owner)
        self._words(page)
        self._tags(page)
        self._rest(page, linked)
        if owner:
            self._gone.read(html, path, owner)
        told.listed = staged is not None and "noindex" not in _asked(page)

    def _words(self, page: Page) -> None:
        """Read what a page says to people; an author's texts in one piece, as they were anonymized."""
        path = page.path
        written = [t for t in page.texts if t.author and t.owner and t.owner == page.owner]
        for text in page.texts:
            together = text.author and text.owner == page.owner
            self._reader.read(
                text.words, path, text.owner, author=text.author, line=_line(page, text.at), people=not together
            )
        self._reader.read_together([(t.sentence, _line(page, t.at)) for t in written], path, page.owner)

    def _tags(self, page: Page) -> None:
        """Read what the attributes say. Most tags are those of every other page, where nothing was found in them.

        They are noted in the pages that hold those of many submissions: in one of its own they are soon read again.
        """
        repeated: set[_Key] = set()
        noted = page.owner is None
        for opened in page.tags:
            key = (opened.raw, opened.owner, opened.author)
            if key in repeated:
                continue  # of the same page, too
            values, addresses_of, keys = _said_by(opened.raw)
            for value in addresses_of:
                self._gone.address(value, page.path, opened.owner)
            if key in self._clean_tags:
                self._reader.repeat(values, keys, opened.owner, author=opened.author, noted=noted)
                repeated.add(key)
                continue
            before = self._report.count
            for value, where in values:
                line = _line(page, opened.at)
                self._reader.read(
                    value, page.path, opened.owner, where=where, author=opened.author, line=line, noted=noted
                )
            if self._report.count == before:
                if len(self._clean_tags) >= _REMEMBERED:
                    self._clean_tags.clear()
                self._clean_tags.add(key)

    def _rest(self, page: Page, linked: list[str]) -> None:
        """Read what is for programs and what is hidden."""
        path, read = page.path, self._reader.read
        for body in linked:
            self._machines.script(body, path, page.owner)
        for piece, _ in page.others:
            if piece.kind in (Kind.COMMENT, Kind.BROKEN):
                read(piece.raw, path, page.owner, line=_line(page, piece.at))
            elif piece.kind is Kind.RAW:
                for label in config_texts(piece.raw):
                    read(label, path, None, line=_line(page, piece.at))
                for address in addresses(piece.raw):
                    read(address, path, None, where=Where.URL, line=_line(page, piece.at))


def searchable(path: str, origin: str, data: bytes) -> str | None:
    """The words of a page that the search may find. Only what says so can be found: of the others it says nothing."""
    try:
        page = read_page(path, origin, data.decode("utf-8"))
    except UnicodeDecodeError:
        return None
    return " ".join(text.words for text in page.texts) if _SEARCHED in _asked(page) else None


def _asked(page: Page) -> frozenset[str]:
    return frozenset().union(*(_asks(raw) for raw in {opened.raw for opened in page.tags}))


@lru_cache(maxsize=_REMEMBERED)
def _asks(raw: str) -> frozenset[str]:
    """What a tag asks of search engines (to leave the page out) and of our own search (to take it in)."""
    opened = tag(raw)
    hides = opened.get("name") == "robots" and "noindex" in opened.get("content")
    return frozenset(word for word, there in (("noindex", hides), (_SEARCHED, opened.has(_SEARCHED))) if there)


def _line(page: Page, at: int) -> Callable[[], int]:
    return partial(line_of, page.html, at)


@lru_cache(maxsize=_REMEMBERED)
def _said_by(raw: str) -> tuple[tuple[tuple[str, Where], ...], tuple[str, ...], frozenset[int]]:
    """The values of a tag, those of them that are addresses, and the keys of all."""
    values = _values(raw)
    keys = frozenset().union(*(keys_in(value) for value, _ in values))
    return values, tuple(value for value, where in values if where is Where.URL), keys


def _values(raw: str) -> tuple[tuple[str, Where], ...]:
    """The values of a tag's attributes and how each is read."""
    return tuple(
        (value, Where.URL if name in _ADDRESSES else Where.RUTA if name in _NAMES else Where.PROSA)
        for name, value in tag(raw).attributes
        if value and not (name == "d" and _BARS.fullmatch(value))
    )
