"""Findings over a whole bundle: what the detectors see when its texts are read as a reader would."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from urllib.parse import unquote

from generator.anonymize.cache import detect
from generator.anonymize.detect import Where
from generator.anonymize.fold import fold
from generator.anonymize.places import Run
from generator.anonymize.replace import PLACEHOLDER
from generator.anonymize.spans import Kind, Level, Span
from generator.vocabulary import plain

_GAP = "\n\n"
_WORD = re.compile(r"[a-z0-9]+")
_SHORTEST = 4
_SAME_NAME = "el mismo nombre está en el texto"
_NOTHING_SAID = re.compile(r"(?:[\W_]|(?<!\w)(?:el|la|los|las)(?!\w))*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, repr=False)
class Finding:
    """A span in a run of one file of the bundle, and the words that it covers: private, never printed."""

    file: str
    run: Run
    span: Span

    @property
    def words(self) -> str:
        return self.run.text[self.span.start : self.span.end]

    @property
    def plain(self) -> str:
        """The words without accents, capitals, disguises and line ends: what decisions are compared by."""
        return _plain(self.words)

    @property
    def code(self) -> str:
        person = self.span.kind is Kind.PERSONA
        if self.span.level is Level.REVISAR:
            return "A201" if person else "A204"
        return "A202" if person else "A203"

    @property
    def title(self) -> str:
        return {
            "A201": "posible nombre de persona",
            "A202": "nombre de persona",
            "A203": "dato personal",
            "A204": "posible dato personal",
        }[self.code]

    @property
    def because(self) -> str:
        """The reason, where it says more than the title."""
        return "" if self.span.reason == self.title else f": {self.span.reason}"

    def told(self, words: str) -> str:
        """What is said of it, with the words or with their mask."""
        return f"{self.title} ({words}){self.because}"


def find_people(runs: Mapping[str, Sequence[Run]]) -> list[Finding]:
    """Every finding of a bundle, file by file and in the order of its runs.

    Prose is read in one piece, so that a name found once is found at every other mention; names are then looked
    for in code and in addresses, and full names and every other certain datum everywhere. Words that are certain in
    one place are certain wherever they stand in the bundle: the audit would find them there again.
    """
    found: list[Finding] = []
    for file, own in runs.items():
        found += [Finding(file, run, span) for run, span in _together(_prose(own))]
        for run in own:
            if run.where is not Where.PROSA:
                found += [Finding(file, run, span) for span in _alone(run)]
    certain = [f for f in found if f.span.level is Level.AUTO and f.run.where is not Where.URL]
    names = {fold(f.words).text for f in certain if f.span.kind is Kind.PERSONA}
    elsewhere = {file: [r for r in own if r.where is not Where.PROSA] for file, own in runs.items()}
    found += mentions(names, elsewhere, Kind.PERSONA, _SAME_NAME)
    found += mentions((n for n in names if len(n.split()) > 1), runs, Kind.PERSONA, _SAME_NAME)
    for kind in {f.span.kind for f in certain} - {Kind.PERSONA}:
        data = {fold(f.words).text for f in certain if f.span.kind is kind}
        found += mentions(data, runs, kind, "el mismo dato está en otra parte")
    same = {_plain(name) for name in names}
    return [_as_elsewhere(f, same) for f in apart(found)]


def _as_elsewhere(finding: Finding, certain: Set[str]) -> Finding:
    """A finding to review, certain when the same words are somebody's for certain in another place."""
    asked = finding.span.level is Level.REVISAR and finding.span.kind is Kind.PERSONA
    if not asked or finding.plain not in certain:
        return finding
    return replace(finding, span=replace(finding.span, level=Level.AUTO, reason=_SAME_NAME))


def looked_at(runs: Sequence[Run]) -> Iterator[tuple[str, Where]]:
    """Every text of a file that `find_people` looks into, for whoever looks into them beforehand."""
    yield _joined(_prose(runs)), Where.PROSA
    yield from (_as_looked_at(run) for run in runs if run.where is not Where.PROSA)


def only_in_source(file: str, text: str, found: Iterable[Finding], runs: Sequence[Run]) -> Iterator[Finding]:
    """What is certain in the text of a file as it stands on disk, and in none of its runs."""
    known = " ".join(f.plain for f in found if f.file == file)
    read = " ".join(_plain(run.text) for run in runs)
    whole = Run(text, Where.PROSA, 1, ())
    for span in detect(text):
        finding = Finding(file, whole, span)
        unseen = finding.plain not in known and finding.plain not in read
        if span.level is Level.AUTO and unseen and not _is_placeholder(text, span.start, span.end):
            yield finding


def _plain(text: str) -> str:
    return " ".join(plain(fold(text).text).split())


