"""What an import did, and each rule that was broken at the cell that broke it."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.diagnostics import Diagnostic, find
from generator.private.workbook.entries import Entry

_AT = {
    "D420": ("aspecto", "registrada"),
    "D421": ("anterior", "version", "numero"),
    "D422": ("codigo", "numero", "trimestre"),
    "D423": ("fecha", "terminado"),
    "D424": ("numero",),
    "D425": ("fecha",),
    "D426": ("acompanados",),
    "D427": ("persona", "acompanados", "acompanantes"),
    "D430": ("estado",),
    "D433": ("acompanantes",),
    "D435": ("voluntario",),
    "D480": ("acompanados",),
    "D481": ("fecha", "terminado"),
    "D482": ("validado_por",),
    "D484": ("anterior",),
    "D485": ("version",),
}
"""The field at which a broken rule is shown, by its code: the first one that the sheet has."""


@dataclass(slots=True, repr=False)
class Outcome:
    """What an import did: how many records were new, how many changed and how many stood already."""

    new: int = 0
    changed: int = 0
    same: int = 0
    cycles: int = 0
    findings: list[Diagnostic] = field(default_factory=list)
    """Warnings of what was recorded; or, when nothing was, the errors."""

    def count(self, before: object, changed: bool) -> None:
        if before is None:
            self.new += 1
        elif changed:
            self.changed += 1
        else:
            self.same += 1


def placed(entry: Entry, d: Diagnostic) -> Diagnostic:
    """What is told of a broken rule, at the cell where it was broken."""
    names = entry.sheet.by_name
    at = next((name for name in _AT.get(d.code, ()) if name in names), None)
    hint_field = d.path if d.path in names else at
    return find(d.code, entry.place(hint_field), d.message, hint=d.hint)
