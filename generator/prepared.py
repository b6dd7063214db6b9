"""What came of each bundle in an earlier run, taken up again for those that did not change.

Two entries (`kept`) are of each: what was read of it, and what may be shown of it for what was agreed to. Whether
everybody agrees is asked between the two, each time anew.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property
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
from generator.schema.revision import Memoria
from generator.validate.together import Tie

_TOGETHER = 100
"""Bundles whose entries are held at a time, some 10 KB each."""
T = TypeVar("T")


@dataclass(frozen=True, repr=False)
class Day:
    """What the project is and trusts today, the same for every bundle."""

    project: Path
    memory: Memoria
    trust: Trust
    today: date

    @cached_property
    def _place(self) -> str:
        return str(self.project.absolute())

    @cached_property
    def _terms(self) -> str:
        return self.memory.model_dump_json()

    def name_of_read(self, mark: Imprint, kept: Kept) -> str:
        """By what a bundle that was read is kept; its images are found again at their place on this disk."""
        return kept.name("leida", self._place, mark.digest)

    def name_of_page(self, mark: Imprint, consented: Consented, kept: Kept) -> str:
        """By what is kept what may be shown of a bundle, for what was agreed to."""
        agreed = (sorted(consented.names), sorted(consented.images), consented.example)
        return kept.name("anonima", self._place, mark.digest, agreed, self._terms)


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


class Found(NamedTuple):
    """A bundle, its imprint now, and what comes of it, None where that is to be made."""

    bundle: Bundle
    mark: Imprint | None
    made: Prepared | None

    def __repr__(self) -> str:
        return "<Found>"


Ask = Callable[[Submission, Papers | None, Day], tuple[Consented | None, list[Diagnostic]]]
"""Whether everybody agrees to a submission today, and why not."""


def remembered(bundles: Sequence[Bundle], day: Day, ask: Ask, kept: Kept) -> Iterator[Found]:
    """What comes of every bundle as it is now, where that is known.

    Each step is taken with many before the next: a processor takes half as long as with one after the other.
    """
    with uncollected():
        for at in range(0, len(bundles), _TOGETHER):
            some = bundles[at : at + _TOGETHER]
            marks = [imprint(bundle) for bundle in some]
            entries = [kept.get(day.name_of_read(mark, kept)) if mark else None for mark in marks]
            reads = [_opened(bundle, entry) for bundle, entry in zip(some, entries, strict=True)]
            asked = [_asked(bundle, read, day, ask) for bundle, read in zip(some, reads, strict=True)]
            pages = [_page(mark, one, day, kept) for mark, one in zip(marks, asked, strict=True)]
            shown = [_opened(bundle, page) for bundle, page in zip(some, pages, strict=True)]
            for bundle, mark, one, page in zip(some, marks, asked, shown, strict=True):
                yield Found(bundle, mark, _whole(one, page))


def keep(one: Prepared, bundle: Bundle, mark: Imprint | None, day: Day, kept: Kept) -> None:
    """Keep what came of a bundle that had this imprint before, where that is sure to be what it came of."""
    if mark is None or any(d.code in UNSTEADY for d in one.findings) or imprint(bundle) != mark:
        return
    kept.put(day.name_of_read(mark, kept), pickle.dumps(one.read))
    if one.consented:
        made = one.anonymized
        parts = made and {f.name: getattr(made, f.name) for f in fields(made) if f.name != "consented"}
        if parts and one.read.submission and parts["record"] is one.read.submission.record:
            del parts["record"]  # as it was read
        kept.put(day.name_of_page(mark, one.consented, kept), pickle.dumps((parts, one.told)))


def _opened(bundle: Bundle, entry: bytes | None) -> Any:
    if entry is None:
        return None
    # An entry opens only when this program wrote it for this user.
    return _here(bundle, lambda: pickle.loads(entry))  # noqa: S301


def _asked(bundle: Bundle, read: Read | None, day: Day, ask: Ask) -> Prepared | None:
    """A bundle that was read earlier, with what everybody says to it today."""
    if read is None:
        return None
    submission = read.submission
    if submission is None:
        return Prepared(read)
    answer = _here(bundle, lambda: ask(submission, read.papers, day))
    return Prepared(read, answer[0], tuple(answer[1])) if answer else None


def _page(mark: Imprint | None, one: Prepared | None, day: Day, kept: Kept) -> bytes | None:
    return kept.get(day.name_of_page(mark, one.consented, kept)) if mark and one and one.consented else None


def _whole(one: Prepared | None, page: Any) -> Prepared | None:
    """With what may be shown of it; None where something may, and is not known."""
    if one is None or one.consented is None:
        return one
    if page is None:
        return None
    parts, told = page
    as_read = {"record": one.consented.submission.record}
    return replace(one, anonymized=Anonymized(one.consented, **as_read | parts) if parts else None, told=told)


def _here(bundle: Bundle, work: Callable[[], T]) -> T | None:
    """What a fault of ours keeps from being found is made anew."""
    return guarded(bundle.folder, lambda: (work(), []))[0]