def apart(found: Iterable[Finding]) -> list[Finding]:
    """Findings without overlaps in a run: what is certain stays, then what begins first."""
    kept: dict[int, list[Finding]] = {}
    ends: dict[int, list[int]] = {}
    for finding in sorted(found, key=lambda f: (f.span.level is not Level.AUTO, f.span.start, -f.span.end)):
        own, stops = kept.setdefault(id(finding.run), []), ends.setdefault(id(finding.run), [])
        place = bisect_right(stops, finding.span.start)
        if place < len(own) and own[place].span.start < finding.span.end:
            continue
        own.insert(place, finding)
        stops.insert(place, finding.span.end)
    return [f for own in kept.values() for f in own]


def mentions(words: Iterable[str], runs: Mapping[str, Sequence[Run]], kind: Kind, reason: str) -> Iterator[Finding]:
    """Every mention of words that are known to be private already, whatever stands between them or nothing at all.

    Accents and capitals do not matter: `Jim Hester` is found in `jimhester`, and the handle `@jimhester` in
    `Jim Hester`. Words of fewer than four letters or digits are looked for as they were written.
    """
    glued: set[str] = set()
    short: set[str] = set()
    for text in words:
        together = "".join(_WORD.findall(plain(text)))
        (glued if len(together) >= _SHORTEST else short).add(together if len(together) >= _SHORTEST else text)
    wanted, exact = sorted(glued), sorted(t for t in short if len(t) > 1)
    for file, own in runs.items():
        for run in own if wanted or exact else ():
            for start, end in (*_glued(run.text, wanted), *_verbatim(run.text, exact)):
                whole = run.where is Where.URL
                stretch = (0, len(run.text)) if whole else (start, end)
                yield Finding(file, run, Span(*stretch, kind, Level.AUTO, reason))


def _verbatim(text: str, wanted: Sequence[str]) -> Iterator[tuple[int, int]]:
    for words in wanted:
        for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text):
            yield match.span()


def _glued(text: str, wanted: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where some glued words stand in a text, read without spaces, signs, accents or capitals, as whole words."""
    places = [i for i, c in enumerate(text) if c.isalnum()]
    letters = "".join(plain(text[i])[:1] or text[i] for i in places)
    for words in wanted:
        at = letters.find(words)
        while at >= 0:
            start, end = places[at], places[at + len(words) - 1] + 1
            if not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum():
                yield start, end
            at = letters.find(words, at + 1)


def _prose(runs: Sequence[Run]) -> list[Run]:
    return [run for run in runs if run.where is Where.PROSA]


def _joined(runs: Sequence[Run]) -> str:
    return _GAP.join(run.text for run in runs)


def _as_looked_at(run: Run) -> tuple[str, Where]:
    return (unquote(run.text) if run.where is Where.URL else run.text), run.where


def _together(runs: Sequence[Run]) -> Iterator[tuple[Run, Span]]:
    """Detect over several runs of prose as one text, and give each its own part of what is found."""
    starts: list[int] = []
    length = 0
    for run in runs:
        starts.append(length)
        length += len(run.text) + len(_GAP)
    for span in detect(_joined(runs)):
        index = bisect_right(starts, span.start) - 1
        while index < len(runs) and starts[index] < span.end:
            run, start = runs[index], starts[index]
            low, high = max(span.start - start, 0), min(span.end - start, len(run.text))
            index += 1
            if low < high and not _is_placeholder(run.text, low, high):
                yield run, replace(span, start=low, end=high)


def _alone(run: Run) -> Iterator[Span]:
    """Detect in one address, name of a file or piece of code. A finding in an address takes the whole of it."""
    spans = detect(*_as_looked_at(run)) if run.text else ()
    if run.where is not Where.URL:
        yield from (s for s in spans if not _is_placeholder(run.text, s.start, s.end))
    elif spans:
        worst = next((s for s in spans if s.level is Level.AUTO), spans[0])
        yield replace(worst, start=0, end=len(run.text))


def _is_placeholder(text: str, start: int, end: int) -> bool:
    """Whether a stretch says nothing but placeholders, or part of one, and an article: «el «profe A»»."""
    if "«" not in text:
        return False
    rest = list(text[start:end])
    for match in PLACEHOLDER.finditer(text):
        low, high = max(match.start(), start) - start, min(match.end(), end) - start
        rest[low:high] = " " * max(high - low, 0)
    return _NOTHING_SAID.fullmatch("".join(rest)) is not None


def is_allowed(finding: Finding, names: Sequence[str]) -> bool:
    """Whether a finding lies inside a mention of a name that its owner agreed to show, in full and to the letter."""
    for name in names:
        for match in re.finditer(re.escape(name), finding.run.text, re.IGNORECASE):
            if match.start() <= finding.span.start and finding.span.end <= match.end():
                return True
    return False
