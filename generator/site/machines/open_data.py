"""The published submissions as open data: CSV and JSON, with their dictionary (Frictionless) and metadata (DCAT 3).

Anonymized records only, and of each only what its page shows; the retired ones are out. The same submissions always
give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.disclosure.csvrows import csv_line
from generator.model import Anonymized, Collection
from generator.schema.options import Estado
from generator.site import words
from generator.site.cards import Card
from generator.site.machines.columns import Cell, Column, Row, columns, leads
from generator.site.machines.describing import dcat, package
from generator.site.machines.news import Entry
from generator.site.machines.place import Sitio
from generator.site.markup import page, render

DATA_FOLDER = "datos"
PACKAGE, DCAT = "datapackage.json", "dcat.jsonld"
JOINED = " | "
"""Between the values of one cell of the CSV."""


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """A row as both formats have it, and a digest of all that it rests on."""

    rests: str
    csv: bytes
    json: bytes


Lines = Mapping[str, Line]
"""The rows by the folder of their submission."""


def data_lines(
    submissions: Sequence[Anonymized],
    fields: Mapping[str, str],
    cards: Mapping[str, Card],
    entries: Sequence[Entry],
    site: Sitio,
    before: Lines,
) -> Lines:
    """The row of every submission that is shown; those that rest on the same as the ones made `before` are those.

    `fields`: the digest of the fields of each, by its folder. All rows at once as values would be most of the memory
    that a large bank takes.
    """
    dated = {e.card.folder: e for e in entries}
    shown = frozenset(folder for folder, card in cards.items() if not card.retirada)
    lines: dict[str, Line] = {}
    for one in sorted(submissions, key=lambda a: a.folder):
        if one.ficha.estado is Estado.RETIRADA:
            continue
        row = Row(one, f"{site.direccion}{one.folder}/", shown, dated.get(one.folder))
        rests = _rests_on(row, fields[one.folder])
        known = before.get(one.folder)
        lines[one.folder] = known if known and known.rests == rests else _line(one.source.collection, row, rests)
    return lines


def _rests_on(row: Row, fields: str) -> str:
    dates = (row.entry.published, row.entry.changed) if row.entry else ()
    told = repr((fields, row.address, leads(row), dates))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def _line(collection: Collection, row: Row, rests: str) -> Line:
    values = {column.name: column.read(row) for column in columns(collection)}
    return Line(rests, csv_line(map(_flat, values.values())).encode(), json.dumps(values, ensure_ascii=False).encode())


def data_files(lines: Lines, site: Sitio) -> dict[str, bytes]:
    """Every file of the data by its place in the site."""
    tables: dict[str, bytes] = {}
    for collection in Collection:
        own = [line for folder, line in lines.items() if folder.startswith(f"{collection.value}/")]
        names = csv_line(column.name for column in columns(collection)).encode()
        tables[f"{collection.value}.csv"] = b"".join((names, *(line.csv for line in own)))
        # A row a line: easy to compare with another.
        tables[f"{collection.value}.json"] = b"[\n" + b",\n".join(line.json for line in own) + b"\n]\n"
    described = package(tables, {name: hashlib.sha256(data).hexdigest() for name, data in tables.items()}, site)
    found = {**tables, PACKAGE: _json(described), DCAT: _json(dcat(site))}
    return {f"{DATA_FOLDER}/{name}": data for name, data in found.items()}


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
