"""Every place of a submission that holds words: what a reader, a crawler or a search engine could see.

A `Run` is one stretch that is read together, whatever marks cut it up in the source (`**Ro**sa` is one word).
Runs are taken from a copy of the tree and write back into it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TypeVar

from markdown_it.token import Token
from pydantic import BaseModel

from generator.anonymize.detect import Where
from generator.model import Document, Key, Section
from generator.schema.options import Option

M = TypeVar("M", bound=BaseModel)
_LONGEST_ORDINAL = 5

_PATH_KEYS = frozenset(("archivo", "relacionadas", "etiquetas", "practicas_recuperadas"))
_CODE_KEYS = frozenset(("area", "oferta", "regional", "centro", "departamento", "municipio", "periodo"))


@dataclass(frozen=True, slots=True, repr=False)
class Cell:
    """A part of a run that one token or field holds: `start:end` in the run's text."""

    start: int
    end: int
    write: Callable[[str], None]


@dataclass(frozen=True, slots=True, repr=False)
class Run:
    """Text that is read together, where it stands in its file, and how to write it back.

    `line` is the line of the file where the run begins; `key` the field it comes from, when it comes from one.
    A run that is not `writable` names something (a file, a tag): it cannot be redacted in place.
    """

    text: str
    where: Where
    line: int
    cells: tuple[Cell, ...]
    writable: bool = True
    key: Key = ()

    def redact(self, changes: Sequence[tuple[int, int, str]]) -> None:
        """Write the run back with `start:end` replaced by a text, for each of the changes (sorted, apart)."""
        for cell in self.cells:
            out, at = [], cell.start
            for start, end, words in changes:
                if end <= cell.start or start >= cell.end:
                    continue
                out.append(self.text[at : max(at, start)])
                # The words stand where the span begins; what other tokens hold of it goes away.
                out.append(words if cell.start <= start else "")
                at = min(end, cell.end)
            if at != cell.start or out:
                out.append(self.text[at : cell.end])
                cell.write("".join(out))


_PARTS = tuple(field.name for field in fields(Token))


def copied(document: Document) -> Document:
    """The same document with tokens of its own, so that redacting it leaves the author's tree alone."""
    return replace(document, sections=tuple(_copied_section(s) for s in document.sections))


def _copied_section(section: Section) -> Section:
    return replace(section, heading=_copied_tokens(section.heading), tokens=_copied_tokens(section.tokens))


def _copied_tokens(tokens: Sequence[Token]) -> tuple[Token, ...]:
    return tuple(_copied_token(t) for t in tokens)


def _copied_token(token: Token) -> Token:
    """A token of its own, attributes and children included; its own `copy` takes four times as long, on every text."""
    made: Token = object.__new__(Token)
    for name in _PARTS:
        setattr(made, name, getattr(token, name))
    made.attrs = dict(token.attrs)
    if token.children is not None:
        made.children = list(_copied_tokens(token.children))
    return made


def runs(document: Document) -> Iterator[Run]:
    """Every run of a text: prose, code, image descriptions, addresses, comments and link definitions."""
    for section in document.sections:
        for token in (*section.heading, *section.tokens):
            line = document.first_line + (token.map[0] if token.map else 0)
            if token.type == "inline":
                yield from _inline_runs(token, line)
            elif token.type == "ordered_list_open" and len(str(token.attrGet("start") or "")) > _LONGEST_ORDINAL:
                yield _single(f"cédula {token.attrGet('start')}", Where.PROSA, line, _start_at_one(token))
            elif token.type in ("fence", "code_block"):
                yield _single(token.content, Where.CODIGO, line + (token.type == "fence"), _writer(token))
    for line, comment in document.comments:
        yield Run(comment, Where.PROSA, line, ())
    for target, title in document.references.values():
        yield Run(title, Where.PROSA, document.first_line, ())
        yield Run(target, Where.URL, document.first_line, ())


def _single(text: str, where: Where, line: int, write: Callable[[str], None]) -> Run:
    return Run(text, where, line, (Cell(0, len(text), write),))


def _writer(token: Token) -> Callable[[str], None]:
    def write(text: str) -> None:
        token.content = text

    return write


def _line_end(token: Token) -> Callable[[str], None]:
    """A line that ends inside a name ends there no more: no space would be left before what follows."""

    def write(text: str) -> None:
        token.type, token.tag, token.content = "text", "", text

    return write


def _start_at_one(opener: Token) -> Callable[[str], None]:
    """A list whose first number is a long one is no list of that many things: it begins at one."""

    def write(_text: str) -> None:
        opener.attrs.pop("start", None)

    return write


def _unlink(opener: Token) -> Callable[[str], None]:
    """A link whose address tells something loses the address and keeps its words."""

    def write(_text: str) -> None:
        opener.attrs["href"] = ""

    return write


def _inline_runs(token: Token, line: int) -> Iterator[Run]:
    parts: list[str] = []
    cells: list[Cell] = []
    length = 0
    for child in token.children or ():
        text = ""
        if child.type in ("text", "code_inline"):
            text = child.content
            cells.append(Cell(length, length + len(text), _writer(child)))
        elif child.type in ("softbreak", "hardbreak") or child.content == "<br>":
            text = "\n"
            cells.append(Cell(length, length + 1, _line_end(child)))
        elif child.type == "image":
            yield from _inline_runs(child, line)
            yield Run(str(child.attrGet("src") or ""), Where.RUTA, line, (), writable=False)
            yield Run(str(child.attrGet("title") or ""), Where.PROSA, line, ())
        elif child.type == "link_open":
            yield _single(str(child.attrGet("href") or ""), Where.URL, line, _unlink(child))
            yield Run(str(child.attrGet("title") or ""), Where.PROSA, line, ())
        parts.append(text)
        length += len(text)
    if length:
        yield Run("".join(parts), Where.PROSA, line, tuple(cells))


def record_texts(value: object, key: Key = ()) -> Iterator[tuple[Key, str, Where]]:
    """Every text that an author wrote in the fields, by key path; values of closed lists are not the author's."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from record_texts(getattr(value, name), (*key, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from record_texts(item, (*key, index))
    elif isinstance(value, str) and not isinstance(value, Option):
        names = [k for k in key if isinstance(k, str)]
        if names[-1] not in _CODE_KEYS:
            yield key, value, Where.RUTA if names[-1] in _PATH_KEYS else Where.PROSA


def with_texts(model: M, texts: Mapping[Key, str]) -> M:
    """The same record with some of its texts changed; lengths are not checked again, redaction may change them."""
    return model.model_copy(
        update={
            name: _with_text(getattr(model, name), (name,), texts)
            for name in type(model).model_fields
            if any(k[0] == name for k in texts)
        }
    )


def _with_text(value: object, key: Key, texts: Mapping[Key, str]) -> object:
    if key in texts:
        return texts[key]
    if isinstance(value, BaseModel):
        below = {k[len(key) :]: v for k, v in texts.items() if k[: len(key)] == key}
        return with_texts(value, below) if below else value
    if isinstance(value, list):
        return [_with_text(item, (*key, i), texts) for i, item in enumerate(value)]
    return value
