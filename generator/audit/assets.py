"""Files that are copied as they are: a submission's images and downloads, and what ENI keeps beside its pages."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from generator.audit.gone import Gone
from generator.audit.images import hides
from generator.audit.page import record
from generator.audit.papers import PARTS, check_paper
from generator.audit.people import Reader
from generator.audit.pieces import Kind, pieces, tag
from generator.audit.problem import Report

_IMAGES = frozenset((".png", ".jpg", ".jpeg", ".webp"))
_CITATIONS = frozenset((".bib", ".ris"))
_TEXTS = frozenset((".txt", ".csv", ".json", ".xml", ".css", ".webmanifest"))
_SVG = frozenset(
    "svg g path rect circle ellipse line polyline polygon text tspan title desc defs clippath lineargradient "
    "radialgradient stop use symbol marker mask pattern".split()
)
_SVG_BAD = re.compile(r"on[a-z]+|style|xml:base|src")
_OUTSIDE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//|[a-z][a-z0-9+.-]*:(?!//)", re.IGNORECASE)
_CSS_LOADS = re.compile(
    r"@import|url\(\s*['\"]?\s*(?:[a-z][a-z0-9+.-]*:|//)|image-set\(|expression\(|\\", re.IGNORECASE
)


def check_asset(
    path: str, data: bytes, owner: str | None, reader: Reader, report: Report, gone: Gone | None = None
) -> None:
    """Check one file of the manifest by what its name says it is. `gone`: the submissions that leave no trace."""
    suffix = PurePosixPath(path).suffix.lower()
    if suffix in _IMAGES:
        if why := hides(data, ours=True):
            report.add("P308", path, why, origin=owner)
    elif owner is not None and suffix in PARTS:
        check_paper(path, data, owner, reader, gone or Gone(frozenset(), report), report)
    elif owner is not None and suffix in _CITATIONS:
        _text(path, data, reader, report, owner)
    elif owner is not None:
        why = "Una entrega solo publica imágenes, sus anexos editables y su cita."
        report.add("P303", path, why, origin=owner)
    elif suffix == ".svg":
        _svg(path, data, reader, report)
    elif suffix in _TEXTS:
        _text(path, data, reader, report)
    else:
        hint = "En content/ se aceptan .md, .png, .jpg, .svg, .txt, .csv, .json, .xml, .css y .webmanifest."
        report.add("P303", path, "Ese tipo de archivo no se puede revisar, así que no se publica.", hint=hint)


def _text(path: str, data: bytes, reader: Reader, report: Report, owner: str | None = None) -> None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        report.add("P303", path, "El archivo no está en UTF-8.", origin=owner)
        return
    for said in record(text) if PurePosixPath(path).suffix.lower() in _CITATIONS else [text]:
        reader.read(said, path, owner)
    if path.endswith(".css") and _CSS_LOADS.search(text):
        report.add("P306", path, "El estilo pide algo que no está aquí, o no se puede saber qué pide.")


def _svg(path: str, data: bytes, reader: Reader, report: Report) -> None:
    """An SVG is a page of its own when it is opened: drawing tags only, nothing that runs or loads."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        report.add("P303", path, "El archivo no está en UTF-8.")
        return
    text = re.sub(r"^\ufeff?\s*<\?xml[^<>?]*\?>", "", text)
    for piece in pieces(text):
        if piece.kind is Kind.TEXT:
            reader.read(piece.raw, path, None)
        elif piece.kind is Kind.OPEN:
            opened = tag(piece.raw)
            loads = any(n.endswith("href") and not v.startswith("#") for n, v in opened.attributes)
            bad = any(_SVG_BAD.fullmatch(n) for n, _ in opened.attributes)
            outside = any(not n.startswith("xmlns") and _OUTSIDE.search(v) for n, v in opened.attributes)
            if opened.name not in _SVG or bad:
                report.add("P305", path, "El dibujo tiene algo más que líneas y textos.")
            if loads or outside:
                report.add("P306", path, "El dibujo pide algo a otro lugar.")
            for _, value in opened.attributes:
                reader.read(value, path, None)
        elif piece.kind is not Kind.CLOSE:
            report.add("P305", path, "El dibujo tiene algo más que líneas y textos.")
