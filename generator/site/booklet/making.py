"""The PDF of the guide, kept by the digest of all that it depends on: a guide that did not change costs nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from generator.site.booklet.document import Document, document
from generator.site.booklet.edition import Edition, edition_of
from generator.site.booklet.pdf import DocumentError, MissingLibrariesError, pdf_of
from generator.writing import write_atomic

PLACE = "guia/guia-aprendiendo-juntos.pdf"
"""Where it stands in the site: the same address for every edition, so that a link in a circular lasts."""
NEEDED = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
"""Debian's packages that WeasyPrint draws with."""
_MADE_BY = ("weasyprint", "pydyf", "pikepdf", "fonttools", "markdown", "pymdown-extensions")
_CACHE = "folleto"
_FORM = b"inspira-folleto-1\n"
_KILO = 1000


@dataclass(frozen=True, slots=True, repr=False)
class Booklet:
    """The PDF, its pages and its edition."""

    data: bytes
    pages: int
    edition: Edition

    @property
    def weight(self) -> str:
        """`90 KB`."""
        return f"{max(1, round(len(self.data) / _KILO))} KB"


def bind(config: Mapping[str, object], content: Path, cache: Path, say: Callable[[str], None]) -> Booklet | None:
    """The booklet of a project where it can be made; where it cannot, why not is said and the site goes on."""
    try:
        return make_booklet(config, content, cache)
    except MissingLibrariesError:
        why = f"faltan bibliotecas del sistema. En Debian: apt install {' '.join(NEEDED)}"
    except DocumentError:
        why = "un capítulo pide una imagen o un estilo que el PDF no puede tener"
    except ValueError:
        why = "en mkdocs.yml, extra.guia lleva version (1.0) y fecha (AAAA-MM)"
    except OSError:
        why = "no se pudo leer content/guia"
    say(f"La guía en PDF no se hizo: {why}. El sitio queda sin ese enlace.")
    return None


def make_booklet(config: Mapping[str, object], content: Path, cache: Path) -> Booklet | None:
    """The booklet of a project, from the cache when nothing that it depends on changed; None without an edition.

    Raises MissingLibrariesError where it cannot be drawn, DocumentError when the guide asks for something that is
    not in `content/`, ValueError for an edition without version or month, and OSError.
    """
    edition = edition_of(config)
    made = document(config, content, edition) if edition else None
    if edition is None or made is None:
        return None
    place = cache / _CACHE / f"{_key(made)}.pdf"
    kept = _kept(place)
    if kept is None:
        kept = pdf_of(made)
        _keep(place, *kept)
    return Booklet(*kept, edition)


def _key(made: Document) -> str:
    """A digest of the document, its files, and the programs that draw it."""
    digest = sha256()
    for part in (*map(_version, _MADE_BY), made.html, *sorted(made.files)):
        digest.update(len(part).to_bytes(8, "big") + part.encode())
    for name in sorted(made.files):
        digest.update(sha256(made.files[name]).digest())
    return digest.hexdigest()


def _version(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return name


def _kept(place: Path) -> tuple[bytes, int] | None:
    """What was kept, None when there is nothing or it is not whole: then it is made again."""
    try:
        head, _, data = place.read_bytes().removeprefix(_FORM).partition(b"\n")
        said = json.loads(head)
        if said["sha256"] == sha256(data).hexdigest() and isinstance(said["paginas"], int):
            return data, said["paginas"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return None


def _keep(place: Path, data: bytes, pages: int) -> None:
    """Keep one, and only this one: an older edition is of no use. A disk that refuses costs time and no document."""
    head = json.dumps({"paginas": pages, "sha256": sha256(data).hexdigest()}).encode()
    try:
        for older in place.parent.glob("*.pdf"):
            older.unlink()
        write_atomic(place, _FORM + head + b"\n" + data)
    except OSError:
        return
