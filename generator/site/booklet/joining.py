"""HTML of one chapter made fit for a document that holds them all: its anchors, links and headings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape, unescape
from html.parser import HTMLParser

Attributes = list[tuple[str, str | None]]
_LEADS_OUT = ("https:", "http:", "mailto:", "tel:")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


FOLDER = "guia/"


@dataclass(frozen=True, slots=True, repr=False)
class Joined:
    """A chapter's HTML, its headings (level, anchor, words), its anchors and the anchors that it leads to."""

    html: str
    headings: tuple[tuple[int, str, str], ...]
    ids: frozenset[str]
    leads: frozenset[str]


def anchor_of(name: str, anchor: str = "") -> str:
    """An anchor in the whole document: `guia/ruta.md` and `plan` → `ruta--plan`; without one, the chapter's start."""
    chapter = name.removeprefix(FOLDER).removesuffix(".md").replace("/", "-")
    return f"{chapter}--{anchor}" if anchor else f"capitulo-{chapter}"


def join(html: str, name: str, resolve: Callable[[str], str | None]) -> Joined:
    """Prefix every anchor with the chapter's, lower every heading by one level, and send each link where
    `resolve` says; where it says None only the words are left."""
    joiner = _Joiner(name, resolve)
    joiner.feed(html)
    joiner.close()
    headings = tuple((level, anchor, " ".join(text.split())) for level, anchor, text in joiner.headings)
    return Joined("".join(joiner.out), headings, frozenset(joiner.ids), frozenset(joiner.leads))


class _Joiner(HTMLParser):
    """Goes through the HTML tag by tag; the words stay as they are."""

    def __init__(self, name: str, resolve: Callable[[str], str | None]) -> None:
        super().__init__(convert_charrefs=False)
        self._name = name
        self._resolve = resolve
        self._links: list[bool] = []
        self._heading = False
        self._verbatim = 0
        self.out: list[str] = []
        self.headings: list[tuple[int, str, str]] = []
        self.ids: set[str] = set()
        self.leads: set[str] = set()

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        given = {key: value or "" for key, value in attrs}
        if "id" in given:
            given["id"] = anchor_of(self._name, given["id"])
            self.ids.add(given["id"])
        if tag == "a" and "href" in given and not self._link(given):
            return
        if tag == "img":
            given["src"] = self._resolve(given.get("src", "")) or ""
        if tag in _HEADINGS:
            self._heading = True
            self.headings.append((int(tag[1]), given.get("id", ""), ""))
            tag = f"h{min(int(tag[1]) + 1, 6)}"
        if tag == "th":
            given.setdefault("scope", "col")  # Markdown's tables have no other headers
        if tag == "details":
            given["open"] = ""  # paper has nothing to press
        self._verbatim += tag == "pre"
        self.out.append(f"<{tag}" + "".join(f' {k}="{escape(v)}"' for k, v in given.items()) + ">")

    def _link(self, given: dict[str, str]) -> bool:
        """Settle where a link leads; whether it is still one."""
        if not given["href"].startswith(_LEADS_OUT):
            given["href"] = self._resolve(given["href"]) or ""
        self._links.append(bool(given["href"]))
        if given["href"].startswith("#"):
            self.leads.add(given["href"][1:])
        return self._links[-1]

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and not (self._links and self._links.pop()):
            return
        if tag in _HEADINGS:
            self._heading = False
            tag = f"h{min(int(tag[1]) + 1, 6)}"
        self._verbatim -= tag == "pre"
        self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._said(data)
        self.out.append(data.replace("\n", "&#10;") if self._verbatim > 0 else data)

    def handle_entityref(self, name: str) -> None:
        self._said(unescape(f"&{name};"))
        self.out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._said(unescape(f"&#{name};"))
        self.out.append(f"&#{name};")

    def _said(self, words: str) -> None:
        if self._heading:
            level, anchor, before = self.headings[-1]
            self.headings[-1] = (level, anchor, before + words)
