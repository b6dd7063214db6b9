"""Withdrawal without a new site: what may not be shown any more leaves the published one, whatever broke.

Used only when nothing new can be promoted (a broken configuration, a full disk, a page of the guide that the
audit refuses). It needs neither the engine nor the configuration: it takes files away and never adds words.
"""

from __future__ import annotations

import gzip
import io
import re
import shutil
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from generator.manifest import STAMP
from generator.model import Collection
from generator.promote import promote
from generator.site.certificates import PLACE as CERTIFICATES

NOTICE = (
    '<!doctype html><html lang="es"><head><meta charset="utf-8"><title>Página en mantenimiento</title>'
    '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"></head>'
    "<body><main><h1>Página en mantenimiento</h1><p>Esta página vuelve cuando el sitio se construya de nuevo.</p>"
    "</main></body></html>\n"
)
_KEPT_WHOLE = frozenset((".css", ".woff2", ".woff", ".ttf", ".png", ".jpg", ".svg", ".ico", ".webp", ".avif"))
_PIECES = (
    re.compile(rb'<article class="iq-tarjeta[^"<>]*">.*?</article>', re.DOTALL),
    re.compile(rb'<script type="application/ld\+json">[^<]*</script>'),
)
"""What can leave a page whole: everything that it says of a submission stands inside. No card stands in another, and
no text of an author's may hold such an element."""
_INDEXES = ("pagefind", "search")
_DATA = "datos"
"""The folder of the open data: its files describe each other, so they go together, and its page becomes a notice."""


def published_in(site: Path) -> frozenset[str]:
    """The folders of the submissions that a site shows."""
    return frozenset(
        f"{collection.value}/{page.parent.name}"
        for collection in Collection
        for page in (site / collection.value).glob("*/index.html")
    )


def whole_in(site: Path) -> frozenset[str]:
    """Those that it shows whole: of a retired one there is the notice, one page with nothing beside it."""
    return frozenset(f for f in published_in(site) if any(p.name != "index.html" for p in (site / f).iterdir()))


def withdraw(work: Path, site: Path, going: frozenset[str]) -> frozenset[str]:
    """Take submissions out of the published site, in one step; returns them.

    Their pages, images and certificates go, and their cards on other pages; a page that mentions them in another way
    becomes a notice; search, data and channels that mention them go. Raises OSError when the disk does not let it.
    """
    if not going:
        return going
    reduced = work / "reducido"
    shutil.rmtree(reduced, ignore_errors=True)
    shutil.copytree(site, reduced, symlinks=True)
    for folder in going:
        shutil.rmtree(reduced / folder)
    for name in _INDEXES:
        shutil.rmtree(reduced / name, ignore_errors=True)
    (reduced / STAMP).unlink(missing_ok=True)  # without it, devices ask after all that they keep
    for path in (reduced / _DATA).glob("*"):
        if path.suffix == ".html":
            path.write_text(NOTICE, encoding="utf-8")
        else:
            path.unlink()
    marks = [f"/{folder.partition('/')[2]}/".encode() for folder in going]
    for path in sorted(p for p in reduced.rglob("*") if p.is_file() and p.suffix not in _KEPT_WHOLE):
        if any(mark in _opened(path) for mark in marks):
            if path.relative_to(reduced).parts[0] == CERTIFICATES:
                shutil.rmtree(path.parent)  # it confirmed something of this submission and of no other
            elif path.suffix == ".html":
                path.write_bytes(_without(path.read_bytes(), marks))
            else:
                path.unlink()
    promote(work, reduced, site)
    return going


def _without(page: bytes, marks: Sequence[bytes]) -> bytes:
    """A page without the cards and the linked data that mention what goes; the notice when it still mentions it."""
    for piece in _PIECES:
        page = piece.sub(lambda found: b"" if any(mark in found[0] for mark in marks) else found[0], page)
    return NOTICE.encode() if any(mark in page for mark in marks) else page


def _opened(path: Path) -> bytes:
    """The bytes of a file, unpacked when it is compressed."""
    data = path.read_bytes()
    if data[:2] == b"\x1f\x8b":
        try:
            return gzip.decompress(data)
        except (OSError, EOFError, zlib.error):
            return data
    if data[:2] == b"PK":
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                return b"".join(archive.read(entry) for entry in archive.infolist())
        except (zipfile.BadZipFile, OSError, zlib.error, RuntimeError, NotImplementedError):
            return data
    return data
