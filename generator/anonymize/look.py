"""Findings of any text that is not a bundle yet: a draft, a note, a file on its way in."""

from __future__ import annotations

from collections.abc import Iterator

from generator import markdown
from generator.anonymize import places
from generator.anonymize.detect import Where
from generator.anonymize.findings import Finding, find_people, only_in_source
from generator.anonymize.places import Run
from generator.anonymize.reading import leaves
from generator.anonymize.source import lens
from generator.frontmatter import split
from generator.model import Document, FrontMatter


def look(text: str, name: str) -> list[tuple[int, int, Finding]]:
    """(line, column, finding) for every finding in a Markdown text, well formed or not.

    What cannot be parsed (broken front matter, too deep nesting) is read as plain text, and what is certain and
    stands only in the source (a note that nothing refers to, a comment of the fields) is found too: nothing goes
    unseen.
    """
    if name.lower().endswith(".csv"):
        return _located(text, name, list(_rows(text)))
    front, _ = split(text, name)
    document, refused = markdown.parse(front.body, front.body_line) if front else markdown.parse(text, 1)
    if any(d.code == "E011" for d in refused):
        runs: list[Run] = [Run(text, Where.PROSA, 1, ())]
    else:
        runs = list(_runs(front, document))
    return _located(text, name, runs)


def _located(text: str, name: str, runs: list[Run]) -> list[tuple[int, int, Finding]]:
    view = lens(text)
    located = []
    found = find_people({name: runs})
    for finding in (*found, *only_in_source(name, text, found, runs)):
        if finding.run.text == text:
            line, column = view.line_column(finding.span.start)
        else:
            stretch = view.find(finding.words, finding.run.line)
            line, column = view.line_column(stretch[0]) if stretch else (finding.run.line, 1)
        located.append((line, column, finding))
    return sorted(located, key=lambda found: found[:2])


def _rows(text: str) -> Iterator[Run]:
    """A table by its lines: a cell never goes on in the next row."""
    for number, line in enumerate(text.split("\n"), 1):
        yield Run(line, Where.PROSA, number, ())


def _runs(front: FrontMatter | None, document: Document) -> Iterator[Run]:
    if front is not None:
        for key, value in leaves(front.data):
            yield Run(value, Where.PROSA, front.place(key)[0], ())
    yield from places.runs(document)
