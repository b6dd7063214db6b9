"""Raw HTML inside Markdown, turned into the same tokens that Markdown makes.

Nothing an author writes as HTML reaches a page as it is: a short list of harmless tags is kept without
attributes, links and images become link and image tokens (and meet the same checks), the rest loses its tags.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from markdown_it.token import Token

KEPT = frozenset(
    "b blockquote br caption cite code dd del details dl dt em figcaption figure h3 h4 h5 h6 hr i ins kbd li mark "
    "ol p pre q s samp small strong sub summary sup table tbody td tfoot th thead tr u ul var".split()
)
"""Tags that stay, without their attributes."""

UNWRAPPED = frozenset(
    "abbr address article aside body center div font footer h1 h2 header html main nav section span time tt".split()
)
"""Tags that only group or decorate: they go, what is inside stays."""

DANGEROUS = frozenset(
    "applet audio base button embed form frame frameset iframe input link math meta noscript object option script "
    "select style svg template textarea title video xml xmp".split()
)
"""Tags that run, load, cover or collect something: the text is refused."""

_READ = frozenset("alt href src".split())
"""Attributes that go on as tokens; what the others say is kept aside like a comment, as unknown names are."""
_SILENT = frozenset("align class height id rel style target title width".split())

_VOID = frozenset(("br", "hr"))
_BLOCKS = frozenset("article aside div footer header main nav section center address".split())


@dataclass(slots=True, repr=False)
class Verdict:
    """What was found on the way, by line of the file.

    `comments` are the words that leave the page but stand in the source: comments and dropped attributes;
    `dropped` and `dangerous` the lines of tags that go and of tags that are refused.
    """

    comments: list[tuple[int, str]] = field(default_factory=list)
    dropped: set[int] = field(default_factory=set)
    dangerous: set[int] = field(default_factory=set)


def to_tokens(html: str, line: int, verdict: Verdict) -> list[Token]:
    """The tokens of a piece of raw HTML that begins at `line`; `verdict` collects what the author must know."""
    reader = _Reader(line, verdict)
    try:
        reader.feed(html)
        reader.close()
    except AssertionError:
        # What html.parser takes for a marked section and cannot read (`<![…`): words, and nothing else.
        verdict.dropped.add(line)
        return [Token("text", "", 0, content=html)]
    return reader.tokens


def _tag(content: str) -> Token:
    return Token("html_inline", "", 0, content=content)


class _Reader(HTMLParser):
    def __init__(self, line: int, verdict: Verdict) -> None:
        super().__init__(convert_charrefs=True)
        self.tokens: list[Token] = []
        self._first, self._verdict = line, verdict

    @property
    def _at(self) -> int:
        return self._first + self.getpos()[0] - 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in DANGEROUS:
            self._verdict.dangerous.add(self._at)
        elif tag == "a":
            self.tokens.append(Token("link_open", "a", 1, attrs={"href": values.get("href", "")}))
        elif tag == "img":
            image = Token("image", "img", 0, attrs={"src": values.get("src", ""), "alt": ""})
            image.children = [Token("text", "", 0, content=values.get("alt", ""))]
            image.content = values.get("alt", "")
            self.tokens.append(image)
        elif tag in KEPT:
            self.tokens.append(_tag(f"<{tag}>"))
        else:
            self._drop(tag)
        told = (
            (f"{name} {value}" if name not in _SILENT else value) for name, value in values.items() if name not in _READ
        )
        self._verdict.comments.extend((self._at, words) for words in told if words.strip())
        if any(name.startswith("on") for name in values):
            self._verdict.dangerous.add(self._at)
        elif set(values) - {"href", "src", "alt", "class", "id", "title", "width", "height", "align", "target", "rel"}:
            self._verdict.dropped.add(self._at)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.tokens.append(Token("link_close", "a", -1))
        elif tag in KEPT and tag not in _VOID:
            self.tokens.append(_tag(f"</{tag}>"))
        elif tag in _BLOCKS:
            self.tokens.append(Token("softbreak", "br", 0))

    def handle_data(self, data: str) -> None:
        self.tokens.append(Token("text", "", 0, content=data))

    def handle_comment(self, data: str) -> None:
        self._verdict.comments.append((self._at, data))

    def handle_decl(self, decl: str) -> None:
        self._aside(decl)

    def unknown_decl(self, data: str) -> None:
        self._aside(data)

    def handle_pi(self, data: str) -> None:
        self._aside(data)

    def _aside(self, words: str) -> None:
        """A declaration leaves the page; what it says stands in the source like a comment."""
        self._verdict.dropped.add(self._at)
        self._verdict.comments.append((self._at, words))

    def _drop(self, tag: str) -> None:
        if tag not in UNWRAPPED:
            self._verdict.dropped.add(self._at)
        if tag in _BLOCKS and self.tokens:
            self.tokens.append(Token("softbreak", "br", 0))
