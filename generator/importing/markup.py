"""The plain tree → Markdown, by markdownify: words stay words whatever they look like, and no tag is left over."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_ALWAYS = re.compile(r"[\\`*<\[\]~|]|(?<![^\W_])_|_(?![^\W_])|&(?=#|\w+;)")
# What begins a list, a heading, a quotation, a line or a definition, at the beginning of a line.
_FIRST = re.compile(r"(\s*)([-+>=#:!^])")
_NUMBER = re.compile(r"(\s*\d{1,9})([.)])(?=\s|\Z)")
_FENCE = re.compile(r"`+")


@cache
def _converter() -> Any:
    """Made when it is first needed: the parser behind it takes a tenth of a second to come."""
    from markdownify import MarkdownConverter

    class Converter(MarkdownConverter):
        def escape(self, text: str, parent_tags: set[str]) -> str:
            return escaped(text)

        def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
            before, words, after = _apart(text)
            href = quote(str(el.get("href") or ""), safe="/:?#@!$&'*+,;=%~-._")
            return f"{before}[{words}]({href}){after}" if words and href else text

        def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
            return f"![{escaped(' '.join(str(el.get('alt') or '').split()))}]({el.get('src')})"

        def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
            code = el.get_text().strip("\n")
            fence = "`" * max(3, 1 + max((len(run) for run in _FENCE.findall(code)), default=0))
            return f"\n\n{fence}\n{code}\n{fence}\n\n" if code.strip() else ""

    return Converter(
        heading_style="ATX", bullets="-", newline_style="backslash", autolinks=False, table_infer_header=True
    )


def escaped(text: str) -> str:
    """Words of a paragraph, so that Markdown takes them for words: marks of its own get a backslash."""
    text = _ALWAYS.sub(r"\\\g<0>", text)
    text = _FIRST.sub(r"\1\\\2", text, count=1) if _FIRST.match(text) else text
    return _NUMBER.sub(r"\1\\\2", text, count=1) if _NUMBER.match(text) else text


def _apart(text: str) -> tuple[str, str, str]:
    words = text.strip()
    start = text.find(words)
    return text[:start], words, text[start + len(words) :]


def to_markdown(soup: BeautifulSoup | Tag) -> str:
    """The Markdown of a tree that `clean.tree` made."""
    text: str = _converter().convert_soup(soup)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip()
