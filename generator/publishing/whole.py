"""Which bundles may stand in a public repository as they are on disk.

The site redacts once more what it shows; a repository shows the files themselves. So a bundle passes only when there
is nothing in its files that its page does not show: nothing left to redact, no comment, no image or name without its
consent, no image with something beside the picture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import yaml

from generator.anonymize.redact import findings_of
from generator.anonymize.spans import Level
from generator.audit.images import hides
from generator.diagnostics import Diagnostic, find
from generator.drafting import Draft, index_md, sections
from generator.frontmatter import split
from generator.images.checking import bytes_of
from generator.model import Anonymized, Collection
from generator.schema.options import Estado
from generator.schema.revision import Memoria
from generator.shelf import INDEX

_HTML_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
PUBLIC = (Estado.APROBADA, Estado.PUBLICADA)
_CLEAN = "Vuelva a guardar la imagen limpia con `inspira anonimizar` y renueve el consentimiento."
_CORRECT = "Quítelo, y mantenga los recibos con `inspira consentimiento corregir`."


def reasons(anonymized: Anonymized, memory: Memoria, *, reduced: bool) -> Iterator[Diagnostic]:
    """Why a bundle may not pass as it is; nothing when it may. Raises OSError when an image cannot be read.

    `reduced` says that its page goes without a name or an image that its files have.
    """
    source, submission = anonymized.source, anonymized.consented.submission
    folder = source.folder
    if anonymized.redactions or any(f.span.level is Level.AUTO for f in findings_of(submission, memory)):
        hint = f"Pase primero `inspira anonimizar {folder}`."
        yield find("P321", f"{folder}/{INDEX}", "El sitio tacha algo que el archivo todavía dice.", hint=hint)
    if reduced or {p.media.name for p in anonymized.pictures.values()} != set(source.media):
        hint = "Quítelo de la carpeta o complete el consentimiento."
        yield find("P321", folder, "Hay un nombre o una imagen que el sitio no muestra.", hint=hint)
    told = "Hay un comentario, que la página no muestra."
    documents = {INDEX: submission.document, **submission.attachments}
    for name, document in documents.items():
        for line, words in document.comments:
            if words.strip() not in help_of(source.collection):
                yield find("P321", f"{folder}/{name}", told, line=line, hint=_CORRECT)
    for name, text in {INDEX: _fields(source.index), **source.house}.items():
        for line in comments(text) if name.endswith((".yml", INDEX)) else ():
            if text.split("\n")[line - 1].strip() in help_of(source.collection):
                continue
            yield find("P321", f"{folder}/{name}", told, line=line, hint=_CORRECT)
    for media in source.media.values():
        if why := hides(bytes_of(media)):
            yield find("P321", f"{folder}/{media.name}", why, hint=_CLEAN)


@cache
def help_of(collection: Collection) -> frozenset[str]:
    """What the template of `inspira nueva` says beside the fields and the sections: ours, whoever leaves it there."""
    text = index_md(Draft(collection, {}, sections(collection.model), explained=True))
    lines = (line.strip() for line in text.split("\n"))
    return frozenset((*(x for x in lines if x.startswith("#")), *(x.strip() for x in _HTML_COMMENT.findall(text))))


def _fields(index: str) -> str:
    """The front matter with the lines before it kept empty, so that lines count as in the file."""
    front, _ = split(index, INDEX)
    lines = index.split("\n")[: front.body_line - 1] if front else []
    return "\n".join("" if line.strip() == "---" else line for line in lines)


def comments(text: str) -> list[int]:
    """The lines of a YAML text (from 1) that have a comment: a `#` that is in no value."""
    values = [
        (t.start_mark.index, t.end_mark.index, t.style) for t in yaml.scan(text) if isinstance(t, yaml.ScalarToken)
    ]
    # The header of a block value (`|`, `>`) may have one too, and the parser counts it with the value.
    inside = [(text.find("\n", start) if style in ("|", ">") else start, end) for start, end, style in values]
    found = (at for at, sign in enumerate(text) if sign == "#" and not any(a <= at < b for a, b in inside))
    return sorted({text.count("\n", 0, at) + 1 for at in found})
