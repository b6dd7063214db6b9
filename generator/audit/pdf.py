"""The guide's PDF: what may be in it, and every word of it read, as another program than its maker reads them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from generator.audit.gone import Gone
from generator.audit.people import Reader
from generator.audit.problem import Report

_SPACE = re.compile(r"\s+")
_HYPHEN = re.compile("\x02\\s*")
"""How PDFium gives the hyphen at which a line ends."""
_LEADS = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
# What runs, asks, carries other files or hides: the guide is words and pictures.
_REFUSED = frozenset(
    "/AA /AcroForm /EmbeddedFile /EmbeddedFiles /Encrypt /F /FileAttachment /GoToR /ImportData /JS /JavaScript /Launch "
    "/Movie /OCProperties /OpenAction /RichMedia /Sound /SubmitForm /XFA".split()
)

_DIGEST = 16
"""Bytes of each of the two digests that name a PDF."""


def check_pdf(path: str, data: bytes, reader: Reader, gone: Gone, report: Report) -> None:
    """Check the PDF that the generator made: its parts, its addresses, its metadata, and the text of each page."""
    try:
        import pikepdf
        import pypdfium2
    except (ImportError, OSError):
        report.add("P303", path, "Aquí no se puede leer el PDF, así que no se publica.")
        return
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            texts = list(_parts(pdf, path, gone, report))
        drawn = pypdfium2.PdfDocument(data)
        texts += [_HYPHEN.sub("-", page.get_textpage().get_text_bounded()) for page in drawn]
        drawn.close()
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError):
        report.add("P308", path, "El PDF no está bien formado.")
        return
    for text in texts:
        reader.read(_SPACE.sub(" ", text).strip(), path, None)


def _parts(pdf: Any, path: str, gone: Gone, report: Report) -> Iterator[str]:
    """Every string of the file; what may not be there is reported."""
    import pikepdf

    for one in pdf.objects:
        for key, value in _pairs(one):
            name = str(value) if isinstance(value, pikepdf.Name) else ""
            if key in _REFUSED or name in _REFUSED:
                report.add("P308", path, "El PDF tiene algo más que textos y dibujos.")
            if key == "/URI":
                address = str(value)
                gone.address(address, path, None)
                if not _LEADS.match(address):
                    report.add("P306", path, "El PDF pide algo a otro lugar.")
        yield from _strings(one)
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == pikepdf.Name.XML:
            yield one.read_bytes().decode("utf-8", "replace")


def _pairs(one: Any) -> Iterator[tuple[str, Any]]:
    """The keys and values of an object and of what is written inside it; other objects are met by themselves."""
    import pikepdf

    if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        for key, value in one.items():
            yield str(key), value
            if not getattr(value, "is_indirect", False):
                yield from _pairs(value)
    elif isinstance(one, pikepdf.Array):
        for value in one:
            yield "", value
            if not getattr(value, "is_indirect", False):
                yield from _pairs(value)


def _strings(one: Any) -> Iterator[str]:
    import pikepdf

    # The name of the file that its table of contents carries: two digests, whose bytes may look like anything.
    named = one.get("/ID", ()) if isinstance(one, pikepdf.Stream) and one.get("/Type") == pikepdf.Name.XRef else ()
    digests = {bytes(part) for part in named if isinstance(part, pikepdf.String) and len(bytes(part)) == _DIGEST}
    for key, value in _pairs(one):
        if (
            isinstance(value, pikepdf.String)
            and key not in ("/CreationDate", "/ModDate")
            and bytes(value) not in digests
        ):
            yield str(value)
