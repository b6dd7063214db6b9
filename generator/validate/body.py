"""The text against its template: which sections are there, in what order, and whether they say something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from generator.diagnostics import Diagnostic, find
from generator.markdown import headings, is_blank
from generator.model import Document, Section
from generator.schema import Entrega
from generator.vocabulary import nearest


def structure(document: Document, model: type[Entrega], path: str) -> Iterator[Diagnostic]:
    """What the sections of a text lack or have too much (E201–E206, E209)."""
    titled = [s for s in document.sections if s.heading and not _is_page_title(s, document)]
    for section in document.sections:
        if section.anchor == "inicio" and not section.heading and not is_blank(section):
            yield find("E209", path, line=section.line)
        elif section.heading and _is_page_title(section, document):
            hint = "Use ## para las secciones; el título de la página sale del campo «titulo»."
            yield find("E205", path, "Este título es de primer nivel.", hint=hint, line=section.line)
    meant = dict(_missing_and_meant(titled, model))
    yield from _missing(meant, document, path)
    yield from _unknown(titled, [s for s in meant.values() if s], path)
    yield from _repeated(titled, path)
    yield from _out_of_order(titled, model.sections, path)
    yield from _empty(titled, path)
    yield from skipped_levels(document, path)


def skipped_levels(document: Document, path: str) -> Iterator[Diagnostic]:
    """E205 where a heading is more than one level below the one before."""
    before = 1
    for level, line in headings(document):
        if level > before + 1:
            message = f"Aquí se salta del nivel {before} al {level}."
            yield find("E205", path, message, hint=f"Escríbalo con {'#' * (before + 1)}.", line=line)
        before = level


def _is_page_title(section: Section, document: Document) -> bool:
    """Whether a section begins with a first-level heading, `# Así` or underlined with `===`."""
    index = section.line - document.first_line
    here = document.lines[index].lstrip() if index < len(document.lines) else ""
    if here.startswith("#"):
        return not here.startswith("##")
    below = document.lines[index + 1].strip() if index + 1 < len(document.lines) else ""
    return bool(below) and set(below) == {"="}


def _missing_and_meant(titled: Sequence[Section], model: type[Entrega]) -> Iterator[tuple[str, Section | None]]:
    """Each required section that is not there, with the unknown one that was perhaps meant to be it."""
    unknown = [s for s in titled if s.known is None]
    present = {s.known for s in titled}
    for name in (n for n in model.sections if n not in present):
        close = next((s for s in unknown if nearest(s.title, [(name, name)])), None)
        if close:
            unknown.remove(close)
        yield name, close


def _missing(meant: dict[str, Section | None], document: Document, path: str) -> Iterator[Diagnostic]:
    for name, section in meant.items():
        if section:
            hint = f"Este título se le parece: escríbalo así: ## {name}"
            yield find("E201", path, f"Falta la sección «{name}».", hint=hint, line=section.line)
        else:
            hint = f"Agregue «## {name}» y su texto."
            yield find("E201", path, f"Falta la sección «{name}».", hint=hint, line=document.first_line)


def _unknown(titled: Sequence[Section], explained: Sequence[Section], path: str) -> Iterator[Diagnostic]:
    for section in titled:
        if section.known is None and section not in explained:
            yield find("E203", path, line=section.line)


def _repeated(titled: Sequence[Section], path: str) -> Iterator[Diagnostic]:
    first: dict[str, int] = {}
    for section in titled:
        if section.known and section.known in first:
            message = f"La sección «{section.known}» ya está en la línea {first[section.known]}."
            yield find("E206", path, message, line=section.line)
        elif section.known:
            first[section.known] = section.line


def _out_of_order(titled: Sequence[Section], required: Sequence[str], path: str) -> Iterator[Diagnostic]:
    furthest = -1
    first = {s.known: s for s in reversed(titled) if s.known in required}
    for section in sorted(first.values(), key=lambda s: s.line):
        assert section.known is not None
        position = required.index(section.known)
        if position < furthest:
            message = f"La sección «{section.known}» va antes que «{required[furthest]}»."
            yield find("E202", path, message, line=section.line)
        furthest = max(furthest, position)


def _empty(titled: Sequence[Section], path: str) -> Iterator[Diagnostic]:
    """E204 for a section of the template with nothing below it; headings of the author's own are part of what is."""
    for number, section in enumerate(titled):
        below = takewhile(lambda s: s.known is None, titled[number + 1 :])
        if section.known and is_blank(section) and all(is_blank(own) for own in below):
            yield find("E204", path, f"La sección «{section.known}» está vacía.", line=section.line)
