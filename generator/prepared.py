"""What came of each bundle in an earlier run, taken up again for those that did not change.

What is kept of each is what was read of it, and what may be shown of it for what was agreed to. Whether everybody
agrees is asked each time anew.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from generator.checking import UNSTEADY, guarded
from generator.collecting import uncollected
from generator.consent.coverage import Papers
from generator.consent.standing import Trust
from generator.diagnostics import Diagnostic
from generator.imprint import Imprint, imprint
from generator.kept import Kept
from generator.load import Bundle
from generator.model import Anonymized, Consented, Submission
from generator.runs import runs
from generator.schema.revision import Memoria
from generator.validate.together import Tie

_TOGETHER = 48
"""Bundles that are kept together, on average, some 10 KB each."""
T = TypeVar("T")


@dataclass(frozen=True, repr=False)
class Day:
    """What the project is and trusts today, the same for every bundle."""

    project: Path
    memory: Memoria
    trust: Trust
    today: date

    @cached_property
    def terms(self) -> str:
        """What the project remembers, told whole."""
        return self.memory.model_dump_json()


@dataclass(frozen=True, slots=True, repr=False)
class Read:
    """A bundle that was loaded and validated: the submission without its texts, where it fits the schema, and what it
    brings along to be agreed to by."""

    submission: Submission | None
    findings: tuple[Diagnostic, ...]
    ties: tuple[Tie, ...] = ()
    papers: Papers | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Prepared:
    """What came of one bundle: read, agreed to, anonymized, each with what was found on the way."""

    read: Read
    consented: Consented | None = None
    reasons: tuple[Diagnostic, ...] = ()
    anonymized: Anonymized | None = None
    told: tuple[Diagnostic, ...] = ()

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        return (*self.read.findings, *self.reasons, *self.told)


Agreed = tuple[frozenset[int], frozenset[str], bool]
"""The names (by their places) and the images that were agreed to, and whether it is an example."""
Page = tuple[dict[str, Any] | None, tuple[Diagnostic, ...]]
"""What may be shown of a bundle, but for what was agreed to (None where nothing may), and what was found on the way."""
_Row = tuple[Read, Agreed | None, Page]


class Found(NamedTuple):
    """A bundle, its imprint now, and what comes of it, None where that is to be made."""

    bundle: Bundle
    mark: Imprint | None
    made: Prepared | None

    def __repr__(self) -> str:
        return "<Found>"


Ask = Callable[[Submission, Papers | None, Day], tuple[Consented | None, list[Diagnostic]]]
"""Whether everybody agrees to a submission today, and why not."""


class Earlier:
    """What came of the bundles of a project in an earlier run, and what the next one is going to know of them.

    Some dozens that follow one another are kept together: what they all say is there once, and opened once. They are
    called by the folder that ends them, so that one more or less among them is no other shelf.
    """

    def __init__(self, bundles: Sequence[Bundle], day: Day, kept: Kept) -> None:
        self._day, self._kept = day, kept
        self._shelves = list(runs(bundles, lambda bundle: bundle.folder, _TOGETHER))
        self._last = {shelf[-1].folder: shelf for shelf in self._shelves}
        self._before: dict[str, dict[str, Agreed | None]] = {}
        self._rows: dict[str, _Row] = {}

    def __repr__(self) -> str:
        return "<Earlier>"

    def known(self, ask: Ask) -> Iterator[Found]:
        """What comes of every bundle as it is now, where that is known."""
        with uncollected():
            for shelf in self._shelves:
                rows = _here(shelf[0], partial(self._opened, shelf)) or {}
                self._before[shelf[-1].folder] = {digest: agreed for digest, (_, agreed, _) in rows.items()}
                for bundle in shelf:
                    mark = imprint(bundle)
                    row = rows.get(mark.digest) if mark else None
                    yield Found(bundle, mark, _here(bundle, partial(_again, row, self._day, ask)) if row else None)

    def keep(self, one: Prepared, bundle: Bundle, mark: Imprint | None, *, new: bool) -> None:
        """Take, in the order of the bundles, what came of each that had this imprint before; what was made `new` is
        kept where that is sure to be what it came of."""
        steady = not any(d.code in UNSTEADY for d in one.findings)
        if mark and steady and (not new or imprint(bundle) == mark):
            self._rows[mark.digest] = one.read, _agreed(one.consented) if one.consented else None, _page(one)
        if shelf := self._last.get(bundle.folder):
            rows, self._rows = self._rows, {}
            if {digest: agreed for digest, (_, agreed, _) in rows.items()} != self._before.get(bundle.folder):
                self._kept.put(self._name(shelf), pickle.dumps(rows))

    def _name(self, shelf: Sequence[Bundle]) -> str:
        """By what they are kept; their images are found again at their place on this disk."""
        place = str(self._day.project.absolute())
        end = shelf[-1].folder if shelf is not self._shelves[-1] else ""
        return self._kept.name("entregas", place, self._day.terms, end)

    def _opened(self, shelf: Sequence[Bundle]) -> dict[str, _Row]:
        data = self._kept.get(self._name(shelf))
        # An entry opens only when this program wrote it for this user.
        return pickle.loads(data) if data is not None else {}  # noqa: S301


def _again(row: _Row, day: Day, ask: Ask) -> Prepared | None:
    """A bundle that was read earlier, with what everybody says to it today; None where what may be shown of it is not
    known."""
    read, agreed, (parts, told) = row
    if read.submission is None:
        return Prepared(read)
    consented, reasons = ask(read.submission, read.papers, day)
    if consented is None:
        return Prepared(read, None, tuple(reasons))
    if _agreed(consented) != agreed:
        return None
    return Prepared(read, consented, tuple(reasons), Anonymized(consented, **parts) if parts else None, told)


def _agreed(consented: Consented) -> Agreed:
    return consented.names, consented.images, consented.example


def _page(one: Prepared) -> Page:
    made = one.anonymized
    parts = {f.name: getattr(made, f.name) for f in fields(made) if f.name != "consented"} if made else None
    return parts, one.told


def _here(bundle: Bundle, work: Callable[[], T | None]) -> T | None:
    """What a fault of ours keeps from being found is made anew."""
    return guarded(bundle.folder, lambda: (work(), []))[0]
