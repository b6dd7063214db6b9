"""All that several books say, in one transaction: recorded whole, or not at all and every broken rule told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import groupby

from sqlalchemy.exc import DBAPIError

from generator.diagnostics import Diagnostic
from generator.private import cycles
from generator.private.errors import StoreError, explained, lost_a_race, trouble
from generator.private.store import Store, Writing
from generator.private.workbook.entries import Told
from generator.private.workbook.outcome import Outcome, placed
from generator.private.workbook.telling import Target

Progress = Callable[[int], None]
"""Told how many cycles are done; it may begin again."""


def apply(store: Store, actor: str, told: Iterable[Told], progress: Progress = lambda done: None) -> Outcome:
    """Record all of it in one transaction, or nothing; then every rule that was broken is in the findings."""
    told = list(told)
    try:
        return store.write(actor, _all, told, progress)
    except StoreError as refusal:
        if any(d.code in ("D407", "D410", "D411", "D416") for d in refusal.diagnostics):
            raise
        found = _everything_wrong(store, actor, told)
        return Outcome(findings=found or list(refusal.diagnostics))


def _all(w: Writing, told: list[Told], progress: Progress) -> Outcome:
    outcome = Outcome()
    known = cycles.refs(w.connection)
    for done, one in enumerate(told, start=1):
        target = Target.find(w, one, known, outcome)
        for _, entries in groupby(one.entries, lambda entry: entry.sheet.name):
            target.tell(w, list(entries))
        outcome.cycles += 1
        progress(done)
    return outcome


class _NothingKeptError(Exception):
    """Ends a rehearsal, so that the transaction is undone."""


def _everything_wrong(store: Store, actor: str, told: list[Told]) -> list[Diagnostic]:
    """Try each record apart, and undo it all: not only the first broken rule is told."""
    findings: list[Diagnostic] = []

    def rehearse(w: Writing) -> None:
        findings.clear()
        known = cycles.refs(w.connection)
        for one in told:
            outcome, target = Outcome(), None
            for entry in one.entries:
                try:
                    with w.connection.begin_nested():
                        if target is None:
                            target = Target.find(w, one, known, outcome)
                        target.tell(w, [entry])
                except StoreError as refusal:
                    findings.extend(placed(entry, d) for d in refusal.diagnostics)
                except DBAPIError as problem:
                    if lost_a_race(problem) or trouble(problem):
                        raise
                    findings.extend(placed(entry, d) for d in explained(problem).diagnostics)
                if target is None or target.ref is None:
                    break  # without the cycle, all the rest would be told as missing
        raise _NothingKeptError

    with suppress(_NothingKeptError):
        store.write(actor, rehearse)
    return findings
