"""What search takes from a built page: its HTML with the letters exchanged, its facets, and by what it is ordered.

The page is the source: Pagefind's own attributes say there what its facets are, so whatever engine built it and
whoever reads it next finds them. They are taken out of the copy that is indexed, since one small file of ours
(`columns`) tells them in a fifth of the bytes, the same at every build, and lets any of them be counted or combined.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from generator.searching.letters import exchanged, exchanged_html
from generator.site.pages import RESERVED_ANCHORS
from generator.vocabulary import plain

_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_TAKEN = re.compile(r""" data-pagefind-(?:filter|sort)=(?:"[^"]*"|'[^']*'|[^\s>]+)""")
_PART = re.compile(r"([\w-]+)\[([\w-]+)\]")
_BODY = "data-pagefind-body"
_EVERYWHERE = re.compile(rf'<h2 id="(?:{"|".join(sorted(RESERVED_ANCHORS))})"')
"""Headings of ours, which every submission has: they tell none from another."""
_GUIDE = 'data-pagefind-weight="0.5"'
"""A chapter speaks of everything: at equal closeness, what a colleague did comes first."""
DATE = "fecha"


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """A page that can be found. `url` is from the site's root; `date` AAAA-MM or ""; `facets` name → codes."""

    url: str
    title: str
    date: str
    facets: dict[str, tuple[str, ...]]
    html: str


def entries(site: Path) -> list[Entry]:
    """The pages of a built site that can be found, newest first and then by title: the order of the index."""
    found = sorted(_read_all(site), key=lambda e: (title_key(e.title), e.url))
    return sorted(found, key=lambda e: e.date, reverse=True)


def title_key(title: str) -> str:
    """Where a title stands in an alphabetical list in Spanish: without signs, ñ after n."""
    apart = plain(exchanged(title)).replace(exchanged("ñ"), "n\N{LATIN SMALL LETTER EZH}")
    return " ".join("".join(c if c.isalnum() else " " for c in apart).split())


def _read_all(site: Path) -> Iterator[Entry]:
    for path in site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        if _BODY not in html:
            continue
        reader = _Reader()
        reader.feed(html)
        reader.close()
        if reader.searchable:
            folder = path.relative_to(site).as_posix().removesuffix("index.html")
            facets = {name: tuple(dict.fromkeys(codes)) for name, codes in sorted(reader.facets.items())}
            yield Entry(f"/{folder}", reader.title, reader.date, facets, indexed(html))


def indexed(html: str) -> str:
    """The copy of a page that Pagefind reads: what can be found in it, without the menus around."""
    start, end = html.rindex("<", 0, html.index(_BODY)), html.rindex("</article>")
    taken = _TAG.sub(lambda tag: _TAKEN.sub("", tag[0]), html[start:end])
    if 'data-tipo="guia"' in taken:
        taken = taken.replace(_BODY, f"{_BODY} {_GUIDE}", 1)
    apart = _EVERYWHERE.sub(r"\g<0> data-pagefind-ignore='all'", taken)
    # Pagefind puts nothing between a name and its value, and an extract is read by people.
    told = apart.replace("</dt>", ": </dt>")
    return f"<html><body>{exchanged_html(told)}</article></body></html>"


@dataclass(repr=False)
class _Reader(HTMLParser):
    """Reads the attributes that say what a page is."""

    searchable: bool = False
    title: str = ""
    date: str = ""
    facets: dict[str, list[str]] = field(default_factory=dict)
    _in_title: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.searchable |= _BODY in values
        self._in_title = tag == "h1" and not self.title
        for name, attribute in _PART.findall(values.get("data-pagefind-filter", "")):
            self.facets.setdefault(name, []).append(values[attribute])
        for name, attribute in _PART.findall(values.get("data-pagefind-sort", "")):
            if name == DATE:
                self.date = values[attribute]

    def handle_endtag(self, tag: str) -> None:
        if tag == "h1":
            self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
