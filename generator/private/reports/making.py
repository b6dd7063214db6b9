"""Making a report: what it tells is read, what was made is recorded, and only then is it a file.

A report that could not be written down afterwards is recorded all the same, rather than one that nobody knows of.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Select, insert, select

from generator.clock import day_of
from generator.private.errors import refuse
from generator.private.options import ClaseInforme, RolPersona
from generator.private.overdue import missing_in
from generator.private.people import Person
from generator.private.quarters import Quarter
from generator.private.reports import facts
from generator.private.reports.content import Figures, as_json, figures, from_json
from generator.private.reports.document import Document
from generator.private.reports.to_docx import as_docx
from generator.private.reports.to_xlsx import as_xlsx
from generator.private.reports.traceability import traceability
from generator.private.reports.words_centre import to_direction, to_epc
from generator.private.reports.words_eni import to_eni
from generator.private.store import Writing
from generator.private.tables import corte, informe
from generator.vocabulary import vocabulary
from generator.writing import write_atomic

FORMATS = {".docx": as_docx, ".xlsx": as_xlsx}
"""How a report is written down, by the end of its file's name."""
_CENTRE = {ClaseInforme.EPC: to_epc, ClaseInforme.MISIONAL: to_direction}


def for_eni(w: Writing, who: Person, quarter: Quarter, today: date) -> Document:
    """The report of an acompañante to the ENI; made again, it has what was recorded meanwhile.

    Raises StoreError (D433, D470).
    """
    if RolPersona.ACOMPANANTE not in who.roles:
        raise refuse("D433")
    if today < quarter.start:
        raise refuse("D470", "Ese trimestre no ha comenzado.")
    # A day that is past would bring a consent back that expired since.
    document = to_eni(traceability(w.connection, who, quarter, max(today, day_of(w.now))), today)
    _note(w, ClaseInforme.ENI, who.regional, who.centro, quarter, who.id)
    return document


def for_centre(
    w: Writing, kind: ClaseInforme, centro: str, quarter: Quarter, today: date, *, incomplete: bool = False
) -> Document:
    """One of the two reports of a centre. Its figures are those of the first one that was made of that quarter.

    Raises StoreError (D421; D470 before the quarter ended; D471 when records are missing, unless `incomplete`).
    """
    known = vocabulary("centros").get(centro)
    if known is None:
        raise refuse("D421", "Ese centro no está en la lista.")
    regional = known.extra["regional"]
    kept, fixed = _kept(w, regional, centro, quarter, today, incomplete=incomplete)
    _note(w, kind, regional, centro, quarter, None)
    return _CENTRE[kind](kept, centro, quarter, fixed)


def save(document: Document, path: Path) -> None:
    """Write a report to a file that is its maker's alone. The caller has asked `place.require_new_file` before."""
    try:
        write_atomic(path, FORMATS[path.suffix.lower()](document), mode=0o600)
    except OSError:
        raise refuse("D473") from None


def _kept(
    w: Writing, regional: str, centro: str, quarter: Quarter, today: date, *, incomplete: bool
) -> tuple[Figures, date]:
    """The figures of a quarter and the day of them: those that were kept, or new ones, which are kept from now on."""
    query = _fixed(regional, centro, quarter)
    if before := w.connection.execute(query).one_or_none():
        return from_json(before.cifras), before.fecha
    # The day that is asked with may be any; what is frozen for good is not: the store's own clock decides.
    now = day_of(w.now)
    if min(today, now) <= quarter.end:
        raise refuse("D470")
    if not incomplete and missing_in(w.connection, regional, centro, quarter, today):
        raise refuse("D471")
    made = figures(facts.centre(w.connection, regional, centro, quarter))
    w.connection.execute(
        insert(corte).values(regional=regional, centro=centro, trimestre=str(quarter), fecha=now, cifras=as_json(made))
    )
    w.note("fijar cifras", "centro", f"{centro} {quarter}")
    return made, now


def corte_of(connection: Connection, regional: str, centro: str, quarter: Quarter) -> date | None:
    """The day on which the figures of a centre and a quarter were fixed; None while they are not."""
    found = connection.execute(_fixed(regional, centro, quarter)).one_or_none()
    return found.fecha if found else None


def _fixed(regional: str, centro: str, quarter: Quarter) -> Select[Any]:
    return select(corte.c.cifras, corte.c.fecha).where(
        corte.c.regional == regional, corte.c.centro == centro, corte.c.trimestre == str(quarter)
    )


def _note(w: Writing, kind: ClaseInforme, regional: str, centro: str, quarter: Quarter, who: UUID | None) -> None:
    identifier = uuid4()
    w.connection.execute(
        insert(informe).values(
            regional=regional,
            id=identifier,
            clase=kind.value,
            centro=centro,
            persona_id=who,
            trimestre=str(quarter),
            hecho=w.now,
        )
    )
    w.note(f"informe {kind.value} {quarter}", "informe", identifier)
