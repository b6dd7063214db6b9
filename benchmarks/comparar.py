"""Does a published page read as its author wrote it? Compared as words with an independent rendering of the source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from html.parser import HTMLParser
from pathlib import Path

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

_PLACEHOLDER = re.compile(r"«[^»]{3,20}»")
_WORD = re.compile(r"«[^»]{3,20}»|[^\W_]+")
_SKIPPED = frozenset(("script", "style"))


class _Words(HTMLParser):
    """The words of the visible text of HTML, with the descriptions of images; `inside` limits it to a class."""

    def __init__(self, inside: str | None = None) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._inside, self._depth, self._skip = inside, 0, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in _SKIPPED:
            self._skip += 1
        opens = self._inside is not None and self._inside in (values.get("class") or "").split()
        if tag == "div" and (self._depth or opens):
            self._depth += 1
        if tag in ("br", "img", "td", "th", "li", "p", "div", "pre", "tr", "hr"):
            self.parts.append(" ")
        if tag == "img" and self._reading:
            self.parts.append(f" {values.get('alt') or ''} ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._skip -= 1
        if tag == "div" and self._depth:
            self._depth -= 1
        if tag in (
            "td",
            "th",
            "li",
            "p",
            "div",
            "pre",
            "tr",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "dt",
            "dd",
            "summary",
        ):
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if self._reading:
            self.parts.append(data)

    @property
    def _reading(self) -> bool:
        return not self._skip and (self._inside is None or self._depth > 0)


def _words(html: str, inside: str | None = None) -> list[str]:
    reader = _Words(inside)
    reader.feed(html)
    return [w.casefold() for w in _WORD.findall("".join(reader.parts))]


def source_words(markdown: str) -> list[str]:
    """The words of a Markdown text as a plain CommonMark renderer with tables and footnotes shows them."""
    md = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).use(footnote_plugin, inline=False)
    return _words(md.render(markdown))


def page_words(page: Path) -> list[str]:
    """The words of the sections of a built page, their own headings included."""
    html = page.read_text(encoding="utf-8")
    article = html[html.index("<article") : html.index("</article>")]
    return _words(article)


def words_in(texts: Iterable[str]) -> frozenset[str]:
    """The words of some texts, as the others here are compared."""
    return frozenset(w.casefold() for text in texts for w in _WORD.findall(text))


def missing(source: list[str], page: list[str], redacted: frozenset[str] = frozenset()) -> list[str]:
    """Words of the source that the page lacks at their place, where no redaction explains it.

    `redacted` are the words that were found to be private in this text.
    """
    lost: list[str] = []
    told = " ".join(sorted(redacted))
    for kind, a, b, c, d in SequenceMatcher(None, source, page, autojunk=False).get_opcodes():
        if kind in ("delete", "replace") and not any(_PLACEHOLDER.fullmatch(w) for w in page[max(c - 1, 0) : d + 1]):
            lost += [w for w in source[a:b] if w not in told]
    # Beside a redaction the two may be aligned one word off: what stands on the page as often is not lost.
    there, asked = Counter(page), Counter(source)
    return [w for w in lost if there[w] < asked[w]]
