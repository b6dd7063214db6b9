"""What changed between two versions of a page, for the eyes of its author and of whoever reviews it.

Both sides are the anonymized page, as it would be published: what the page does not show, this does not show either.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from importlib import resources
from itertools import zip_longest
from typing import NamedTuple

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from generator.compose import compose_alone
from generator.model import Anonymized
from generator.preview import page_html
from generator.site.markup import one_line

_BLOCKS = frozenset("p li dt dd td th h1 h2 h3 h4 h5 h6 figcaption pre summary caption blockquote".split())
_TOKENS = re.compile(r"\s+|\w+|[^\w\s]")
_ALIKE = 0.4
"""How alike two paragraphs have to be to be told as one that changed."""


class Step(NamedTuple):
    """A paragraph of one of the two versions: what happened to it, its heading, and its words marked up."""

    kind: str
    html: Markup

    def __repr__(self) -> str:
        return "<Step>"


def paragraphs(anonymized: Anonymized) -> list[str]:
    """What a page says, block by block, descriptions of images included."""
    reader = _Blocks()
    reader.feed(page_html(anonymized)[0])
    reader.close()
    return [text for text in reader.blocks if text]


def steps(before: Sequence[str], after: Sequence[str]) -> Iterator[Step]:
    """The paragraphs that changed, in order: `nuevo`, `quitado` or `cambiado` with its words marked."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        for old, new in zip_longest(before[a:b], after[c:d]):
            yield from _paired(old, new)


def _paired(old: str | None, new: str | None) -> Iterator[Step]:
    if old is not None and new is not None and difflib.SequenceMatcher(None, old, new).ratio() >= _ALIKE:
        yield Step("cambiado", _words(old, new))
        return
    if old is not None:
        yield Step("quitado", Markup("<del>%s</del>") % old)
    if new is not None:
        yield Step("nuevo", Markup("<ins>%s</ins>") % new)


def _words(old: str, new: str) -> Markup:
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    told: list[Markup] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = "".join(before[a:b]), "".join(after[c:d])
        if tag == "equal":
            told.append(escape(gone))
            continue
        told += [Markup("<del>%s</del>") % gone] if gone else []
        told += [Markup("<ins>%s</ins>") % come] if come else []
    return Markup("").join(told)


def comparison_html(before: Anonymized | None, after: Anonymized) -> str:
    """The whole of it as one HTML file that needs nothing else; without `before` all is new."""
    found = list(steps(paragraphs(before) if before else [], paragraphs(after)))
    site = resources.files("generator.site")
    template = site.joinpath("templates", "cambios.html.j2").read_text(encoding="utf-8")
    page = Environment(autoescape=True, undefined=StrictUndefined).from_string(template)
    pictures = (compose_alone(before)[1] if before else {}), compose_alone(after)[1]
    return page.render(
        titulo=one_line(after.record.titulo),
        nueva=before is None,
        pasos=found,
        imagenes=pictures[0] != pictures[1],
    )


class _Blocks(HTMLParser):
    """The texts of a page, one for each block that holds text by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.blocks.append("")
        if tag == "img":
            self.blocks += [f"[imagen: {dict(attrs).get('alt') or ''}]", ""]

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        self.blocks[-1] = " ".join(f"{self.blocks[-1]}{data}".split()) + (" " if data[-1:].isspace() else "")
