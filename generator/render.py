"""A redacted tree as clean HTML in one physical line: what goes between our headings in a staged page.

One line, because block syntax of the site's engine (fences, snippets, attribute lists, admonitions) only acts
at the start of a line: line ends travel as `&#10;` and braces as entities, so no engine finds anything to do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES

from generator import markdown
from generator.markdown import ADMONITIONS

TAGS = frozenset(
    "a b blockquote br caption cite code dd del details div dl dt em figcaption figure h3 h4 h5 h6 hr i img ins kbd li "
    "mark ol p picture pre q s samp section small source span strong sub summary sup table tbody td tfoot th thead tr "
    "u ul var".split()
)
ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "a": frozenset(("href", "id", "role", "aria-label")),
    "details": frozenset(("open",)),
    "div": frozenset(()),
    "img": frozenset(("src", "srcset", "sizes", "alt", "width", "height", "loading", "decoding")),
    "li": frozenset(("id",)),
    "ol": frozenset(("start",)),
    "small": frozenset(("aria-hidden",)),
    "source": frozenset(("srcset", "sizes", "type")),
    "span": frozenset(("role", "aria-label")),
    "sup": frozenset(("id",)),
    **{f"h{n}": frozenset(("id",)) for n in (3, 4, 5, 6)},
    **{tag: frozenset(("data-align",)) for tag in ("td", "th")},
}
"""What may stand in the HTML of a submission; the audit reads the built page by the same list."""

CLASSES: Mapping[str, frozenset[str]] = {
    "a": frozenset(("footnote-backref",)),
    "details": frozenset(ADMONITIONS),
    "div": frozenset(("admonition", "highlight", *ADMONITIONS)),
    "figure": frozenset(("imagen",)),
    "li": frozenset(("footnote-item",)),
    "ol": frozenset(("footnotes-list",)),
    "p": frozenset(("admonition-title",)),
    "section": frozenset(("footnotes",)),
    "small": frozenset(("credito", "descripcion")),
    "span": frozenset(("tarea", *(c for c in STANDARD_TYPES.values() if c))),
    "sup": frozenset(("footnote-ref",)),
}

# Marks that turn the direction of the text around them: an entity can bring them in past the reading of the file.
_DIRECTION_MARKS = tuple(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
_SIZES = "(max-width: 45rem) 100vw, 45rem"
TASK = re.compile(r"\[([ xX])\][ \t\n]")
_COLOURED = frozenset(
    "arduino bash c console cpp css diff html ini java javascript js json php py pycon python python3 r rb ruby sh "
    "shell sql xml yaml yml".split()
)
"""Languages that are coloured. Some other lexers of Pygments take minutes over a few kilobytes of nonsense (`rst`,
`csharp`); with these, the worst thing tried takes a third of a second at MAX_COLOURED_BLOCK."""
MAX_COLOURED_BLOCK = 4_000
MAX_COLOURED_PAGE = 24_000
"""Characters of code that are coloured, in a block and in a page. The time they take grows with the square of it."""


@dataclass(frozen=True, slots=True, repr=False)
class Shown:
    """An image as the page shows it: addresses relative to the page, size in pixels, words already redacted.

    `src` is the version that every browser knows; `srcset` those in the lighter format, `mime`, by width.
    """

    src: str
    srcset: str
    mime: str
    width: int
    height: int
    alt: str
    credit: str | None


@dataclass(frozen=True, slots=True, repr=False)
class Surroundings:
    """What the text of a page may point to. Both functions answer None for what is not there any more."""

    link: Callable[[str], str | None]
    image: Callable[[str], Shown | None]


Env = MutableMapping[str, Any]


def html(tokens: Sequence[Token], around: Surroundings, page: Env) -> str:
    """Render and clean the tokens of one section; `page` carries counters from section to section."""
    page["around"] = around
    rendered = _renderer().renderer.render(list(tokens), _renderer().options, page)
    return one_line(_cleaner().clean(rendered))


def one_line(clean: str) -> str:
    """Make clean HTML inert for any Markdown engine or template language that it passes through."""
    for mark in _DIRECTION_MARKS:
        clean = clean.replace(mark, "")
    return clean.strip().replace("\n", "&#10;").replace("{", "&#123;").replace("}", "&#125;")


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        allowed_classes={tag: set(names) for tag, names in CLASSES.items()},
        url_schemes={"http", "https"},
        link_rel="noopener noreferrer",
        strip_comments=True,
    )


@cache
def _renderer() -> MarkdownIt:
    md = markdown.parser()
    for name, rule in _RULES.items():
        md.add_render_rule(name, rule)
    return md


def _link_open(_self: object, tokens: Sequence[Token], index: int, _options: object, env: Env) -> str:
    target = env["around"].link(str(tokens[index].attrGet("href") or ""))
    env.setdefault("links", []).append(target is not None)
    return f'<a href="{escape(target)}">' if target is not None else ""


def _link_close(_self: object, _tokens: Sequence[Token], _index: int, _options: object, env: Env) -> str:
    open_links = env.setdefault("links", [])
    return "</a>" if open_links and open_links.pop() else ""


def _image(_self: object, tokens: Sequence[Token], index: int, _options: object, env: Env) -> str:
    shown: Shown | None = env["around"].image(str(tokens[index].attrGet("src") or ""))
    if shown is None:
        return ""
    words = markdown.plain_text(tokens[index]).strip()
    credit = f'<small class="credito">Imagen: {escape(shown.credit)}</small>' if shown.credit else ""
    alt = escape(words or shown.alt)
    # Who does not see the picture hears its description once: the one below is for those who see it.
    return (
        f'<picture><source type="{shown.mime}" srcset="{escape(shown.srcset)}" sizes="{_SIZES}">'
        f'<img src="{escape(shown.src)}" alt="{alt}" width="{shown.width}" height="{shown.height}" '
        'loading="lazy" decoding="async"></picture>'
        f'<small class="descripcion" aria-hidden="true">Descripción de la imagen: {alt}</small>{credit}'
    )


def _heading_open(_self: object, tokens: Sequence[Token], index: int, _options: object, env: Env) -> str:
    token = tokens[index]
    level = max(3, int(token.tag[1]))
    used: set[str] = env.setdefault("anchors", set())
    # The last number of each, so that a thousand equal headings do not count from the start a thousand times.
    numbers: dict[str, int] = env.setdefault("numbers", {})
    base = anchor = "s-" + markdown.anchor(markdown.plain_text(tokens[index + 1]))
    while anchor in used:
        numbers[base] = numbers.get(base, 1) + 1
        anchor = f"{base}-{numbers[base]}"
    used.add(anchor)
    return f'<h{level} id="{anchor}">'


def _heading_close(_self: object, tokens: Sequence[Token], index: int, _options: object, _env: Env) -> str:
    return f"</h{max(3, int(tokens[index].tag[1]))}>"


def _code(_self: object, tokens: Sequence[Token], index: int, _options: object, env: Env) -> str:
    token = tokens[index]
    language = token.info.split()[0].lower() if token.info.strip() else ""
    coloured = env.get("coloured", 0) + len(token.content)
    inner = escape(token.content)
    if language in _COLOURED and len(token.content) <= MAX_COLOURED_BLOCK and coloured <= MAX_COLOURED_PAGE:
        env["coloured"] = coloured
        inner = highlight(token.content, get_lexer_by_name(language, stripnl=False), HtmlFormatter(nowrap=True))
    return f'<div class="highlight"><pre><code>{inner}</code></pre></div>'


def _admonition_open(_self: object, tokens: Sequence[Token], index: int, _options: object, env: Env) -> str:
    token = tokens[index]
    kind = str(token.meta["kind"])
    folded = token.markup.startswith("?")
    env.setdefault("notes", []).append((folded, kind))
    if folded:
        return f'<details class="{kind}"{" open" if token.markup.endswith("+") else ""}>'
    return f'<div class="admonition {kind}">'


def _admonition_close(_self: object, _tokens: Sequence[Token], _index: int, _options: object, env: Env) -> str:
    folded, _kind = env["notes"].pop()
    return "</details>" if folded else "</div>"


def _title_open(_self: object, _tokens: Sequence[Token], _index: int, _options: object, env: Env) -> str:
    return "<summary>" if env["notes"][-1][0] else '<p class="admonition-title">'


def _title_close(_self: object, _tokens: Sequence[Token], _index: int, _options: object, env: Env) -> str:
    return "</summary>" if env["notes"][-1][0] else "</p>"


def _cell_open(_self: object, tokens: Sequence[Token], index: int, _options: object, _env: Env) -> str:
    token = tokens[index]
    style = str(token.attrGet("style") or "")
    side = style.removeprefix("text-align:")
    return f'<{token.tag} data-align="{side}">' if side in ("left", "center", "right") else f"<{token.tag}>"


def _list_item_open(_self: object, tokens: Sequence[Token], index: int, _options: object, _env: Env) -> str:
    following = tokens[index + 1 : index + 3]
    if len(following) == 2 and following[0].type == "paragraph_open" and following[1].children:
        first = following[1].children[0]
        if match := TASK.match(first.content + "\n" if first.type == "text" else ""):
            # The tokens are the page's own copy by now, and each is rendered once.
            first.content = first.content[match.end() :]
            done = match[1] != " "
            label, mark = ("Hecho", "☑") if done else ("Por hacer", "☐")
            return f'<li><span class="tarea" role="img" aria-label="{label}">{mark}</span> '
    return "<li>"


def _html_inline(_self: object, tokens: Sequence[Token], index: int, _options: object, _env: Env) -> str:
    # Only `rawhtml` makes these tokens, and only with bare tags of its list.
    return tokens[index].content


_RULES: Mapping[str, Callable[..., str]] = {
    "admonition_close": _admonition_close,
    "admonition_open": _admonition_open,
    "admonition_title_close": _title_close,
    "admonition_title_open": _title_open,
    "code_block": _code,
    "fence": _code,
    "heading_close": _heading_close,
    "heading_open": _heading_open,
    "html_inline": _html_inline,
    "image": _image,
    "link_close": _link_close,
    "link_open": _link_open,
    "list_item_open": _list_item_open,
    "td_open": _cell_open,
    "th_open": _cell_open,
}
