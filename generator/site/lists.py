"""Pages that lead to submissions: home, the lists of both collections, and search."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from generator.model import Collection
from generator.site.cards import Card, listed
from generator.site.facet_lists import by_value
from generator.site.facets import BY_NAME, FACETS, TIPOS, Facet, slug
from generator.site.markup import page, render
from generator.vocabulary import plain

HOME_PRACTICAS, HOME_EXPEDICIONES = 6, 3
GROUP_SHOWN = 6  # cards of an area on a list page; the rest on the area's own pages, so that no page grows for ever

_DOORS = (
    ("guia/que-es/", "Qué es", "Para qué sirve acompañarse y qué no es."),
    ("guia/ruta/", "La ruta", "Los cinco momentos, paso a paso."),
    ("guia/actores/", "Mi papel", "Qué hace cada quien, y qué me toca a mí."),
    ("guia/derechos/", "Mis derechos", "De quien acompaña y de quien es acompañado."),
)
_LIST_TEXT = {
    Collection.PRACTICAS: ("Prácticas", "Lo que otros instructores hicieron, qué pasó y cómo hacerlo en su ambiente."),
    Collection.EXPEDICIONES: (
        "Expediciones",
        "Salidas técnico-pedagógicas a un territorio, con su pregunta, su recorrido y lo que se entendió.",
    ),
}


@dataclass(frozen=True, slots=True, repr=False)
class Group:
    """The cards of one area in a list: those shown, and how many there are."""

    title: str
    anchor: str
    url: str
    total: int
    cards: Sequence[Card]


class _Choices(NamedTuple):
    """A facet in the search form: (code, label, count at build time or "") of each value to offer."""

    facet: Facet
    values: tuple[tuple[str, str, str], ...]
    open: bool


def home_page(
    practicas: Sequence[Card],
    expediciones: Sequence[Card],
    *,
    figures: bool = False,
    head: Mapping[str, object] | None = None,
) -> str:
    """The front door of the whole site. `figures`: whether there are any to lead to; `head`: what it tells machines."""
    shown, trips = listed(practicas), listed(expediciones)
    body = render(
        "inicio.html.j2",
        practicas=shown[:HOME_PRACTICAS],
        total_practicas=len(shown),
        expediciones=trips[:HOME_EXPEDICIONES],
        total_expediciones=len(trips),
        by_name=BY_NAME,
        puertas=_DOORS,
        cifras=figures,
    )
    return page({"title": "Inicio", "clase": "inicio", "hide": ["navigation", "toc"], **(head or {})}, body)


def list_page(collection: Collection, cards: Sequence[Card], channels: Set[str] = frozenset()) -> str:
    """All the cards of a collection, by area. `channels`: the names of those that there are to follow."""
    title, intro = _LIST_TEXT[collection]
    tipo = "practica" if collection is Collection.PRACTICAS else "expedicion"
    groups, canal = _by_area(listed(cards)), collection.value if collection.value in channels else ""
    body = render("listado.html.j2", titulo=title, entrada=intro, tipo=tipo, grupos=groups, root="../", canal=canal)
    meta = {"title": title, "description": intro, "clase": "lista", "hide": ["navigation", "toc"]}
    return page({**meta, **({"canal": canal} if canal else {})}, body)


def _by_area(cards: Sequence[Card]) -> list[Group]:
    groups: dict[tuple[str, str], list[Card]] = defaultdict(list)
    for one in cards:
        groups[one.facets["area"][0]].append(one)
    return [
        Group(label, f"area-{slug(code)}", BY_NAME["area"].url(code), len(found), found[:GROUP_SHOWN])
        for (code, label), found in sorted(groups.items(), key=lambda item: plain(item[0][1]))
    ]


def _choices(cards: Sequence[Card]) -> list[_Choices]:
    found = by_value(cards)
    result = []
    for facet in FACETS:
        counted = [(code, label, len(found.get((facet.name, code), ()))) for code, label in facet.values]
        values = tuple((code, label, str(n)) for code, label, n in counted if n)
        if values:
            result.append(_Choices(facet, values, facet.name in ("reto", "tiempo")))
    return result


def search_page(cards: Sequence[Card]) -> str:
    """`/buscar/`: a form that the script brings to life, and the same by plain lists without it."""
    choices = _choices(listed(cards))
    lists = [c for c in choices if c.facet.name != "tipo"]
    # The guide is searched too; how many of its pages match is known only when searching.
    guide = (*TIPOS[2], "")
    offered = [c._replace(values=(*c.values, guide)) if c.facet.name == "tipo" else c for c in choices]
    body = render(
        "buscar.html.j2",
        paginas=len(listed(cards)),
        root="../",
        primeros=[c for c in offered if c.facet.first],
        otros=[c for c in offered if not c.facet.first],
        listas=lists,
    )
    meta = {"title": "Buscar", "clase": "buscar", "guion": "buscar", "hide": ["navigation", "toc"]}
    return page(meta, body)


def offline_page() -> str:
    """`/sin-conexion/`: what a reader finds where there is no connection. Its script lists what the device keeps."""
    meta = {"title": "Para leer sin conexión", "robots": "noindex", "clase": "texto", "hide": ["navigation", "toc"]}
    return page(meta, render("sin_conexion.html.j2", root="../"))
