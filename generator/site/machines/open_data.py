"""The published submissions as open data: CSV and JSON, with their dictionary (Frictionless) and metadata (DCAT 3).

Anonymized records only, and of each only what its page shows; the retired ones are out. The same submissions always
give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence

from generator.disclosure.csvrows import as_csv
from generator.model import Anonymized, Collection
from generator.schema.options import Estado
from generator.site import words
from generator.site.cards import Card
from generator.site.machines.columns import Cell, Column, Row, columns
from generator.site.machines.describing import dcat, package
from generator.site.machines.news import Entry
from generator.site.machines.place import Sitio
from generator.site.markup import page, render

DATA_FOLDER = "datos"
PACKAGE, DCAT = "datapackage.json", "dcat.jsonld"
JOINED = " | "
"""Between the values of one cell of the CSV."""


def data_files(
    submissions: Sequence[Anonymized], cards: Mapping[str, Card], entries: Sequence[Entry], site: Sitio
) -> dict[str, bytes]:
    """Every file of the data by its place in the site."""
    dated = {e.card.folder: e for e in entries}
    shown = frozenset(folder for folder, card in cards.items() if not card.retirada)
    tables: dict[str, bytes] = {}
    for collection in Collection:
        rows = [
            Row(a, f"{site.direccion}{a.folder}/", shown, dated.get(a.folder))
            for a in sorted(submissions, key=lambda a: a.folder)
            if a.source.collection is collection and a.ficha.estado is not Estado.RETIRADA
        ]
        tables.update(_table(collection, rows))
    described = package(tables, {name: hashlib.sha256(data).hexdigest() for name, data in tables.items()}, site)
    found = {**tables, PACKAGE: _json(described), DCAT: _json(dcat(site))}
    return {f"{DATA_FOLDER}/{name}": data for name, data in found.items()}


def _table(collection: Collection, rows: Sequence[Row]) -> dict[str, bytes]:
    """The table in both formats, row by row: all the values of a large bank at once would be most of its memory."""
    cols = columns(collection)
    names = [column.name for column in cols]
    lines: list[str] = []

    def flat() -> Iterator[list[str]]:
        for row in rows:
            values = [column.read(row) for column in cols]
            lines.append(json.dumps(dict(zip(names, values, strict=True)), ensure_ascii=False))
            yield [_flat(value) for value in values]

    table = as_csv(names, flat()).encode()
    # A row a line: easy to compare with another.
    return {
        f"{collection.value}.csv": table,
        f"{collection.value}.json": ("[\n" + ",\n".join(lines) + "\n]\n").encode(),
    }


def _flat(value: Cell) -> str:
    if isinstance(value, bool):
        return "si" if value else "no"
    return JOINED.join(value) if isinstance(value, list) else value or ""


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def data_page(files: Mapping[str, bytes], counts: Mapping[Collection, int]) -> str:
    """`/datos/`: what the data are, what they leave out and why, the files, and each column."""
    sizes = {name.removeprefix(f"{DATA_FOLDER}/"): f"{max(1, round(len(d) / 1000))} KB" for name, d in files.items()}
    tables: list[tuple[Collection, int, Sequence[Column]]] = [(c, counts.get(c, 0), columns(c)) for c in Collection]
    body = render("datos.html.j2", tablas=tables, tamanos=sizes, unido=JOINED, words=words, root="../")
    meta = {
        "title": "Datos abiertos",
        "description": "Las prácticas y expediciones publicadas, en CSV y JSON, con su diccionario. Sin nombres.",
        "clase": "datos",
        "hide": ["navigation", "toc"],
    }
    return page(meta, body)
