"""Which bundles may stand in a public repository as they are on disk.

The site redacts once more what it shows; a repository shows the files themselves. So a bundle passes only when its
files say no more than its page: nothing is left to redact, every image and name is shown, no image has something beside
the picture, and every word of every file is a word of the page or one of the program's own (fields, values, codes).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache

from pygments.lexers import get_all_lexers

from generator.anonymize.redact import findings_of
from generator.anonymize.spans import Level
from generator.audit.images import hides
from generator.compose import compose_alone
from generator.diagnostics import Diagnostic, find
from generator.drafting import Draft, index_md, sections
from generator.images.checking import bytes_of
from generator.model import Anonymized, Collection, Source
from generator.preview import page_html
from generator.schema.export import json_schemas
from generator.schema.options import Estado
from generator.schema.records import FEWEST
from generator.schema.revision import Memoria
from generator.shelf import INDEX
from generator.validate import too_exact
from generator.validate.together import loose, ties
from generator.vocabulary import plain

PUBLIC = (Estado.APROBADA, Estado.PUBLICADA)
_WORD = re.compile(r"\w+")
_SAYS_NOTHING = re.compile(r"[0-9a-f]{64}|[0-9]{1,2}|t[1-4]")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)[ \t]*([\w+#.-]+)[ \t]*")
_BEYOND = "Hay algo que la página no muestra: un comentario, una nota sin usar, un término que ya no está."
_CORRECT = "Quítelo, y renueve el consentimiento; si solo es formato, `inspira consentimiento corregir`."
_FEW = f"Escriba «menos de {FEWEST}» en «cuantos», y renueve el consentimiento."
_CLEAN = "Vuelva a guardar la imagen limpia con `inspira anonimizar` y renueve el consentimiento."


def reasons(
    anonymized: Anonymized, memory: Memoria, published: frozenset[str], *, reduced: bool
) -> Iterator[Diagnostic]:
    """Why a bundle may not pass as it is; nothing when it may. Raises OSError when an image cannot be read.

    `published` are the folders that pages of today are made of; `reduced` says that this page goes without a name or an
    image that its files have.
    """
    source, submission = anonymized.source, anonymized.consented.submission
    folder = source.folder
    if anonymized.redactions or any(f.span.level is Level.AUTO for f in findings_of(submission, memory)):
        hint = f"Pase primero `inspira anonimizar {folder}`."
        yield find("P321", f"{folder}/{INDEX}", "El sitio tacha algo que el archivo todavía dice.", hint=hint)
    if reduced or {p.media.name for p in anonymized.pictures.values()} != set(source.media):
        hint = "Quítelo de la carpeta o complete el consentimiento."
        yield find("P321", folder, "Hay un nombre o una imagen que el sitio no muestra.", hint=hint)
    for line, column in too_exact(submission.record, submission.front):
        told = f"Dice exactamente cuántas personas, y son menos de {FEWEST}."
        yield find("P321", f"{folder}/{INDEX}", told, hint=_FEW, line=line, column=column)
    for gone in loose(ties(submission), set(published)):
        told = "Nombra una entrega que no está publicada."
        yield find("P321", gone.path, told, hint=_CORRECT, line=gone.line, column=gone.column)
    yield from _words_beyond(anonymized, published)
    for media in source.media.values():
        if why := hides(bytes_of(media)):
            yield find("P321", f"{folder}/{media.name}", why, hint=_CLEAN)


def _words_beyond(anonymized: Anonymized, published: frozenset[str]) -> Iterator[Diagnostic]:
    """The lines with a word that is neither on the page nor one of ours: comments, unused notes, titles of links, terms
    that no text has any more, the name of what was withdrawn."""
    source = anonymized.source
    shown = words_of(page_html(anonymized)[0], compose_alone(anonymized)[0], *published)
    shown |= words_of(*source.media, *source.attachments, source.slug) | ours() | help_of(source.collection)
    for name, text in _texts(source):
        for number, line in enumerate(text.split("\n"), 1):
            if not words_of(line) - _language(line) <= shown:
                yield find("P321", f"{source.folder}/{name}", _BEYOND, hint=_CORRECT, line=number)


def _language(line: str) -> set[str]:
    """The language of a block of code, which its page shows by colours."""
    fence = _FENCE.fullmatch(line)
    return {fence[1].lower()} & _languages() if fence else set()


def _texts(source: Source) -> Iterator[tuple[str, str]]:
    """What is read word by word: receipts are digests and signatures of an exact form, the ficha is written anew."""
    yield INDEX, source.index
    yield from source.attachments.items()
    yield from ((name, text) for name, text in source.house.items() if name == "revision.yml")


def words_of(*texts: str) -> set[str]:
    """The words of some texts, without accents or capitals.

    What tells nobody anything is none: a digest, a number of two digits (that of a list), a quarter.
    """
    found = (word for text in texts for word in _WORD.findall(plain(text).replace("_", " ")))
    return {word for word in found if not _SAYS_NOTHING.fullmatch(word)}


@cache
def _languages() -> frozenset[str]:
    return frozenset(alias for _, aliases, _, _ in get_all_lexers() for alias in aliases)


@cache
def ours() -> frozenset[str]:
    """The words that a file of a bundle has to have: its fields, their closed values and their codes.

    Never what a code is called: among the names of towns there are hundreds of people's.
    """
    told = (word for schema in json_schemas().values() for word in _typed(json.loads(schema)))
    return frozenset(words_of(*told, "true", "false", "null"))


def _typed(node: object) -> Iterator[str]:
    """What of a JSON Schema somebody may type: the names of fields and the values of closed lists."""
    if isinstance(node, dict):
        yield from node.get("properties", ())
        yield from (value for value in (node.get("const"), *node.get("enum", ())) if isinstance(value, str))
        for inner in node.values():
            yield from _typed(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _typed(inner)


@cache
def help_of(collection: Collection) -> frozenset[str]:
    """Those of the template of `inspira nueva`, whose help stays beside the fields."""
    template = index_md(Draft(collection, {}, sections(collection.model), explained=True))
    return frozenset(words_of(template))
