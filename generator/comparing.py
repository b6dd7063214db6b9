"""What changed between two versions of a page, for the eyes of its author and of whoever reviews it.

Both sides are the anonymized page, as it would be published: what the page does not show, this does not show either.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from importlib import resources
from typing import NamedTuple

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from generator.model import Anonymized
from generator.preview import page_html
from generator.schema.options import Estado
from generator.site.markup import one_line

_BLOCKS = frozenset("p li dt dd td th h1 h2 h3 h4 h5 h6 figcaption pre summary caption blockquote".split())
_TOKENS = re.compile(r"\s+|\w+|[^\w\s]")
_WORD = re.compile(r"\w+")
_ALIKE = 0.4
"""How alike two paragraphs have to be, word by word, to be told as one that changed."""
_PAIRS = 1500
"""About how many pairs of paragraphs of one rewritten stretch are compared: in a longer one, only those nearby."""
_FURNITURE = frozenset(
    "quienes-la-aplicaron como-citar historia de-donde-viene relacionadas preguntar me-reconozco".split()
)
"""Anchors of the headings below which nothing is the author's: what programs read, and what the site always says."""
_TOOLS = frozenset("iq-herramientas iq-descargas iq-evidencia iq-condiciones descripcion".split())
"""Classes of what the site says by itself, or says again: the description of an image is read in the image."""
_NAMED = ":\u00a0"
"""Between the name of a fact and what it says, which stand apart in a page: «Modalidad: Presencial»."""
_IMAGE = "imagen-"
"""How the names of the images begin among the files beside a page."""


class Step(NamedTuple):
    """A paragraph of one of the two versions: what happened to it, its heading, and its words marked up."""

    kind: str
    html: Markup

    def __repr__(self) -> str:
        return "<Step>"


def paragraphs(html: str) -> list[str]:
    """What a page (`page_html`) says of its own, block by block, descriptions of images included."""
    reader = _Blocks()
    reader.feed(html)
    reader.close()
    told = zip(reader.names, reader.blocks, strict=True)
    return [f"{name}{_NAMED}{text}" if name else text for name, block in told if (text := block.strip())]


