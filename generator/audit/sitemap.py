"""The list of addresses for search engines: pages of the manifest and nothing else (P303, P309)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Set

from generator.anonymize.detect import Where
from generator.audit.gone import Gone
from generator.audit.people import Reader
from generator.audit.problem import Report

_FORM = re.compile(
    r'<\?xml version="1\.0" encoding="UTF-8"\?>\s*<urlset xmlns="http://www\.sitemaps\.org/schemas/sitemap/0\.9">'
    r"(?:\s*<url>\s*<loc>[^<>&\"]*</loc>\s*</url>)*\s*</urlset>\s*"
)
_LOCATION = re.compile(r"<loc>([^<>]*)</loc>")
_HEADER = re.compile(rb"\x1f\x8b\x08\x08.{4}[\x00\x02\x04].sitemap\.xml\x00", re.DOTALL)
_MOST = 64 * 1024 * 1024


def check_sitemap(path: str, data: bytes, addresses: Set[str], gone: Gone, reader: Reader, report: Report) -> None:
    """Check `sitemap.xml` or its compressed copy. `addresses` are those of the pages that
    may be found, without the first `/`. No day stands beside them: the house knows months."""
    text = _text(path, data)
    if text is None or not _FORM.fullmatch(text):
        report.add("P303", path, "El mapa del sitio no tiene la forma que se espera.")
        return
    gone.read(text, path, None)
    locations = _LOCATION.findall(text)
    base = min(locations, key=len, default="")
    # Every page or none (without `site_url`): the shortest address is then the home page's, and the rest hang from it.
    if locations and {location.removeprefix(base) for location in locations} != addresses:
        report.add("P303", path, "El mapa del sitio no lleva a las páginas que se prepararon.")
    reader.read(base, path, None, where=Where.URL)


def _text(path: str, data: bytes) -> str | None:
    """The XML, None when the file holds anything besides it."""
    if path.endswith(".gz"):
        unzip = zlib.decompressobj(wbits=31)
        try:
            if not _HEADER.match(data):
                return None
            data = unzip.decompress(data, _MOST)
        except zlib.error:
            return None
        if not unzip.eof or unzip.unused_data:
            return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None
