"""The page of a release: for each table a sentence, a chart, the table itself, and how it was counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.disclosure.reading import SYMBOL
from generator.figures.catalog import REGIONAL, THEME_THRESHOLD, THRESHOLD, Kind, names_of
from generator.figures.files import DCAT, PACKAGE, written
from generator.figures.release import TOTAL, Figure, Release, Row
from generator.site.figures import saying
from generator.site.figures.bars import Chart, Entry, chart
from generator.site.figures.tiles import level_said, tile_map
from generator.site.markup import heading, meta_text, page, render
from generator.site.words import LICENSE, LICENSE_URL, capital, period

MAPPED = "acompanamientos-por-regional"
_COLUMNS = {
    "regional": "Regional",
    "tipo": "Tipo",
    "enfasis": "Énfasis",
    "ambiente": "Ambiente",
    "aspecto": "Aspecto",
}


@dataclass(frozen=True, slots=True, repr=False)
class Cells:
    """A row of a table: its name, with the code where readers know one, and its cells after that."""

    name: str
    cells: Sequence[str]
    total: bool


@dataclass(frozen=True, slots=True, repr=False)
class Download:
    """A file of a release that can be taken home."""

    name: str
    label: str
    size: str


def release_page(release: Release, all_of_them: Sequence[Release]) -> str:
    """The staged page of a release. `all_of_them` tells which of the others stand, to lead to them."""
    names = {other.name for other in all_of_them}
    later = [o.name for o in all_of_them if o.quarter == release.quarter and o.version > release.version]
    sizes = {name: len(data) for name, data in written(release).items()}
    values: dict[str, object] = {
        "release": release,
        "titulo": saying.titled(release),
        "corrige": release.corrects,
        "hay_corregida": release.corrects in names,
        "corregida_por": later[-1] if later else None,
        "licencia": LICENSE,
        "licencia_url": LICENSE_URL,
        "tablas": [(figure.kind.key, figure.kind.title) for figure in release.figures],
        "umbral": THRESHOLD,
        "umbral_aspectos": THEME_THRESHOLD,
        "simbolo": SYMBOL,
    }
    pieces = [render("cifras_cabeza.html.j2", **values)]
    for figure in release.figures:
        pieces.append(heading(figure.kind.title, figure.kind.key))
        pieces.append(render("cifras_tabla.html.j2", **_told(release.quarter, figure, sizes)))
    pieces += [heading("Cómo se hizo", "como-se-hizo"), render("cifras_metodo_breve.html.j2", **values)]
    pieces.append(heading("Descargas y licencia", "descargas"))
    pieces.append(render("cifras_descargas.html.j2", archivos=list(_downloads(release, sizes)), **values))
    meta = {
        "title": meta_text(saying.titled(release)),
        "description": f"Cuánto se acompañó en el {period(release.quarter)}, sin señalar a nadie.",
        "clase": "cifras",
        "hide": ["navigation"],
    }
    return page(meta, *pieces)


def _told(quarter: str, figure: Figure, sizes: dict[str, int]) -> dict[str, object]:
    """What the template needs of a table."""
    kind = figure.kind
    mapped = kind.key == MAPPED
    figure = in_order(figure)
    shown = tuple(row for row in figure.rows if row.code != TOTAL)
    return {
        "kind": kind,
        "frase": _sentence(figure),
        "grafica": _chart(figure, shown),
        "mapa": tile_map(shown) if mapped else None,
        "titulo": f"{kind.title}, {period(quarter)}",
        "columnas": (_COLUMNS[kind.column], saying.MEASURES[kind.measure], *(("En el mapa",) if mapped else ())),
        "filas": list(_rows(figure, mapped=mapped)),
        "archivos": _files(kind, sizes),
        "personas": " y ".join(f"{kind.threshold} {people}" for people in kind.people),
    }


def in_order(figure: Figure) -> Figure:
    """A table with its total first and then the order of the catalogue, never one that its values made."""
    places = {code: place for place, code in enumerate(names_of(figure.kind.column), 1)} | {TOTAL: 0}
    return Figure(figure.kind, tuple(sorted(figure.rows, key=lambda row: places.get(row.code, len(places)))))


def _chart(figure: Figure, rows: Sequence[Row]) -> Chart:
    kind = figure.kind
    entries = [Entry(_named(kind, row), row.value, saying.said(kind, row.value)) for row in rows]
    order = "en el orden de su código" if kind.column == REGIONAL else "siempre en el mismo orden"
    each = f"Una barra por cada {_COLUMNS[kind.column].lower()}, {order}."
    hidden = " Lo que no se publica va rayado." if any(row.value is None for row in rows) else ""
    return chart(kind.key, kind.title, f"{each}{hidden} Los mismos números están en la tabla que sigue.", entries)


def _named(kind: Kind, row: Row) -> str:
    """The name of a row, with the code of a regional, which says why it stands where it does."""
    return f"{row.code} {row.name}".strip() if kind.column == REGIONAL else row.name


def _sentence(figure: Figure) -> str:
    """What a table shows, in words."""
    kind = figure.kind
    parts = [saying.what(kind)]
    total = next((row for row in figure.rows if row.code == TOTAL), None)
    if total is not None and total.value is not None:
        where = "En todo el país" if kind.column == REGIONAL else "En total"
        parts.append(f"{where}: {saying.said(kind, total.value)}.")
    elif total is not None:
        parts.append("El total no se publica.")
    hidden = sum(row.value is None for row in figure.rows)
    if hidden:
        parts.append("Un número no se publica." if hidden == 1 else f"{hidden} números no se publican.")
    return " ".join(parts)


def _rows(figure: Figure, *, mapped: bool) -> Iterator[Cells]:
    kind = figure.kind
    for row in figure.rows:
        total = row.code == TOTAL
        cells = [saying.said(kind, row.value)]
        if mapped:
            cells.append("" if total else capital(level_said(row.value)))
        yield Cells(_named(kind, row), cells, total)


def _downloads(release: Release, sizes: dict[str, int]) -> Iterator[tuple[str, list[Download]]]:
    for figure in release.figures:
        yield figure.kind.title, _files(figure.kind, sizes)
    yield "Diccionario de datos (Frictionless)", [Download(PACKAGE, "JSON", saying.size(sizes[PACKAGE]))]
    yield "Metadatos para catálogos (DCAT)", [Download(DCAT, "JSON-LD", saying.size(sizes[DCAT]))]


def _files(kind: Kind, sizes: dict[str, int]) -> list[Download]:
    names = [(f"{kind.key}.{extension}", extension.upper()) for extension in ("csv", "json")]
    return [Download(name, label, saying.size(sizes[name])) for name, label in names]
