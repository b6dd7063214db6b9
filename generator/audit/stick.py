"""The search of the copy that works from a disk: its script is the one that ships, its index says what pages say."""

from __future__ import annotations

import re
from pathlib import Path

from generator.anonymize.originals import words
from generator.audit.gone import Gone
from generator.audit.page import read_page
from generator.audit.people import Reader
from generator.audit.problem import Report
from generator.manifest import GUIDE, Staged
from generator.site.facets import BY_NAME
from generator.site.stick import INDEX, Entry, read_index, script, words_of

_WORD = re.compile(r"[a-z0-9ñ]+")


def check_stick(path: str, built: Path, staged: Staged, reader: Reader, gone: Gone, report: Report) -> None:
    """Check the script or the index, once all pages were read."""
    data = (built / path).read_bytes()
    if path != INDEX:
        if data != script():
            report.add("P303", path, "El buscador de la copia no es el que viene con el programa.")
        return
    try:
        entries = read_index(data)
    except ValueError:
        report.add("P303", path, "No es un archivo de búsqueda bien formado.")
        return
    origins = {p.built: p.origin for p in staged.pages}
    for entry in entries:
        origin = origins.get(entry.file)
        if origin is None or not (origin == GUIDE or "/" in origin):
            report.add("P304", path, "La búsqueda tiene un texto que no es de ninguna página.")
            gone.read(entry.file, path, None)
            continue
        _check_entry(entry, path, built, origin, reader, gone, report)


def _check_entry(entry: Entry, path: str, built: Path, origin: str, reader: Reader, gone: Gone, report: Report) -> None:
    """What an entry shows is read as its page is; a word or a facet that is nowhere in the page is reported."""
    owner = origin if "/" in origin else None
    page = read_page(entry.file, origin, (built / entry.file).read_text(encoding="utf-8"))
    said = " ".join(text.words for text in page.texts)
    squeezed = "".join(words(said))
    folded = "".join(_WORD.findall(" ".join(words_of(said))))
    for shown in (entry.titulo, entry.resumen, entry.datos):
        if owner:
            gone.read(shown, path, owner)
        reader.read(shown, path, owner)
    if not all("".join(words(shown)) in squeezed for shown in (entry.titulo, entry.resumen)):
        report.add("P304", path, "La búsqueda dice algo que la página no dice.", origin=owner)
    known = set(words_of(said))
    if not all(w in known or w in folded or "".join(words(w)) in squeezed for w in entry.palabras):
        report.add("P304", path, "El índice de búsqueda tiene una palabra que la página no tiene.", origin=owner)
    if not all(code in dict(BY_NAME[name].values) for name, codes in entry.facetas.items() for code in codes):
        report.add("P304", path, "El índice de búsqueda tiene una faceta que no existe.", origin=owner)
