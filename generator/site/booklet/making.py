"""The PDF of the guide, kept by all that it depends on: a guide that did not change costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import astuple, dataclass
from functools import partial
from pathlib import Path

from generator.kept import NOTHING, Kept
from generator.parallel import begun
from generator.parcel import pack, unpack
from generator.site.booklet.chapters import guide_rests_on
from generator.site.booklet.document import document
from generator.site.booklet.edition import Edition, edition_of
from generator.site.booklet.pdf import DocumentError, MissingLibrariesError, pdf_of

PLACE = "guia/guia-aprendiendo-juntos.pdf"
"""Where it stands in the site: the same address for every edition, so that a link in a circular lasts."""
NEEDED = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
"""Debian's packages that WeasyPrint draws with."""
_PLACES = tuple(f"{place}/*.so*" for place in ("usr/lib", "usr/lib64", "usr/lib/*-linux-*", "usr/local/lib"))
_DRAW = ("libpango", "libharfbuzz", "libfontconfig", "libfreetype", "libfribidi")
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


def bind(
    config: Mapping[str, object], content: Path, kept: Kept, say: Callable[[str], None], *, apart: bool = False
) -> Booklet | None:
    """The booklet of a project where it can be made; where it cannot, why not is said and the site goes on.

    `apart` draws it in another process: what draws takes as much memory as all the rest of the program.
    """
    try:
        return make_booklet(config, content, kept, apart=apart)
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


def make_booklet(
    config: Mapping[str, object], content: Path, kept: Kept = NOTHING, *, apart: bool = False
) -> Booklet | None:
    """The booklet of a project, as it was kept when nothing that it depends on changed; None without an edition.

    Raises MissingLibrariesError where it cannot be drawn, DocumentError when the guide asks for something that is
    not in `content/`, ValueError for an edition without version or month, and OSError.
    """
    edition = edition_of(config)
    if edition is None:
        return None
    name = kept.name("folleto", guide_rests_on(config, content), astuple(edition), _libraries())
    packed = kept.get(name)
    if packed is None:
        made = document(config, content, edition)
        if made is None:
            return None
        with begun(pdf_of, made) if apart else nullcontext(partial(pdf_of, made)) as asked:
            data, pages = asked()
        kept.put(name, packed := pack(pages, [data]))
    pages, (data,) = unpack(packed)
    return Booklet(data, pages, edition)


def _libraries() -> list[str]:
    """The system's libraries that draw, by the names of their files, which carry their versions."""
    found = (path.resolve().name for place in _PLACES for path in Path("/").glob(place))
    return sorted({name for name in found if name.startswith(_DRAW)})
