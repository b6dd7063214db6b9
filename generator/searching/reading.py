"""What search takes from a built page: its HTML with the letters exchanged, its facets, and by what it is ordered.

The page is the source: Pagefind's own attributes say there what its facets are, so whatever engine built it and
whoever reads it next finds them. They are taken out of the copy that is indexed, since one small file of ours
(`columns`) tells them in a fifth of the bytes, the same at every build, and lets any of them be counted or combined.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import sha256
from html import unescape
from pathlib import Path

from generator import digests
from generator.kept import NOTHING, Kept
from generator.searching.letters import exchanged, exchanged_html
from generator.site.pages import RESERVED_ANCHORS
from generator.vocabulary import plain

_TAKEN = re.compile(r""" data-pagefind-(?:filter|sort)=(?:"[^"]*"|'[^']*'|[^\s>]+)""")
_PART = re.compile(r"([\w-]+)\[([\w-]+)\]")
_BODY = "data-pagefind-body"
_FOUND = re.compile(rf"\s{_BODY}(?=[\s=>])")
_TOLD = re.compile(r"\sdata-pagefind-(?:filter|sort)=")
_TITLE = re.compile(r"<h1[^<>]*>([^<]*)")
_ATTRIBUTE = re.compile(r"""([\w-]+)=(?:"([^"]*)"|'([^']*)')""")
_EVERYWHERE = re.compile(rf'<h2 id="(?:{"|".join(sorted(RESERVED_ANCHORS))})"')
"""Headings of ours, which every submission has: they tell none from another."""
_OTHERS = re.compile(r'^<div class="iq-tarjetas" data-pagefind-ignore="all">.*</div>$', re.MULTILINE)
"""The cards of what stands beside a submission: Pagefind passes over them, and they change whenever those do."""
_GUIDE = 'data-pagefind-weight="0.5"'
"""A chapter speaks of everything: at equal closeness, what a colleague did comes first."""
DATE = "fecha"
_Said = tuple[str, str, str, dict[str, list[str]], str]


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """A page that can be found. `url` is from the site's root; `order` the key of its title in an alphabetical list;
    `date` AAAA-MM or ""; `facets` name → codes.

    `copy` gives what Pagefind reads of it; `digest` is of all that this is made of.
    """

    url: str
    title: str
    order: str
    date: str
    facets: dict[str, tuple[str, ...]]
    digest: str
    copy: Callable[[], str]


def entries(site: Path, kept: Kept = NOTHING) -> list[Entry]:
    """The pages of a built site that can be found, newest first and then by title. A page that is as it was when an
    earlier run read it is not read again."""
    found = sorted(_all_of(site, kept), key=lambda e: (e.order, e.url))
    return sorted(found, key=lambda e: e.date, reverse=True)


def title_key(title: str) -> str:
    """Where a title stands in an alphabetical list in Spanish: without signs, ñ after n."""
    apart = plain(exchanged(title)).replace(exchanged("ñ"), "n\N{LATIN SMALL LETTER EZH}")
    return " ".join("".join(c if c.isalnum() else " " for c in apart).split())


def _all_of(site: Path, kept: Kept) -> Iterator[Entry]:
    name = kept.name("páginas del buscador")
    before: dict[str, tuple[str, _Said | None]] = json.loads(kept.get(name) or b"{}")
    rows: dict[str, tuple[str, _Said | None]] = {}
    for inside, place in digests.files_below(site):
        if not inside.endswith(".html"):
            continue
        now = digests.digest(place).hex()
        known = before.get(inside, ("", None))
        rows[inside] = known if known[0] == now else (now, _said(Path(place).read_text(encoding="utf-8")))
        said = rows[inside][1]
        if said:
            title, order, date, codes, digest = said
            facets = {facet: tuple(values) for facet, values in codes.items()}
            yield Entry(
                f"/{inside.removesuffix('index.html')}", title, order, date, facets, digest, partial(_copy, place)
            )
    if rows != before:
        kept.put(name, json.dumps(rows).encode())


def _said(html: str) -> _Said | None:
    """What a page says of itself, with a digest of what can be found in it; None where nothing can."""
    taken = _taken(html)
    if taken is None:
        return None
    facets: dict[str, list[str]] = {}
    date = ""
    for start, end in _tags(html, _TOLD):
        shown, ordered = _told(html[start:end])
        for name, code in shown:
            facets.setdefault(name, []).append(code)
        date = ordered or date
    titles = (unescape(found[1]) for found in _TITLE.finditer(html))
    codes = {name: list(dict.fromkeys(codes)) for name, codes in sorted(facets.items())}
    title = next(filter(None, titles), "")
    return title, title_key(title), date, codes, sha256(taken.encode()).hexdigest()


def _copy(path: str) -> str:
    return indexed(Path(path).read_text(encoding="utf-8"))


@lru_cache(maxsize=4096)
def _told(tag: str) -> tuple[tuple[tuple[str, str], ...], str]:
    """The facets (name, code) that a tag tells, and the date; most tags are those of many other pages."""
    values = {found[1].lower(): unescape(found[2] or found[3] or "") for found in _ATTRIBUTE.finditer(tag)}
    facets = _PART.findall(values.get("data-pagefind-filter", ""))
    orders = dict(_PART.findall(values.get("data-pagefind-sort", "")))
    return tuple((name, values[code]) for name, code in facets), values[orders[DATE]] if DATE in orders else ""


def _taken(html: str) -> str | None:
    """What can be found in a page, without the menus around nor other submissions; None in one that cannot be found."""
    start, _ = next(_tags(html, _FOUND), (None, 0))
    return None if start is None else _OTHERS.sub("", html[start : html.rindex("</article>")])


def _tags(html: str, attribute: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Where each tag that has an attribute begins and ends. Looked for by the attribute, since most tags have none."""
    end = 0
    for found in attribute.finditer(html):
        start = html.rfind("<", end, found.start())
        if start >= 0 and html[start + 1 : start + 2].isalpha() and ">" not in html[start : found.start()]:
            end = html.find(">", found.end()) + 1
            yield start, end


def indexed(html: str) -> str:
    """The copy of a page that Pagefind reads: what can be found in it, and nothing of what it is told by."""
    taken, done = _taken(html) or "", 0
    parts: list[str] = []
    for start, end in _tags(taken, _TOLD):
        parts += (taken[done:start], _TAKEN.sub("", taken[start:end]))
        done = end
    taken = "".join((*parts, taken[done:]))
    if 'data-tipo="guia"' in taken:
        taken = taken.replace(_BODY, f"{_BODY} {_GUIDE}", 1)
    apart = _EVERYWHERE.sub(r"\g<0> data-pagefind-ignore='all'", taken)
    # Pagefind puts nothing between a name and its value, and an extract is read by people.
    told = apart.replace("</dt>", ": </dt>")
    return f"<html><body>{exchanged_html(told)}</article></body></html>"
