"""What only programs read: linked data in pages, channels, open data, robots.txt. Every text in it is read (P301, P302)
and blamed on the submission that it is of; every address of the site in it leads somewhere (P307)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable

from generator.anonymize.detect import Where
from generator.audit.facts import Gathered
from generator.audit.gone import Gone
from generator.audit.linked import strict_json
from generator.audit.links import Links
from generator.audit.people import Reader
from generator.audit.problem import MalformedError, Report
from generator.audit.rows import APART, Row, rows_in, walk
from generator.manifest import StagedAsset

_ADDRESS = re.compile(r"(?:https?://|mailto:|\.{1,2}/)\S*")
_FROM_ROOT = re.compile(r"(?:practicas|expediciones)/[a-z0-9-]+/")
_LEADING = re.compile(rf"(?<![^{APART}])[^{APART}]*[/%:][^{APART}]*")
"""The texts with one of the signs without which none leads anywhere, names a folder or repeats a digest."""
_KNOWN = frozenset(("https://datapackage.org/profiles/2.0/datapackage.json",))
"""Words and an address of the formats themselves, which look like somebody's account."""
_MALFORMED = "No es un archivo para programas bien formado."


def digest_name(asset: StagedAsset) -> str:
    """The digest of a file as the dictionary of the open data writes it."""
    return f"sha256:{asset.sha256}"


class Machines:
    """Reads what is for programs, with the checks that the rest of the site shares."""

    def __init__(self, reader: Reader, gone: Gone, links: Links, report: Report, files: Iterable[str]) -> None:
        """`files`: the digests of what was staged (`digest_name`), which the dictionary of the open data repeats."""
        self._reader, self._gone, self._links, self._report = reader, gone, links, report
        self.told = Gathered()
        self._digests = frozenset(files)

    def script(self, body: str, path: str, owner: str | None) -> None:
        """Read the linked data of a page: all of it is of whoever the page is of."""
        try:
            for said in dict.fromkeys(walk(strict_json(body), None)):
                self._one(said.text, path, owner)
        except MalformedError:
            self._reader.read(body, path, owner)  # it is refused already: no script of ours is like this

    def file(self, path: str, data: bytes) -> None:
        """Read a file."""
        try:
            for row in rows_in(path, data.decode("utf-8")):
                self._row(row, path)
        except (UnicodeDecodeError, MalformedError, csv.Error):
            self._report.add("P303", path, _MALFORMED)

    def _row(self, row: Row, path: str) -> None:
        """Read what stands together in a file. Of one that was read before, only what leads or names is read again."""
        key = self._reader.noted_together(row.told, row.owner)
        if key in self.told.before:
            for text in _LEADING.findall(row.told):
                self._aim(text, path, row.owner)
            return
        before = self._report.count
        for text in dict.fromkeys(row.told.split(APART)):
            self._one(text, path, row.owner, noted=False)
        if self._report.count > before and self.told.texts is not None and key is not None:
            self.told.texts.discard(key)

    def _one(self, text: str, path: str, owner: str | None, *, noted: bool = True) -> None:
        where = self._aim(text, path, owner)
        if where is not None:
            self._reader.read(text, path, owner, where=where, noted=noted)

    def _aim(self, text: str, path: str, owner: str | None) -> Where | None:
        """Hold a text to what there is and what is gone; how it is to be read, None when it is not."""
        if text in _KNOWN:
            return None
        if text in self._digests:
            self.told.needs.add(text)
            return None
        leads = _ADDRESS.fullmatch(text) or _FROM_ROOT.fullmatch(text)
        if leads:
            start = "../" * path.count("/") if _FROM_ROOT.fullmatch(text) else ""
            self._links.whole(path, start + text, owner)
        self._gone.read(text, path, owner)
        return Where.URL if leads else Where.PROSA
