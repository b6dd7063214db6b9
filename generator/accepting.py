"""From the disk to what may be published: the first half of the way, load → validate → consent → anonymize.

One bundle goes through it by itself (`_prepared`), in whichever process; what ties bundles to each other comes after.
What came of a bundle is remembered (`kept`) by its imprint, the terms that the project remembers and the program, so
that one which did not change is not even read; whether everybody agrees is decided anew each time, with the receipts,
the list of withdrawals and the day.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import partial
from pathlib import Path

from generator import parallel
from generator.anonymize import redact
from generator.building import Accepted, Say
from generator.checking import UNSTEADY, Step, figures, guarded, silent
from generator.consent.coverage import require_consent
from generator.consent.standing import Trust
from generator.consent.store import RECEIPTS, load_trust
from generator.diagnostics import Diagnostic, count, find, in_order
from generator.imprint import Imprint, imprint
from generator.kept import NOTHING, Kept
from generator.load import Bundle, discover, load
from generator.memory import load_memory
from generator.model import NO_TEXT, Anonymized, Consented, FrontMatter, Submission
from generator.parallel import share
from generator.progress import counted, noted
from generator.schema.options import Estado
from generator.schema.revision import Memoria, Revision
from generator.validate import validate
from generator.validate.together import Tie, loose, ties

_FALLEN = frozenset(("C108", "C109"))
"""A name or an image without its consent: the submission goes on without it, an older page of it may not stand."""
_SETTLED = frozenset((Estado.REVOCADA, Estado.NO_PUBLICADA))
"""States in which a submission is not published and nobody waits for it to be."""
_ENOUGH = 20_000
"""Bytes of texts that a process is handed at a time."""
_AGREED_TO = 2
"""How deep the fields are of which consent tells the place: one author, one image."""


@dataclass(frozen=True, slots=True, repr=False)
class _Day:
    """What the project is and trusts today, the same for every bundle."""

    project: Path
    memory: Memoria
    trust: Trust
    today: date

    def name_of_read(self, mark: Imprint, kept: Kept) -> str:
        """By what a bundle that was read is kept; its images are found again at their place on this disk."""
        return kept.name("leida", str(self.project.absolute()), mark.digest)

    def name_of_page(self, mark: Imprint, consented: Consented, kept: Kept) -> str:
        """By what is kept what may be shown of a bundle, for what was agreed to."""
        agreed = (sorted(consented.names), sorted(consented.images), consented.example)
        return kept.name("anonima", str(self.project.absolute()), mark.digest, agreed, self.memory.model_dump_json())


@dataclass(frozen=True, slots=True, repr=False)
class _Read:
    """A bundle that was loaded and validated: the submission without its texts, where it fits the schema."""

    submission: Submission | None
    findings: tuple[Diagnostic, ...]
    ties: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class _Prepared:
    """What came of one bundle: read, agreed to, anonymized, each with what was found on the way."""

    read: _Read
    consented: Consented | None = None
    reasons: tuple[Diagnostic, ...] = ()
    anonymized: Anonymized | None = None
    told: tuple[Diagnostic, ...] = ()

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        return (*self.read.findings, *self.reasons, *self.told)


def accept(project: Path, today: date, say: Say = silent, kept: Kept = NOTHING) -> Accepted:
    """What may be published today, what may not, and why. Nothing that is built can stop it.

    The submissions come without the texts that the author wrote: what is published of them is in what they became.
    """
    bundles, findings = discover(project)
    unfit = frozenset(d.path for d in findings if d.is_error)
    known = frozenset(b.folder for b in bundles)
    trust, untrusted = load_trust(project)
    memory, forgotten = load_memory(project)
    released, damaged = figures(project)
    findings += [*untrusted, *forgotten, *damaged]
    say(f"Leyendo, validando y anonimizando {count(len(bundles), 'entrega', 'entregas')}.")
    anonymized: list[Anonymized] = []
    settled: set[str] = set()
    fallen: set[str] = set()
    knot: list[Tie] = []
    made = _all_prepared(bundles, _Day(project, memory, trust, today), kept, say)
    for one in counted(made, len(bundles), say):
        findings += one.findings
        knot += one.read.ties
        if one.anonymized is not None:
            anonymized.append(one.anonymized)
        submission = one.read.submission
        if submission is not None and submission.ficha.estado in _SETTLED:
            settled.add(submission.folder)
        if submission is not None and any(d.code in _FALLEN for d in one.reasons):
            fallen.add(submission.folder)
    findings += loose(knot, set(known))
    inside = {a.folder for a in anonymized}
    left_out = (known | unfit) - inside - settled | {d.path for d in damaged}
    standing, reduced = frozenset(inside - fallen), frozenset(inside & fallen)
    return Accepted(tuple(anonymized), known, left_out, standing, reduced, tuple(in_order(findings)), released, today)


def _all_prepared(bundles: Sequence[Bundle], day: _Day, kept: Kept, say: Say) -> Iterator[_Prepared]:
    """Each bundle in its order: as it was the last time, or made anew, many at once where there are many."""
    remembered: dict[str, _Prepared] = {}
    new: list[_New] = []
    for bundle in bundles:
        mark = imprint(bundle)
        found, _ = guarded(bundle.folder, partial(_remembered, mark, day, kept))
        if found:
            remembered[bundle.folder] = found
        else:
            new.append((bundle, mark))
    noted(say, f"{len(remembered)} como estaban; {count(len(new), 'hecha', 'hechas')} de nuevo")
    made = share(partial(partial, _prepared, day), new, _length, parallel.WORTHWHILE, _ENOUGH)
    for bundle in bundles:
        if bundle.folder in remembered:
            yield remembered.pop(bundle.folder)
            continue
        item, result = next(made)
        one = result or _prepared(day, item)
        _keep(one, item, day, kept)
        yield one


_New = tuple[Bundle, Imprint | None]
"""A bundle to be prepared, and its imprint before that."""


def _length(item: _New) -> int:
    return item[1].length + 1 if item[1] else 1


def _prepared(day: _Day, item: _New) -> _Prepared:
    """One bundle from the disk to what may be shown of it; a fault of ours leaves out that one alone (E013)."""
    bundle, _ = item
    one, faults = guarded(bundle.folder, lambda: (_from_disk(bundle, day), []))
    return one or _Prepared(_Read(None, tuple(faults)))


def _from_disk(bundle: Bundle, day: _Day) -> _Prepared:
    source, findings = load(day.project, bundle)
    if source is None:
        return _Prepared(_Read(None, tuple(findings)))
    submission, more = validate(source, {f.path.removeprefix(f"{bundle.folder}/") for f in findings})
    findings = in_order([*findings, *more])
    if submission is None or any(f.is_error for f in findings):
        return _Prepared(_Read(None, tuple(findings)))
    read = _Read(_without_texts(submission), tuple(findings), tuple(ties(submission)))
    consented, reasons = _agreed(submission, day.trust, day.today)
    if consented is None:
        return _Prepared(read, None, tuple(reasons))
    anonymized, told = redact.anonymize(consented, day.memory)
    consented = replace(consented, submission=read.submission or submission)
    if anonymized is not None:
        anonymized = replace(anonymized, consented=consented)
    return _Prepared(read, consented, tuple(reasons), anonymized, tuple(told))


def _agreed(submission: Submission, trust: Trust, today: date) -> tuple[Consented | None, list[Diagnostic]]:
    """Consent for one submission, where it is to be published at all."""
    estado = submission.ficha.estado
    if submission.ficha.publishable:
        return require_consent(submission, trust, today)
    where = f"{submission.folder}/ficha.yml"
    waits = find("P311", where, f"Está «{estado.label}»: no se publica todavía.")
    return None, [] if estado in _SETTLED else [waits]


def _without_texts(submission: Submission) -> Submission:
    """What consent is decided on and a page names: the fields, the digests and the receipts, without the texts."""
    receipts = {name: text for name, text in submission.source.house.items() if name == RECEIPTS}
    source = replace(submission.source, index="", house=receipts, attachments={})
    places = {key: place for key, place in submission.front.places.items() if len(key) <= _AGREED_TO}
    return replace(
        submission,
        source=source,
        front=FrontMatter({}, places, "", 1),
        document=NO_TEXT,
        attachments={},
        revision=Revision(),
    )


def _remembered(mark: Imprint | None, day: _Day, kept: Kept) -> Step[_Prepared]:
    """What comes of a bundle as it is now, where that is known."""
    data = kept.get(day.name_of_read(mark, kept)) if mark else None
    if mark is None or data is None:
        return None, []
    # An entry opens only when this program wrote it for this user.
    read: _Read = pickle.loads(data)  # noqa: S301
    if read.submission is None:
        return _Prepared(read), []
    consented, reasons = _agreed(read.submission, day.trust, day.today)
    if consented is None:
        return _Prepared(read, None, tuple(reasons)), []
    data = kept.get(day.name_of_page(mark, consented, kept))
    if data is None:
        return None, []
    parts, told = pickle.loads(data)  # noqa: S301
    anonymized = Anonymized(consented, **parts) if parts else None
    return _Prepared(read, consented, tuple(reasons), anonymized, told), []


def _keep(one: _Prepared, item: _New, day: _Day, kept: Kept) -> None:
    """Keep what came of a bundle, where all that it came of is sure to be what its imprint tells."""
    bundle, mark = item
    if mark is None or any(d.code in UNSTEADY for d in one.findings) or imprint(bundle) != mark:
        return
    kept.put(day.name_of_read(mark, kept), pickle.dumps(one.read))
    if one.consented:
        made = one.anonymized
        parts = made and {f.name: getattr(made, f.name) for f in fields(made) if f.name != "consented"}
        kept.put(day.name_of_page(mark, one.consented, kept), pickle.dumps((parts, one.told)))
