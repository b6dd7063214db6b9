"""The chapters of the guide as HTML that stands in one document, from the same Markdown as the site's pages."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import markdown

from generator.site.booklet.joining import FOLDER, Joined, anchor_of, join
from generator.site.contact import contact_of

_BUILT_IN = ("toc", "tables", "fenced_code")
"""The extensions that MkDocs adds to those of mkdocs.yml."""


@dataclass(frozen=True, slots=True, repr=False)
class Section:
    """A heading inside a chapter: its words and its anchor in the whole document."""

    title: str
    anchor: str


@dataclass(frozen=True, slots=True, repr=False)
class Chapter:
    """A chapter: `source` is its file below `content/`, `anchor` that of its title in the whole document."""

    source: str
    title: str
    anchor: str
    html: str
    sections: tuple[Section, ...]


def sources(config: Mapping[str, object], content: Path) -> tuple[str, ...]:
    """The pages of the guide in the order of the nav, which is the order in which it is read."""
    named = (name for name in _leaves(config.get("nav")) if name.startswith(FOLDER) and name.endswith(".md"))
    return tuple(name for name in dict.fromkeys(named) if (content / name).is_file())


def _leaves(nav: object) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, Mapping):
        for inner in nav.values():
            yield from _leaves(inner)
    elif isinstance(nav, Sequence):
        for inner in nav:
            yield from _leaves(inner)


def guide_rests_on(config: Mapping[str, object], content: Path) -> str:
    """All that the guide in one piece depends on, its edition and the program apart: every file of `content/`, which it
    may show or lead to, and what the configuration says of it. Raises OSError."""
    digest = sha256(json.dumps([config.get("nav"), config.get("markdown_extensions")], default=str).encode())
    digest.update(repr(contact_of(config)).encode())
    for path in sorted(p for p in content.rglob("*") if p.is_file()):
        digest.update(path.relative_to(content).as_posix().encode("utf-8", "surrogatepass") + b"\0")
        digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def chapters(config: Mapping[str, object], content: Path, outside: Callable[[str], str | None]) -> tuple[Chapter, ...]:
    """Every chapter. `outside` gives the address of something that is not a chapter, by its path below `content/`
    (and its anchor); with None a link leaves its words and nothing else.

    Raises OSError when a file cannot be read.
    """
    names = sources(config, content)
    written = {name: html_of(config, (content / name).read_text(encoding="utf-8")) for name in names}
    joined = {name: join(html, name, _resolver(name, names, outside)) for name, html in written.items()}
    known = {anchor for one in joined.values() for anchor in one.ids}
    return tuple(_chapter(name, one, known) for name, one in joined.items())


def html_of(config: Mapping[str, object], text: str) -> str:
    """What MkDocs would make of a page, without the signs beside its headings."""
    return _converted(json.dumps(config.get("markdown_extensions"), default=str), text)


@lru_cache(maxsize=64)
def _converted(extensions: str, text: str) -> str:
    """As Python-Markdown makes it; the document and the print page, and a site that is built again, share it."""
    names = list(_BUILT_IN)
    options: dict[str, dict[str, object]] = {}
    listed = json.loads(extensions)
    for one in listed if isinstance(listed, list) else ():
        for name, given in one.items() if isinstance(one, Mapping) else ((one, None),):
            names.append(str(name))
            options[str(name)] = dict(given or {})
    options["toc"] = {**options.get("toc", {}), "permalink": False}
    if text.startswith("---\n"):
        text = text.partition("\n---\n")[2]
    return str(markdown.markdown(text, extensions=list(dict.fromkeys(names)), extension_configs=options))


def _resolver(name: str, names: Sequence[str], outside: Callable[[str], str | None]) -> Callable[[str], str | None]:
    def resolve(address: str) -> str | None:
        path, sign, anchor = address.partition("#")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
        if target in names:
            return "#" + anchor_of(target, anchor)
        return outside(target + sign + anchor)

    return resolve


def _chapter(name: str, one: Joined, known: set[str]) -> Chapter:
    first = one.headings[0] if one.headings else (1, "", posixpath.basename(name))
    sections = tuple(Section(title, anchor) for level, anchor, title in one.headings[1:] if level == 2 and anchor)
    html = one.html
    for anchor in one.leads - known - {anchor_of(name)}:
        # An anchor that is nowhere: the reader is taken to the chapter that should have it.
        start, sign, _ = anchor.partition("--")
        if sign:
            html = html.replace(f'href="#{anchor}"', f'href="#capitulo-{start}"')
    return Chapter(name, first[2], anchor_of(name), html, sections)
