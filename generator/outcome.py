"""What a construction ends in."""

from __future__ import annotations

from dataclasses import dataclass

from generator.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True, repr=False)
class Outcome:
    """How a construction ended: whether a new site is up, what is in it, what stayed out and why.

    `removed` are the folders taken out of the last good site when no new one could take its place. `searchable` is
    false when the site went up without its search, which the audit refused.
    """

    promoted: bool
    published: tuple[str, ...] = ()
    left_out: frozenset[str] = frozenset()
    findings: tuple[Diagnostic, ...] = ()
    removed: frozenset[str] = frozenset()
    searchable: bool = True

    @property
    def exit_code(self) -> int:
        """0 when nothing was left out, 3 when a submission or the search was, 1 when nothing was promoted."""
        if not self.promoted:
            return 1
        return 0 if self.searchable and not self.left_out else 3
