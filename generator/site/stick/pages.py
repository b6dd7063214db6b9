"""The search page of the copy, what can be found in it, and the note beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import unescape

from generator.site.cards import Card, listed
from generator.site.facets import BY_NAME, FACETS, TIPOS, Facet
from generator.site.markup import page, render
from generator.site.pages import Contact
from generator.site.stick.index import Entry, words_of

NOTE = "LEAME.txt"
"""Without its accent: old programs that open ZIP files would spell it wrong."""
_TAG = re.compile(r"<[^<>]*>|\{#[a-z0-9_-]+\}")
_OTHERS = re.compile(r"^<[^<>]*\bdata-pagefind-ignore[^<>]*>.*$", re.MULTILINE)
"""Pieces of a page that are no text of its own: the cards of its neighbours."""
_ABOUT = re.compile(r'<p class="(?:fuente|para-quien)">.*?</p>', re.DOTALL)
"""Lines of a chapter that say where it comes from and for whom it is: the site's search reads none of them either."""
_TITLE = re.compile(r"^# (.+?)(?: \{#[^}]*\})?$", re.MULTILINE)
_GUIDE = TIPOS[2][0]


def search_page(cards: Sequence[Card]) -> str:
    """A form with every facet in use, which the script brings to life, and the plain lists without it."""
    shown = listed(cards)
    offered = [(facet, values) for facet in FACETS if (values := _in_use(facet, shown))]
    body = render("buscar_memoria.html.j2", root="../", facetas=offered)
    meta = {"title": "Buscar", "clase": "buscar", "guion": "memoria", "hide": ["navigation", "toc"]}
    return page(meta, body)


def _in_use(facet: Facet, cards: Sequence[Card]) -> list[tuple[str, str]]:
    used = {code for one in cards for code, _ in one.facets.get(facet.name, ())}
    if facet.name == "tipo":
        used.add(_GUIDE)
    return [(code, label) for code, label in facet.values if code in used]


def entries(cards: Mapping[str, Card], staged: Mapping[str, str], html: Callable[[str], str]) -> Iterable[Entry]:
    """What can be found: the submissions that lists show, and the chapters of the guide.

    `staged`: source of a page → its text as it was staged. `html` makes a chapter's Markdown into what it says.
    """
    for one in listed(tuple(cards.values())):
        facets = {name: [code for code, _ in values] for name, values in one.facets.items()}
        facts = " · ".join([dict(BY_NAME["tipo"].values)[one.tipo], *(value for _, value in one.facts)])
        text = _text(staged[f"{one.folder}/index.md"])
        yield Entry(f"{one.folder}/index.html", one.tipo, one.titulo, one.resumen, facts, facets, words_of(text))
    for source, text in staged.items():
        if source.startswith("guia/"):
            title = _TITLE.search(text)
            file = re.sub(r"(?:/index)?\.md$", "/index.html", source)
            facets = {"tipo": [_GUIDE]}
            said = words_of(_text(_ABOUT.sub("", html(text))))
            yield Entry(file, _GUIDE, title[1] if title else source, "", TIPOS[2][1], facets, said)


def _text(staged: str) -> str:
    """The words of a staged page, without its front matter and its marks."""
    body = staged.partition("\n---\n")[2] if staged.startswith("---\n") else staged
    return unescape(_TAG.sub(" ", _OTHERS.sub("", body)))


def note(contact: Contact, submissions: int) -> bytes:
    """The note for who receives the stick, as old notepads need it."""
    lines = (
        f"{contact.nombre}: copia para leer sin conexión",
        "",
        "Cómo abrirla",
        "1. Saque toda la carpeta del archivo ZIP (clic derecho, Extraer todo). Dentro del ZIP no funciona.",
        "2. Abra la carpeta y haga doble clic en index.html. Se abre en su navegador, sin internet.",
        "",
        "Qué trae",
        f"{submissions} prácticas y expediciones, la guía de Aprendiendo Juntos y un buscador.",
        "",
        "Antes de compartirla",
        "Las autoras y los autores pueden retirar lo suyo en cualquier momento, y de esta copia no sale solo.",
        "Entregue siempre la más reciente y borre las anteriores. Si le piden retirar algo, bórrela y pida otra.",
        "",
        f"Contacto: {contact.rol}, {contact.correo}",
        *([f"El sitio: {contact.direccion}"] if contact.direccion else []),
        "",
    )
    return "\r\n".join(lines).encode("utf-8-sig")
