"""The booklet as PDF: WeasyPrint draws it, pikepdf adds what it leaves out. The same document gives the same bytes."""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PIL import ImageFile

from generator.site.booklet.document import Document

VARIANT = "pdf/ua-1"
_INSIDE = "Enlace a otra parte de este documento"
_LOGGERS = ("weasyprint", "weasyprint.progress", "fontTools", "fontTools.subset")


class MissingLibrariesError(Exception):
    """WeasyPrint or one of the system's libraries that it draws with is not on this machine."""


class DocumentError(Exception):
    """The document asks for something that it did not bring along, or cannot be drawn as it is."""


def pdf_of(document: Document, *, outline: bool = True) -> tuple[bytes, int]:
    """The PDF and how many pages it has; it opens with its list of headings where it has an `outline`.

    Raises MissingLibrariesError and DocumentError.
    """
    with _quiet() as said:
        drawn = _draw(document)
    if said:
        raise DocumentError
    return _finished(drawn, outline=outline)


def _draw(document: Document) -> bytes:
    strict = ImageFile.LOAD_TRUNCATED_IMAGES
    try:
        # Only here: importing it loads Pango, which most machines that validate or review do not have.
        from weasyprint import HTML
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher, URLFetcherResponse
    except (ImportError, OSError):
        raise MissingLibrariesError from None
    finally:
        # It has Pillow take cut images for whole ones, everywhere in the process: those of the authors too.
        ImageFile.LOAD_TRUNCATED_IMAGES = strict

    class _Own(URLFetcher):  # type: ignore[misc]
        """Hands out the document's own files and refuses everything else, network and disk alike."""

        def fetch(self, url: str, headers: object = None) -> Any:
            if url not in document.files:
                raise ValueError("not a file of the document")
            return URLFetcherResponse(url, document.files[url])

    html = HTML(string=document.html, base_url=None, url_fetcher=_Own())
    drawn = html.write_pdf(
        font_config=FontConfiguration(), pdf_variant=VARIANT, pdf_identifier=b"inspira", pdf_tags=True
    )
    return bytes(drawn)


def _finished(drawn: bytes, *, outline: bool) -> tuple[bytes, int]:
    """Table headers say what they head and links where they lead, the window shows the title, and the file's
    identifier is its digest."""
    import pikepdf

    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == pikepdf.Name.TH:
                one.A = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Column)
        for page in pdf.pages:
            page.obj.Tabs = pikepdf.Name.S
            for annotation in page.obj.get("/Annots", ()):
                if "/Contents" not in annotation:
                    aim = annotation["/A"].get("/URI", _INSIDE) if "/A" in annotation else _INSIDE
                    annotation.Contents = pikepdf.String(str(aim))
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        pdf.Root.PageMode = pikepdf.Name.UseOutlines if outline else pikepdf.Name.UseNone
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue(), len(pdf.pages)


class _Listening(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[int] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.levelno)


@contextmanager
def _quiet() -> Iterator[list[int]]:
    """Keep the makers' notes off the terminal, and yield how many complaints there were."""
    listening = _Listening()
    kept = [(log, log.level, log.propagate) for log in map(logging.getLogger, _LOGGERS)]
    for log, _, _ in kept:
        log.propagate = False
        log.setLevel(logging.WARNING)
        log.addHandler(listening)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield listening.said
    finally:
        for log, level, propagate in kept:
            log.removeHandler(listening)
            log.setLevel(level)
            log.propagate = propagate
