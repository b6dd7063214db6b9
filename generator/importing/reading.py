"""The plain tree of a document → what it says: its title, the fields of the table at its top, and its sections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.importing.clean import direct, tags
from generator.importing.labels import field_named, section_named
from generator.importing.told import Notes
from generator.importing.values import put, value_of, without_holes
from generator.model import Collection
from generator.schema import Entrega
from generator.vocabulary import plain

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LONGEST_HEADING = 120
_SURE = 0.86


@dataclass(slots=True, repr=False)
class Reading:
    """What a document says. `fields` are plain values; `table` tells whether it had the table of fields."""

    collection: Collection
    fields: dict[str, object] = field(default_factory=dict)
    table: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class _Heading:
    tag: Tag
    level: int
    section: str | None
    sure: float


def read(soup: BeautifulSoup, notes: Notes, collection: Collection | None, instructions: frozenset[str]) -> Reading:
    """Take the title and the table out of the tree and leave its sections as `h2`, with their names of the schema.

    `instructions` are the sentences of our own template (folded), which are nobody's text. Without a collection, the
    one whose sections and fields the document has; a práctica when it has neither's.
    """
    for tag in tags(soup, *_HEADINGS, "p", "li"):
        inside = vars(tag).get("parent") is not None
        if inside and plain(tag.get_text(" ", strip=True)) in instructions and not tag.find_parent("table"):
            tag.decompose()
    chosen = collection or max(Collection, key=lambda c: _belongs(soup, c.model))
    reading = Reading(chosen)
    headings = list(_headings(soup, chosen.model))
    first = next((h.tag for h in headings if h.section), None)
    take_tables(soup, first, reading, notes, instructions)
    title = _title(headings, first)
    if title is not None:
        if "titulo" not in reading.fields and (words := _words(title.tag)):
            reading.fields["titulo"] = words
        if not (same := plain(str(reading.fields.get("titulo", "")))) or same == plain(_words(title.tag)):
            title.tag.decompose()
            headings.remove(title)
    _set_levels(headings)
    return reading


def _belongs(soup: BeautifulSoup, model: type[Entrega]) -> int:
    named = {h.section for h in _headings(soup, model) if h.section}
    rows = [cells for table in soup.find_all("table", limit=3) for cells in _rows(table)]
    return len(named) * 2 + sum(len(cells) > 1 and _field(cells[0], model) is not None for cells in rows)


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ", strip=False).split())


def _headings(soup: BeautifulSoup, model: type[Entrega]) -> Iterator[_Heading]:
    """Headings, and lines in bold or alone that say what a section is called; of several, the surest is the section."""
    names = (*model.sections, *model.offered_sections)
    plainly = {plain(name) for name in names}
    found: list[_Heading] = []
    for tag in tags(soup, *_HEADINGS, "p"):
        words = _words(tag)
        if not words or len(words) > _LONGEST_HEADING:
            continue
        bold = next((e for e in direct(tag) if e.name == "strong"), None) if tag.name == "p" else None
        whole = bold is not None and _words(bold).strip(" :.") == words.strip(" :.")
        if tag.name == "p" and not whole and plain(words).strip(" :.") not in plainly:
            continue
        match = section_named(words, names)
        if tag.name == "p" and (match is None or match[1] < _SURE or tag.find("img")):
            continue
        if tag.find_parent(["table", "li", "blockquote"]):
            continue
        level = 7 if tag.name == "p" else int(tag.name[1])
        found.append(_Heading(tag, level, *(match or (None, 0.0))))
    best = {name: max((h.sure for h in found if h.section == name), default=0.0) for name in names}
    real = {h.section for h in found if h.level < 7 and h.sure >= _SURE}
    for heading in found:
        doubtful = heading.section and (
            heading.sure < best[heading.section] or (heading.level == 7 and heading.section in real)
        )
        if not doubtful:
            yield heading
        elif heading.level < 7:
            yield _Heading(heading.tag, heading.level, None, 0.0)


def _title(headings: Sequence[_Heading], first: Tag | None) -> _Heading | None:
    """The line in the style of a title, or the only heading of the highest level, before any section."""
    for heading in headings:
        if heading.tag is first:
            return None
        if "titulo" in str(heading.tag.get("class")) or heading.level == 1:
            return heading
    return None


def _set_levels(headings: Sequence[_Heading]) -> None:
    """Sections are `h2`; the other headings keep their distance to them."""
    levels = Counter(h.level for h in headings if h.section and h.level < 7)
    base = min(levels, default=None) if levels else min((h.level for h in headings), default=2)
    assert base is not None
    above = 2
    for heading in headings:
        if heading.section:
            heading.tag.string = heading.section
            level = 2
        else:
            level = max(2, min(heading.level - base + 2, above + 1, 6))
        heading.tag.name, above = f"h{level}", level


def take_tables(
    soup: BeautifulSoup, first: Tag | None, reading: Reading, notes: Notes, instructions: frozenset[str] = frozenset()
) -> None:
    """The tables before the first section in which most rows begin with the name of a field."""
    model = reading.collection.model
    for table in soup.find_all("table"):
        if first is not None and first in table.find_all_previous(first.name):
            break
        if table.find_parent("table"):
            continue
        rows = [cells for cells in _rows(table) if len(cells) > 1]
        named = [(_field(cells[0], model), cells) for cells in rows]
        known = sum(key is not None for key, _ in named)
        if known < 2 or known * 2 < len(rows):
            continue
        reading.table = True
        for key, cells in named:
            lines = lines_of(cells[1])
            if key is not None and (value := value_of(model, key, lines)) is not None:
                put(reading.fields, key, value)
            elif key is None and lines and plain(lines[0]) not in instructions:
                notes.add("rows")
        table.decompose()
    reading.fields = without_holes(reading.fields)


def _rows(table: Tag) -> Iterator[list[Tag]]:
    for row in table.find_all("tr"):
        if row.find_parent("table") is table:
            yield row.find_all(["td", "th"], recursive=False)


def _field(cell: Tag, model: type[Entrega]) -> tuple[str | int, ...] | None:
    """The field that the first line of a cell names; a label of four lines is none."""
    lines = lines_of(cell)
    return field_named(lines[0], model) if lines and len(lines[0]) <= _LONGEST_HEADING else None


def lines_of(cell: Tag) -> list[str]:
    """The lines of a cell: its paragraphs, list items and line breaks."""
    for br in cell.find_all("br"):
        br.replace_with("\n")
    blocks = cell.find_all(["p", "li"]) or [cell]
    text = "\n".join(b.get_text() for b in blocks)
    return [line for line in (" ".join(raw.split()) for raw in text.split("\n")) if line]
