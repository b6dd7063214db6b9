"""Linked data (JSON-LD, schema.org with LRMI's terms) and Dublin Core, for the head of a page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from generator.model import Anonymized, Collection
from generator.schema import Expedicion, Practica
from generator.schema import options as op
from generator.schema.records import Autor
from generator.site import words
from generator.site.cards import Card, published_month
from generator.site.facets import BY_NAME, facets_of
from generator.site.machines.place import Sitio
from generator.site.markup import one_line
from generator.site.pages import Contact, Neighbours
from generator.vocabulary import name_of

CONTEXT = "https://schema.org"
LANGUAGE = "es-CO"
_ROOT = "../../"
_KIND = {Collection.PRACTICAS: "Práctica de enseñanza", Collection.EXPEDICIONES: "Expedición técnico-pedagógica"}
_LIST = {Collection.PRACTICAS: "Prácticas", Collection.EXPEDICIONES: "Expediciones"}
_DURATION = {op.Tiempo.TRIMESTRE: "P3M"}
"""The only answer that is a length of time: a session lasts what each programme says."""
# What could close the element or be read as markup goes in as an escape of JSON's own.
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def serialized(data: Mapping[str, object]) -> str:
    """JSON on one line that may stand in a script element whatever the texts in it are."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def submission_head(
    anonymized: Anonymized, neighbours: Neighbours, contact: Contact, pictures: Iterable[str] = ()
) -> dict[str, object]:
    """What the front matter of a submission's page says to machines: `enlazados` (JSON-LD) and `dublin` (names and
    contents of Dublin Core). `pictures` are the files of its images, by their names beside the page."""
    data = {
        "@context": CONTEXT,
        "@graph": [_work(anonymized, neighbours, contact, list(pictures)), _trail(anonymized, contact)],
    }
    return {"enlazados": serialized(data), "dublin": _dublin(anonymized, contact)}


def home_head(site: Sitio) -> dict[str, object]:
    """The site itself and how to search it. Without an address there is nothing that it could say."""
    if not site.direccion:
        return {}
    search = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{site.direccion}buscar/?q={{q}}"},
        "query-input": "required name=q",
    }
    data = {
        "@context": CONTEXT,
        "@type": "WebSite",
        "@id": site.direccion,
        "url": site.direccion,
        "name": site.nombre,
        "description": site.descripcion,
        "inLanguage": LANGUAGE,
        "license": words.LICENSE_URL,
        "potentialAction": search,
    }
    return {"enlazados": serialized(data)}


def _place(contact: Contact, path: str) -> str:
    """The address of a page of the site: whole where the site knows its own, else from the page of a submission."""
    return f"{contact.direccion or _ROOT}{path}"


def _work(anonymized: Anonymized, neighbours: Neighbours, contact: Contact, pictures: list[str]) -> dict[str, object]:
    record, folder = anonymized.record, anonymized.folder
    is_practice = anonymized.source.collection is Collection.PRACTICAS
    assert isinstance(record, Practica | Expedicion)
    own = _place(contact, f"{folder}/")
    found: dict[str, object] = {
        "@type": "LearningResource" if is_practice else "CreativeWork",
        "@id": own,
        "url": own,
        "name": one_line(record.titulo),
        "description": one_line(record.resumen),
        "inLanguage": LANGUAGE,
        "isAccessibleForFree": True,
        "license": words.LICENSE_URL,
        "learningResourceType": _KIND[anonymized.source.collection],
        "educationalLevel": record.programa.nivel.label if record.programa else None,
        "teaches": [one_line(t) for t in (record.competencia, *record.resultados_aprendizaje) if t],
        "timeRequired": _DURATION.get(record.tiempo) if record.tiempo else None,
        "audience": {"@type": "EducationalAudience", "educationalRole": "instructor"},
        "about": _terms(anonymized, contact),
        "keywords": [tag.replace("-", " ") for tag in record.etiquetas],
        "author": [person for a in record.autoria if (person := _author(a))],
        "datePublished": published_month(anonymized),
        "dateModified": _renewed(anonymized),
        "creativeWorkStatus": "Ejemplo ilustrativo" if record.ejemplo else None,
        "image": [f"{own}{name}" for name in pictures],
        "citation": _ids(neighbours.recovered, contact),
        "isBasedOn": _ids(neighbours.recovered_by, contact),
        "mentions": _ids(neighbours.others, contact),
        "isPartOf": {"@type": "WebSite", "name": contact.nombre, "url": _place(contact, "")},
    }
    if isinstance(record, Expedicion):
        place = name_of("departamentos", record.territorio.departamento)
        found["spatialCoverage"] = {"@type": "Place", "name": f"{place}, Colombia"}
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def _terms(anonymized: Anonymized, contact: Contact) -> list[dict[str, str]]:
    facets = facets_of(anonymized.record, anonymized.ficha)
    return [
        {
            "@type": "DefinedTerm",
            "name": label,
            "termCode": code,
            "inDefinedTermSet": BY_NAME[name].title,
            "url": _place(contact, BY_NAME[name].url(code)),
        }
        for name in ("area", "reto")
        for code, label in facets.get(name, ())
    ]


def _author(author: Autor) -> dict[str, str] | None:
    """An author as they chose to appear; nobody where no name may be shown."""
    if not author.nombre or author.credito is op.Credito.ANONIMO:
        return None
    kind = "Organization" if author.credito is op.Credito.COLECTIVO else "Person"
    return {"@type": kind, "name": one_line(author.nombre)}


def _ids(cards: Sequence[Card], contact: Contact) -> list[dict[str, str]]:
    return [{"@id": _place(contact, card.url)} for card in cards]


def _renewed(anonymized: Anonymized) -> str:
    months = [h.mes for h in anonymized.ficha.historial if h.evento is op.Evento.ACTUALIZADA]
    return max(months, default="")


def _trail(anonymized: Anonymized, contact: Contact) -> dict[str, object]:
    collection = anonymized.source.collection
    steps = (
        ("Inicio", _place(contact, "")),
        (_LIST[collection], _place(contact, f"{collection.value}/")),
        (one_line(anonymized.record.titulo), _place(contact, f"{anonymized.folder}/")),
    )
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": name, "item": where}
            for n, (name, where) in enumerate(steps, 1)
        ],
    }


def _dublin(anonymized: Anonymized, contact: Contact) -> list[list[str]]:
    """Names and contents after «Expressing Dublin Core metadata using HTML» (DC-HTML)."""
    record = anonymized.record
    pairs = [
        ("DC.title", record.titulo),
        ("DC.description", record.resumen),
        ("DC.language", LANGUAGE),
        ("DC.rights", words.LICENSE),
        ("DC.type", "Text"),
        *(("DC.creator", credit) for credit in anonymized.credits),
        ("DC.date", published_month(anonymized)),
        ("DC.identifier", f"{contact.direccion}{anonymized.folder}/" if contact.direccion else ""),
    ]
    return [[name, one_line(text)] for name, text in pairs if text]
