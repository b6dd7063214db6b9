"""The facets of every page that can be found, as columns of small numbers, for the script that counts and combines.

A row is a page, the newest first. Each column is a file of its own, since a search needs those of its filters before
its first results and the others after.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from generator.searching.reading import Entry

ROWS, TITLES = "filas.json", "titulos.json"
COLUMN = re.compile(r"faceta-([a-z]+)\.json")


def columns(entries: Sequence[Entry], names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Each file and what it holds: the pages' names in the index, their rows by title, and a column a facet.

    A column says the sets of values that occur and which of them each row has; no values at all are a set too.
    """
    yield ROWS, in_json([name.partition("_")[2] for name in names])
    yield TITLES, in_json(sorted(range(len(entries)), key=lambda n: (entries[n].order, entries[n].url)))
    for facet in sorted({name for entry in entries for name in entry.facets}):
        values = [entry.facets.get(facet, ()) for entry in entries]
        sets = sorted(set(values))
        place = {found: number for number, found in enumerate(sets)}
        yield f"faceta-{facet}.json", in_json({"valores": [list(s) for s in sets], "filas": [place[v] for v in values]})


def in_json(value: object) -> bytes:
    """A value as each of the files beside Pagefind's is written: in one way alone, which the audit holds them to."""
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
