"""The audit: every byte of what was built, whatever engine built it. Only a site without problems is promoted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from generator.audit.examine import Examiner, Task, alone, report_of
from generator.audit.facts import Earlier, words_of
from generator.audit.figures import check_figures
from generator.audit.fragments import address_in, address_of, name_of
from generator.audit.inventory import Built, Role, inventory, search_inventory
from generator.audit.links import Sections
from generator.audit.machines import digest_name
from generator.audit.problem import Expectations, MalformedError, Problem
from generator.audit.recalled import Recalled
from generator.audit.searchdata import PIECE, SearchData
from generator.audit.shards import Known, known
from generator.audit.sitemap import check_sitemap
from generator.audit.stick import check_stick
from generator.audit.verdicts import Verdicts
from generator.kept import NOTHING, Kept
from generator.manifest import FIGURES, MACHINES
from generator.parallel import share
from generator.progress import Say, counted, silent

WORTHWHILE = 8_000_000
"""Bytes of texts from which the start of the workers pays for itself (`benchmarks/README.md`)."""
_CHUNK = 200_000


def audit(built: Path, expected: Expectations, kept: Kept = NOTHING) -> list[Problem]:
    """Check a built site against what was staged, and read all of it for people.

    An empty list means that it may be published. Files in which an earlier run found nothing, under the same rules,
    are known by their bytes (`Verdicts`). Raises OSError when the disk cannot be read.
    """
    one = Audit(built, expected, kept)
    one.pages()
    return one.search()


class Audit:
    """One run over one site: what the engine made of it, and then the search index that was made of that, which may be
    made meanwhile.

    `read` is how many files were not known, of how many `files`; `say` is shown how far that is.
    """

    def __init__(self, built: Path, expected: Expectations, kept: Kept = NOTHING, say: Say = silent) -> None:
        self.files = self.read = 0
        self._say = say
        self._built = built
        self._expected = expected
        self._kept = kept
        self._report = report_of(expected.staged)
        self._pages: dict[str, Built] = {}
        self._here: Examiner
        self._present = frozenset[str]()
        self._verdicts: Verdicts | None = None
        self._sections = Sections()
        self._addresses: set[str] = set()
        self._vocabulary: set[str] = set()
        self._fragments: set[str] = set()

    def pages(self) -> None:
        """Check everything but what `search` does. Raises OSError."""
        files = inventory(self._built, self._expected.staged, self._report)
        self._pages = {address_of(f.path): f for f in files if f.role is Role.PAGE}
        self._present = frozenset(f.path for f in files if f.role is not Role.FOREIGN)
        self._here = Examiner(self._built, self._expected, self._present)
        self._verdicts = verdicts = self._remembered()
        apart, together = _parted(files)
        there = self._present.union(map(digest_name, self._expected.staged.assets))
        self._each(apart, verdicts.known(apart, there) if verdicts else ())
        self._sections.finish(self._report)
        if verdicts:
            verdicts.write()
        self._together(together)

    def search(self) -> list[Problem]:
        """Check the search index, once it is there. Returns all that is wrong with the site. Raises OSError."""
        files = search_inventory(self._built, self._report, self._kept)
        texts, together = _parted(f for f in files if f.role is Role.SEARCH)
        verdicts, recalled = self._verdicts, Recalled(self._kept)
        with recalled.ahead(str(self._built / f.path) for f in together if f.path.endswith(PIECE)):
            self._each(texts, verdicts.texts(texts) if verdicts else ())
            if verdicts:
                verdicts.close()
            self._here.forget()
            for file in files:
                if file.role is Role.FOREIGN:
                    self._here.name(file)
            reader, report = self._here.reader, self._here.report
            search = SearchData(self._vocabulary, self._fragments, reader, report, recalled)
            search.check(self._built, [f.path for f in together])
            search.unused([f.path for f in (*together, *texts)])
        self._report.include(self._here.report.drained())
        return self._report.problems

    def _each(self, files: Sequence[Built], known_files: Iterable[Known]) -> None:
        """Check what can be checked file by file, but for what is known."""
        verdicts, believed = self._verdicts, set[str]()
        prepare = partial(Examiner, self._built, self._expected, self._present)
        for some in known_files:
            believed.update(file.path for file in some.files)
            self._take(some)
        unknown = [f for f in files if f.path not in believed]
        self.files, self.read = self.files + len(files), self.read + len(unknown)
        tasks = [Task(f, verdicts.earlier(f) if verdicts else Earlier(), self._page_of(f)) for f in unknown]
        examined = share(prepare, tasks, _weight, WORTHWHILE, _CHUNK)
        for task, seen in counted(examined, len(tasks), self._say):
            digest, problems, facts = seen or self._here(task)
            self._report.include(problems)
            self._take(known([(task.file, facts)]))
            if verdicts and not problems and digest == task.file.digest:
                verdicts.keep(task.file, facts)

    def _remembered(self) -> Verdicts | None:
        """What is remembered of earlier audits, where anything is."""
        if self._kept is NOTHING:
            return None
        rules = (self._here.reader.rules(), self._expected.staged.address)
        return Verdicts(self._kept, self._expected, rules, self._here.reader.secrets)

    def _page_of(self, file: Built) -> Built | None:
        """The page of a text of the search."""
        if file.role is not Role.SEARCH:
            return None
        try:
            return self._pages.get(address_in((self._built / file.path).read_bytes()))
        except MalformedError:
            return None  # said where it is read

    def _take(self, some: Known) -> None:
        told = some.told
        if told.texts_of:
            self._fragments.update(name_of(file.path) for file in some.files if file.role is Role.SEARCH)
            self._vocabulary.update(words_of(told.forms))
        self._sections.take(some)
        self._addresses.update(path.removesuffix("index.html") for path in told.listed)

    def _together(self, files: Sequence[Built]) -> None:
        """Check what says what other files say."""
        self._here.forget()
        reader, gone, report = self._here.reader, self._here.gone, self._here.report
        for file in files:
            if file.role is not Role.KNOWN:
                self._here.name(file)
            if file.role is Role.SITEMAP:
                data = (self._built / file.path).read_bytes()
                check_sitemap(file.path, data, self._addresses, gone, reader, report)
            elif file.role is Role.ASSET and file.origin != FIGURES:
                check_stick(file.path, self._built, self._expected.staged, reader, gone, report)
        check_figures(self._built, [f.path for f in files if f.origin == FIGURES], reader, report)
        self._report.include(report.drained())


def _parted(files: Iterable[Built]) -> tuple[list[Built], list[Built]]:
    """Those that are checked one by one, and the others."""
    apart: list[Built] = []
    together: list[Built] = []
    for file in files:
        (apart if alone(file) else together).append(file)
    return apart, together


def _weight(task: Task) -> int:
    """What a file costs, in bytes of a text; most of what is only drawn or copied, or was known, is passed over."""
    file, earlier = task.file, task.earlier
    if task.page:
        return task.page.size
    light = earlier.texts or not (file.role is Role.PAGE or file.origin == MACHINES)
    return file.size // 50 if light else file.size
