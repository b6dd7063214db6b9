"""Pages that an earlier run printed from the same, taken from the published site instead of being printed again.

They are not kept a second time: the published site has them. What is kept, enciphered, is a record of it: for each page
the digests of its Markdown and of its HTML, and in what environment that was made. A file is taken only when it holds,
to the last byte, what the record says; a site that is not there, is another one or was tampered with just means more
to print.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from generator.digests import digest
from generator.kept import Kept
from generator.manifest import Staged, StagedPage
from generator.press.orders import Told

_KIND = "prensa"
Row = tuple[str, str, str]
"""SHA-256 of the Markdown and of the HTML, and what the page says to search engines."""


@dataclass(frozen=True, slots=True)
class Printing:
    """How many pages were printed, by why, and how many are as they were.

    `always` are those of the menu, those of the guide and those with links that depend on which files there are; `lost`
    those whose published file is not there any more or is another one; `every` tells that nothing could be taken over
    since nothing is known of an earlier run, or what all pages share changed.
    """

    changed: int = 0
    new: int = 0
    always: int = 0
    lost: int = 0
    kept: int = 0
    every: bool = False

    @property
    def rendered(self) -> int:
        return self.changed + self.new + self.always + self.lost

    def line(self) -> str:
        """For whoever wonders: «32 páginas hechas (de siempre: 25, cambiadas: 5, nuevas: 2); 684 como estaban»."""
        if self.every:
            return f"{self.rendered} páginas hechas: todas, porque no hay una vuelta anterior o cambió lo que comparten"
        why = ("de siempre", self.always), ("cambiadas", self.changed), ("nuevas", self.new), ("perdidas", self.lost)
        told = [f"{words}: {count}" for words, count in why if count]
        return f"{self.rendered} páginas hechas ({', '.join(told)}); {self.kept} como estaban"


@dataclass(slots=True, repr=False)
class Past:
    """Where an earlier run published, if it did; `printing` says afterwards what of it could be taken over."""

    site: Path | None = None
    printing: Printing | None = None


@dataclass(slots=True, repr=False)
class Earlier:
    """What is known of an earlier run, and what of it was laid where the site is going to be."""

    kept: Kept
    name: str = ""
    environment: str = ""
    rows: dict[str, Row] = field(default_factory=dict)
    laid: dict[str, Row] = field(default_factory=dict)

    @classmethod
    def of(cls, kept: Kept) -> Earlier:
        one = cls(kept, kept.name(_KIND))
        with suppress(ValueError, TypeError, KeyError, AttributeError):
            told = json.loads(kept.get(one.name) or b"")
            one.rows = {str(source): (str(a), str(b), str(c)) for source, (a, b, c) in told["pages"].items()}
            one.environment = str(told["environment"])
        return one

    def lay(self, staged: Staged, published: Path | None) -> Mapping[str, str]:
        """Put in their places the pages that need no printing; what each says to search engines, by source.

        From here on nothing is remembered of pages that are not staged today, whatever becomes of this run.
        """
        for page in staged.pages if published else ():
            row = self.rows.get(page.source)
            if published and row and row[0] == page.sha256:
                names = f"{published}{os.sep}{page.built}", f"{staged.site}{os.sep}{page.built}"
                if _take(*names, row[1]):
                    self.laid[page.source] = row
        self._keep(self.environment, self.laid)
        return {source: robots for source, (_, _, robots) in self.laid.items()}

    def settle(self, staged: Staged, told: Told) -> Printing:
        """Remember this run. Raises OSError when a page that was printed is not there."""
        if not told.environment:  # whatever made the pages, it can make others of the same
            self._keep("", {})
            return Printing(always=len(staged.pages), every=True)
        printed = set(told.rendered)
        as_before = {source: row for source, row in self.laid.items() if source not in printed}
        pages = {page.source: page for page in staged.pages}
        rows = {
            source: (pages[source].sha256, digest(staged.site / pages[source].built).hex(), robots)
            for source, robots in told.lasting.items()
            if source in pages
        }
        self._keep(told.environment, {**as_before, **rows})
        every = not self.rows or told.environment != self.environment
        return self._counted([p for p in staged.pages if p.source in printed], rows, len(as_before), every)

    def _counted(self, printed: list[StagedPage], lasting: Mapping[str, Row], kept: int, every: bool) -> Printing:
        always = sum(page.source not in lasting for page in printed)
        rows = [(page, self.rows.get(page.source)) for page in printed if page.source in lasting]
        new = sum(row is None for _, row in rows)
        changed = sum(row is not None and row[0] != page.sha256 for page, row in rows)
        return Printing(changed, new, always, len(rows) - new - changed, kept, every)

    def _keep(self, environment: str, rows: Mapping[str, Row]) -> None:
        self.kept.put(self.name, json.dumps({"environment": environment, "pages": rows}).encode())


def _take(source: str, target: str, sha256: str) -> bool:
    """Lay a published page where it is to be again, if it is the one that is meant: the same file by another name
    where the system can, and nobody writes in place in either."""
    try:
        status = os.lstat(source)
        if not stat.S_ISREG(status.st_mode) or digest(source, status).hex() != sha256:
            return False
        if not _linked(source, target):
            Path(target).unlink(missing_ok=True)
            shutil.copyfile(source, target)
        status = os.lstat(target)
        if stat.S_ISREG(status.st_mode) and digest(target, status).hex() == sha256:
            return True
        Path(target).unlink()
    except OSError:
        return False
    return False


def _linked(source: str, target: str) -> bool:
    for _ in range(2):
        try:
            os.link(source, target)
        except FileNotFoundError:
            Path(target).parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            return False
        else:
            return True
    return False
