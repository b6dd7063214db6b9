"""Primary suppression: the cells that are sensitive by themselves, by the threshold rule."""

from __future__ import annotations

from generator.disclosure.table import Table

ABOVE, BELOW = 5, 2
"""How far above and below its count what can be proved of a suppressed cell must reach (0 where there are not two)."""


def sensitive(table: Table, threshold: int) -> list[int]:
    """The cells with 1 to threshold - 1 people. A zero tells nothing that is not known: it is never suppressed."""
    return [i for i, n in enumerate(table.counts) if n is not None and 0 < n < threshold]
