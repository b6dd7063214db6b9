"""Where pages point: inside, to files and anchors that exist (P307); outside, never for what they load (P306)."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from generator.audit.inventory import NOT_FOUND
from generator.audit.page import Opened, Page
from generator.audit.pieces import line_of
from generator.audit.problem import Report

_LOADING = {"img": ("src", "srcset"), "source": ("srcset",), "script": ("src",), "link": ("href",), "form": ("action",)}
_OUTSIDE = re.compile(r"[\x00-\x20]*(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//|\\|/\\)")
_LEADING = frozenset(("canonical", "schema.dc"))
_SHARED = frozenset(("og:url", "og:image"))


@dataclass(slots=True, repr=False)
class Links:
    """Gathers every reference of the site and answers once all pages were read."""

    files: frozenset[str]
    report: Report
    address: str = ""
    _ids: dict[str, frozenset[str]] = field(default_factory=dict)
    _fragments: list[tuple[str, str, str, str | None, int]] = field(default_factory=list)
    targets: dict[str, list[tuple[str, str | None]]] = field(default_factory=dict)

    def take(self, page: Page) -> None:
        """Check the addresses of a page; anchors wait until the page that should have them was read."""
        self._ids[page.path] = page.ids
        for opened in page.tags:
            for name, value in opened.tag.attributes:
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

    def finish(self) -> None:
        """Check the anchors."""
        for path, target, anchor, owner, line in self._fragments:
            if target in self._ids and anchor not in self._ids[target]:
                self.report.add("P307", path, "El enlace va a una sección que no existe.", origin=owner, line=line)

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
        if anchor and tag.name == "a":
            self._fragments.append((page.path, target, anchor, opened.owner, line_of(page.html, opened.at)))

    def _resolve(self, path: str, value: str) -> tuple[str | None, str]:
        """The built file that an address leads to (None when there is none) and its anchor."""
        try:
            parts = urlsplit(value)
        except ValueError:
            return None, ""
        anchor = unquote(parts.fragment)
        if not parts.path:
            return path, anchor
        place = unquote(parts.path)
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
