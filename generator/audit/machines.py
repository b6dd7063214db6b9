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
            for said in dict.fromkeys(said_in(path, data.decode("utf-8"))):
                self._one(said.text, path, said.owner)
        except (UnicodeDecodeError, MalformedError, csv.Error):
            self._report.add("P303", path, _MALFORMED)

    def _one(self, text: str, path: str, owner: str | None) -> None:
        if text in _KNOWN:
            return
        if text in self._digests:
            self.told.needs.add(text)
            return
        leads = _ADDRESS.fullmatch(text) or _FROM_ROOT.fullmatch(text)
        if leads:
            start = "../" * path.count("/") if _FROM_ROOT.fullmatch(text) else ""
            self._links.whole(path, start + text, owner)
        self._gone.read(text, path, owner)
        self._reader.read(text, path, owner, where=Where.URL if leads else Where.PROSA)


def said_in(path: str, text: str) -> Iterator[Said]:
    """What a file for programs says, by whose it is. Raises MalformedError and csv.Error."""
    if path.endswith(".xml"):
        yield from _xml(text)
    elif path.endswith(".csv"):
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        for row in rows:
            mine = _owner(dict(zip(rows[0], row, strict=False)))
            # Several values of one field, which a page shows as so many lines, are read as those are.
            yield from (Said(value, mine) for cell in row for value in cell.split(JOINED))
    elif path.endswith((".json", ".jsonld")):
        yield from _walk(strict_json(text), None)
    elif path.endswith(".txt"):
        for line in text.splitlines():
            name, _, value = line.partition(": ")
            yield from (Said(name, None), Said(value, None))
    else:
        raise MalformedError


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
