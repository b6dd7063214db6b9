"""Editable files of a submission: opened, and every part, word, address and byte of them read."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from xml.etree import ElementTree

from generator.anonymize.detect import Where
from generator.archive import EPOCH
from generator.audit.gone import Gone
from generator.audit.people import Reader
from generator.audit.problem import Report

_PACKAGE = ("[Content_Types].xml", "_rels/.rels")
PARTS: Mapping[str, frozenset[str]] = {
    ".docx": frozenset(
        (*_PACKAGE, "word/document.xml", "word/_rels/document.xml.rels", "word/numbering.xml", "word/styles.xml")
    ),
    ".odt": frozenset(("mimetype", "META-INF/manifest.xml", "content.xml", "styles.xml")),
    ".xlsx": frozenset(
        (*_PACKAGE, "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml")
    )
    | {"xl/worksheets/sheet2.xml"},
}
"""What each kind is made of: nothing about who wrote it, when or with what has a place."""

_OFFICE = "Types Default Override Relationships Relationship"
_ELEMENTS: Mapping[str, frozenset[str]] = {
    ".docx": frozenset(
        f"{_OFFICE} abstractNum abstractNumId b basedOn body bottom br cantSplit color docDefaults document gridCol "
        "hyperlink i ilvl ind insideH insideV keepLines keepNext lang left lvl lvlJc lvlOverride lvlText "
        "multiLevelType name next num numFmt numId numPr numbering outlineLvl p pBdr pPr pPrDefault pStyle pgMar pgSz "
        "qFormat r rFonts rPr rPrDefault rStyle right sectPr semiHidden shd spacing start startOverride strike style "
        "styles sz szCs t tbl tblBorders tblCellMar tblGrid tblHeader tblInd tblLook tblPr tblStyle tblW tc tcPr tcW "
        "top tr trPr u uiPriority vertAlign".split()
    ),
    ".odt": frozenset(
        "a automatic-styles body default-style document-content document-styles file-entry font-face font-face-decls h "
        "line-break list list-item list-level-label-alignment list-level-properties list-level-style-bullet "
        "list-level-style-number list-style manifest master-page master-styles p page-layout page-layout-properties "
        "paragraph-properties s span style styles tab table table-cell table-cell-properties table-column "
        "table-header-rows table-properties table-row text text-properties".split()
    ),
    ".xlsx": frozenset(
        f"{_OFFICE} alignment b bgColor border borders bottom c cellStyle cellStyleXfs cellStyles cellXfs col color "
        "cols definedName definedNames diagonal family fgColor fill fills font fonts is left name pageMargins "
        "pageSetUpPr pageSetup pane patternFill right row sheet sheetData sheetPr sheetView sheetViews sheets "
        "styleSheet sz t top v workbook worksheet xf".split()
    ),
}
"""No formula, field, macro, drawing nor object has a place: what is here is read and does nothing."""

_PARAGRAPHS = frozenset(("p", "h", "c"))
_GAPS = frozenset(("br", "line-break", "s", "tab"))
_MOST = 16 * 1024 * 1024
_SITE = re.compile(r"(?:https?://|mailto:)[^\s\\]+", re.IGNORECASE)
_LOCAL, _CENTRAL, _END = 30, 46, 22
_DECLARATION = re.compile(r'^<\?xml version="1\.0" encoding="UTF-8"(?: standalone="yes")?\?>\s*')


def check_paper(path: str, data: bytes, owner: str | None, reader: Reader, gone: Gone, report: Report) -> None:
    """Check one `.docx`, `.odt` or `.xlsx`; what is wrong is told of the submission that it belongs to."""
    kind = PurePosixPath(path).suffix
    try:
        parts = _opened(data, kind)
    except (ValueError, OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error) as problem:
        why = str(problem) if isinstance(problem, _UnfitError) else "El archivo no se puede abrir para revisarlo."
        report.add("P308", path, why, origin=owner)
        return
    paragraphs: list[str] = []
    for name, text in parts.items():
        gone.read(text, path, owner)
        if name == "mimetype":
            if text != "application/vnd.oasis.opendocument.text":
                report.add("P308", path, "El archivo no es lo que su nombre dice.", origin=owner)
            continue
        inside = _DECLARATION.sub("", text)
        try:
            if "<!" in inside or "<?" in inside:
                raise ElementTree.ParseError
            root = ElementTree.fromstring(inside)  # noqa: S314 - no declarations and no entities are left in it
        except ElementTree.ParseError:
            report.add("P308", path, "El archivo tiene una parte que no se entiende.", origin=owner)
            continue
        if any(_local(e.tag) not in _ELEMENTS[kind] for e in root.iter()):
            report.add("P305", path, "El archivo tiene algo más que textos y tablas.", origin=owner)
        paragraphs += _paragraphs(root)
        _attributes(root, path, owner, reader, gone, report)
    for words in paragraphs:
        reader.read(words, path, owner, author=True, people=False)
    reader.read_together([(words, None) for words in paragraphs], path, owner)


class _UnfitError(ValueError):
    """Why a file may not be published, in plain Spanish."""


def _opened(data: bytes, kind: str) -> dict[str, str]:
    """The text of every part. Raises _UnfitError when a byte of the file is none of its parts'."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if {e.filename for e in entries} != PARTS[kind] or len(entries) != len(PARTS[kind]):
            raise _UnfitError("El archivo tiene partes que nadie preparó, o le faltan.")
        if sum(e.file_size for e in entries) > _MOST:
            raise _UnfitError("El archivo ocupa demasiado al abrirse.")
        if archive.comment or any(e.date_time != EPOCH or e.extra or e.comment for e in entries):
            raise _UnfitError("El archivo dice cuándo o con qué se hizo.")
        place = 0
        for entry in sorted(entries, key=lambda e: e.header_offset):
            if entry.header_offset != place or data[place + 28 : place + 30] != b"\0\0" or entry.flag_bits & ~0x800:
                raise _UnfitError("El archivo trae más datos de los que necesita.")
            place += _LOCAL + len(entry.filename) + entry.compress_size
        if place + sum(_CENTRAL + len(e.filename) for e in entries) + _END != len(data):
            raise _UnfitError("El archivo trae más datos de los que necesita.")
        return {e.filename: archive.read(e).decode("utf-8") for e in entries}


