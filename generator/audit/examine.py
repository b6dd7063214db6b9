"""One file of a built site, held to all that can be told of it alone, in whatever process and order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from generator.anonymize.detect import Where
from generator.audit.assets import check_asset
from generator.audit.facts import Earlier, Facts, Gathered, marks, word_keys
from generator.audit.form import check_form, check_template
from generator.audit.fragments import Fragments
from generator.audit.gone import Gone
from generator.audit.inventory import FRAGMENT, NOT_FOUND, SITEMAPS, Built, Role
from generator.audit.links import Links
from generator.audit.machines import Machines, digest_name
from generator.audit.pdf import check_pdf
from generator.audit.people import Reader
from generator.audit.problem import Expectations, Problem, Report
from generator.audit.reading import Pages
from generator.forms import PLACE as FORM
from generator.importing.template import TEMPLATES
from generator.manifest import FIGURES, GUIDE, HOUSE, MACHINES, Staged
from generator.site.booklet import PLACE
from generator.site.stick import INDEX, SCRIPT

_CODE = re.compile(r"\bcódigo (\d{6,12})\b")


class Task(NamedTuple):
    """A file to be checked, what was known of the one that stood in its place, and the page that it is a text of."""

    file: Built
    earlier: Earlier
    page: Built | None = None

    def __repr__(self) -> str:
        return "<Task>"


class Seen(NamedTuple):
    """What came of a file: the SHA-256 of the bytes that were read ("" when they were read against something that is
    not as it was told), what is wrong, and what else it must be held to."""

    digest: str
    problems: tuple[Problem, ...]
    facts: Facts

    def __repr__(self) -> str:
        return "<Seen>"


def alone(file: Built) -> bool:
    """Whether a file can be checked by itself, or beside its page: a release is its files, an index is of all pages."""
    if file.role is Role.ASSET:
        return file.origin != FIGURES and not (file.origin == HOUSE and file.path in (INDEX, SCRIPT))
    return file.role is Role.PAGE or (file.role is Role.SEARCH and file.path.endswith(FRAGMENT))


class Examiner:
    """Checks files one by one; what they share is only what makes it faster."""

    def __init__(self, built: Path, expected: Expectations, present: frozenset[str]) -> None:
        """`present`: the files of the site that somebody declared."""
        staged = expected.staged
        self._built = built
        self.report = report_of(staged)
        self.reader = Reader(expected, self.report, frozenset(codes_of_the_guide(staged)))
        self.gone = Gone(expected.gone, self.report)
        self._links = Links(present, self.report, staged.address)
        machines = Machines(self.reader, self.gone, self._links, self.report, map(digest_name, staged.assets))
        self._machines = machines
        self._pages = Pages(staged.docs, self.reader, self.gone, self._links, machines, self.report)
        self._fragments = Fragments(built, self.reader, self.gone, self.report)
        self._staged = {p.built: p for p in staged.pages}

    def __call__(self, task: Task) -> Seen:
        """Check a file. Raises OSError when the disk cannot be read."""
        file, earlier, page = task
        told = self.forget()
        if file.role is Role.PAGE or file.origin in (HOUSE, MACHINES):
            told.texts, told.before = set(), frozenset(marks(earlier.texts))
            told.words.update(word_keys(earlier.words))
        data = (self._built / file.path).read_bytes()
        digest = sha256(data).hexdigest()
        if file.role is Role.SEARCH:
            if not self._fragments.check(file.path, data, page, told):
                digest = ""
            return Seen(digest, self.report.drained(), told.facts())
        self.name(file)
        if file.role is Role.PAGE:
            self._pages.check(file.path, file.origin, data, self._staged.get(file.path), told)
        else:
            self._file(file, data)
        return Seen(digest, self.report.drained(), told.facts())

    def forget(self) -> Gathered:
        """Begin to gather anew."""
        told = Gathered()
        self.reader.told = self.gone.told = self._links.told = self._machines.told = told
        return told

    def name(self, file: Built) -> None:
        """Names are read too: by people in the address bar, and by every crawler."""
        self.gone.read(file.path, file.path, file.owner)
        for part in PurePosixPath(file.path).parts:
            self.reader.read(part, file.path, file.owner, where=Where.RUTA)

    def _file(self, file: Built, data: bytes) -> None:
        path, ours = file.path, file.origin == HOUSE
        if file.origin == MACHINES:
            self._machines.file(path, data)
        elif path == PLACE:
            check_pdf(path, data, self.reader, self.gone, self.report)
        elif ours and path == FORM:
            check_form(path, data, self.reader, self.report)
        elif ours and path in TEMPLATES:
            check_template(path, data, self.report)
        else:
            check_asset(path, data, file.owner, self.reader, self.report, self.gone)


def report_of(staged: Staged) -> Report:
    """A report that may show the paths that somebody declared."""
    declared = {p.built for p in staged.pages} | {a.built for a in staged.assets} | {NOT_FOUND, *SITEMAPS}
    return Report(frozenset(declared))


def codes_of_the_guide(staged: Staged) -> Iterator[str]:
    """Numbers that the guide itself introduces as the code of something, and may then repeat alone."""
    for page in staged.pages:
        if page.origin == GUIDE:
            yield from _CODE.findall((staged.docs / page.source).read_text(encoding="utf-8"))
