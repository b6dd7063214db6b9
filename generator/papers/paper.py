"""A document for paper: one HTML that brings all that it needs, and the same as a tagged PDF."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources

from markupsafe import Markup

from generator.preview import data_url
from generator.site.booklet import NEEDED, DocumentError, MissingLibrariesError
from generator.site.booklet.document import FONTS, SCHEME, Document
from generator.site.booklet.pdf import pdf_of
from generator.site.markup import ENVIRONMENT

_OWN = re.compile(re.escape(SCHEME) + r"([a-z0-9][a-z0-9.-]*)")
_INSIDE = re.compile(r"data:image/(png|jpeg);base64,([A-Za-z0-9+/=]+)")


class NoPdfError(Exception):
    """Why there is no PDF here, in Spanish; the same document is there as HTML."""


@dataclass(frozen=True, slots=True, repr=False)
class Paper:
    """The HTML, which calls its own files by their `folleto:` address, and those files by that address."""

    html: str
    files: Mapping[str, bytes] = field(default_factory=dict)


def paper(template: str, files: Mapping[str, bytes], **values: object) -> Paper:
    """A template of this program as a document; `files` are named without their scheme."""
    style = Markup(_text("papel.css"))  # noqa: S704 - a file of ours
    html = ENVIRONMENT.get_template(template).render(estilo=style, **values)
    given = {**{name: _font(name) for name in FONTS}, **files}
    return Paper(html, {SCHEME + name: data for name, data in given.items()})


def as_html(made: Paper) -> str:
    """One file that asks for nothing: what it needs is inside."""
    return _OWN.sub(lambda m: data_url(m[1], made.files[m[0]]) if m[0] in made.files else m[0], made.html)


def as_pdf(made: Paper) -> bytes:
    """Raises NoPdfError where it cannot be drawn."""
    files = dict(made.files)

    def taken_out(match: re.Match[str]) -> str:
        """What a page carries inside becomes a file of its own: the maker is handed files and nothing else."""
        name = f"{SCHEME}interna-{len(files)}.{match[1]}"
        files[name] = base64.b64decode(match[2])
        return name

    try:
        return pdf_of(Document(_INSIDE.sub(taken_out, made.html), files), outline=False)[0]
    except MissingLibrariesError:
        raise NoPdfError(
            f"Aquí no se puede hacer el PDF: faltan bibliotecas del sistema. En Debian: apt install {' '.join(NEEDED)}."
        ) from None
    except DocumentError:
        raise NoPdfError("El PDF no salió bien y no se guardó.") from None


def _text(name: str) -> str:
    return resources.files("generator.site").joinpath("templates", name).read_text(encoding="utf-8")


def _font(name: str) -> bytes:
    return resources.files("generator.site").joinpath("theme", "assets", "inspira", name).read_bytes()
