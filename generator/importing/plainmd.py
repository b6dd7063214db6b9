"""A Markdown file of somebody's → fields, text and images. Its text stays as typed but for the names of sections."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from generator.frontmatter import split
from generator.importing.clean import tree
from generator.importing.labels import section_named
from generator.importing.package import listed, renamed_in
from generator.importing.pictures import Album
from generator.importing.plainer import Resolve, description
from generator.importing.reading import Reading, take_tables
from generator.importing.told import Notes, RefusedError
from generator.markdown import images, parse, parser, plain_text
from generator.model import Collection

_COMMENT = re.compile(r"\s*<!--.*?-->\s*\Z", re.DOTALL)
_SURE = 0.5


@dataclass(slots=True, repr=False)
class _Lines:
    """The lines of a text, of which some are replaced or go."""

    lines: list[str]
    changed: dict[int, tuple[int, str]] = field(default_factory=dict)

    def put(self, token: Token, words: str) -> None:
        first, last = token.map or (0, 0)
        self.changed[first] = (last, words)

    def text(self) -> str:
        out, at = [], 0
        while at < len(self.lines):
            last, words = self.changed.get(at, (at + 1, self.lines[at]))
            out.append(words)
            at = max(last, at + 1)
        return "\n".join(out).strip("\n")


def read_markdown(
    text: str, resolve: Resolve, notes: Notes, collection: Collection | None
) -> tuple[Reading, str, Album]:
    """What the file says. Raises RefusedError when its block of fields cannot be understood."""
    fields, body = _front(text)
    tokens = parser().parse(body)
    chosen = collection or max(Collection, key=lambda c: _belongs(fields, tokens, c))
    reading = Reading(chosen, fields)
    body = _sections(body, tokens, reading, notes)
    album = Album(notes)
    renamed: dict[str, str] = {}
    for image in images(parse(body, 1)[0]):
        data = resolve(image.target) if ":" not in image.target and image.target not in renamed else None
        if data is not None and (name := album.take(data, description(image.alt))):
            renamed[image.target] = name
        elif image.target not in renamed:
            notes.add("linked images")
    reading.fields.update(listed(fields, renamed))
    return reading, renamed_in(body, renamed), album


def _front(text: str) -> tuple[dict[str, object], str]:
    if not text.lstrip("\ufeff \n\t").startswith("---\n"):
        return {}, text
    front, findings = split(text.lstrip("\ufeff"), "index.md")
    if front is None:
        message = "El encabezado de datos del archivo no se entiende."
        raise RefusedError(message, f"{findings[0].message} {findings[0].hint or ''}".strip())
    return dict(front.data), front.body


def _belongs(fields: dict[str, object], tokens: list[Token], collection: Collection) -> int:
    model = collection.model
    names = (*model.sections, *model.offered_sections)
    found = {section_named(words, names) for words in _headings(tokens).values()}
    return 2 * len(found - {None}) + sum(n in model.model_fields for n in fields)


def _headings(tokens: list[Token]) -> dict[int, str]:
    """Position → words of the headings that are not inside anything."""
    return {n: plain_text(tokens[n + 1]) for n, t in enumerate(tokens) if t.type == "heading_open" and t.level == 0}


def _sections(body: str, tokens: list[Token], reading: Reading, notes: Notes) -> str:
    model = reading.collection.model
    names = (*model.sections, *model.offered_sections)
    lines = _Lines(body.split("\n"))
    headings = _headings(tokens)
    matches = {n: section_named(words, names) for n, words in headings.items()}
    best = {name: max((m[1] for m in matches.values() if m and m[0] == name), default=0.0) for name in names}
    known = {n: m[0] for n, m in matches.items() if m and m[1] >= best[m[0]]}
    first = min(known, default=len(tokens))
    title = next((n for n in headings if n < first and n not in known and tokens[n].tag == "h1"), None)
    base = min((int(tokens[n].tag[1]) for n in known), default=2)
    for n, words in headings.items():
        if n == title and reading.fields.setdefault("titulo", words) == words:
            lines.put(tokens[n], "")
        elif n in known:
            lines.put(tokens[n], f"## {known[n]}")
        elif base != 2 or tokens[n].tag == "h1":
            level = max(2, min(int(tokens[n].tag[1]) - base + 2, 6))
            lines.put(tokens[n], f"{'#' * level} {tokens[n + 1].content}")
    for n, token in enumerate(tokens):
        if token.type == "table_open" and token.level == 0 and n < first and token.map:
            _table(lines, token, reading, notes)
        elif token.type == "html_block" and _COMMENT.match(token.content):
            lines.put(token, "")
            notes.add("comments")
    return lines.text()


def _table(lines: _Lines, token: Token, reading: Reading, notes: Notes) -> None:
    first, last = token.map or (0, 0)
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render("\n".join(lines.lines[first:last]))
    soup = tree(html, notes)
    take_tables(soup, None, reading, notes)
    if soup.find("table") is None:
        lines.put(token, "")
