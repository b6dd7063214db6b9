"""HTML of anybody's making → a tree of the few tags that Markdown has, with what must not come along taken out.

nh3 parses it as a browser would and keeps an allow-list; what follows only makes the tree plainer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import nh3

from generator.importing.told import Notes, RefusedError

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_BLOCKS = frozenset(
    "blockquote dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre table tbody td tfoot th thead tr ul".split()
)
_INLINE = frozenset("a b br code del em i img ins s span strike strong sub sup".split())
_GROUPS = frozenset("article body center figure figcaption footer header html main nav section".split())
_DROPPED = frozenset(
    "applet audio button embed form frame frameset head iframe input math noscript object option script select style"
    " svg template textarea title video xml xmp".split()
)
_SAID = re.compile(r"<(?:iframe|object|embed|svg|video|audio|math)\b", re.IGNORECASE)
_ATTRIBUTES = {
    "*": {"class", "style", "id", "hidden"},
    "a": {"href", "name"},
    "img": {"src", "alt"},
    "div": {"title"},
    "ol": {"start"},
}
_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"<!--(?!\[|-?>)")
_RULE = re.compile(r"([^{}]{1,300})\{([^{}]{0,2000})\}")
_CLASS = re.compile(r"(?:p|span|li|h[1-6]|td)?\.([\w-]+)")
_HIDDEN = re.compile(r"display:none|visibility:hidden|mso-hide:all")
_MARKS = (
    ("strong", re.compile(r"font-weight:(?:bold|[6-9]00)")),
    ("em", re.compile(r"font-style:italic")),
    ("s", re.compile(r"text-decoration(?:-line)?:[^;]*line-through")),
)
_SUP = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
_SUB = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_UNFIT = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\uf900-\ufffd\U00010000-\U000effff]|[\u202a-\u202e\u2066-\u2069]")
_DEEPEST = 60


def tree(html: str, notes: Notes) -> BeautifulSoup:
    """The plain tree of a document: blocks at the top, `b`/`i` as `strong`/`em`, links and images as they were.

    Raises RefusedError when it is nested deeper than any text is.
    """
    from bs4 import BeautifulSoup

    css = _classes(html)
    notes.add("objects", len(_SAID.findall(html)))
    notes.add("comments", len(_COMMENT.findall(_STYLE.sub("", html))))
    clean = nh3.clean(
        _UNFIT.sub("", html),
        tags=set(_BLOCKS | _INLINE | _GROUPS),
        clean_content_tags=set(_DROPPED),
        attributes={k: set(v) for k, v in _ATTRIBUTES.items()},
        url_schemes={"http", "https", "mailto", "data", "inspira"},
        link_rel=None,
    )
    soup = BeautifulSoup(clean, "html.parser")
    if _depth(soup) > _DEEPEST:
        raise RefusedError(
            "El documento tiene listas o tablas una dentro de otra, demasiado hondo.", "Reduzca niveles."
        )
    _drop_hidden(soup, css, notes)
    _drop_changes(soup, notes)
    _drop_comments(soup, notes)
    _marks(soup, css)
    _links(soup, notes)
    for group in tags(soup, *_GROUPS, "div", "span"):
        if not group.get("id"):
            _open(group)
    soup.smooth()
    for text in list(soup.find_all(string=re.compile(r"[\n\t]|  "))):
        # Between blocks it says nothing, and putting another in its place takes longer the more there are.
        if text.parent is not soup and text.find_parent("pre") is None:
            text.replace_with(re.sub(r"\s+", " ", text))
    return soup


def _classes(html: str) -> Mapping[str, str]:
    """class → what the style sheet inside the file says of it, spaces out: Google Docs says bold only there."""
    found: dict[str, str] = {}
    for sheet in _STYLE.findall(html):
        for selectors, rules in _RULE.findall(sheet):
            for selector in selectors.split(","):
                if match := _CLASS.fullmatch(selector.strip()):
                    found[match[1]] = found.get(match[1], "") + _plain(rules) + ";"
    return found


def _plain(css: str) -> str:
    return re.sub(r"\s+", "", css).lower()


def _said(tag: Tag, css: Mapping[str, str]) -> str:
    classes = tag.get("class") or ()
    return ";".join((_plain(str(tag.get("style") or "")), *(css.get(str(name), "") for name in classes)))


def _depth(soup: BeautifulSoup) -> int:
    deepest, level = 0, list[Any]([soup])
    while level:
        level = [child for node in level for child in getattr(node, "contents", ())]
        deepest += 1
    return deepest


def tags(soup: BeautifulSoup, *names: str) -> list[Tag]:
    """Every element, or those of these names, in their order: as `find_all`, which takes twenty times as long."""
    from bs4 import Tag

    return [e for e in soup.descendants if isinstance(e, Tag) and (not names or e.name in names)]


def direct(tag: Tag) -> Iterator[Tag]:
    """The elements right inside another."""
    from bs4 import Tag

    return (e for e in tag.contents if isinstance(e, Tag))


def _all(soup: BeautifulSoup, *names: str) -> Iterator[Tag]:
    """The elements that are still in the tree when their turn comes."""
    for tag in tags(soup, *names):
        # To ask `decomposed` of one that is not looks through all that it holds.
        if vars(tag).get("parent") is not None:
            yield tag


def _drop_hidden(soup: BeautifulSoup, css: Mapping[str, str], notes: Notes) -> None:
    for tag in _all(soup):
        if tag.has_attr("hidden") or _HIDDEN.search(_said(tag, css)):
            tag.decompose()
            notes.add("hidden")
        elif tag.name == "div" and tag.get("title") in ("header", "footer"):  # as LibreOffice writes them
            tag.decompose()
            notes.add("margins")


def _drop_changes(soup: BeautifulSoup, notes: Notes) -> None:
    for tag in _all(soup, "del"):
        tag.decompose()
        notes.add("deletions")
    for tag in _all(soup, "ins"):
        tag.unwrap()
        notes.add("insertions")


def _drop_comments(soup: BeautifulSoup, notes: Notes) -> None:
    """Google Docs puts a mark where a comment is, and the comment itself at the foot."""
    for tag in _all(soup, "a"):
        mark = str(tag.get("id") or "")
        if mark.startswith("cmnt_ref"):
            sup = tag.find_parent("sup")
            (sup or tag).decompose()
        elif mark.startswith("cmnt"):
            home = tag.find_parent("div") or tag.find_parent("p") or tag
            home.decompose()
            notes.add("comments")


def _marks(soup: BeautifulSoup, css: Mapping[str, str]) -> None:
    for tag in _all(soup, "span"):
        said = _said(tag, css)
        for name, rule in _MARKS:
            if rule.search(said) and tag.get_text(strip=True):
                tag.wrap(soup.new_tag(name))
    for tag in _all(soup, "p"):
        if "title" in (tag.get("class") or ()):
            tag.name, tag["class"] = "h1", "titulo"
    for tag in _all(soup, "b", "i", "strike"):
        tag.name = {"b": "strong", "i": "em", "strike": "s"}[tag.name]
    for tag in _all(soup, "strong", "em", "s"):
        if tag.find_parent(tag.name) or not tag.get_text(strip=True):
            tag.unwrap()
    for tag in _all(soup, "sup", "sub"):
        words = tag.get_text()
        table = _SUP if tag.name == "sup" else _SUB
        if not tag.find("a") and words and all(ord(c) in table for c in words):
            tag.string = words.translate(table)


def _links(soup: BeautifulSoup, notes: Notes) -> None:
    for tag in _all(soup, "a"):
        href = _target(str(tag.get("href") or ""))
        if href.startswith(("https://", "http://")):
            tag["href"] = href
        elif not (tag.get("id") or tag.get("name")) and not href.startswith("#"):
            notes.add("links", int(bool(tag.get("href")) or bool(tag.get_text(strip=True))))
            tag.unwrap()


def _target(href: str) -> str:
    """Where a link goes, without the detour that Google Docs puts in."""
    if href.startswith(("https://www.google.com/url?", "http://www.google.com/url?")):
        return next(iter(parse_qs(urlsplit(href).query).get("q", ())), href)
    return href


def _open(group: Tag) -> None:
    """Take a grouping tag away; loose words in it become a paragraph of their own."""
    if (
        group.name in ("span", "figcaption")
        or group.find(sorted(_BLOCKS))
        or group.find_parent(["p", "li", "td", "th"])
    ):
        group.unwrap()
    elif group.get_text(strip=True) or group.find("img"):
        group.name = "p"
    else:
        group.decompose()
