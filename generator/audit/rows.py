"""What a file for programs says, and of whom: row by row where it is a list of records, else text by text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

from generator.audit.linked import strict_json
from generator.audit.problem import MalformedError
from generator.site.machines.open_data import JOINED

APART = "\0"
"""The sign between the texts of a row, which stands in none."""
_APART_IN_JSON = r"\u0000"
_FOLDER = re.compile(r"(?:^|/)((?:practicas|expediciones)/[a-z0-9-]+)/$")
_RECORD = re.compile(r"(\{.*\})(?:,\n|\n\]\n\Z)")
_KEYWORDS = frozenset(("@context", "@graph", "@id", "@language", "@type", "@value"))
_OWNERS = ("direccion", "url", "id")
"""Names under which a record says which page it is of."""


class Said(NamedTuple):
    """A text and the submission that it is of."""

    text: str
    owner: str | None

    def __repr__(self) -> str:
        return "<Said>"


class Row(NamedTuple):
    """Texts that stand together, all of the same submission or of none, with a sign between them that none has."""

    told: str
    owner: str | None

    def __repr__(self) -> str:
        return "<Row>"


def rows_in(path: str, text: str) -> Iterator[Row]:
    """What a file for programs says and of whom: row by row where it is a list of them, else text by text.

    Raises MalformedError and csv.Error.
    """
    if APART in text:
        raise MalformedError
    if path.endswith(".csv"):
        rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        names = next(rows, [])
        owners = [(place, name) for place, name in enumerate(names) if name in _OWNERS]
        for row in chain([names] if names else (), rows):
            # Several values of one field, which a page shows as so many lines, are read as those are.
            told = APART.join(row).replace(JOINED, APART)
            yield Row(told, _owner({name: row[place] for place, name in owners if place < len(row)}))
        return
    if path.endswith(".xml"):
        said = _xml(text)
    elif path.endswith((".json", ".jsonld")):
        for written in _records(text):
            yield from _rows_of(written)
        return
    elif path.endswith(".txt"):
        said = (Said(part, None) for line in text.splitlines() for part in line.partition(": ")[::2])
    else:
        raise MalformedError
    yield from (Row(one.text, one.owner) for one in dict.fromkeys(said))


def _records(text: str) -> Iterator[str]:
    """Each record of a list in JSON that has one a line, as ours have, so that one at a time is open; else the whole.

    Raises MalformedError.
    """
    if not (text.startswith("[\n{") and text.endswith("}\n]\n")):
        yield text
        return
    place = 2
    while place < len(text):
        if not (found := _RECORD.match(text, place)):
            raise MalformedError
        yield found[1]
        place = found.end()


def _rows_of(written: str) -> Iterator[Row]:
    value = strict_json(written)
    if _APART_IN_JSON in written and any(APART in one.text for one in walk(value, None)):
        raise MalformedError
    records = value if isinstance(value, list) else [value]
    flat = [_flat(record) for record in records]
    if None in flat:
        yield from (Row(one.text, one.owner) for one in dict.fromkeys(walk(value, None)))
    else:
        yield from (Row(APART.join(texts or ()), _owner(one)) for texts, one in zip(flat, records, strict=True))


def _flat(row: Any) -> list[str] | None:
    """What a record says (`walk`) that is of texts and lists of them; None where another one, which could be of
    somebody else, is inside."""
    if not isinstance(row, dict):
        return None
    told: list[str] = []
    for key, value in row.items():
        if key not in _KEYWORDS:
            told.append(key)
        for one in value if isinstance(value, list) else (value,):
            if isinstance(one, dict | list):
                return None
            if key != "bytes" and one is not None and not isinstance(one, bool):
                told.append(str(one))
    return told


def _xml(text: str) -> Iterator[Said]:
    """The texts and attributes of some XML; each entry is of the page that its identifier leads to."""
    if "<!" in text or text.count("<?") != 1:
        raise MalformedError  # no comment, no entity, no instruction: nothing that a reader of XML would not show
    try:
        root = ET.fromstring(text.encode())  # noqa: S314 - without a doctype there is no entity to expand
    except ET.ParseError:
        raise MalformedError from None
    yield from _elements(root, None)


def _elements(element: ET.Element, owner: str | None) -> Iterator[Said]:
    if element.tag.endswith("}entry"):
        owner = _owner({"id": next((e.text for e in element if e.tag.endswith("}id")), "")})
    yield from (Said(text, owner) for text in (element.text, *element.attrib.values()) if text)
    for inner in element:
        yield from _elements(inner, owner)
        if inner.tail:
            yield Said(inner.tail, owner)


def walk(value: Any, owner: str | None) -> Iterator[Said]:
    """Every key and value, with the submission that the nearest record around it is of."""
    if isinstance(value, dict):
        mine = _owner(value) or owner
        for key, inner in value.items():
            if key not in _KEYWORDS:
                yield Said(key, mine)
            if key != "bytes":
                yield from walk(inner, mine)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner, owner)
    elif value is not None and not isinstance(value, bool):
        yield Said(str(value), owner)


def _owner(record: Mapping[str, object]) -> str | None:
    for name in _OWNERS:
        match = _FOLDER.search(str(record.get(name) or ""))
        if match:
            return match[1]
    return None
