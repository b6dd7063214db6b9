"""What is new: the months in which things were published or renewed, as the house wrote them in the fichas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.model import Anonymized
from generator.schema import options as op
from generator.site import words
from generator.site.cards import Card
from generator.site.markup import page, render
from generator.vocabulary import plain

MONTHS_SHOWN, SHOWN = 12, 24
"""Months on the page, and cards of each: what is older or more stands in the lists."""


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """Something listed that has a date: the month of publication and the last one in which it changed (AAAA-MM)."""

    card: Card
    published: str
    changed: str


@dataclass(frozen=True, slots=True, repr=False)
class Month:
    """The news of a month. `more` is how many do not fit."""

    title: str
    anchor: str
    new: Sequence[Card]
    renewed: Sequence[Card]
    more: int


def entries_of(submissions: Iterable[Anonymized], cards: Mapping[str, Card]) -> list[Entry]:
    """What is listed and dated, last changed first. A correction of spelling is no news, and who is retired is out."""
    found = []
    for one in submissions:
        card = cards[one.folder]
        if card.retirada or not card.fecha:
            continue
        renewed = [h.mes for h in one.ficha.historial if h.evento is op.Evento.ACTUALIZADA]
        found.append(Entry(card, card.fecha, max([card.fecha, *renewed])))
    found.sort(key=lambda e: (plain(e.card.titulo), e.card.folder))
    return sorted(found, key=lambda e: e.changed, reverse=True)


def news_page(entries: Sequence[Entry], *, channels: bool) -> str:
    """`/novedades/`: month by month, what came and what was renewed. `channels`: whether there are any to follow."""
    months = sorted({m for e in entries for m in (e.published, e.changed)}, reverse=True)[:MONTHS_SHOWN]
    body = render("novedades.html.j2", meses=[_month(m, entries) for m in months], root="../", canales=channels)
    meta: dict[str, object] = {
        "title": "Lo nuevo",
        "description": "Lo que se publicó y lo que se renovó en el sitio, mes por mes.",
        "clase": "lista",
        "hide": ["navigation", "toc"],
    }
    return page(meta | ({"canal": "todo"} if channels else {}), body)


def _month(code: str, entries: Sequence[Entry]) -> Month:
    new = [e.card for e in entries if e.published == code]
    renewed = [e.card for e in entries if e.changed == code != e.published]
    return Month(
        words.capital(words.month(code)),
        f"mes-{code}",
        new[:SHOWN],
        renewed[:SHOWN],
        len(new[SHOWN:]) + len(renewed[SHOWN:]),
    )
