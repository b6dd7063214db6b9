"""A release: the tables of one quarter, protected and frozen. A correction is another release of the same quarter."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.figures.catalog import Kind

TOTAL = ""
"""The code of the row that is the sum of the others."""
NAME = re.compile(r"(?P<quarter>20[0-9]{2}-T[1-4])(?:-r(?P<version>[2-9]|[1-9][0-9]))?")


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """A code, what readers see of it, and its number; None where it is suppressed, whatever the reason."""

    code: str
    name: str
    value: int | None


@dataclass(frozen=True, slots=True, repr=False)
class Figure:
    """A table: its total first where it has one, then every code in the order of the catalogue."""

    kind: Kind
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Release:
    """What became public of a quarter. `illustrative`: made from invented data, to show what a release looks like."""

    quarter: str
    version: int
    illustrative: bool
    figures: tuple[Figure, ...]

    @property
    def name(self) -> str:
        """Its folder and its page: `2027-T1`, and `2027-T1-r2` for the first correction."""
        return self.quarter if self.version == 1 else f"{self.quarter}-r{self.version}"

    @property
    def corrects(self) -> str | None:
        """The release that this one corrects."""
        return Release(self.quarter, self.version - 1, False, ()).name if self.version > 1 else None


def by_time(release: Release) -> tuple[str, int]:
    """The order in which releases are told: quarter after quarter, corrections after what they correct."""
    return release.quarter, release.version
