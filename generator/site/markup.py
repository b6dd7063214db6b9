"""Text that no Markdown engine can misread: staged pages are made of these pieces and of nothing else.

The engine (Python-Markdown, or another one day) sees three things only: YAML front matter, headings whose
text is all entities, and chunks of HTML on one physical line. Author text never reaches it as Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import resources
from typing import Any

import yaml
from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

_ANCHOR = re.compile(r"[a-z0-9][a-z0-9_-]{0,120}")
_BLOCK_TAG = re.compile(r"<(?:div|section|aside|nav|form|details|ul|ol|dl|table|figure)[ >]")
# Marks that turn a text around, so that a reader sees other words than those that are there.
DIRECTION_MARKS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_MARKS = tuple(map(chr, DIRECTION_MARKS))
# The one of libyaml writes the same some eight times sooner; where it is not, pages are the same to whoever reads them.
_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def one_line(text: str) -> str:
    """The words of a text with single spaces between them: no line end and no direction mark survives."""
    return " ".join(undirected(text).split())


def undirected(text: str) -> str:
    """A text without its direction marks. Each looked for by itself: whole pages go through here, and have none."""
    if text.isascii():  # which a text knows of itself
        return text
    for mark in _MARKS:
        text = text.replace(mark, "")
    return text


def heading(text: str, anchor: str, level: int = 2) -> str:
    """A Markdown heading whose text no engine can read as anything else.

    Every ASCII character that is neither a letter, a digit nor a space goes in as a numeric entity. Raises
    ValueError for an anchor that is not ours to write (the message never holds it).
    """
    if not _ANCHOR.fullmatch(anchor):
        raise ValueError("the anchor of a heading has a shape that is not allowed")
    return f"{'#' * level} {entities(text)} {{#{anchor}}}"


def entities(text: str) -> str:
    """A text in one line that no engine can read as anything else (see `heading`)."""
    return "".join(c if c.isalnum() or c == " " or ord(c) > 127 else f"&#{ord(c)};" for c in one_line(text))


def chunk(html: str) -> str:
    """HTML as one physical line that Markdown passes verbatim: it starts with a block tag, and has no braces.

    Braces become entities, so that attribute lists, macros and template syntax cannot be formed by an
    author's text. Direction marks go. Line ends become spaces: what must keep them (`<pre>`) brings them as
    `&#10;`. Tabs go in as entities, since Python-Markdown would expand them.
    Raises ValueError when it does not start with a block tag, since Markdown would then wrap it.
    """
    line = " ".join(filter(None, undirected(html).strip().splitlines())).replace("\t", "&#9;")
    line = line.replace("{", "&#123;").replace("}", "&#125;")
    if not _BLOCK_TAG.match(line):
        raise ValueError("a staged chunk starts with a block tag")
    return line


def meta_text(text: str) -> str:
    """Author text for the front matter, safe in themes that print it raw, stripped or escaped.

    MkDocs' templates do not escape by themselves and `striptags` undoes entities, so the angle brackets
    are replaced for good: in the browser's title bar `‹` reads as well as `<`.
    """
    plain = one_line(text).replace("<", "‹").replace(">", "›")
    return plain.replace("&", "&amp;").replace('"', "&quot;").replace("{", "(").replace("}", ")")


def page(meta: Mapping[str, object], *pieces: str) -> str:
    """A whole staged file: front matter, then the pieces with blank lines around each."""
    front = yaml.dump(dict(meta), Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=10**6)
    body = "\n\n".join(piece for piece in pieces if piece)
    return f"---\n{front}---\n\n{body}\n"


def _template(name: str) -> str:
    return resources.files("generator.site").joinpath("templates", name).read_text(encoding="utf-8")


ENVIRONMENT = Environment(
    loader=FunctionLoader(_template),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def _literal(text: str) -> Markup:
    """Text for `<pre>`: its line ends survive the single line of a chunk."""
    return Markup(str(escape(text)).replace("\r\n", "\n").replace("\n", "&#10;"))  # noqa: S704 - escaped


ENVIRONMENT.filters["literal"] = _literal


def render(template: str, **values: object) -> str:
    """A template of this package as one staged chunk; what is not `Markup` is escaped."""
    return chunk(ENVIRONMENT.get_template(template).render(**values))
