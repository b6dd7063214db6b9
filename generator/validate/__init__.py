"""`Source` → `Submission`: every problem of every file, found in one round and reported together."""

from __future__ import annotations

from collections.abc import Collection as Some
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from generator import images, markdown
from generator.diagnostics import Diagnostic, find, in_order
from generator.frontmatter import body_of, split, strict_yaml
from generator.load import Bundle, load
from generator.model import Document, FrontMatter, Media, Source, Submission
from generator.schema import Entrega, Expedicion, Ficha, Revision
from generator.schema.records import Record
from generator.shelf import INDEX
from generator.validate.body import skipped_levels, structure
from generator.validate.record import record
from generator.validate.references import Reference, check_images, check_links, check_lists, shown_images
from generator.validate.tables import table
from generator.validate.together import validate_together
from generator.vocabulary import vocabulary

__all__ = ["read", "too_exact", "validate", "validate_together"]

FICHA, REVISION = "ficha.yml", "revision.yml"
_UNREADABLE = {FICHA: "C112", REVISION: "A209"}
H = TypeVar("H", bound=Record)


def read(project: Path, bundle: Bundle) -> tuple[Submission | None, list[Diagnostic]]:
    """Load and validate one bundle: a Submission only when no file of it has an error. Raises nothing."""
    source, findings = load(project, bundle)
    if source is None:
        return None, findings
    reported = {f.path.removeprefix(f"{bundle.folder}/") for f in findings}
    submission, more = validate(source, reported)
    findings = in_order([*findings, *more])
    return (None if any(f.is_error for f in findings) else submission), findings


def validate(source: Source, reported: Some[str] = ()) -> tuple[Submission | None, list[Diagnostic]]:
    """A Submission when nothing in the bundle is an error, and everything found either way. Raises nothing.

    `reported` are the files of the bundle that `load` refused: that they cannot be shown is not said twice.
    """
    path = f"{source.folder}/{INDEX}"
    model = source.collection.model
    front, findings = split(source.index, path)
    body, body_line = (front.body, front.body_line) if front else body_of(source.index) or ("", 1)
    document = attachments = None
    entrega: Entrega | None = None
    if front:
        entrega, more = record(model, front, path)
        findings += more
    ficha, more = _house(source, FICHA, Ficha)
    findings += more
    revision, more = _house(source, REVISION, Revision)
    findings += more
    # Behind a second block of fields nobody can tell where the text begins.
    if front or (body.strip() and not any(f.code == "E116" for f in findings)):
        document, more = _parsed(body, body_line, (*model.sections, *model.offered_sections), path)
        findings += [*more, *_text(document, model, source, INDEX, reported, cut=_was_cut(more))]
    attachments, more = _attachments(source, reported)
    findings += more
    findings += [replace(f, path=f"{source.folder}/{f.path}") for f in images.inspect_all(_declared(front, source))]
    if front and entrega and document:
        shown = _shown(source, document, attachments)
        findings += [*check_lists(entrega, front, source, shown, reported), *_safety(entrega, front, path)]
        findings += [find("E117", path, line=line, column=column) for line, column in too_exact(entrega, front)]
    findings = in_order(findings)
    if any(f.is_error for f in findings) or not (front and entrega and ficha and revision and document):
        return None, findings
    return Submission(source, entrega, ficha, front, document, attachments, revision), findings


def _parsed(text: str, first_line: int, known: tuple[str, ...], path: str) -> tuple[Document, list[Diagnostic]]:
    document, findings = markdown.parse(text, first_line, known)
    return document, [replace(f, path=path) for f in findings]


def _was_cut(findings: list[Diagnostic]) -> bool:
    """Whether the parser gave up: what it did not read cannot be said to be missing."""
    return any(f.code in ("E003", "E011") for f in findings)


def _text(
    document: Document, model: type[Entrega], source: Source, name: str, reported: Some[str], *, cut: bool
) -> Iterator[Diagnostic]:
    if cut:
        return
    path = f"{source.folder}/{name}"
    yield from structure(document, model, path) if name == INDEX else skipped_levels(document, path)
    yield from check_images(document, source, name, reported)
    yield from check_links(document, source, name, reported)


def _attachments(source: Source, reported: Some[str]) -> tuple[dict[str, Document], list[Diagnostic]]:
    """The attachments as trees, and what is wrong in them."""
    documents: dict[str, Document] = {}
    findings: list[Diagnostic] = []
    for name, text in source.attachments.items():
        path = f"{source.folder}/{name}"
        if name.lower().endswith(".csv"):
            documents[name], more = table(text, path)
        else:
            documents[name], more = _parsed(text, 1, (), path)
        checks = _text(documents[name], source.collection.model, source, name, reported, cut=_was_cut(more))
        findings += [*more, *checks]
    return documents, findings


def _declared(front: FrontMatter | None, source: Source) -> list[Media]:
    """The images that `imagenes` lists, whatever else is wrong with it: no other is ever published."""
    listed = front.data.get("imagenes") if front else None
    entries = listed if isinstance(listed, list) else []
    names = dict.fromkeys(str(entry.get("archivo")) for entry in entries if isinstance(entry, Mapping))
    return [source.media[name] for name in names if name in source.media]


def _shown(source: Source, document: Document, attachments: Mapping[str, Document]) -> dict[str, Reference]:
    shown: dict[str, Reference] = {}
    for name, text in ((INDEX, document), *attachments.items()):
        shown = {**shown_images(text, source, name), **shown}
    return shown


def _house(source: Source, name: str, model: type[H]) -> tuple[H | None, list[Diagnostic]]:
    """What the house keeps in a file, or the model's defaults where there is none (C112, A209 when it is not YAML)."""
    path = f"{source.folder}/{name}"
    if name not in source.house:
        return model(), []
    data, places, findings = strict_yaml(source.house[name], path)
    if data is None:
        return None, [replace(f, code=_UNREADABLE[name]) for f in findings]
    return record(model, FrontMatter(data, {(): (1, 1), **places}, "", 1), path)


def too_exact(entrega: Entrega, front: FrontMatter) -> Iterator[tuple[int, int]]:
    """(line, column) of each part of an expedition's team that says exactly how few they were: no page ever does."""
    team = entrega.equipo if isinstance(entrega, Expedicion) else ()
    for number, part in enumerate(team):
        if part.too_exact:
            yield front.place(("equipo", number, "cuantos"))


def _safety(entrega: Entrega, front: FrontMatter, path: str) -> Iterator[Diagnostic]:
    """E109 in the areas where ENI asks for risks and protection (`vocabularios/areas.csv`)."""
    if vocabulary("areas")[entrega.area].extra.get("pide_seguridad") == "si" and entrega.seguridad is None:
        line, column = front.place(("area",))
        yield find("E109", path, line=line, column=column)
