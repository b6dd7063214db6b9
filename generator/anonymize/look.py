"""Findings of any text that is not a bundle yet: a draft, a note, a file on its way in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator import markdown
from generator.anonymize import places
from generator.anonymize.detect import Where
from generator.anonymize.findings import Finding, find_people
from generator.anonymize.places import Run
from generator.anonymize.source import lens
from generator.frontmatter import split
from generator.model import Document, FrontMatter


def look(text: str, name: str) -> list[tuple[int, int, Finding]]:
    """(line, column, finding) for every finding in a Markdown text, well formed or not.

    What cannot be parsed (broken front matter, too deep nesting) is read as plain text: nothing goes unseen.
    """
    front, _ = split(text, name)
    document, refused = markdown.parse(front.body, front.body_line) if front else markdown.parse(text, 1)
    if any(d.code == "E011" for d in refused):
        runs: list[Run] = [Run(text, Where.PROSA, 1, ())]
    else:
        runs = list(_runs(front, document))
    view = lens(text)
    located = []
    for finding in find_people({name: runs}):
        stretch = view.find(finding.words, finding.run.line)
        line, column = view.line_column(stretch[0]) if stretch else (finding.run.line, 1)
        located.append((line, column, finding))
    return sorted(located, key=lambda found: found[:2])


def _runs(front: FrontMatter | None, document: Document) -> Iterator[Run]:
    if front is not None:
        for key, value in _texts(front.data):
            yield Run(value, Where.PROSA, front.place(key)[0], ())
    yield from places.runs(document)


def _texts(value: object, key: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _texts(item, (*key, str(name)))
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from _texts(item, (*key, number))
