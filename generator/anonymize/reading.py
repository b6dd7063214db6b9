"""What a file of a bundle says, item by item: held before and after rewriting it, so that nothing else changes."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator import markdown
from generator.anonymize import places
from generator.anonymize.detect import Where
from generator.anonymize.hollow import hollow
from generator.frontmatter import split
from generator.model import Document, Key

INDEX = "index.md"


@dataclass(frozen=True, slots=True, repr=False)
class Item:
    """A field, a run of the text or a cell of a table: `line` is where it begins (0 where that is not known).

    `link` says that it is the address of a link (`item + 1` is then its title), `definition` that it is the
    address of a definition (`item - 1` is its title).
    """

    text: str
    where: Where
    line: int
    key: Key = ()
    link: bool = False
    definition: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Reading:
    """A file as it is read: its items in order, the kinds of the blocks that they stand in, and its empty marks."""

    items: tuple[Item, ...]
    shape: tuple[str, ...]
    hollow: int = 0


def reading(name: str, text: str) -> Reading | None:
    """Read a text of a bundle; None when it cannot be read (broken fields, too deep nesting)."""
    if name.lower().endswith(".csv"):
        return _table(text)
    if name != INDEX:
        document, findings = markdown.parse(text, 1)
        fields: tuple[Item, ...] = ()
    else:
        front, _ = split(text, name)
        if front is None:
            return None
        document, findings = markdown.parse(front.body, front.body_line)
        fields = tuple(Item(value, Where.PROSA, front.place(key)[0], key) for key, value in leaves(front.data))
    if any(f.code == "E011" for f in findings):
        return None
    return Reading((*fields, *_items(document)), tuple(_shape(document)), hollow(document))


def _items(document: Document) -> Iterator[Item]:
    for run in places.runs(document):
        url = run.where is Where.URL
        yield Item(run.text, run.where, run.line, (), url and bool(run.cells), url and not run.cells)


def _shape(document: Document) -> Iterator[str]:
    for section in document.sections:
        yield "##" if section.heading else "#"
        for token in section.tokens:
            language = token.info.split()[:1] if token.type == "fence" else ()
            yield " ".join((token.type, token.tag, *language))


def leaves(value: object, key: Key = ()) -> Iterator[tuple[Key, str]]:
    """Every value of the fields, as text, by its key path."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from leaves(item, (*key, str(name)))
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from leaves(item, (*key, number))
    else:
        yield key, str(value)


def _table(text: str) -> Reading | None:
    header = re.sub(r'"[^"]*"', "", text.lstrip("\n").partition("\n")[0])
    reader = csv.reader(text.splitlines(keepends=True), delimiter=max(",;\t", key=header.count), strict=True)
    try:
        rows = list(reader)
    except csv.Error:
        return None
    items = tuple(Item(cell.strip(), Where.PROSA, 0) for row in rows for cell in row)
    return Reading(items, tuple(str(len(row)) for row in rows))
