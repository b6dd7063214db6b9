"""Compose: an anonymized submission becomes the text of its pages and the files beside them."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import Protocol
from urllib.parse import urljoin

from markdown_it.token import Token

from generator import images, render
from generator.editable import About, editable
from generator.images import Light
from generator.markdown import is_blank
from generator.model import Anonymized, Collection, Document
from generator.render import Env, Shown, Surroundings
from generator.schema.options import Estado
from generator.site import pages, words
from generator.site.citing import cite
from generator.site.epc import PLACE, epc_page
from generator.site.machines import submission_head
from generator.site.pages import Block, Contact, Neighbours
from generator.validate.targets import Kind, attachment_name, classify


class Out(Protocol):
    """Where pages and files go: the disk, or memory for a preview."""

    def page(self, name: str, text: str, origin: str) -> None: ...

    def asset(self, name: str, data: bytes, origin: str) -> None: ...


class _Memory:
    """Keeps the page of a submission and the files beside it."""

    def __init__(self) -> None:
        self.text = ""
        self.images: dict[str, bytes] = {}

    def page(self, name: str, text: str, origin: str) -> None:
        if PurePosixPath(name).name == "index.md":
            self.text = text

    def asset(self, name: str, data: bytes, origin: str) -> None:
        self.images[PurePosixPath(name).name] = data


def compose_alone(anonymized: Anonymized, contact: Contact | None = None) -> tuple[str, dict[str, bytes]]:
    """The page of one submission by itself: its Markdown, and its images by name. Nothing is written."""
    writer = _Memory()
    pictures = [images.light(p.media) for p in anonymized.pictures.values()]
    compose(anonymized, pictures, Neighbours(), {anonymized.folder}, contact or Contact(), writer)
    return writer.text, writer.images


def compose(
    anonymized: Anonymized,
    pictures: Sequence[Light | None],
    neighbours: Neighbours,
    published: Container[str],
    contact: Contact,
    writer: Out,
    today: date | None = None,
) -> None:
    """Give `writer` the pages of a submission, and what is beside them, made anew.

    `pictures` are the versions of its images, in their order, None for one that may not be shown; `published` the
    folders that a link may lead to. `today` tells whether the page should have been revised by now.
    """
    folder = anonymized.folder
    if anonymized.ficha.estado is Estado.RETIRADA:
        writer.page(f"{folder}/index.md", pages.retired_page(anonymized, contact), folder)
        return
    document, attachments = anonymized.document, anonymized.attachments
    for _, _, files in shown_of(anonymized, pictures):
        for file, data in files.items():
            writer.asset(f"{folder}/{file}", data, folder)
    citation = cite(anonymized, contact)
    writer.asset(f"{folder}/cita.bib", citation.bibtex().encode(), folder)
    writer.asset(f"{folder}/cita.ris", citation.ris().encode(), folder)
    if anonymized.source.collection is Collection.PRACTICAS:
        failed = any(s.known == pages.FAILED and not is_blank(s) for s in document.sections)
        # The index of a folder: engines do not agree on where the links of any other page start from.
        writer.page(f"{folder}/{PLACE}/index.md", epc_page(anonymized, contact, failed=failed), folder)
    shown = {name: one for name, one, _ in shown_of(anonymized, pictures)}
    anchors = {s.anchor for s in document.sections}
    around = Surroundings(link=_linker(anonymized, anchors, published), image=shown.get)
    beside = Surroundings(link=_linker(anonymized, anchors, published, "anexos"), image=shown.get)
    env: Env = {"anchors": set()}
    text = pages.submission_page(
        anonymized,
        list(_blocks(document, around, env)),
        [
            Block(a.titulo, f"anexo-{n}", html, tuple(_files(anonymized, attachments, n, contact, writer, beside)))
            for n, a in enumerate(anonymized.record.anexos, 1)
            if (html := _attachment(attachments.get(attachment_name(a.archivo)), beside, env))
        ],
        neighbours,
        "../../",
        contact=contact,
        head=submission_head(anonymized, neighbours, contact, [s.src for s in shown.values()]),
        today=today,
    )
    writer.page(f"{folder}/index.md", text, folder)


def _blocks(document: Document, around: Surroundings, env: Env) -> Iterator[Block]:
    taken = set(pages.RESERVED_ANCHORS)
    for section in document.sections:
        if not section.heading and is_blank(section):
            continue
        anchor = section.anchor
        while anchor in taken:
            anchor += "-b"
        taken.add(anchor)
        title = section.known or section.title.strip() or "Para empezar"
        yield Block(title, anchor, render.html(section.tokens, around, env))


def _attachment(document: Document | None, around: Surroundings, env: Env) -> str:
    """An attachment in one piece, its own headings kept above each part."""
    parts = []
    for section in document.sections if document else ():
        tokens = section.tokens
        if section.heading:
            opened, closed = Token("heading_open", "h4", 1), Token("heading_close", "h4", -1)
            tokens = (opened, *section.heading, closed, *tokens)
        parts.append(render.html(tokens, around, env))
    return "".join(parts)


_OPENS = {".docx": "Word (.docx)", ".odt": "LibreOffice (.odt)", ".xlsx": "hoja de cálculo (.xlsx)"}


def _files(
    anonymized: Anonymized,
    attachments: Mapping[str, Document],
    number: int,
    contact: Contact,
    writer: Out,
    around: Surroundings,
) -> Iterator[tuple[str, str]]:
    """Write the editable files of an attachment, and tell the name of each and what it opens with."""
    attachment = anonymized.record.anexos[number - 1]
    name = attachment_name(attachment.archivo)
    page = f"{contact.direccion}{anonymized.folder}/"

    def link(target: str) -> str | None:
        found = around.link(target)
        if found is None or not found.startswith(("#", ".")):
            return found
        # From a file on somebody's computer only a whole address leads anywhere.
        return urljoin(page, found) if contact.direccion else None

    source = (
        f"Anexo de «{anonymized.record.titulo}», por {words.listed(list(anonymized.credits))}. "
        f"{contact.nombre}, licencia {words.LICENSE}."
    )
    about = About(attachment.titulo, source, page if contact.direccion else "")
    table = name.lower().endswith(".csv")
    for suffix, data in editable(attachments[name], about, link, table=table).items():
        file = f"anexo-{number}{suffix}"
        writer.asset(f"{anonymized.folder}/{file}", data, anonymized.folder)
        yield file, _OPENS[suffix]


def shown_of(
    anonymized: Anonymized, pictures: Sequence[Light | None]
) -> Iterator[tuple[str, Shown, Mapping[str, bytes]]]:
    """Every image that may be shown: its name in the bundle, how the page shows it, and its files.

    Those have names that say nothing. One that changed on disk after it was checked is not there: nobody looked at it.
    """
    for number, ((name, picture), light) in enumerate(zip(anonymized.pictures.items(), pictures, strict=True), 1):
        if light is None:
            continue
        names = [f"imagen-{number}-{v.width}{v.suffix}" for v in light.versions]
        old = f"imagen-{number}-{light.plain.width}{light.plain.suffix}"
        files = {old: light.plain.data} | {f: v.data for f, v in zip(names, light.versions, strict=True)}
        srcset = ", ".join(f"{file} {v.width}w" for v, file in zip(light.versions, names, strict=True))
        largest = light.versions[-1]
        yield name, Shown(old, srcset, largest.mime, largest.width, largest.height, picture.alt, picture.credit), files


def _linker(
    anonymized: Anonymized, anchors: Container[str], published: Container[str], base: str = ""
) -> Callable[[str], str | None]:
    """Resolve the targets of a submission's links; what is gone, private or unknown answers None.

    `base` is the folder of the bundle that the text stands in (`anexos` for attachments).
    """
    attachments = {attachment_name(a.archivo): f"#anexo-{n}" for n, a in enumerate(anonymized.record.anexos, 1)}

    def link(target: str) -> str | None:
        aim = classify(target, anonymized.folder, base)
        if aim.kind is Kind.SITE:
            return target
        if aim.kind is Kind.ANCHOR:
            return f"#{aim.anchor}" if aim.anchor in anchors else None
        if aim.kind is Kind.FILE:
            return attachments.get(aim.name)
        if aim.kind is Kind.SUBMISSION and aim.name in published:
            return f"../../{aim.name}/"
        return None

    return link
