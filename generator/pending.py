"""What waits for whom: from how each submission is today to a list of who acts next. Pure; it decides nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from generator.consent.months import last_day, month_of
from generator.diagnostics import Diagnostic, count
from generator.editorial import Papel
from generator.readiness import Look, Room
from generator.schema.options import Estado

SOON = timedelta(days=60)
"""How long before a consent ends its author is asked again."""

LIST_SOON = timedelta(days=30)
"""How long before the list of withdrawals ends ENI signs another; it lasts 100 days."""

_RENEW = "inspira consentimiento revocar --renovar"

_LIVE = (Estado.EN_REVISION, Estado.APROBADA, Estado.PUBLICADA)
"""States on the way to a page, or with one: something of theirs may be missing."""

_LIST = ("C107", "C114")
_WITHDRAWN, _NO_EXAMPLE = "C105", "C110"
_ASK_THE_AUTHOR = ("C101", "C103", "C104", "C108", "C109")
"""Consent that only its author can give; any other fault of a receipt is mended by who signs them."""


@dataclass(frozen=True, slots=True)
class Pendiente:
    """One thing that somebody is waited for. `carpeta` is None when it is of the whole project.

    `desde` is the last month of the history (or the one that passed), None when nothing tells. `que` and `como` are
    our own words; `carpeta` is to be shown through `shown`.
    """

    para: Papel
    que: str
    como: str
    carpeta: str | None = None
    estado: Estado | None = None
    desde: str | None = None


def waiting(room: Room, today: date) -> list[Pendiente]:
    """Everything that waits, by role and, within one, the oldest first; what nothing tells the age of comes before."""
    found = [*_of_project(room, today)]
    for one in room.looks:
        found += _of(one, today)
    order = list(Papel)
    return sorted(found, key=lambda p: (order.index(p.para), p.desde or "", p.carpeta or "", p.que))


def _of_project(room: Room, today: date) -> Iterator[Pendiente]:
    eni = Papel.PROFESIONAL_ENI
    if room.findings:
        yield Pendiente(eni, "Hay archivos del proyecto que no se entienden.", "`inspira validar` dice cuáles.")
    asked_for = any(
        not one.example and one.ficha and (one.ficha.publishable or one.ficha.estado in _LIVE) for one in room.looks
    )
    known = room.trust.revocations
    if not asked_for:
        return
    if room.trust.objection(today) is not None:
        how = f"Traiga la última, o firme otra con `{_RENEW}`. Sin ella no sale nada."
        yield Pendiente(eni, "La lista de retiros falta o ya no vale.", how)
    elif known and known.vence - today <= LIST_SOON:
        what = f"A la lista de retiros le {_remain((known.vence - today).days)}."
        yield Pendiente(eni, what, f"Fírmela otra vez: `{_RENEW}`.", desde=month_of(known.emitida))


def _remain(days: int) -> str:
    return f"{'queda' if days == 1 else 'quedan'} {count(days, 'día', 'días')}"


Said = tuple[Papel, str, str, str | None]
"""For whom, what, how it is mended, and since which month when that is not the last of the history."""


def _of(one: Look, today: date) -> Iterator[Pendiente]:
    estado = one.ficha.estado if one.ficha else None
    since = max((h.mes for h in one.ficha.historial), default=None) if one.ficha else None
    for para, que, como, desde in _said(one, estado, today):
        yield Pendiente(para, que, como, one.folder, estado, desde or since)


def _said(one: Look, estado: Estado | None, today: date) -> Iterator[Said]:
    """What waits of one submission. Of a draft nothing does: its author is writing."""
    eni = Papel.PROFESIONAL_ENI
    withdrawn = any(d.code == _WITHDRAWN for d in one.consent)
    if withdrawn and estado in (*_LIVE, Estado.OBSERVADA, Estado.RETIRADA):
        yield eni, "Alguien retiró su permiso.", "Pásela a «revocada».", None
    elif estado is Estado.OBSERVADA:
        yield Papel.AUTOR, "Tiene preguntas por responder.", "Con las respuestas, pasa a «en_revision».", None
    elif estado in (Estado.REVOCADA, Estado.NO_PUBLICADA) and one.holding:
        what = f"Está «{estado.label}» y sus recibos todavía valen."
        yield eni, what, "Retírelos con `inspira consentimiento revocar`.", None
    elif estado is None or estado in _LIVE:
        yield from _unfinished(one)
        yield from _consent(one.consent)
        yield from _dated(one, estado, today)


def _unfinished(one: Look) -> Iterator[Said]:
    """What is wrong or undecided; with neither, whose reading or publishing it waits for."""
    estado = one.ficha.estado if one.ficha else None
    if one.broken:
        what = f"Tiene {count(len(one.broken), 'cosa', 'cosas')} por corregir."
        yield Papel.ACOMPANANTE, what, "`inspira validar` dice cuáles y cómo.", None
    elif one.undecided:
        what = f"Tiene {count(len(one.undecided), 'hallazgo', 'hallazgos')} sin decidir."
        yield Papel.ACOMPANANTE, what, "Decídalos con `inspira anonimizar` o `inspira revisar`.", None
    elif estado is Estado.EN_REVISION:
        yield Papel.CURADOR, "Está para leer.", "Pásela a «observada», «aprobada» o «no_publicada».", None
    elif estado is Estado.APROBADA and not one.blocking:
        yield Papel.PROFESIONAL_ENI, "Está lista para publicar.", "Cuando salga, pásela a «publicada».", None


def _consent(missing: Sequence[Diagnostic]) -> Iterator[Said]:
    codes = {d.code for d in missing} - {*_LIST, _WITHDRAWN}
    if codes & {*_ASK_THE_AUTHOR}:
        only_part = not any(d.is_error for d in missing if d.code in _ASK_THE_AUTHOR)
        what = "Falta permiso para un nombre o una imagen." if only_part else "Falta su permiso, o ya no vale."
        yield Papel.AUTOR, what, "Muéstrele la vista previa y pídaselo.", None
    if _NO_EXAMPLE in codes:
        what = "Dice ser un ejemplo y no es de los que trae el proyecto."
        yield Papel.ACOMPANANTE, what, "Quite «ejemplo» y pida el permiso de su autor.", None
    if codes - {*_ASK_THE_AUTHOR, _NO_EXAMPLE}:
        how = "`inspira consentimiento verificar` dice qué pasa."
        yield Papel.PROFESIONAL_ENI, "Hay recibos que no se pueden aceptar.", how, None


def _dated(one: Look, estado: Estado | None, today: date) -> Iterator[Said]:
    """What a date brings: a consent that ends, a page to be looked at again."""
    if one.until and last_day(one.until) - today <= SOON:
        yield Papel.AUTOR, f"Su permiso vence al terminar {one.until}.", "Pídale que lo renueve, si quiere.", None
    revise = one.ficha.revisar_antes_de if one.ficha else None
    if estado is Estado.PUBLICADA and revise and month_of(today) >= revise:
        how = "Mírela con su autor y cambie «revisar_antes_de» en su ficha."
        yield Papel.PROFESIONAL_ENI, "Ya es tiempo de mirarla otra vez.", how, revise
