"""The page of every release: totals of the country over time, the releases, the method and the downloads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.disclosure.reading import SYMBOL
from generator.figures.catalog import KINDS, REGIONAL, THEME_THRESHOLD, THRESHOLD, Kind
from generator.figures.files import DCAT, PACKAGE, written
from generator.figures.release import TOTAL, Release, by_time
from generator.site.figures import saying
from generator.site.figures.bars import Entry, chart
from generator.site.figures.pages import Cells
from generator.site.markup import heading, page, render
from generator.site.words import LICENSE, LICENSE_URL

_UNPUBLISHED = "sin publicación"
_UNTOLD = "sin esta tabla"
_PEOPLE = "Quien estuvo en varios trimestres cuenta en cada uno: no se suman."
_STANDING = "Es lo que había al cerrar cada publicación: no se suman."
# Why the numbers of two quarters are not to be added, where they are not.
_ACROSS = {
    "acompanados": _PEOPLE,
    "acompanantes": _PEOPLE,
    "practicas": _STANDING,
    "expediciones": _STANDING,
}


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """A release in the list of them."""

    release: Release
    title: str
    corrected: Release | None
    files: int
    size: str
    dictionary: str
    metadata: str


def overview_page(releases: Sequence[Release]) -> str:
    """The staged page `cifras/`. There is at least one release."""
    ordered = sorted(releases, key=by_time)
    newest = {release.quarter: release for release in ordered}
    invented = [release for release in ordered if release.illustrative]
    values: dict[str, object] = {
        "ultima": ordered[-1],
        "ultima_titulo": saying.titled(ordered[-1]),
        "inventadas": "todas" if len(invented) == len(ordered) else "algunas" if invented else "",
        "umbral": THRESHOLD,
        "umbral_aspectos": THEME_THRESHOLD,
        "simbolo": SYMBOL,
        "licencia": LICENSE,
        "licencia_url": LICENSE_URL,
        "conteos": list(KINDS.values()),
        "publicaciones": list(_listed(ordered)),
        "hay_correcciones": any(release.corrects for release in ordered),
    }
    pieces = [
        render("cifras_resumen.html.j2", **values),
        heading("El país, trimestre por trimestre", "en-el-tiempo"),
        render("cifras_tiempo.html.j2", **values),
    ]
    for kind in KINDS.values():
        # The other tables that add up have the same total, by another column.
        if kind.total and kind.column == REGIONAL:
            told = _over_time(kind, [newest.get(q) for q in saying.quarters(min(newest), max(newest))], newest)
            pieces += [heading(_short(kind), kind.key, 3), render("cifras_tabla.html.j2", **told)]
    pieces += [heading("Publicaciones", "publicaciones"), render("cifras_publicaciones.html.j2", **values)]
    pieces += [heading("Cómo se hacen", "metodo"), render("cifras_metodo.html.j2", **values)]
    pieces += [heading("Descargas y licencia", "descargas"), render("cifras_todas.html.j2", **values)]
    meta = {
        "title": "Cifras",
        "description": "Cuánto se acompaña en el país, trimestre por trimestre, sin señalar a nadie.",
        "clase": "cifras",
        "hide": ["navigation"],
    }
    return page(meta, *pieces)


def _short(kind: Kind) -> str:
    return kind.title.removesuffix(" por regional")


def _over_time(kind: Kind, told: Sequence[Release | None], newest: dict[str, Release]) -> dict[str, object]:
    names = saying.quarters(min(newest), max(newest))
    entries = [_entry(kind, quarter, release) for quarter, release in zip(names, told, strict=True)]
    gaps = " Donde no hay número no hay barra." if any(entry.value is None for entry in entries) else ""
    described = f"Una barra por trimestre, del primero al último.{gaps} Los mismos números están en la tabla que sigue."
    sentence = f"Total del país en cada trimestre{', en horas redondeadas' if kind.measure == 'minutos' else ''}."
    return {
        "kind": kind,
        "frase": " ".join(filter(None, (sentence, _ACROSS.get(kind.measure, "")))),
        "grafica": chart(kind.key, f"{_short(kind)}: total del país por trimestre", described, entries),
        "mapa": None,
        "titulo": f"{_short(kind)}: total del país",
        "columnas": ("Trimestre", saying.MEASURES[kind.measure]),
        "filas": [Cells(entry.name, [entry.said], total=False) for entry in entries],
        "archivos": [],
        "personas": "",
    }


def _entry(kind: Kind, quarter: str, release: Release | None) -> Entry:
    name = f"{quarter[:4]}, trimestre {quarter[-1]}"
    if release is None:
        return Entry(name, None, _UNPUBLISHED, absent=True)
    name += " (ejemplo)" if release.illustrative else ""
    rows = [r for f in release.figures if f.kind.key == kind.key for r in f.rows if r.code == TOTAL]
    if not rows:
        return Entry(name, None, _UNTOLD, absent=True)
    return Entry(name, rows[0].value, saying.said(kind, rows[0].value))


def _listed(releases: Sequence[Release]) -> Iterator[Told]:
    by_name = {release.name: release for release in releases}
    for release in releases:
        sizes = {name: len(data) for name, data in written(release).items()}
        yield Told(
            release,
            saying.titled(release),
            by_name.get(release.corrects or ""),
            len(sizes),
            saying.size(sum(sizes.values())),
            saying.size(sizes[PACKAGE]),
            saying.size(sizes[DCAT]),
        )
