"""Pages that lead to submissions: home, the lists, search, one list for each facet value, and the codes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from generator.model import Collection
from generator.site.cards import Card, listed
from generator.site.facets import BY_NAME, FACETS, TIPOS, Facet, facet_channel, slug
from generator.site.markup import ENVIRONMENT, meta_text, page, render
from generator.vocabulary import plain

HOME_PRACTICAS, HOME_EXPEDICIONES = 6, 3
GROUP_SHOWN = 12  # cards of an area on a list page; the rest on the area's own pages, so that no page grows for ever
PAGE_SHOWN = 150

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
    groups, canal = _by_area(listed(cards)), _channel(collection.value, channels)
    body = render(
        "listado.html.j2", titulo=title, entrada=intro, tipo=tipo, grupos=groups, root="../", canal=canal.get("canal")
    )
    return page({"title": title, "description": intro, "clase": "lista", "hide": ["navigation", "toc"], **canal}, body)


def _channel(name: str, channels: Set[str]) -> dict[str, str]:
    """The front matter that leads readers of channels to this one, where it exists."""
    return {"canal": name} if name in channels else {}


def _by_area(cards: Sequence[Card]) -> list[Group]:
    groups: dict[tuple[str, str], list[Card]] = defaultdict(list)
    for one in cards:
        groups[one.facets["area"][0]].append(one)
    return [
        Group(label, f"area-{slug(code)}", BY_NAME["area"].url(code), len(found), found[:GROUP_SHOWN])
        for (code, label), found in sorted(groups.items(), key=lambda item: plain(item[0][1]))
    ]


def _by_value(cards: Sequence[Card]) -> dict[tuple[str, str], list[Card]]:
    """(facet, code) → its cards, in the order of the cards."""
    found: dict[tuple[str, str], list[Card]] = defaultdict(list)
    for one in cards:
        for name, values in one.facets.items():
            for code, _label in values:
                found[name, code].append(one)
    return found


def _choices(cards: Sequence[Card]) -> list[_Choices]:
    found = _by_value(cards)
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


@dataclass(frozen=True, slots=True, repr=False)
class FacetPage:
    """One page of the list of a facet value: where it is staged, which cards are on it, and what else it shows.

    `number` is counted from 0, `total` how many cards the whole list has, `words` what the value means, `canal` the
    channel to follow it or "".
    """

    facet: Facet
    code: str
    number: int
    total: int
    cards: Sequence[Card]
    words: str
    canal: str

    @property
    def place(self) -> str:
        return f"{self._url(self.number)}index.md"

    def told(self) -> tuple[object, ...]:
        """All that the page depends on besides its cards and the program."""
        return self.facet.name, self.code, self.number, self.total, self.words, self.canal

    def text(self, drawn: Callable[[Card, str], str]) -> str:
        """The staged file. `drawn` gives the HTML of a card, for a way to the site's root."""
        root = "../" * self._url(self.number).count("/")
        label = dict(self.facet.values)[self.code]
        body = render(
            "faceta.html.j2",
            facet=self.facet,
            code=self.code,
            label=label,
            total=self.total,
            definition=self.facet.anchor(self.code),
            words=self.words,
            canal=self.canal,
            tarjetas=[drawn(one, root) for one in self.cards],
            previous=self._url(self.number - 1) if self.number else None,
            following=self._url(self.number + 1) if (self.number + 1) * PAGE_SHOWN < self.total else None,
            root=root,
        )
        meta = {"title": f"{self.facet.title}: {label}", "clase": "lista", "hide": ["navigation", "toc"]}
        said = {"description": meta_text(self.words)} if self.words else {}
        return page({**meta, **said, **({"canal": self.canal} if self.canal else {})}, body)

    def _url(self, number: int) -> str:
        return self.facet.url(self.code) + (f"{number + 1}/" if number else "")


def facet_pages(
    cards: Sequence[Card], words: Mapping[tuple[str, str], str] | None = None, channels: Set[str] = frozenset()
) -> Iterator[FacetPage]:
    """A list for every facet value in use.

    They are what search offers without JavaScript, and where a value without definition leads. `words`: what each
    (facet, code) means; `channels`: the names of those that there are to follow.
    """
    for (name, code), found in _by_value(listed(cards)).items():
        meaning = (words or {}).get((name, code), "")
        canal = _channel(facet_channel(name, code), channels).get("canal", "")
        for number in range((len(found) - 1) // PAGE_SHOWN + 1) if name != "tipo" else ():
            shown = found[number * PAGE_SHOWN : (number + 1) * PAGE_SHOWN]
            yield FacetPage(BY_NAME[name], code, number, len(found), shown, meaning, canal)


def drawing() -> Callable[[Card, str], str]:
    """The HTML of a card on the page of a facet value, for a way to the site's root: each is drawn once, and stands in
    the lists of all its values."""
    tarjeta = ENVIRONMENT.get_template("macros.html.j2").module.tarjeta  # type: ignore[attr-defined]
    drawn: dict[tuple[str, str], str] = {}

    def draw(one: Card, root: str) -> str:
        if (one.folder, root) not in drawn:
            drawn[one.folder, root] = tarjeta(one, root, 2)
        return drawn[one.folder, root]

    return draw


def offline_page() -> str:
    """`/sin-conexion/`: what a reader finds where there is no connection. Its script lists what the device keeps."""
    meta = {"title": "Para leer sin conexión", "robots": "noindex", "clase": "texto", "hide": ["navigation", "toc"]}
    return page(meta, render("sin_conexion.html.j2", root="../"))
