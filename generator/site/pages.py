"""The page of a submission, as a staged Markdown file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from generator.model import Anonymized, Collection
from generator.schema import Expedicion
from generator.site.cards import Card
from generator.site.contact import Contact as Contact
from generator.site.contact import address_of as address_of
from generator.site.contact import contact_of as contact_of
from generator.site.markup import chunk, heading, meta_text, page, render
from generator.site.shown import FAILED as FAILED
from generator.site.shown import Block as Block
from generator.site.shown import question, recognised, values_of

# Anchors of our own, in the page and in the theme; a section of the author's must not take one.
RESERVED_ANCHORS = frozenset(
    {
        "contenido",
        "menu",
        "titulo",
        "cita",
        "cita-bibtex",
        "cita-ris",
        "en-breve",
        "pregunta-eje",
        "itinerario",
        "practicas-recuperadas",
        "equipo",
        "productos",
        "compromisos",
        "ajustes",
        "anexos",
        "quienes-la-aplicaron",
        "condiciones",
        "como-citar",
        "historia",
        "de-donde-viene",
        "relacionadas",
        "preguntar",
        "me-reconozco",
    }
)


class Neighbours(NamedTuple):
    """The cards that stand beside a submission (`generator.site.related`)."""

    recovered: Sequence[Card] = ()
    recovered_by: Sequence[Card] = ()
    others: Sequence[Card] = ()

    def __repr__(self) -> str:
        return "<Neighbours>"


def submission_page(
    anonymized: Anonymized,
    blocks: Sequence[Block],
    attachments: Sequence[Block],
    neighbours: Neighbours,
    root: str,
    *,
    contact: Contact | None = None,
    head: Mapping[str, object] | None = None,
    today: date | None = None,
) -> str:
    """The whole staged file of a submission. `root` is the way from the page to the site's root (`../../`).

    `head` is what its front matter says to machines besides. `today` tells whether the page should have been revised;
    without it nothing is said to have passed.
    """
    record = anonymized.record
    values = values_of(anonymized, root, contact or Contact(), blocks, today)
    pieces = [render("cabecera.html.j2", **values), render("acciones.html.j2", **values)]
    pieces += [heading("En breve", "en-breve"), render("breve.html.j2", **values)]
    if isinstance(record, Expedicion):
        pieces += _expedition(record, neighbours.recovered, values)
    for block in blocks:
        pieces += [heading(block.title, block.anchor), chunk(f'<div class="relato">{block.html}</div>')]
    if isinstance(record, Expedicion):
        pieces += _outcomes(record, values)
    if record.ajustes:
        pieces += [heading("A quién incluye y cómo", "ajustes"), render("ajustes.html.j2", **values)]
    if attachments:
        pieces.append(heading("Anexos", "anexos"))
        for block in attachments:
            pieces += [heading(block.title, block.anchor, 3), chunk(f'<div class="anexo">{block.html}</div>')]
            if block.files:
                pieces.append(render("descargas.html.j2", files=block.files))
    pieces += _after(anonymized, neighbours, values)
    return page({**_meta(anonymized), **(head or {})}, *pieces)


def retired_page(anonymized: Anonymized, contact: Contact | None = None) -> str:
    """The page of a retired submission: its title and the notice, out of search and of robots' reach."""
    meta = {"title": meta_text(anonymized.record.titulo), "robots": "noindex", "clase": "retirada", "hide": ["toc"]}
    kind = anonymized.source.collection
    body = render(
        "retirada.html.j2",
        titulo=anonymized.record.titulo,
        tipo=kind.singular,
        root="../../",
        contact=contact or Contact(),
        subject=recognised(anonymized),
        question=question(anonymized),
    )
    return page(meta, body)


def _meta(anonymized: Anonymized) -> dict[str, object]:
    record = anonymized.record
    return {
        "title": meta_text(record.titulo),
        "description": meta_text(record.resumen),
        "buscable": True,
        "tipo": "practica" if anonymized.source.collection is Collection.PRACTICAS else "expedicion",
        "clase": "entrega",
        "hide": ["navigation"],
    }


def _expedition(record: Expedicion, recovered: Sequence[Card], values: dict[str, object]) -> list[str]:
    pieces = [heading("La pregunta eje", "pregunta-eje"), render("pregunta.html.j2", **values)]
    if record.itinerario:
        pieces += [heading("Itinerario", "itinerario"), render("itinerario.html.j2", **values)]
    if recovered or record.practicas_recuperadas == "pendiente":
        pieces.append(heading("Prácticas recuperadas", "practicas-recuperadas"))
        pieces.append(render("recuperadas.html.j2", cards=recovered, root=values["root"]))
    return pieces


def _outcomes(record: Expedicion, values: dict[str, object]) -> list[str]:
    pieces: list[str] = []
    if record.equipo:
        pieces += [heading("Equipo", "equipo"), render("equipo.html.j2", **values)]
    for title, anchor, items in (
        ("Productos", "productos", record.productos),
        ("Compromisos", "compromisos", record.compromisos),
    ):
        if items:
            pieces += [heading(title, anchor), render("lista.html.j2", items=items)]
    return pieces


def _after(anonymized: Anonymized, neighbours: Neighbours, values: dict[str, object]) -> list[str]:
    pieces: list[str] = []
    if values["es_practica"]:
        pieces += [heading("Quiénes la aplicaron", "quienes-la-aplicaron"), render("replicas.html.j2", **values)]
    pieces += [heading("Condiciones y límites", "condiciones"), render("condiciones.html.j2", **values)]
    pieces += [heading("Cómo citar y reutilizar", "como-citar"), render("citar.html.j2", **values)]
    if anonymized.ficha.historial or anonymized.ficha.revisar_antes_de:
        pieces += [heading("Historia de esta página", "historia"), render("historia.html.j2", **values)]
    for title, anchor, cards in (
        ("De qué expedición viene", "de-donde-viene", neighbours.recovered_by),
        ("Para seguir", "relacionadas", neighbours.others),
    ):
        if cards:
            pieces += [heading(title, anchor), render("tarjetas.html.j2", cards=cards, root=values["root"], nivel=3)]
    pieces += [heading("Preguntar a quien la escribió", "preguntar"), render("preguntar.html.j2", **values)]
    pieces.append(heading("Me reconozco aquí y no quiero estar", "me-reconozco"))
    pieces.append(render("reconozco.html.j2", subject=recognised(anonymized), **values))
    return pieces
