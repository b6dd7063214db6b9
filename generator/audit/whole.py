"""The audit: every byte of what was built, whatever engine built it. Only a site without problems is promoted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath

from generator.anonymize.detect import Where
from generator.audit.allowlist import check_allowed
from generator.audit.assets import check_asset
from generator.audit.equality import compare
from generator.audit.figures import check_figures
from generator.audit.form import check_form, check_template
from generator.audit.gone import Gone
from generator.audit.inventory import NOT_FOUND, SITEMAPS, Built, Role, inventory
from generator.audit.linked import linked_of, staged_linked
from generator.audit.links import Links
from generator.audit.machines import Machines
from generator.audit.page import Page, read_page
from generator.audit.pdf import check_pdf
from generator.audit.people import Reader
from generator.audit.pieces import Kind, line_of, tag
from generator.audit.problem import Expectations, Problem, Report
from generator.audit.scripts import addresses, config_texts
from generator.audit.searchdata import SearchData
from generator.audit.sitemap import check_sitemap
from generator.audit.stick import check_stick
from generator.forms import PLACE as FORM
from generator.importing.template import TEMPLATES
from generator.kept import NOTHING, Kept
from generator.manifest import FIGURES, GUIDE, HOUSE, MACHINES, Staged, StagedPage
from generator.site.booklet import PLACE
from generator.site.stick import INDEX, SCRIPT

_ADDRESSES = frozenset(("href", "src", "srcset", "action"))
_NAMES = frozenset(("class", "id", "for", "name"))
_CODE = re.compile(r"\bcódigo (\d{6,12})\b")


def audit(built: Path, expected: Expectations, kept: Kept = NOTHING) -> list[Problem]:
    """Check a built site against what was staged, and read all of it for people.

    An empty list means that it may be published. Raises OSError when the disk cannot be read.
    """
    return _Audit(built, expected).run()


class _Audit:
    """One run over one site: the checks share what they read."""

    def __init__(self, built: Path, expected: Expectations) -> None:
        staged = expected.staged
        declared = {p.built for p in staged.pages} | {a.built for a in staged.assets} | {NOT_FOUND, *SITEMAPS}
        self._built = built
        self._staged = staged
        self._report = Report(frozenset(declared))
        self._reader = Reader(expected, self._report, frozenset(_codes_of_the_guide(staged)))
        self._gone = Gone(expected.gone, self._report)
        self._searchable: dict[str, tuple[str, str | None, str]] = {}
        self._addresses: set[str] = set()
        self._read_tags: set[tuple[str, str | None, bool]] = set()

    def run(self) -> list[Problem]:
        files = inventory(self._built, self._staged, self._report)
        self._file_names(files)
        present = frozenset(f.path for f in files if f.role is not Role.FOREIGN)
        links = Links(present, self._report, self._staged.address)
        digests = [a.sha256 for a in self._staged.assets]
        self._machines = Machines(self._reader, self._gone, links, self._report, digests)
        manifest = {p.built: p for p in self._staged.pages}
        for file in files:
            if file.role is Role.PAGE:
                self._page(file, manifest.get(file.path), links)
        links.finish()
        self._others(files)
        return self._report.problems

    def _page(self, file: Built, staged: StagedPage | None, links: Links) -> None:
        owner = file.origin if "/" in file.origin else None
        try:
            html = (self._built / file.path).read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            self._report.add("P305", file.path, "La página no está en UTF-8.", origin=owner)
            return
        page = read_page(file.path, file.origin, html)
        check_allowed(page, self._report)
        links.take(page)
        given = None
        if staged and staged.origin != GUIDE:
            source = (self._staged.docs / staged.source).read_text(encoding="utf-8")
            compare(file.path, source, html, self._report, owner)
            given = staged_linked(source)
        if linked_of(page) != ([] if given is None else [given]):
            self._report.add("P304", file.path, "Los datos para programas no son los que se prepararon.", origin=owner)
        self._read(page)
        if owner:
            self._gone.read(html, file.path, owner)
        address = "/" + file.path.removesuffix("index.html")
        # Only what says so can be found; the other pages are held to have no fragment at all.
        if any(o.tag.has("data-pagefind-body") for o in page.tags):
            self._searchable[address] = (file.path, owner, " ".join(t.words for t in page.texts))
        if staged and not any(o.tag.get("name") == "robots" and "noindex" in o.tag.get("content") for o in page.tags):
            self._addresses.add(address.lstrip("/"))

    def _read(self, page: Page) -> None:
        """Read all that a page says: to people, to machines, and in what is hidden."""
        path, read = page.path, self._reader.read
        written = [t for t in page.texts if t.author and t.owner and t.owner == page.owner]
        for text in page.texts:
            together = text.author and text.owner == page.owner
            read(text.words, path, text.owner, author=text.author, line=_line(page, text.at), people=not together)
        self._reader.read_together([(t.sentence, _line(page, t.at)) for t in written], path, page.owner)
        for opened in page.tags:
            for value, where in _values(opened.raw):
                if where is Where.URL:
                    self._gone.address(value, path, opened.owner)
            # Most tags are those of every other page: read once, there is nothing new in them.
            key = (opened.raw, opened.owner, opened.author)
            if key in self._read_tags:
                continue
            self._read_tags.add(key)
            for value, where in _values(opened.raw):
                read(value, path, opened.owner, where=where, author=opened.author, line=_line(page, opened.at))
        for body in linked_of(page):
            self._machines.script(body, path, page.owner)
        for piece in page.pieces:
            if piece.kind in (Kind.COMMENT, Kind.BROKEN):
                read(piece.raw, path, page.owner, line=_line(page, piece.at))
            elif piece.kind is Kind.RAW:
                for label in config_texts(piece.raw):
                    read(label, path, None, line=_line(page, piece.at))
                for address in addresses(piece.raw):
                    read(address, path, None, where=Where.URL, line=_line(page, piece.at))

    def _file_names(self, files: list[Built]) -> None:
        """Names are read too: by people in the address bar, and by every crawler."""
        for file in files:
            if file.role in (Role.KNOWN, Role.SEARCH):
                continue
            owner = file.origin if "/" in file.origin else None
            self._gone.read(file.path, file.path, owner)
            for part in PurePosixPath(file.path).parts:
                self._reader.read(part, file.path, owner, where=Where.RUTA)

    def _others(self, files: list[Built]) -> None:
        for file in files:
            owner = file.origin if "/" in file.origin else None
            if file.role is Role.ASSET and file.origin == FIGURES:
                continue  # read together: a release is its files
            if file.role is Role.ASSET and file.origin == MACHINES:
                self._machines.file(file.path, (self._built / file.path).read_bytes())
            elif file.role is Role.ASSET and file.path == PLACE:
                check_pdf(file.path, (self._built / file.path).read_bytes(), self._reader, self._gone, self._report)
            elif file.role is Role.ASSET and file.path == FORM and file.origin == HOUSE:
                check_form(file.path, (self._built / file.path).read_bytes(), self._reader, self._report)
            elif file.role is Role.ASSET and file.path in TEMPLATES and file.origin == HOUSE:
                check_template(file.path, (self._built / file.path).read_bytes(), self._report)
            elif file.role is Role.ASSET and file.path in (INDEX, SCRIPT) and file.origin == HOUSE:
                check_stick(file.path, self._built, self._staged, self._reader, self._gone, self._report)
            elif file.role is Role.ASSET:
                data = (self._built / file.path).read_bytes()
                check_asset(file.path, data, owner, self._reader, self._report, self._gone)
            elif file.role is Role.SITEMAP:
                data = (self._built / file.path).read_bytes()
                check_sitemap(file.path, data, self._addresses, self._gone, self._reader, self._report)
        released = [f.path for f in files if f.role is Role.ASSET and f.origin == FIGURES]
        check_figures(self._built, released, self._reader, self._report)
        search = SearchData(self._searchable, self._reader, self._gone, self._report)
        search.check(self._built, [f.path for f in files if f.role is Role.SEARCH])


def _codes_of_the_guide(staged: Staged) -> Iterator[str]:
    """Numbers that the guide itself introduces as the code of something, and may then repeat alone."""
    for page in staged.pages:
        if page.origin == GUIDE:
            yield from _CODE.findall((staged.docs / page.source).read_text(encoding="utf-8"))


def _line(page: Page, at: int) -> Callable[[], int]:
    return partial(line_of, page.html, at)


@lru_cache(maxsize=50_000)
def _values(raw: str) -> tuple[tuple[str, Where], ...]:
    """The values of a tag's attributes and how each is read."""
    return tuple(
        (value, Where.URL if name in _ADDRESSES else Where.RUTA if name in _NAMES else Where.PROSA)
        for name, value in tag(raw).attributes
        if value
    )
