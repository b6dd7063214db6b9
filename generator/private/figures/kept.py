"""What was released, with the true numbers that stand behind each cell: kept once and for good.

A later release is attacked together with those before it, and for that they must be as they were, whatever is recorded,
corrected or suppressed afterwards. They hold numbers and nobody's identity, and never leave the store.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, select

from generator.figures.release import Release
from generator.private.errors import refuse
from generator.private.store import Writing
from generator.private.tables import cifras_publicadas


@dataclass(frozen=True, slots=True, repr=False)
class KeptCell:
    """A cell of a release as it was counted, and whether it was shown. `people` and `largest`, as in `Counted`."""

    kind: str
    code: str
    name: str
    value: int
    people: tuple[int, ...]
    largest: tuple[int, int]
    suppressed: bool


@dataclass(frozen=True, slots=True, repr=False)
class Kept:
    """A release: the quarter (`2026-T1`), 1 for the first one and 2 for its first correction, its cells in order."""

    quarter: str
    version: int
    cells: tuple[KeptCell, ...]

    @property
    def name(self) -> str:
        """Its folder: `2026-T1`, `2026-T1-r2`."""
        return Release(self.quarter, self.version, False, ()).name


def keep(w: Writing, kept: Kept) -> None:
    """Keep what is released. Raises StoreError (D521 when it is there already, or is not the one that follows)."""
    table = cifras_publicadas
    last = w.connection.execute(select(func.max(table.c.version)).where(table.c.trimestre == kept.quarter)).scalar()
    if kept.version <= (last or 0):
        raise refuse("D521", "Esas cifras ya se publicaron.")
    if kept.version != (last or 0) + 1:
        raise refuse("D521")
    w.connection.execute(
        insert(table).values(
            trimestre=kept.quarter, version=kept.version, celdas=[_as_json(cell) for cell in kept.cells]
        )
    )
    w.note("publicar cifras", "trimestre", kept.name)


def all_kept(connection: Connection) -> list[Kept]:
    """Everything that was released, by quarter and version."""
    table = cifras_publicadas
    rows = connection.execute(select(table).order_by(table.c.trimestre, table.c.version))
    return [Kept(row.trimestre, row.version, tuple(map(_from_json, row.celdas))) for row in rows]


def _as_json(cell: KeptCell) -> dict[str, object]:
    return {
        "tabla": cell.kind,
        "codigo": cell.code,
        "nombre": cell.name,
        "valor": cell.value,
        "personas": list(cell.people),
        "mayores": list(cell.largest),
        "suprimida": cell.suppressed,
    }


def _from_json(said: Mapping[str, Any]) -> KeptCell:
    first, second = said["mayores"]
    return KeptCell(
        kind=said["tabla"],
        code=said["codigo"],
        name=said["nombre"],
        value=said["valor"],
        people=tuple(said["personas"]),
        largest=(first, second),
        suppressed=said["suprimida"],
    )
