"""The example practices as models of what makes a practice good, beside each sign of it in the guide.

The guide says where: a comment names a section of the schema, `<!-- ejemplo: Qué hicimos -->`, or one of its fields.
Which examples there are is known when the site is made, so that no link is written by hand and none grows old. Only the
project's own examples serve: nobody's practice is held up above another's (design, «The promise»).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from generator.model import Anonymized, Collection
from generator.schema.options import Estado
from generator.site.markup import entities

PLACE = "aportar/buena-practica.md"
MARK = re.compile(r"[ \t]*<!-- ejemplo: ([^<>\n]+?) -->")
_BRIEF = "en-breve"
"""Where a page shows the fields."""


def with_models(text: str, submissions: Sequence[Anonymized]) -> str:
    """The text of `PLACE` with a link to a practice in place of each mark, another one each time while there are any.

    A mark that no example answers is taken out.
    """
    examples = [a for a in submissions if _serves(a)]
    told: set[str] = set()
    return MARK.sub(partial(_link, examples, told), text)


def _serves(one: Anonymized) -> bool:
    kind, retired = one.source.collection, one.ficha.estado is Estado.RETIRADA
    return one.record.ejemplo and kind is Collection.PRACTICAS and not retired


def _link(examples: Sequence[Anonymized], told: set[str], mark: re.Match[str]) -> str:
    found = sorted(_answering(examples, mark[1]), key=lambda f: (f[0].folder in told, -f[2], f[0].folder))
    if not found:
        return ""
    one, anchor, _ = found[0]
    told.add(one.folder)
    return f" Así lo cuenta [{entities(one.record.titulo)}](../{one.folder}/index.md#{anchor})."


def _answering(examples: Sequence[Anonymized], asked: str) -> Iterator[tuple[Anonymized, str, int]]:
    """The examples that have it, with the anchor of where and how much they say of it."""
    for one in examples:
        for section in one.document.sections:
            if section.known == asked:
                yield one, section.anchor, len(section.tokens)
        if getattr(one.record, asked, None):
            yield one, _BRIEF, 0
