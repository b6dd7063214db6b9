"""What only programs read: linked data in pages, channels, open data, robots.txt. Every text in it is read (P301, P302)
and blamed on the submission that it is of; every address of the site in it leads somewhere (P307)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

from generator.anonymize.detect import Where
from generator.audit.facts import Gathered
from generator.audit.gone import Gone
from generator.audit.linked import strict_json
from generator.audit.links import Links
from generator.audit.people import Reader
from generator.audit.problem import MalformedError, Report
from generator.manifest import StagedAsset
from generator.site.machines.open_data import JOINED

_FOLDER = re.compile(r"(?:^|/)((?:practicas|expediciones)/[a-z0-9-]+)/$")
_ADDRESS = re.compile(r"(?:https?://|mailto:|\.{1,2}/)\S*")
_FROM_ROOT = re.compile(r"(?:practicas|expediciones)/[a-z0-9-]+/")
_APART, _APART_IN_JSON = "\0", r"\u0000"
_LEADING = re.compile(rf"(?<![^{_APART}])[^{_APART}]*[/%:][^{_APART}]*")
"""The texts with one of the signs without which none leads anywhere, names a folder or repeats a digest."""
_KEYWORDS = frozenset(("@context", "@graph", "@id", "@language", "@type", "@value"))
_KNOWN = frozenset(("https://datapackage.org/profiles/2.0/datapackage.json",))
"""Words and an address of the formats themselves, which look like somebody's account."""
_OWNERS = ("direccion", "url", "id")
"""Names under which a record says which page it is of."""
_MALFORMED = "No es un archivo para programas bien formado."


def digest_name(asset: StagedAsset) -> str:
    """The digest of a file as the dictionary of the open data writes it."""
    return f"sha256:{asset.sha256}"


class Said(NamedTuple):
    """A text and the submission that it is of."""

    text: str
    owner: str | None

    def __repr__(self) -> str:
        return "<Said>"


class Row(NamedTuple):
    """Texts that stand together, all of the same submission or of none, with a sign between them that none has."""

    told: str
    owner: str | None

    def __repr__(self) -> str:
        return "<Row>"


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
            for said in dict.fromkeys(_walk(strict_json(body), None)):
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
        for text in dict.fromkeys(row.told.split(_APART)):
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


def rows_in(path: str, text: str) -> Iterator[Row]:
    """What a file for programs says and of whom: row by row where it is a list of them, else text by text.

    Raises MalformedError and csv.Error.
    """
    if _APART in text:
        raise MalformedError
    if path.endswith(".csv"):
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        owners = [(place, name) for place, name in enumerate(rows[0]) if name in _OWNERS] if rows else []
        for row in rows:
            # Several values of one field, which a page shows as so many lines, are read as those are.
            told = _APART.join(row).replace(JOINED, _APART)
            yield Row(told, _owner({name: row[place] for place, name in owners if place < len(row)}))
        return
    if path.endswith(".xml"):
        said = _xml(text)
    elif path.endswith((".json", ".jsonld")):
        value = strict_json(text)
        if _APART_IN_JSON in text and any(_APART in one.text for one in _walk(value, None)):
            raise MalformedError
        flat = [_flat(row) for row in value] if isinstance(value, list) else [None]
        if None not in flat:
            yield from (Row(_APART.join(texts or ()), _owner(row)) for texts, row in zip(flat, value, strict=True))
            return
        said = _walk(value, None)
    elif path.endswith(".txt"):
        said = (Said(part, None) for line in text.splitlines() for part in line.partition(": ")[::2])
    else:
        raise MalformedError
    yield from (Row(one.text, one.owner) for one in dict.fromkeys(said))


def _flat(row: Any) -> list[str] | None:
    """What a record says (`_walk`) that is of texts and lists of them; None where another one, which could be of
    somebody else, is inside."""
    if not isinstance(row, dict):
        return None
    told: list[str] = []
    for key, value in row.items():
        if key not in _KEYWORDS:
            told.append(key)
        for one in value if isinstance(value, list) else (value,):
            if isinstance(one, dict | list):
                return None
            if key != "bytes" and one is not None and not isinstance(one, bool):
                told.append(str(one))
    return told


def _xml(text: str) -> Iterator[Said]:
    """The texts and attributes of some XML; each entry is of the page that its identifier leads to."""
    if "<!" in text or text.count("<?") != 1:
        raise MalformedError  # no comment, no entity, no instruction: nothing that a reader of XML would not show
    try:
        root = ET.fromstring(text.encode())  # noqa: S314 - without a doctype there is no entity to expand
    except ET.ParseError:
        raise MalformedError from None
    yield from _elements(root, None)


def _elements(element: ET.Element, owner: str | None) -> Iterator[Said]:
    if element.tag.endswith("}entry"):
        owner = _owner({"id": next((e.text for e in element if e.tag.endswith("}id")), "")})
    yield from (Said(text, owner) for text in (element.text, *element.attrib.values()) if text)
    for inner in element:
        yield from _elements(inner, owner)
        if inner.tail:
            yield Said(inner.tail, owner)


def _walk(value: Any, owner: str | None) -> Iterator[Said]:
    """Every key and value, with the submission that the nearest record around it is of."""
    if isinstance(value, dict):
        mine = _owner(value) or owner
        for key, inner in value.items():
            if key not in _KEYWORDS:
                yield Said(key, mine)
            if key != "bytes":
                yield from _walk(inner, mine)
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(inner, owner)
    elif value is not None and not isinstance(value, bool):
        yield Said(str(value), owner)


def _owner(record: Mapping[str, object]) -> str | None:
    for name in _OWNERS:
        match = _FOLDER.search(str(record.get(name) or ""))
        if match:
            return match[1]
    return None