def steps(before: Sequence[str], after: Sequence[str]) -> Iterator[Step]:
    """The paragraphs that changed, in order: `nuevo`, `quitado` or `cambiado` with its words marked."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            yield from _told(before[a:b], after[c:d])


def _told(before: Sequence[str], after: Sequence[str]) -> Iterator[Step]:
    """The steps of a stretch that was rewritten, each paragraph beside the one that it was."""
    old = new = 0
    for i, j in [*_paired(before, after), (len(before), len(after))]:
        yield from (Step("quitado", _whole("del", text)) for text in before[old:i])
        yield from (Step("nuevo", _whole("ins", text)) for text in after[new:j])
        if i < len(before):
            yield Step("cambiado", _changed(before[i], after[j]))
        old, new = i + 1, j + 1


def _named(text: str) -> tuple[str, str]:
    """The name of a fact, empty where there is none, and what is said."""
    name, named, said = text.partition(_NAMED)
    return (name, said) if named else ("", text)


_MARKS = {"del": Markup("<del>%s</del>"), "ins": Markup("<ins>%s</ins>")}


def _whole(mark: str, text: str) -> Markup:
    name, said = _named(text)
    marked = _MARKS[mark] % said
    return Markup("<b>%s:</b> %s") % (name, marked) if name else marked


def _changed(old: str, new: str) -> Markup:
    """What is still the same paragraph or the same fact; one that says something else is told whole, not by words."""
    (name, before), (_, after) = _named(old), _named(new)
    if not name:
        return _words(old, new)
    old_words, new_words = (_WORD.findall(text.casefold()) for text in (before, after))
    alike = difflib.SequenceMatcher(None, old_words, new_words, autojunk=False).ratio() >= _ALIKE
    told = _words(before, after) if alike else Markup("%s%s") % (_whole("del", before), _whole("ins", after))
    return Markup("<b>%s:</b> %s") % (name, told)


def _paired(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Which paragraphs are the same one, in order: the pairs that together are most alike."""
    alike = _likeness(before, after)
    rows, columns = len(before), len(after)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], alike.get((i, j), 0.0) + best[i + 1][j + 1])
    pairs, i, j = [], 0, 0
    while i < rows and j < columns:
        if (i, j) in alike and best[i][j] == alike[i, j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _likeness(before: Sequence[str], after: Sequence[str]) -> dict[tuple[int, int], float]:
    """How alike the paragraphs are, by position, for those that are enough."""
    found: dict[tuple[int, int], float] = {}
    said = [_WORD.findall(text.casefold()) for text in before]
    names = [_named(text)[0] for text in before]
    near = max(3, _PAIRS // max(1, len(before), len(after)))
    for j, text in enumerate(after):
        matcher = difflib.SequenceMatcher(None, (), _WORD.findall(text.casefold()), autojunk=False)
        beside = j * len(before) // len(after)
        name = _named(text)[0]
        for i in range(max(0, beside - near), min(len(before), beside + near + 1)):
            if name or names[i]:
                # A fact is the same one by its name, whatever it says now.
                found |= {(i, j): _ALIKE + (before[i] == text)} if name == names[i] else {}
                continue
            matcher.set_seq1(said[i])
            if said[i] and matcher.quick_ratio() >= _ALIKE and (ratio := matcher.ratio()) >= _ALIKE:
                found[i, j] = ratio
    return found


def _words(old: str, new: str) -> Markup:
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    told: list[Markup] = []
    for same, gone, come in _stretches(before, after):
        if same:
            told.append(escape(same))
            continue
        # The space before what changed is not part of it.
        bare = [text.lstrip() for text in (gone, come)]
        told += [escape(" ")] if (gone or come)[:1].isspace() else []
        told += [_MARKS[mark] % text for mark, text in zip(("del", "ins"), bare, strict=True) if text]
    return Markup("").join(told)


def _stretches(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """(same, "", "") or ("", gone, come), in order: changes with only a space between them are one."""
    gone = come = ""
    opcodes = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for tag, a, b, c, d in opcodes:
        old, new = "".join(before[a:b]), "".join(after[c:d])
        if tag != "equal" or ((gone or come) and old.isspace() and (a, b) != opcodes[-1][1:3]):
            gone, come = gone + old, come + new
            continue
        if gone or come:
            yield "", gone, come
        gone = come = ""
        yield old, "", ""
    if gone or come:
        yield "", gone, come


def comparison_html(before: Anonymized | None, after: Anonymized) -> str:
    """The whole of it as one HTML file that needs nothing else; without `before` all is new."""
    (old, gone), (new, come) = page_html(before) if before else ("", {}), page_html(after)
    found = list(steps(paragraphs(old), paragraphs(new)))
    site = resources.files("generator.site")
    template = site.joinpath("templates", "cambios.html.j2").read_text(encoding="utf-8")
    page = Environment(autoescape=True, undefined=StrictUndefined).from_string(template)
    return page.render(
        titulo=one_line(after.record.titulo),
        nueva=before is None,
        estado=_standing(before, after) if before else "",
        pasos=found,
        imagenes=_pictures(gone) != _pictures(come),
    )


def _pictures(files: Mapping[str, bytes]) -> frozenset[bytes]:
    return frozenset(data for name, data in files.items() if name.startswith(_IMAGE))


def _standing(before: Anonymized, after: Anonymized) -> str:
    """What the ficha makes of the page as a whole, where its state changes that."""
    was, now = before.ficha, after.ficha
    if was.estado is now.estado:
        return ""
    how = f"su estado pasa de «{was.estado.label}» a «{now.estado.label}»."
    if was.publishable and not now.publishable:
        return f"La página saldría del sitio: {how}"
    if now.estado is Estado.RETIRADA:
        return f"En lugar de la página quedaría el aviso de que se retiró: {how}"
    return f"La página entraría al sitio: {how}" if now.publishable and not was.publishable else ""


class _Blocks(HTMLParser):
    """The texts of a page, one for each block that holds text by itself; neither furniture nor what is hidden."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = [""]
        self.names: list[str] = [""]
        """Beside each block, the name of the fact that it belongs to."""
        self._name = ""
        self._furniture = False
        self._within: list[str] = []
        """The element that is left out, and those of the same name inside it."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "h2" and not self._within:
            self._furniture = given.get("id") in _FURNITURE
        if self._within:
            self._within += [tag] if tag == self._within[0] else []
        elif tag != "img" and ("hidden" in given or _TOOLS & {*(given.get("class") or "").split()}):
            self._within = [tag]
        if tag in _BLOCKS:
            self._begin("")
        if tag == "img" and not self._left_out:
            self._begin(f"[imagen: {given.get('alt') or ''}]")
            self._begin("")

    def _begin(self, text: str) -> None:
        self.blocks.append(text)
        self.names.append(self._name)

    def handle_endtag(self, tag: str) -> None:
        if self._within and tag == self._within[0]:
            self._within.pop()
        if tag == "dt":
            self._name, self.blocks[-1] = self.blocks[-1].strip(), ""
        elif tag == "dd":
            self._name = ""
        if tag in _BLOCKS:
            self._begin("")

    def handle_data(self, data: str) -> None:
        if not self._left_out:
            space = " " if data[-1:].isspace() else ""
            self.blocks[-1] = " ".join(f"{self.blocks[-1]}{data}".split()) + space

    @property
    def _left_out(self) -> bool:
        return self._furniture or bool(self._within)
