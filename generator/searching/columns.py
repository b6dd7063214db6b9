"""The facets of every page that can be found, as columns of small numbers, for the script that counts and combines.

A row is a page, in the order in which Pagefind was given them, which is the order in which it lists them when nothing
is asked. `marca` has the first sign of each page's name in the index, so that the script notices if that ever changes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.searching.reading import DATE, Entry, title_key

COLUMNS, TITLES = "columnas.json", "titulos.json"


def columns(entries: Sequence[Entry], marks: str) -> bytes:
    """The columns of these pages: for each facet, the sets of values that occur and which of them each row has."""
    names = sorted({name for entry in entries for name in entry.facets})
    made: dict[str, object] = {name: _column([entry.facets.get(name, ()) for entry in entries]) for name in names}
    made[DATE] = _column([(entry.date,) if entry.date else () for entry in entries])
    return _json({"marca": marks, "columnas": made})


def titles(entries: Sequence[Entry]) -> bytes:
    """The rows by title: fetched only when a reader orders by it."""
    return _json(sorted(range(len(entries)), key=lambda n: (title_key(entries[n].title), entries[n].url)))


def write_columns(entries: Sequence[Entry], names: Mapping[str, str], output: Path) -> None:
    """Write both files. `names`: address of a page → its name in the index."""
    marks = "".join(names[entry.url].partition("_")[2][:1] for entry in entries)
    (output / COLUMNS).write_bytes(columns(entries, marks))
    (output / TITLES).write_bytes(titles(entries))


def _column(values: Sequence[tuple[str, ...]]) -> dict[str, object]:
    sets = sorted(set(values))
    place = {found: number for number, found in enumerate(sets)}
    return {"valores": [list(one) for one in sets], "filas": [place[one] for one in values]}


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
