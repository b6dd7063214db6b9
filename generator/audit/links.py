"""Where pages point: inside, to files and anchors that exist (P307); outside, never for what they load (P306)."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from urllib.parse import unquote, urlsplit

from generator.audit.facts import Gathered, mark, marks
from generator.audit.inventory import NOT_FOUND
from generator.audit.page import Opened, Page
from generator.audit.pieces import line_of, tag
from generator.audit.problem import Report
from generator.audit.shards import Known, Leading

_LOADING = {"img": ("src", "srcset"), "source": ("srcset",), "script": ("src",), "link": ("href",), "form": ("action",)}
_OUTSIDE = re.compile(r"[\x00-\x20]*(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//|\\|/\\)")
_LEADING = frozenset(("canonical", "schema.dc"))
_SHARED = frozenset(("og:url", "og:image"))
_LEAD = frozenset(("content", "href", "src", "action", "srcset"))
_NO_SECTION = "El enlace va a una sección que no existe."


class Sections:
    """The sections of all pages, and who leads to them: answered once all were read."""

    def __init__(self) -> None:
        self._ids: dict[str, bytes] = {}
        self._wanted: dict[str, set[str]] = defaultdict(set)
        self._leading: list[Callable[[], Iterable[Leading]]] = []

    def take(self, known: Known) -> None:
        """Take what was gathered of some pages."""
        self._ids.update(known.told.ids)
        for page, section in known.told.sections:
            self._wanted[page].add(section)
        if known.told.sections:
            self._leading.append(known.leading)

    def finish(self, report: Report) -> None:
        """Report what leads to a section that its page does not have."""
        missing = {(page, section) for page in self._wanted for section in self._missing(page)}
        said = set()
        for path, (page, section, owner, line) in chain.from_iterable(of() for of in self._leading if missing):
            if (page, section) in missing:
                report.add("P307", path, _NO_SECTION, origin=owner, line=line)
                said.add((page, section))
        for page, _ in missing - said:
            report.add("P307", page, _NO_SECTION)  # who leads to it cannot be told any more

    def _missing(self, page: str) -> Iterator[str]:
        if page in self._ids:
            there = frozenset(marks(self._ids[page]))
            yield from (section for section in self._wanted[page] if mark(section) not in there)


@dataclass(slots=True, repr=False)
class Links:
    """Follows every reference of a file. What it leads to, and the sections of other pages, go to `told`."""

    files: frozenset[str]
    report: Report
    address: str = ""
    told: Gathered = field(default_factory=Gathered)

    def take(self, page: Page) -> None:
        """Check the addresses of a page."""
        for opened in page.tags:
            for name, value in _leading(opened.raw):
                if name == "content" and opened.tag.get("property") in _SHARED:
                    self.whole(page.path, value, page.owner)
                elif name in ("href", "src", "action"):
                    self._one(page, opened, name, value)
                elif name == "srcset":
                    for candidate in value.split(","):
                        self._one(page, opened, name, candidate.strip().split(" ")[0])

    def whole(self, path: str, value: str, owner: str | None, line: int | None = None) -> None:
        """Check an address as programs are given it: whole, or from the page. Those of other sites are let be."""
        if self.address and value.startswith(self.address):
            place = unquote(value.removeprefix(self.address)).partition("?")[0].partition("#")[0]
            found = self._file(place)
        elif _OUTSIDE.match(value):
            return
        else:
            found = self._resolve(path, value)[0]
        if found is None:
            self.report.add("P307", path, origin=owner, line=line)
        else:
            self.told.needs.add(found)

    def _one(self, page: Page, opened: Opened, name: str, value: str) -> None:
        tag = opened.tag
        loads = name in _LOADING.get(tag.name, ()) and not set(tag.get("rel").casefold().split()) & _LEADING
        if _OUTSIDE.match(value):
            self.whole(page.path, value, opened.owner, line_of(page.html, opened.at))
            if loads:
                self.report.add("P306", page.path, origin=page.owner, line=line_of(page.html, opened.at))
            return
        target, anchor = self._resolve(page.path, value)
        if target is None:
            self.report.add("P307", page.path, origin=opened.owner, line=line_of(page.html, opened.at))
            return
        self.told.needs.add(target)
        if anchor and tag.name == "a" and target != page.path:
            self.told.anchors[target, anchor, opened.owner, line_of(page.html, opened.at)] = None
        elif anchor and tag.name == "a" and anchor not in page.ids:
            self.report.add("P307", page.path, _NO_SECTION, origin=opened.owner, line=line_of(page.html, opened.at))

    def _resolve(self, path: str, value: str) -> tuple[str | None, str]:
        """The built file that an address leads to (None when there is none) and its anchor."""
        parts = _parts(value)
        if parts is None:
            return None, ""
        place, anchor = parts
        if not place:
            return path, anchor
        if place.startswith("/"):
            # Only the page for what is not found is shown at any depth, so only it may start from the root.
            return (self._from_root(place) if path == NOT_FOUND else None), anchor
        return self._file(posixpath.join(posixpath.dirname(path), place)), anchor

    def _from_root(self, place: str) -> str | None:
        """The file of an absolute address: the site may live some folders below its host's root."""
        parts = [part for part in place.split("/") if part]
        return next((f for n in range(len(parts) + 1) if (f := self._file("/".join(parts[n:])))), None)

    def _file(self, place: str) -> str | None:
        full = posixpath.normpath(place)
        if full in self.files:
            return full
        index = posixpath.normpath(posixpath.join(full, "index.html"))
        return index if index in self.files else None


@lru_cache(maxsize=5_000)
def _leading(raw: str) -> tuple[tuple[str, str], ...]:
    """The attributes of a tag that may lead somewhere."""
    return tuple((name, value) for name, value in tag(raw).attributes if name in _LEAD)


@lru_cache(maxsize=5_000)
def _parts(value: str) -> tuple[str, str] | None:
    """The place and the anchor of an address, None when it is none."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return None
    return unquote(parts.path), unquote(parts.fragment)
