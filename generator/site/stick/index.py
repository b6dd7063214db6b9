"""The index of the search that needs no server: a script that hands over one list, and nothing else.

A page opened from a disk may fetch nothing, so the data comes as a classic script. It holds the distinct words of each
page, folded as the search folds what is typed, and no sentence but the titles and summaries that lists show.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

INDEX = "buscar/indice.js"
SCRIPT = "buscar/memoria.js"
_HEAD, _TAIL = "window.IQ_INDICE=[\n", "\n];\n"
_WORD = re.compile(r"[a-z0-9ñ]+")
_MARKS = re.compile("[\u0300-\u036f]")
_ENYE = "n\u0303"


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """A page that can be found: its file, what a result shows, its facets' codes and its words."""

    file: str
    tipo: str
    titulo: str
    resumen: str
    datos: str
    facetas: Mapping[str, Sequence[str]]
    palabras: Sequence[str]


def words_of(text: str) -> tuple[str, ...]:
    """The distinct words of a text in order: without accents nor capitals, and with their ñ."""
    plain = unicodedata.normalize("NFD", text.lower()).replace(_ENYE, "ñ")
    return tuple(sorted(set(_WORD.findall(_MARKS.sub("", plain)))))


def index_script(entries: Iterable[Entry]) -> bytes:
    """The index as a classic script, one page a line."""
    rows = (
        [e.file, e.tipo, e.titulo, e.resumen, e.datos, dict(e.facetas), " ".join(e.palabras)]
        for e in sorted(entries, key=lambda e: e.file)
    )
    lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c") for row in rows)
    return (_HEAD + ",\n".join(lines) + _TAIL).encode()


def read_index(data: bytes) -> list[Entry]:
    """The pages of an index. Raises ValueError when it is anything but what `index_script` writes."""
    text = data.decode("utf-8")
    if not (text.startswith(_HEAD) and text.endswith(_TAIL)):
        raise ValueError("not an index")
    rows = json.loads(f"[{text.removeprefix(_HEAD).removesuffix(_TAIL)}]")
    entries = [_entry(row) for row in rows]
    if index_script(entries) != data:
        raise ValueError("not an index as it is written")
    return entries


def _entry(row: object) -> Entry:
    match row:
        case [str(file), str(tipo), str(titulo), str(resumen), str(datos), dict(facetas), str(palabras)]:
            codes = {str(name): [str(code) for code in values] for name, values in facetas.items()}
            return Entry(file, tipo, titulo, resumen, datos, codes, palabras.split(" "))
    raise ValueError("not a page of an index")


@cache
def script() -> bytes:
    """The search itself."""
    return resources.files("generator.site.stick").joinpath("memoria.js").read_bytes()
