"""The audit: every byte of what was built, whatever engine built it. Only a site without problems is promoted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from generator.audit.examine import Examiner, Task, alone, report_of
from generator.audit.facts import Earlier, words_of
from generator.audit.figures import check_figures
from generator.audit.fragments import address_in, address_of, name_of
from generator.audit.inventory import Built, Role, inventory
from generator.audit.links import Sections
from generator.audit.machines import digest_name
from generator.audit.problem import Expectations, MalformedError, Problem, Report
from generator.audit.recalled import Recalled
from generator.audit.searchdata import PIECE, SearchData
from generator.audit.shards import Known, known
from generator.audit.sitemap import check_sitemap
from generator.audit.stick import check_stick
from generator.audit.verdicts import Verdicts
from generator.kept import NOTHING, Kept
from generator.manifest import FIGURES, MACHINES
from generator.parallel import aside, share

WORTHWHILE = 8_000_000
"""Bytes of texts from which the start of the workers pays for itself (`benchmarks/README.md`)."""
_CHUNK = 200_000
_LARGE, _SEVERAL = 5_000, 8
"""In a site of more files than this, once the verdicts of so many shards did not hold as a whole, another process helps
to read what is left: it is ready by then."""
Told = Callable[[int, int], None]


def audit(
    built: Path, expected: Expectations, kept: Kept = NOTHING, told: Told = lambda _read, _files: None
) -> list[Problem]:
    """Check a built site against what was staged, and read all of it for people.

    An empty list means that it may be published. Files in which an earlier run found nothing, under the same rules,
    are known by their bytes (`Verdicts`); `told` is given how many had to be read again, of how many.
    Raises OSError when the disk cannot be read.
    """
    return _Audit(built, expected, kept, told).run()


class _Audit:
    """One run over one site."""

    def __init__(self, built: Path, expected: Expectations, kept: Kept, told: Told) -> None:
        self._built = built
        self._expected = expected
        self._kept = kept
        self._told = told
        self._here: Examiner
        self._addresses: set[str] = set()
        self._vocabulary: set[str] = set()
        self._fragments: set[str] = set()

    def run(self) -> list[Problem]:
        staged = self._expected.staged
        report = report_of(staged)
        files = inventory(self._built, staged, report, self._kept)
        present = frozenset(f.path for f in files if f.role is not Role.FOREIGN)
        self._here = Examiner(self._built, self._expected, present)
        apart: list[Built] = []
        together: list[Built] = []
        for file in files:
            (apart if alone(file) else together).append(file)
        recalled = Recalled(self._kept)
        with recalled.ahead(str(self._built / f.path) for f in together if f.path.endswith(PIECE)):
            self._each(apart, present, report)
            self._together(together, apart, recalled)
        report.include(self._here.report.drained())
        return report.problems

    def _each(self, files: Sequence[Built], present: frozenset[str], report: Report) -> None:
        """Check what can be checked file by file, and then where the files meet."""
        verdicts = self._verdicts()
        staged = map(digest_name, self._expected.staged.assets)
        sections, believed = Sections(), set[str]()
        prepare = partial(Examiner, self._built, self._expected, present)
        with aside(prepare) as helper:
            for some in verdicts.known(files, present.union(staged)) if verdicts else ():
                believed.update(file.path for file in some.files)
                self._take(some, sections)
                if len(files) > _LARGE and verdicts and verdicts.stale > _SEVERAL:
                    helper.begin()
            unknown = [f for f in files if f.path not in believed]
            self._told(len(unknown), len(files))
            tasks = [
                Task(f, verdicts.earlier(f) if verdicts else Earlier(), page)
                for f, page in self._paired(unknown, files)
            ]
            for task, seen in helper.over(share(prepare, tasks, _weight, WORTHWHILE, _CHUNK)):
                digest, problems, facts = seen or self._here(task)
                report.include(problems)
                self._take(known([(task.file, facts)]), sections)
                if verdicts and not problems and digest == task.file.digest:
                    verdicts.keep(task.file, facts)
        sections.finish(report)
        if verdicts:
            verdicts.close()

    def _verdicts(self) -> Verdicts | None:
        """What is remembered of earlier audits, where anything is."""
        if self._kept is NOTHING:
            return None
        rules = (self._here.reader.rules(), self._expected.staged.address)
        return Verdicts(self._kept, self._expected, rules, self._here.reader.secrets)

    def _paired(self, unknown: Sequence[Built], files: Sequence[Built]) -> Iterator[tuple[Built, Built | None]]:
        """Each file, with the page of a text of the search, which comes right after that page where both are read."""
        pages = {address_of(f.path): f for f in files if f.role is Role.PAGE}
        texts: dict[str, list[Built]] = {}
        for file in unknown:
            if file.role is Role.SEARCH:
                texts.setdefault(self._address(file), []).append(file)
        for file in unknown:
            if file.role is not Role.SEARCH:
                yield file, None
            if file.role is Role.PAGE:
                yield from ((text, file) for text in texts.pop(address_of(file.path), ()))
        for address, rest in texts.items():
            yield from ((text, pages.get(address)) for text in rest)

    def _address(self, text: Built) -> str:
        try:
            return address_in((self._built / text.path).read_bytes())
        except MalformedError:
            return ""  # said where it is read

    def _take(self, some: Known, sections: Sections) -> None:
        told = some.told
        if told.texts_of:
            self._fragments.update(name_of(file.path) for file in some.files if file.role is Role.SEARCH)
            self._vocabulary.update(words_of(told.forms))
        sections.take(some)
        self._addresses.update(path.removesuffix("index.html") for path in told.listed)

    def _together(self, files: Sequence[Built], texts: Sequence[Built], recalled: Recalled) -> None:
        """Check what says what other files say."""
        self._here.forget()
        reader, gone, report = self._here.reader, self._here.gone, self._here.report
        for file in files:
            if file.role not in (Role.KNOWN, Role.SEARCH):
                self._here.name(file)
            if file.role is Role.SITEMAP:
                data = (self._built / file.path).read_bytes()
                check_sitemap(file.path, data, self._addresses, gone, reader, report)
            elif file.role is Role.ASSET and file.origin != FIGURES:
                check_stick(file.path, self._built, self._expected.staged, reader, gone, report)
        check_figures(self._built, [f.path for f in files if f.origin == FIGURES], reader, report)
        search = SearchData(self._vocabulary, self._fragments, reader, report, recalled)
        search.check(self._built, [f.path for f in files if f.role is Role.SEARCH])
        search.unused([f.path for f in (*files, *texts) if f.role is Role.SEARCH])


def _weight(task: Task) -> int:
    """What a file costs, in bytes of a text; most of what is only drawn or copied, or was known, is passed over."""
    file, earlier = task.file, task.earlier
    light = earlier.texts or not (file.role is Role.PAGE or file.origin == MACHINES or task.page)
    return file.size // 50 if light else file.size
