"""Is this file safe to open? Asked of the zip itself, before anything that understands workbooks sees it.

A workbook arrives by messaging from anyone. Limits are far above what people fill by hand and far below what harms.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from generator.diagnostics import Diagnostic, find
from generator.unpacking import Limits, Trouble, trouble

MOST_BYTES = 25_000_000
"""Bytes of the file itself."""
MOST_ENTRIES = 300
MOST_UNPACKED = 300_000_000
"""Bytes of all that it holds, unpacked: 10,000 acompañamientos with long texts fit."""
_TOLD = {
    Trouble.LIES: "El archivo dice tener más de lo que tiene.",
    Trouble.GROWS: "El archivo crece demasiado al abrirlo.",
    Trouble.OUTSIDE: "El archivo trae rutas que salen de él.",
    Trouble.LINK: "El archivo trae enlaces a otros archivos.",
}
_CHUNK = 1 << 16
_OVERLAP = 200
_OLE = b"\xd0\xcf\x11\xe0"
"""How an old .xls begins, and an .xlsx with a password."""
_ACTIVE = re.compile(
    r"(?i)vbaproject|vbadata|/(?:macrosheets|dialogsheets|externallinks|activex|ctrlprops|embeddings|querytables"
    r"|customui|webextensions)/|(?:^|/)connections\.xml$|\.bin$"
)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_PRINTER = re.compile(r"(?i)^xl/printersettings/printersettings\d+\.bin$")
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]{0,80}?ref=[\"']([A-Z]{1,3}\d{1,7}):[A-Z]{1,3}\d{1,7}[\"']")
_ENCODED = re.compile(rb"^\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"'](?!utf-8[\"']|us-ascii[\"'])", re.IGNORECASE)
_MACROS = re.compile(rb"(?i)macroEnabled|vnd\.ms-office\.vba")


@dataclass(frozen=True, slots=True, repr=False)
class Inspected:
    """What the zip says of itself: why it is refused, or the merged cells of each of its parts."""

    findings: tuple[Diagnostic, ...] = ()
    merged: dict[str, list[str]] = field(default_factory=dict)


def inspect(path: Path, where: str) -> Inspected:
    """Look into a workbook without opening it as one. `where` names it in what is told (D450–D452)."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return Inspected((find("D452", where),))
        with path.open("rb") as raw:
            if raw.read(4) == _OLE:
                hint = "Quítele la contraseña, o guárdelo como .xlsx si es un .xls."
                return Inspected((find("D450", where, hint=hint),))
        with zipfile.ZipFile(path) as archive:
            refusal = _refused(archive, path.stat().st_size, where)
            if refusal is not None:
                return Inspected((refusal,))
            return _scanned(archive, where)
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error):
        # A password of the zip is a RuntimeError, an unknown compression a NotImplementedError.
        return Inspected((find("D450", where),))


def _refused(archive: zipfile.ZipFile, size: int, where: str) -> Diagnostic | None:
    """By the table of contents alone."""
    problem = trouble(archive, size, Limits(MOST_ENTRIES, MOST_UNPACKED))
    if problem is Trouble.TOO_MUCH:
        return find("D452", where)
    if problem is not None:
        return find("D450", where) if problem is Trouble.ENCRYPTED else find("D451", where, _TOLD[problem])
    names = archive.namelist()
    if any(_ACTIVE.search(name) and not _PRINTER.match(name) for name in names):
        return find("D451", where, "El libro trae macros, vínculos a otros libros u objetos incrustados.")
    if "[Content_Types].xml" not in names:
        return find("D450", where)
    return None


def _scanned(archive: zipfile.ZipFile, where: str) -> Inspected:
    """Every part, as bytes: no document type, so no entity to expand or to fetch; and where cells are merged."""
    merged: dict[str, list[str]] = {}
    for entry in archive.infolist():
        is_xml = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
        for number, chunk in enumerate(_chunks(archive, entry)):
            if is_xml and not number and (chunk[:2] in _UTF_16 or 0 in chunk[:4] or _ENCODED.match(chunk)):
                return Inspected((find("D451", where, "El libro trae XML que no está en UTF-8."),))
            if _DTD.search(chunk):
                return Inspected((find("D451", where, "El libro trae XML con definiciones propias (DTD)."),))
            if entry.filename == "[Content_Types].xml" and _MACROS.search(chunk):
                return Inspected((find("D451", where, "El libro es de los que llevan macros."),))
            if "worksheets/" in entry.filename:
                found = merged.setdefault(entry.filename, [])
                found += [ref for m in _MERGED.finditer(chunk) if (ref := m[1].decode()) not in found[-20:]]
    return Inspected(merged=merged)


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of an entry, each piece with the end of the one before, so that nothing hides between two."""
    before = b""
    with archive.open(entry) as part:
        while piece := part.read(_CHUNK):
            yield before + piece
            before = piece[-_OVERLAP:]
