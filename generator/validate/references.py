"""Images, attachments and links of a bundle against its files: what is shown exists, is declared and may be shown."""

from __future__ import annotations

import re
from collections.abc import Collection as Some
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from generator.diagnostics import Diagnostic, find
from generator.markdown import anchor, images, links, plain_text
from generator.model import Document, FrontMatter, Source
from generator.schema import Entrega
from generator.shelf import ATTACHMENTS, shown_name
from generator.validate.targets import Kind, Target, attachment_name, classify
from generator.vocabulary import plain

_REFUSED = {Kind.OUTSIDE: "E309", Kind.FORBIDDEN: "E307"}
_SAYS_NOTHING = frozenset(("imagen", "image", "img", "foto", "fotografia", "figura", "captura", "sin titulo"))
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, repr=False)
class Reference:
    """A target in a text of the bundle: the file it is written in, its line, and what it points to."""

    path: str
    line: int
    target: Target


def base_of(name: str) -> str:
    """The subfolder of a file of the bundle, as `classify` takes it."""
    return ATTACHMENTS if name.startswith(f"{ATTACHMENTS}/") else ""


def linked(document: Document, source: Source, name: str) -> Iterator[Reference]:
    """Every link of one text of the bundle (`index.md` or an attachment), understood."""
    for link in links(document):
        target = classify(link.target, source.folder, base_of(name))
        yield Reference(f"{source.folder}/{name}", link.line, target)


def check_links(document: Document, source: Source, name: str, reported: Some[str]) -> Iterator[Diagnostic]:
    """Links that are refused (E307, E309) or lead nowhere in the bundle (E302, E308)."""
    anchors = _anchors(document)
    files = {*source.media, *source.attachments}
    for ref in linked(document, source, name):
        kind = ref.target.kind
        if kind in _REFUSED:
            yield find(_REFUSED[kind], ref.path, line=ref.line)
        elif kind is Kind.EMPTY or (kind is Kind.ANCHOR and not _leads(ref.target.anchor, anchors)):
            yield find("E308", ref.path, line=ref.line)
        elif kind is Kind.FILE and ref.target.name not in files and shown_name(ref.target.name) not in reported:
            yield find("E302", ref.path, line=ref.line)


def _anchors(document: Document) -> set[str]:
    found = {s.anchor for s in document.sections}
    for section in document.sections:
        previous = None
        for token in section.tokens:
            if previous is not None and previous.type == "heading_open":
                found.add(anchor(plain_text(token)))
            previous = token
    return found


def _leads(written: str, anchors: set[str]) -> bool:
    return not written or anchor(unquote(written)) in anchors


def shown_images(document: Document, source: Source, name: str) -> dict[str, Reference]:
    """The images of the bundle that a text shows, by name, each at its first place."""
    shown: dict[str, Reference] = {}
    for image in images(document):
        target = classify(image.target, source.folder, base_of(name))
        if target.kind is Kind.FILE:
            shown.setdefault(target.name, Reference(f"{source.folder}/{name}", image.line, target))
    return shown


def check_images(document: Document, source: Source, name: str, reported: Some[str]) -> Iterator[Diagnostic]:
    """Images without description (E301), of other sites (E310), refused (E307, E309) or not there (E302)."""
    path = f"{source.folder}/{name}"
    for image in images(document):
        target = classify(image.target, source.folder, base_of(name))
        if not describes(image.alt, target.name):
            yield find("E301", path, line=image.line)
        if target.kind in _REFUSED:
            yield find(_REFUSED[target.kind], path, line=image.line)
        elif target.kind in (Kind.SITE, Kind.MAIL):
            yield find("E310", path, line=image.line)
        elif target.kind is not Kind.FILE or (
            target.name not in source.media and shown_name(target.name) not in reported
        ):
            yield find("E302", path, line=image.line)


def describes(alt: str, name: str) -> bool:
    """Whether an alternative text says what is seen: a file's name or «imagen 3» does not."""
    words = [w for w in _WORDS.findall(plain(alt)) if not w.isdigit()]
    file = _WORDS.findall(plain(PurePosixPath(name).stem))
    spoken = _WORDS.findall(plain(PurePosixPath(alt.strip()).stem if "." in alt.strip()[-6:] else alt))
    return bool(words) and " ".join(words) not in _SAYS_NOTHING and (not file or spoken != file)


def check_lists(
    record: Entrega, front: FrontMatter, source: Source, shown: dict[str, Reference], reported: Some[str]
) -> Iterator[Diagnostic]:
    """`imagenes` and `anexos` against the files and the text (E301–E303, E307, E309, E310, E312, E314)."""
    yield from _declared_images(record, front, source, shown, reported)
    declared = {image.archivo for image in record.imagenes}
    for name, ref in shown.items():
        if name in source.media and name not in declared:
            yield find("E303", ref.path, line=ref.line)
    for name in source.media:
        if name not in declared and name not in shown:
            yield find("E314", f"{source.folder}/{name}")
    yield from _declared_attachments(record, front, source, reported)


def _declared_images(
    record: Entrega, front: FrontMatter, source: Source, shown: dict[str, Reference], reported: Some[str]
) -> Iterator[Diagnostic]:
    path = f"{source.folder}/index.md"
    seen: set[str] = set()
    for number, image in enumerate(record.imagenes):
        line, column = front.place(("imagenes", number, "archivo"))
        code = _file_problem(image.archivo, image.archivo, source, source.media, reported)
        if code:
            yield find(code, path, line=line, column=column)
        elif image.archivo in seen:
            yield find(
                "E108", path, "Esta imagen ya está en la lista.", hint="Deje una sola.", line=line, column=column
            )
        elif image.archivo not in shown:
            yield find("E314", path, line=line, column=column)
        if not describes(image.alt, image.archivo):
            line, column = front.place(("imagenes", number, "alt"))
            hint = "Escriba qué se ve en la imagen, no el nombre del archivo."
            yield find("E301", path, hint=hint, line=line, column=column)
        seen.add(image.archivo)


def _declared_attachments(
    record: Entrega, front: FrontMatter, source: Source, reported: Some[str]
) -> Iterator[Diagnostic]:
    path = f"{source.folder}/index.md"
    declared: set[str] = set()
    for number, attachment in enumerate(record.anexos):
        line, column = front.place(("anexos", number, "archivo"))
        name = attachment_name(attachment.archivo)
        code = _file_problem(attachment.archivo, name, source, source.attachments, reported)
        if code:
            yield find(code, path, line=line, column=column)
        elif name in declared:
            yield find("E108", path, "Este anexo ya está en la lista.", hint="Deje uno solo.", line=line, column=column)
        declared.add(name)
    for name in source.attachments:
        if name not in declared:
            yield find("E312", f"{source.folder}/{name}")


def _file_problem(written: str, name: str, source: Source, files: Some[str], reported: Some[str]) -> str | None:
    """The code of a declared file name that is not one of the bundle's files."""
    if name in files or shown_name(name) in reported:
        return None
    kind = classify(written, source.folder).kind
    if kind is Kind.SITE:
        return "E310"
    return _REFUSED.get(kind, "E309" if kind is Kind.SUBMISSION else "E302")