def _paragraphs(root: ElementTree.Element) -> Iterator[str]:
    """The words that are read together, and those that stand where none should."""
    inside: set[ElementTree.Element] = set()
    for element in root.iter():
        if element in inside:
            continue
        if _local(element.tag) in _PARAGRAPHS:
            inside.update(element.iter())
            if words := " ".join("".join(_told(element)).split()):
                yield words
        else:
            yield from filter(None, (t.strip() for t in (element.text or "", *(c.tail or "" for c in element))))


def _told(element: ElementTree.Element) -> Iterator[str]:
    yield " " if _local(element.tag) in _GAPS else element.text or ""
    for child in element:
        yield from _told(child)
        yield child.tail or ""


def _attributes(
    root: ElementTree.Element, path: str, owner: str | None, reader: Reader, gone: Gone, report: Report
) -> None:
    for element in root.iter():
        name, values = _local(element.tag), {_local(k): v for k, v in element.attrib.items()}
        outside = values.get("TargetMode") == "External"
        leads = name == "a" or (outside and values.get("Type", "").endswith("/hyperlink"))
        target = values.get("href") or values.get("Target")
        if target is not None:
            gone.address(target, path, owner)
            if not _SITE.fullmatch(target) if leads else outside or "href" in values or ":" in target:
                report.add("P306", path, "El archivo pide algo a otro lugar.", origin=owner)
        for key, value in values.items():
            reader.read(value, path, owner, where=Where.URL if key in ("href", "Target") else Where.PROSA)


def _local(name: str) -> str:
    return name.rpartition("}")[2]
