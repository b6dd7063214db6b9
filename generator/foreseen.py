"""Who the audit left out for what stands in their own text, and will again: known before anything is built of them.

What it found in an author's text rests on that submission alone, on the program and on how pages are made: nothing that
another one says, redacts or withdraws changes it. Without this, each run would stage, print and read it again to leave
it out, and then go a second round.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from hashlib import sha256
from typing import Any

from generator.diagnostics import Diagnostic
from generator.kept import NOTHING, Kept
from generator.model import Anonymized

_Row = tuple[str, list[list[Any]]]
"""A digest of a submission as it was, and what was found in it."""


class Foreseen:
    """What is known of an earlier run, and what of this one is going to be known."""

    def __init__(self, kept: Kept = NOTHING, ways: object = None) -> None:
        """`ways` tells, by `repr`, all that decides how pages are made besides the program; None where that cannot be
        told, and then nothing is known."""
        self._kept = kept
        self._name = "" if ways is None else kept.name("dejadas fuera", ways)
        self._before: dict[str, _Row] = {}
        self._rows: dict[str, _Row] = {}

    def __repr__(self) -> str:
        return "<Foreseen>"

    def known(self, submissions: Iterable[Anonymized]) -> dict[str, list[Diagnostic]]:
        """Folder → what the audit finds in it. From here on nothing is remembered of those that are others by now, or
        are not there, whatever becomes of this run."""
        self._before = json.loads((self._name and self._kept.get(self._name)) or b"{}")
        for one in submissions if self._before else ():
            row = self._before.get(one.folder)
            if row and row[0] == _digest(one):
                self._rows[one.folder] = row
        self.keep()
        return {folder: [Diagnostic(*row) for row in found] for folder, (_, found) in self._rows.items()}

    def learn(self, one: Anonymized, found: Sequence[Diagnostic]) -> None:
        """Something was found in the text of a submission, in whatever else the site consists of."""
        self._rows[one.folder] = _digest(one), [list(astuple(diagnostic)) for diagnostic in found]

    def keep(self) -> None:
        """For the next run: what was known, and what was learned of submissions that are still the same."""
        if self._name and self._rows != self._before:
            self._before = dict(self._rows)
            self._kept.put(self._name, json.dumps(self._rows).encode())


def _digest(one: Anonymized) -> str:
    """All that is shown of it and that it is held to."""
    told = one.fingerprint, sorted(one.secrets), sorted(one.cited), sorted(one.kept)
    return sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()
