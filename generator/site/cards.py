"""Cards: what a list shows of a submission. Title, the problem in a line, three facts, maturity in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.model import Anonymized, Collection
from generator.schema import Entrega, Expedicion
from generator.schema import options as op
from generator.site.facets import Facets, facets_of
from generator.vocabulary import name_of, plain


@dataclass(frozen=True, slots=True, repr=False)
class Card:
    """One submission in a list. `url` is from the site's root; `fecha` is AAAA-MM or "" when unknown."""

    folder: str
    url: str
    titulo: str
    resumen: str
    facts: tuple[tuple[str, str], ...]
    madurez: str
    ejemplo: bool
    retirada: bool
    facets: Facets
    fecha: str

    @property
    def tipo(self) -> str:
        return "practica" if self.folder.startswith("practicas/") else "expedicion"

    @property
    def area(self) -> str:
        """The label of the area, by which lists are grouped."""
        return self.facets["area"][0][1]


def card(anonymized: Anonymized) -> Card:
    """The card of a submission, from its redacted record only."""
    record, ficha = anonymized.record, anonymized.ficha
    facets = facets_of(record, ficha)
    is_practice = anonymized.source.collection is Collection.PRACTICAS
    return Card(
        folder=anonymized.folder,
        url=f"{anonymized.folder}/",
        titulo=record.titulo,
        resumen=record.resumen,
        facts=_facts(record, facets),
        madurez=ficha.madurez.value if is_practice else "",
        ejemplo=record.ejemplo,
        retirada=ficha.estado is op.Estado.RETIRADA,
        facets=facets,
        fecha=published_month(anonymized),
    )


def _facts(record: Entrega, facets: Facets) -> tuple[tuple[str, str], ...]:
    if isinstance(record, Expedicion):
        place = ("Territorio", name_of("departamentos", record.territorio.departamento))
        return (place, ("Inmersión", record.inmersion.label), ("Área", facets["area"][0][1]))
    named = (("Tiempo", "tiempo"), ("Modalidad", "modalidad"), ("Área", "area"))
    return tuple((title, facets[name][0][1]) for title, name in named if name in facets)


def published_month(anonymized: Anonymized) -> str:
    """The month of publication (AAAA-MM) by the house's history, "" when it is not written there."""
    months = [h.mes for h in anonymized.ficha.historial if h.evento is op.Evento.PUBLICADA]
    return min(months, default="")


def listed(cards: Iterable[Card]) -> list[Card]:
    """The cards that lists, counts and search show: without the retired ones, newest first, then by title."""
    shown = sorted((c for c in cards if not c.retirada), key=lambda c: (plain(c.titulo), c.folder))
    return sorted(shown, key=lambda c: c.fecha, reverse=True)
