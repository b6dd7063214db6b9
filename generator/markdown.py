"""A submission's Markdown as a tree: the only place where it is parsed.

The site's engine never sees it. Raw HTML is not passed on: what is harmless becomes tokens of the same kinds
that Markdown makes (`generator.rawhtml`), what is dangerous is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from generator.diagnostics import Diagnostic, find
from generator.model import Document, Section
from generator.rawhtml import Verdict, to_tokens
from generator.vocabulary import plain

MAX_NESTING = 60
"""Block levels that the parser follows; a text that reaches `REFUSED_NESTING` is refused, never cut."""
REFUSED_NESTING = 44
MAX_OPENERS = 150
"""Brackets that may be open at once in a paragraph: more makes link parsing quadratic and serves nobody."""

MAX_BLOCKS = 20_000
"""Tokens of blocks (a paragraph makes three). The longest real text measured has 2,500."""
MAX_PIECES = 40_000
"""Tokens inside the blocks: words between marks, line ends, marks. The most measured is 2,000."""
MAX_TARGETS = 2_000
"""Links and images together: each is looked up several times on its way to the page."""
MAX_COLUMNS = 60

ADMONITIONS: Mapping[str, str] = {
    "note": "Nota",
    "abstract": "Resumen",
    "info": "Información",
    "tip": "Consejo",
    "success": "Logro",
    "question": "Pregunta",
    "warning": "Atención",
    "failure": "Falla",
    "danger": "Peligro",
    "bug": "Error",
    "example": "Ejemplo",
    "quote": "Cita",
}
"""Kinds of note that the theme knows, with the title they get when the author gives none."""

_ANCHOR_WASTE = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, repr=False)
class ImageRef:
    """An image in the text: where it points, what it says, and its line in the file."""

    target: str
    alt: str
    line: int


@dataclass(frozen=True, slots=True, repr=False)
class LinkRef:
    """A link in the text: where it points, the words on it, and its line in the file."""

    target: str
    text: str
    line: int


def _any_link(url: str) -> bool:
    return True


@cache
def parser() -> MarkdownIt:
    """The one Markdown parser: CommonMark, tables, strikethrough, footnotes, admonitions and definition lists."""
    md = MarkdownIt("commonmark", {"html": True, "linkify": False, "maxNesting": MAX_NESTING})
    md.enable(["table", "strikethrough"])
    md.use(footnote_plugin, inline=False).use(admon_plugin).use(deflist_plugin)
    # What a link may point to is decided later, with a diagnostic; the parser's own list is silent about it.
    md.validateLink = _any_link  # type: ignore[method-assign]
    return md


def anchor(title: str) -> str:
    """`Qué hicimos` → `que-hicimos`."""
    return _ANCHOR_WASTE.sub("-", plain(title)).strip("-") or "seccion"


def parse(text: str, first_line: int, known: Sequence[str] = ()) -> tuple[Document, list[Diagnostic]]:
    """Parse a text whose first line is line `first_line` of its file.

    `known` are the headings of the template. Reports too deep nesting (E011), more of something than can be
    read (E003), both with an empty document; HTML that is shown as text (E207) and dangerous HTML (E208). All
    with an empty `path`: the caller knows which file this is.
    """
    lines = tuple(text.split("\n"))
    if too_deep := _runaway_line(lines):
        return _empty(lines, first_line), [find("E011", "", line=first_line + too_deep - 1)]
    env: dict[str, object] = {}
    tokens = parser().parse(text, env)
    deepest = max(tokens, key=lambda t: t.level, default=None)
    if deepest is not None and deepest.level >= REFUSED_NESTING:
        return _empty(lines, first_line), [find("E011", "", line=_line(deepest, first_line))]
    verdict = Verdict()
    tokens = _without_raw_html(tokens, first_line, verdict)
    if too_much := _too_much(tokens, first_line):
        return _empty(lines, first_line), [too_much]
    _title_notes(tokens)
    sections = tuple(_sections(tokens, first_line, known))
    document = Document(sections, tuple(verdict.comments), _references(env), lines, first_line)
    findings = [find("E207", "", line=line) for line in sorted(verdict.dropped)]
    findings += [find("E208", "", line=line) for line in sorted(verdict.dangerous)]
    return document, findings


def _empty(lines: tuple[str, ...], first_line: int) -> Document:
    return Document((), (), {}, lines, first_line)


def _runaway_line(lines: Sequence[str]) -> int | None:
    """The first line (from 1) at which a paragraph has more open brackets or markers than a text ever needs."""
    opened = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            opened = 0
            continue
        opened += line.count("[") - line.count("]") + line.count("(") - line.count(")")
        opened += line.count("<") - line.count(">")
        prefix = line[: len(line) - len(line.lstrip(" >"))]
        if opened > MAX_OPENERS or prefix.count(">") > REFUSED_NESTING or len(prefix) > MAX_OPENERS:
            return number
        opened = max(opened, 0)
    return None


_TOO_MUCH: Sequence[tuple[str, int, str, str | None]] = (
    ("blocks", MAX_BLOCKS, "El texto tiene demasiados párrafos, filas o elementos de lista.", None),
    ("pieces", MAX_PIECES, "El texto tiene demasiadas marcas (negritas, etiquetas, saltos).", None),
    ("targets", MAX_TARGETS, f"El texto tiene más de {MAX_TARGETS} enlaces e imágenes.", "Deje los que sirven."),
    ("columns", MAX_COLUMNS, f"La tabla tiene más de {MAX_COLUMNS} columnas.", "Pártala en varias tablas."),
)


def _too_much(tokens: Sequence[Token], first_line: int) -> Diagnostic | None:
    """E003 where a text begins to have more of something than anybody reads."""
    counted = dict.fromkeys(("blocks", "pieces", "targets", "columns"), 0)
    line = first_line
    for number, token in enumerate(tokens, 1):
        line = _line(token, first_line) if token.map else line
        children = token.children or ()
        counted["blocks"] = number
        counted["pieces"] += len(children)
        counted["targets"] += sum(c.type in ("link_open", "image") for c in children)
        counted["columns"] = (
            0 if token.type == "tr_open" else counted["columns"] + (token.type in ("th_open", "td_open"))
        )
        for what, most, message, hint in _TOO_MUCH:
            if counted[what] > most:
                return find("E003", "", message, hint=hint, line=line)
    return None


def _line(token: Token, first_line: int) -> int:
    return first_line + (token.map[0] if token.map else 0)


def _references(env: Mapping[str, object]) -> dict[str, tuple[str, str]]:
    """Link definitions, used or not: label → (target, title). They are read by people too, in the source."""
    found = env.get("references", {})
    if not isinstance(found, dict):
        return {}
    return {str(label): (str(ref.get("href", "")), str(ref.get("title", ""))) for label, ref in found.items()}


def _without_raw_html(tokens: Iterable[Token], first_line: int, verdict: Verdict) -> list[Token]:
    """Replace every piece of raw HTML by ordinary tokens, noting what was dropped or must be refused."""
    kept: list[Token] = []
    for token in tokens:
        if token.type == "html_block":
            block = Token("inline", "", 0, map=token.map, level=token.level, content=token.content)
            block.children = to_tokens(token.content, _line(token, first_line), verdict)
            kept.append(block)
            continue
        if token.children:
            children: list[Token] = []
            for child in token.children:
                if child.type == "html_inline":
                    children += to_tokens(child.content, _line(token, first_line), verdict)
                else:
                    children.append(child)
            token.children = children
        kept.append(token)
    return kept


def _title_notes(tokens: Sequence[Token]) -> None:
    """Give notes their Spanish title, and a kind that the theme knows: an unknown kind is part of the title."""
    for index, token in enumerate(tokens):
        if token.type != "admonition_open":
            continue
        kind = str(token.meta.get("tag", ""))
        known = kind if kind in ADMONITIONS else "note"
        if kind != known:
            title = token.info.strip()
        elif token.content == kind.title():
            title = ADMONITIONS[known]
        else:
            title = token.content
        token.meta = {"kind": known}
        if index + 2 < len(tokens) and tokens[index + 1].type == "admonition_title_open":
            tokens[index + 2].children = [Token("text", "", 0, content=title)]


def _sections(tokens: Sequence[Token], first_line: int, known: Sequence[str]) -> Iterator[Section]:
    """Cut the tree at its own first- and second-level headings; notes at the foot are a section of their own."""
    by_form = {plain(name): name for name in known}
    used: dict[str, int] = {}
    title, start, line, body = "", 0, first_line, 0
    cuts = [i for i, t in enumerate(tokens) if _cuts(t)] + [len(tokens)]
    if not cuts or cuts[0] > 0:
        cuts.insert(0, 0)
    for here, there in pairwise(cuts):
        opener = tokens[here]
        if opener.type == "heading_open":
            title, body, line = tokens[here + 1].content, here + 3, _line(opener, first_line)
        elif opener.type == "footnote_block_open":
            title, body, line = "Notas", here, _line(opener, first_line)
        else:
            title, body, line = "", here, first_line
        start = here
        heading = plain_text(tokens[start + 1]) if opener.type == "heading_open" else title
        name = by_form.get(plain(heading))
        unique = _unique(anchor(name or heading) if heading else "inicio", used)
        heading_tokens = tuple(tokens[start + 1 : start + 2]) if opener.type == "heading_open" else ()
        if heading or there > body:
            yield Section(heading, unique, name, heading_tokens, tuple(tokens[body:there]), line)


def _unique(base: str, used: dict[str, int]) -> str:
    used[base] = used.get(base, 0) + 1
    return base if used[base] == 1 else f"{base}-{used[base]}"


def retitled(document: Document) -> Document:
    """The same text with titles and anchors taken anew from its headings, which redaction may have changed."""
    used: dict[str, int] = {}
    sections = []
    for section in document.sections:
        title = plain_text(section.heading[0]) if section.heading else section.title
        base = anchor(section.known or title) if title else "inicio"
        sections.append(replace(section, title=title, anchor=_unique(base, used)))
    return replace(document, sections=tuple(sections))


def _cuts(token: Token) -> bool:
    if token.level != 0:
        return False
    return (token.type == "heading_open" and token.tag in ("h1", "h2")) or token.type == "footnote_block_open"


def plain_text(inline: Token) -> str:
    """What a reader sees of an inline token, without marks."""
    parts = []
    for child in inline.children or ():
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return "".join(parts)


def is_blank(section: Section) -> bool:
    """Whether a section has neither text nor images."""
    for token in section.tokens:
        if token.type in ("fence", "code_block") and token.content.strip():
            return False
        if any(c.type == "image" or c.content.strip() for c in token.children or ()):
            return False
    return True


def inlines(document: Document) -> Iterator[Token]:
    """Every inline token of the text, headings of sections included, in order."""
    for section in document.sections:
        for token in (*section.heading, *section.tokens):
            if token.type == "inline":
                yield token


def images(document: Document) -> Iterator[ImageRef]:
    """Every image of the text, in order."""
    for token in inlines(document):
        for child in token.children or ():
            if child.type == "image":
                yield ImageRef(str(child.attrGet("src") or ""), plain_text(child), _line(token, document.first_line))


def links(document: Document) -> Iterator[LinkRef]:
    """Every link of the text, in order."""
    for token in inlines(document):
        target: str | None = None
        words: list[str] = []
        for child in token.children or ():
            if child.type == "link_open":
                target, words = str(child.attrGet("href") or ""), []
            elif child.type == "link_close" and target is not None:
                yield LinkRef(target, "".join(words), _line(token, document.first_line))
                target = None
            elif target is not None:
                words.append(child.content)


def headings(document: Document) -> Iterator[tuple[int, int]]:
    """(level, line) of every heading, in order; sections themselves are level 2 (1 where written with one #)."""
    for section in document.sections:
        if section.heading:
            yield (2, section.line)
        for token in section.tokens:
            if token.type == "heading_open":
                yield (int(token.tag[1]), _line(token, document.first_line))
