"""The page of a submission, as a staged Markdown file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from generator.model import Anonymized, Collection
from generator.schema import Expedicion
from generator.site import words
from generator.site.cards import Card, card, published_month
from generator.site.facets import BY_NAME, facets_of
from generator.site.markup import chunk, heading, meta_text, page, render
from generator.vocabulary import name_of

# Anchors of our own, in the page and in the theme; a section of the author's must not take one.
RESERVED_ANCHORS = frozenset(
    {
        "contenido",
        "menu",
        "titulo",
        "cita",
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
        "como-citar",
        "historia",
        "relacionadas",
        "me-reconozco",
    }
)
STRIP = ("tiempo", "modalidad", "area", "conectividad", "dificultad", "territorio", "madurez")
_NAMES = {
    "reto": "Sirve para",
    "tiempo": "Tiempo",
    "modalidad": "Modalidad",
    "area": "Área",
    "conectividad": "Conectividad",
    "dificultad": "Preparación",
    "territorio": "Territorio",
    "madurez": "Hasta ahora",
    "enfasis": "Énfasis",
    "proceso": "Proceso de la FPI",
    "estrategia": "Estrategia",
    "lugar": "Lugar",
    "oferta": "Oferta",
}
BRIEF_FIRST = ("reto",)
BRIEF = ("lugar", "oferta", "enfasis", "proceso", "estrategia")


@dataclass(frozen=True, slots=True, repr=False)
class Block:
    """A section of the author's, rendered and clean: `html` is one line, braces and `<pre>` line ends as entities."""

    title: str
    anchor: str
    html: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Who answers for the site, a role and its mailbox, never a person; and where the site is, "" when unknown."""

    rol: str = "Escuela Nacional de Instructores (contacto por definir)"
    correo: str = "contacto@example.org"
    direccion: str = ""

    def mailto(self, subject: str) -> str:
        """A `mailto:` address with its subject."""
        return f"mailto:{quote(self.correo, safe='@.+-_')}?subject={quote(subject)}"


def contact_of(config: Mapping[str, object]) -> Contact:
    """The contact in `extra.contacto` of a loaded mkdocs.yml, the placeholder where it is not set, and the address."""
    extra = config.get("extra")
    given = extra.get("contacto") if isinstance(extra, Mapping) else None
    if not isinstance(given, Mapping):
        given = {}
    default, address = Contact(), address_of(config)
    return Contact(str(given.get("rol", default.rol)), str(given.get("correo", default.correo)), address)


def address_of(config: Mapping[str, object]) -> str:
    """The public address of the site (`site_url` of a loaded mkdocs.yml) with its last slash; "" when not set."""
    address = config.get("site_url")
    return f"{address.strip().rstrip('/')}/" if isinstance(address, str) and address.strip() else ""


def submission_page(
    anonymized: Anonymized,
    blocks: Sequence[Block],
    attachments: Sequence[Block],
    related: Sequence[Card],
    root: str,
    *,
    contact: Contact | None = None,
) -> str:
    """The whole staged file of a submission. `root` is the way from the page to the site's root (`../../`)."""
    record = anonymized.record
    recovered = _recovered(anonymized, related)
    others = [c for c in related if c not in recovered and not c.retirada]
    values = _values(anonymized, root, contact or Contact())
    pieces = [render("cabecera.html.j2", **values), heading("En breve", "en-breve"), render("breve.html.j2", **values)]
    if isinstance(record, Expedicion):
        pieces += _expedition(record, recovered, values)
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
    pieces += _after(anonymized, others, values)
    return page(_meta(anonymized), *pieces)


def retired_page(anonymized: Anonymized) -> str:
    """The page of a retired submission: its title and the notice, out of search and of robots' reach."""
    meta = {"title": meta_text(anonymized.record.titulo), "robots": "noindex", "clase": "retirada", "hide": ["toc"]}
    kind = anonymized.source.collection
    return page(meta, render("retirada.html.j2", titulo=anonymized.record.titulo, tipo=kind.singular, root="../../"))


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


def _values(anonymized: Anonymized, root: str, contact: Contact) -> dict[str, object]:
    record, ficha = anonymized.record, anonymized.ficha
    month = published_month(anonymized)
    return {
        "a": anonymized,
        "record": record,
        "ficha": ficha,
        "facets": facets_of(record, ficha),
        "fecha": month,
        "by_name": BY_NAME,
        "strip": STRIP,
        "brief_first": BRIEF_FIRST,
        "brief": BRIEF,
        "root": root,
        "words": words,
        "credits": anonymized.credits,
        "citation": words.citation(
            anonymized.credits, record.titulo, record.periodo, month, f"{contact.direccion}{anonymized.folder}/"
        ),
        "contact": contact,
        "nombre_de": name_of,
        "nombres": _NAMES,
        "datos": " · ".join(value for _, value in card(anonymized).facts),
        "es_expedicion": isinstance(record, Expedicion),
        "es_practica": anonymized.source.collection is Collection.PRACTICAS,
        "singular": anonymized.source.collection.singular,
    }


def _recovered(anonymized: Anonymized, related: Sequence[Card]) -> list[Card]:
    """The cards of the practices that an expedition recovered; those that are gone leave no trace."""
    record = anonymized.record
    if not isinstance(record, Expedicion) or record.practicas_recuperadas == "pendiente":
        return []
    wanted = {f"practicas/{slug}" for slug in record.practicas_recuperadas}
    return [c for c in related if c.folder in wanted and not c.retirada]


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


def _after(anonymized: Anonymized, related: Sequence[Card], values: dict[str, object]) -> list[str]:
    pieces: list[str] = []
    if values["es_practica"]:
        pieces += [heading("Quiénes la aplicaron", "quienes-la-aplicaron"), render("replicas.html.j2", **values)]
    pieces += [heading("Cómo citar y reutilizar", "como-citar"), render("citar.html.j2", **values)]
    if anonymized.ficha.historial or anonymized.ficha.revisar_antes_de:
        pieces += [heading("Historia de esta página", "historia"), render("historia.html.j2", **values)]
    if related:
        pieces.append(heading("Para seguir", "relacionadas"))
        pieces.append(render("tarjetas.html.j2", cards=related, root=values["root"], nivel=3))
    subject = f"Me reconozco en {anonymized.folder}"
    pieces.append(heading("Me reconozco aquí y no quiero estar", "me-reconozco"))
    pieces.append(render("reconozco.html.j2", subject=subject, **values))
    return pieces
