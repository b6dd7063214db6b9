"""From the disk to what may be published: the first half of the way, load → validate → consent → anonymize.

One bundle goes through it by itself (`_prepared`), in whichever process; what ties bundles to each other comes after.
What came of a bundle is remembered (`kept`) by its imprint, the terms that the project remembers and the program, so
that one which did not change is not even read; whether everybody agrees is decided anew each time, with the receipts,
the list of withdrawals and the day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path

from generator import parallel
from generator.anonymize import redact
from generator.anonymize.crossed import crossed
from generator.anonymize.resting import rest
from generator.building import Accepted
from generator.checking import figures, guarded
from generator.consent.coverage import Papers, papers_of, require_consent
from generator.consent.store import load_trust
from generator.diagnostics import Diagnostic, count, find, in_order
from generator.imprint import ENOUGH, Imprint, weight
from generator.kept import NOTHING, Kept
from generator.load import Bundle, discover, load
from generator.memory import load_memory
from generator.model import NO_NUMBERS, NO_TEXT, Anonymized, Consented, FrontMatter, Numbers, Submission
from generator.parallel import share
from generator.prepared import Day, Earlier, Prepared, Read
from generator.progress import Say, counted, noted, silent
from generator.schema.options import Estado
from generator.schema.revision import Revision
from generator.validate import validate
from generator.validate.together import Tie, loose, ties

_FALLEN = frozenset(("C108", "C109"))
"""A name or an image without its consent: the submission goes on without it, an older page of it may not stand."""
SETTLED = frozenset((Estado.REVOCADA, Estado.NO_PUBLICADA))
"""States in which a submission is not published and nobody waits for it to be."""
_MANY = 1_000
"""Submissions of a bank that is most of what is in memory while its pages are made ready."""
_AGREED_TO = frozenset((("autoria",), ("imagenes",), ("ejemplo",)))
"""The fields of which consent tells the place."""


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
    numbers: dict[str, Numbers] = {}
    settled: set[str] = set()
    fallen: set[str] = set()
    knot: list[Tie] = []
    made = _all_prepared(bundles, Day(project, memory, trust, today), kept, say)
    for one in counted(made, len(bundles), say):
        findings += one.findings
        knot += one.read.ties
        if one.anonymized is not None:
            numbers[one.anonymized.folder] = one.anonymized.numbers
            anonymized.append(replace(one.anonymized, numbers=NO_NUMBERS))
        submission = one.read.submission
        if submission is not None and submission.ficha.estado in SETTLED:
            settled.add(submission.folder)
        if submission is not None and any(d.code in _FALLEN for d in one.reasons):
            fallen.add(submission.folder)
    findings += loose(knot, set(known))
    elsewhere = crossed(anonymized, numbers)
    findings += chain.from_iterable(elsewhere.values())
    if len(bundles) >= _MANY:
        rest()
    anonymized = [a for a in anonymized if a.folder not in elsewhere]
    inside = {a.folder for a in anonymized}
    left_out = (known | unfit) - inside - settled | {d.path for d in damaged}
    standing, reduced = frozenset(inside - fallen), frozenset(inside & fallen)
    retired = frozenset(a.folder for a in anonymized if a.ficha.estado is Estado.RETIRADA)
    said = tuple(in_order(findings))
    return Accepted(anonymized, known, left_out, standing, reduced, retired, said, released, today)


def _all_prepared(bundles: Sequence[Bundle], day: Day, kept: Kept, say: Say) -> Iterator[Prepared]:
    """Each bundle in its order: as it was the last time, or made anew, many at once where there are many."""
    as_it_was: dict[str, Prepared] = {}
    new: list[_New] = []
    earlier = Earlier(bundles, day, kept)
    marks: dict[str, Imprint | None] = {}
    for bundle, mark, found in earlier.known(_agreed):
        marks[bundle.folder] = mark
        if found:
            as_it_was[bundle.folder] = found
        else:
            new.append((bundle, mark))
    noted(say, f"{len(as_it_was)} como estaban; {count(len(new), 'hecha', 'hechas')} de nuevo")
    made = share(partial(partial, _prepared, day), new, lambda item: weight(item[1]), parallel.WORTHWHILE, ENOUGH)
    for bundle in bundles:
        one = as_it_was.pop(bundle.folder, None)
        if again := one is None:
            item, result = next(made)
            one = result or _prepared(day, item)
        earlier.keep(one, bundle, marks[bundle.folder], new=again)
        yield one


_New = tuple[Bundle, Imprint | None]
"""A bundle to be prepared, and its imprint before that."""


def _prepared(day: Day, item: _New) -> Prepared:
    """One bundle from the disk to what may be shown of it; a fault of ours leaves out that one alone (E013)."""
    bundle, _ = item
    one, faults = guarded(bundle.folder, lambda: (_from_disk(bundle, day), []))
    return one or Prepared(Read(None, tuple(faults)))


def _from_disk(bundle: Bundle, day: Day) -> Prepared:
    source, findings = load(day.project, bundle)
    if source is None:
        return Prepared(Read(None, tuple(findings)))
    submission, more = validate(source, {f.path.removeprefix(f"{bundle.folder}/") for f in findings})
    findings = in_order([*findings, *more])
    if submission is None or any(f.is_error for f in findings):
        return Prepared(Read(None, tuple(findings)))
    papers = papers_of(submission)
    read = Read(_without_texts(submission), tuple(findings), tuple(ties(submission)), papers)
    consented, reasons = _agreed(submission, papers, day)
    if consented is None:
        return Prepared(read, None, tuple(reasons))
    anonymized, told = redact.anonymize(consented, day.memory)
    consented = replace(consented, submission=read.submission or submission)
    if anonymized is not None:
        same = anonymized.record == submission.record  # most are: once in the memory of a large project
        anonymized = replace(anonymized, consented=consented, record=submission.record if same else anonymized.record)
    return Prepared(read, consented, tuple(reasons), anonymized, tuple(told))


def _agreed(submission: Submission, papers: Papers | None, day: Day) -> tuple[Consented | None, list[Diagnostic]]:
    """Consent for one submission, where it is to be published at all."""
    estado = submission.ficha.estado
    if submission.ficha.publishable:
        return require_consent(submission, day.trust, day.today, papers)
    where = f"{submission.folder}/ficha.yml"
    waits = find("P311", where, f"Está «{estado.label}»: no se publica todavía.")
    return None, [] if estado in SETTLED else [waits]


def _without_texts(submission: Submission) -> Submission:
    """What consent is decided on, beside the papers, and a page names: the fields and the digests."""
    source = replace(submission.source, index="", house={}, attachments={})
    places = {key: place for key, place in submission.front.places.items() if key[:1] in _AGREED_TO}
    return replace(
        submission,
        source=source,
        front=FrontMatter({}, places, "", 1),
        document=NO_TEXT,
        attachments={},
        revision=Revision(),
    )
