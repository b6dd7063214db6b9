"""The quarterly reports, made and given to those entitled: nothing of them is kept on the disk of the server."""

from __future__ import annotations

from datetime import date

from starlette.responses import Response

from generator.private import access, people
from generator.private.errors import StoreError
from generator.private.options import ClaseInforme, chosen
from generator.private.quarters import Quarter
from generator.private.reports.document import Document, shown
from generator.private.reports.making import FORMATS, for_centre, for_eni
from generator.private.store import Writing
from generator.private.web.visit import HiddenError, Page, Visit

_WORDS = {
    ClaseInforme.ENI: (
        "Mi informe a la ENI",
        "De sus ciclos. Lleva observaciones solo si quien fue acompañado aceptó.",
    ),
    ClaseInforme.EPC: ("Informe al Equipo Pedagógico", "Temas y oportunidades del centro, sin renglones de personas."),
    ClaseInforme.MISIONAL: (
        "Informe del centro",
        "Para la Dirección Regional y la de Formación Profesional: solo cifras.",
    ),
}
_MIME = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_YEARS = 3


def offered(visit: Visit) -> Response:
    """The reports that whoever asks may make."""
    if not visit.reports():
        raise HiddenError
    return _shown(visit)


def make(visit: Visit) -> Response:
    """Make a report, which is recorded, and give it as a page or as a file."""
    if visit.params["clase"] not in [k.value for k in ClaseInforme]:
        raise HiddenError
    kind = chosen(ClaseInforme, visit.params["clase"])
    visit.require(*access.report(visit.actor, kind))
    end = visit.one("formato")
    try:
        quarter = Quarter.read(visit.one("trimestre"))
        document = visit.write(_made, visit, kind, quarter)
    except StoreError as refusal:
        return _shown(visit, kind, refusal)
    if end not in FORMATS:
        return visit.page("informe", informe=document, celda=shown, vuelta="/informes")
    name = f"informe-{kind.value}-{quarter}{end}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(FORMATS[end](document), media_type=_MIME[end], headers=headers)


def _made(w: Writing, visit: Visit, kind: ClaseInforme, quarter: Quarter) -> Document:
    if kind is ClaseInforme.ENI:
        return for_eni(w, people.person(w.connection, visit.actor.person), quarter, visit.today)
    incomplete = bool(visit.one("incompleto"))
    return for_centre(w, kind, visit.actor.centro, quarter, visit.today, incomplete=incomplete)


def _shown(visit: Visit, kind: ClaseInforme | None = None, refusal: StoreError | None = None) -> Response:
    problem = refusal.diagnostics[0] if refusal else None
    missing = problem is not None and problem.code == "D471"
    hint = "Pida que se registren, o marque «Fijar las cifras aunque falten»." if missing else ""
    return visit.page(
        "informes",
        409 if problem else 200,
        informes=[
            (k.value, *_WORDS[k], k is not ClaseInforme.ENI, _quarters(visit.today, ended=k is not ClaseInforme.ENI))
            for k in visit.reports()
        ],
        elegido=(kind.value if kind else None, visit.one("trimestre")),
        problema=f"{problem.message.rstrip('.')}. {hint or problem.hint or ''}" if problem else None,
        faltan=missing,
    )


def _quarters(today: date, *, ended: bool) -> list[str]:
    """Those that a report can be made of, the last one first: figures that are fixed are of quarters that `ended`."""
    last = [Quarter(year, n) for year in range(today.year, today.year - _YEARS, -1) for n in range(4, 0, -1)]
    return [str(q) for q in last if (q.end < today if ended else q.start <= today)]


PAGES = (Page("/informes", offered), Page("/informes/{clase}", make, ("POST",)))
