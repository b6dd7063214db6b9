"""Office files from the flow of a text: their parts come from templates, and are packed the same way every time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from generator.archive import EPOCH
from generator.editable.flow import Block, Link, Pieces, clean, flow
from generator.model import Document

SUFFIXES = (".docx", ".odt", ".xlsx")
MOST_IN_CELL = 32_000
"""Characters of a cell (Excel refuses a file with more than 32,767 in one)."""

_PARTS: Mapping[str, tuple[str, ...]] = {
    "docx": (
        *("[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/_rels/document.xml.rels"),
        *("word/numbering.xml", "word/styles.xml"),
    ),
    "odt": ("META-INF/manifest.xml", "content.xml", "styles.xml"),
    "xlsx": (
        *("[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/workbook.xml"),
        *("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"),
    ),
}
_WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,14})")
_CALCULATES = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True, slots=True, repr=False)
class About:
    """What an attachment says of itself: its title, and the line that tells where it comes from and its licence."""

    title: str
    source: str
    address: str = ""


def editable(document: Document, about: About, link: Link, *, table: bool) -> Mapping[str, bytes]:
    """The editable files of one attachment, by suffix. A table with a cell that no sheet can hold has none."""
    blocks = flow(document, link)
    about = replace(about, title=clean(about.title), source=clean(about.source))
    if table:
        rows = next((b.rows for b in blocks if b.kind == "grid"), ())
        cells = [[_words(cell) for cell in row] for row in rows]
        if any(len(cell) > MOST_IN_CELL for row in cells for cell in row):
            return {}
        return {".xlsx": _pack("xlsx", about=about, rows=cells, widths=widths(cells))}
    return {".docx": word(about, blocks), ".odt": _pack("odt", about=about, blocks=blocks)}


def word(about: About, blocks: tuple[Block, ...]) -> bytes:
    """A `.docx` with a title, these blocks and the line of its source."""
    links = {href: f"rId{n}" for n, href in enumerate(dict.fromkeys((*_hrefs(blocks), about.address)), 10) if href}
    return _pack("docx", about=about, blocks=blocks, links=links, lists=list(_lists(blocks)))


def _pack(kind: str, **values: object) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if kind == "odt":  # read by position, without unpacking
            archive.writestr(_entry("mimetype", zipfile.ZIP_STORED), "application/vnd.oasis.opendocument.text")
        for name in _PARTS[kind]:
            text = ENVIRONMENT.get_template(f"{kind}/{name.rpartition('/')[2]}").render(**values)
            archive.writestr(_entry(name, zipfile.ZIP_DEFLATED), text.encode())
    return out.getvalue()


def _entry(name: str, method: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type, entry.create_system = method, 0
    return entry


def _hrefs(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        yield from (p.href for p in block.pieces)
        yield from (p.href for row in block.rows for cell in row for p in cell)
        yield from _hrefs(block.blocks)
        for item in block.items:
            yield from _hrefs(item.blocks)


def _lists(blocks: tuple[Block, ...]) -> Iterator[tuple[int, int]]:
    """(number, first number) of each numbered list."""
    for block in blocks:
        if block.number:
            yield block.number, block.start
        yield from _lists(block.blocks)
        for item in block.items:
            yield from _lists(item.blocks)


def _words(pieces: Pieces) -> str:
    return "".join(p.text for p in pieces)


def column(number: int) -> str:
    """The letters of a column of a sheet, from 0: A … Z, AA."""
    first, last = divmod(number, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)


def widths(rows: list[list[str]]) -> list[int]:
    """How wide each column of a sheet is, in characters: as its longest cell, within what can be read."""
    return [min(50, max(8, *(len(cell) + 2 for cell in cells))) for cells in zip(*rows, strict=True)]


def lines(row: list[str], widths: list[int]) -> int:
    """How many lines a row of a sheet takes with its columns that wide: not every program works it out on opening."""
    tall = (sum(1 + len(p) // (wide - 1) for p in cell.split("\n")) for cell, wide in zip(row, widths, strict=True))
    return min(26, max(tall, default=1))


def is_whole(text: str) -> bool:
    """Whether a cell is a number that every country writes the same way; the others stay as they were written."""
    return bool(_WHOLE.fullmatch(text))


def calculates(text: str) -> bool:
    """Whether a spreadsheet would take a text for a formula when somebody edits its cell."""
    return text.startswith(_CALCULATES)


def _spaced(text: str) -> Markup:
    """Text for ODF, where spaces in a row, tabs and line ends have marks of their own."""
    marked = re.sub("  +", lambda m: f' <text:s text:c="{len(m[0]) - 1}"/>', str(escape(text)))
    return Markup(marked.replace("\t", "<text:tab/>").replace("\n", "<text:line-break/>"))  # noqa: S704 - escaped


def _template(name: str) -> str:
    return resources.files("generator.editable").joinpath("templates", f"{name}.j2").read_text(encoding="utf-8")


ENVIRONMENT = Environment(
    loader=FunctionLoader(_template), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
ENVIRONMENT.filters |= {"columna": column, "renglones": lines, "espaciado": _spaced}
ENVIRONMENT.tests |= {"entero": is_whole, "formula": calculates}
