"""What stands between each submission and its page, whatever its state: what is wrong, undecided or not agreed to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from generator.anonymize import redact
from generator.anonymize.cache import remembering
from generator.anonymize.detect import Where
from generator.checking import Step, guarded, judged_all, read_all
from generator.consent.coverage import coverage
from generator.consent.months import month_of
from generator.consent.standing import Trust
from generator.consent.store import load_receipts, load_trust
from generator.consent.strict_json import MalformedError
from generator.diagnostics import Diagnostic, count
from generator.ficha_text import FICHA, UnreadableError, parsed, stored
from generator.judging import Agreed, Judgement, remembered
from generator.load import discover
from generator.lock import WORK
from generator.memory import load_memory
from generator.model import Submission
from generator.progress import Say, silent
from generator.schema import Ficha
from generator.schema.options import Estado
from generator.schema.revision import Memoria

_CERTAIN = ("A202", "A203")
"""Warnings for the site, which redacts them; before somebody approves, they are taken out of the file itself."""


@dataclass(frozen=True, slots=True, repr=False)
class Look:
    """One folder as it is today. `ficha` is None when it could not be read.

    `broken` keeps it from being understood, `undecided` waits for `inspira anonimizar`, `consent` is all that is
    missing of it (warnings too: what the page would go without). `until` is the last month that consent covers, None
    when nothing does or for an example. `holding`: some receipt of it was neither withdrawn nor has expired.
    """

    folder: str
    ficha: Ficha | None
    broken: tuple[Diagnostic, ...] = ()
    undecided: tuple[Diagnostic, ...] = ()
    consent: tuple[Diagnostic, ...] = ()
    until: str | None = None
    holding: bool = False
    example: bool = False

    @property
    def blocking(self) -> list[Diagnostic]:
        """What keeps a whole page from going out, in the order in which it is mended."""
        return [*self.broken, *self.undecided, *(d for d in self.consent if d.is_error)]


@dataclass(frozen=True, slots=True, repr=False)
class Room:
    """Every folder, and what the project as a whole is trusted by."""

    looks: tuple[Look, ...]
    trust: Trust
    findings: tuple[Diagnostic, ...]


def overview(project: Path, today: date, say: Say = silent) -> Room:
    """Every submission of a project, for who only wants to know: what did not change is not judged again, as in
    `inspira validar`, and nothing is decided by it."""
    bundles, findings = discover(project)
    say(f"Revisando {count(len(bundles), 'entrega', 'entregas')}: forma, datos personales y consentimientos.")
    trust, untrusted = load_trust(project)
    memory, forgotten = load_memory(project)
    wrong = _by_folder(findings)
    looks = {folder: Look(folder, None, broken=tuple(found)) for folder, found in wrong.items()}
    with remembered(project / WORK, whole=True) as judged:
        day = trust, today
        for folder, judgement, agreed in judged_all(project, bundles, memory, day, judged, drafts_too=True):
            one, faults = guarded(folder, partial(_judged, project, folder, judgement, agreed, day))
            one = one or Look(folder, None)
            looks[folder] = replace(one, broken=(*wrong.get(folder, ()), *one.broken, *faults))
    return Room(tuple(looks[f] for f in sorted(looks)), trust, (*untrusted, *forgotten))


def _judged(project: Path, folder: str, judgement: Judgement, agreed: Agreed, by: tuple[Trust, date]) -> Step[Look]:
    """A folder as its judgement and its agreement tell of it."""
    wrong, fits = judgement.findings, judgement.fits
    return (
        Look(
            folder,
            _ficha(project, folder),
            broken=() if fits else tuple(d for d in wrong if d.is_error),
            undecided=tuple(d for d in wrong if d.is_error or d.code in _CERTAIN) if fits else (),
            consent=agreed.missing,
            until=agreed.until,
            holding=_holding(project, folder, *by),
            example=judgement.example,
        ),
        [],
    )


def look(project: Path, today: date, say: Say = silent, only: Sequence[str] = ()) -> Room:
    """Look at every submission of a project, or only at some folders of it, and judge each anew: for who decides.

    One that fails hides no other.
    """
    found = read_all(project, say, only)
    trust, findings = load_trust(project)
    memory, forgotten = load_memory(project)
    known = {s.folder: s for s in found.submissions}
    wrong = _by_folder(found.findings)
    looks = []
    say("Buscando datos personales y revisando consentimientos.")
    with remembering(project / WORK, keep=bool(only)) as seen:
        seen.look_ahead(_texts(known.values()))
        for folder in sorted({*(only or found.folders), *wrong}):
            if only and folder not in only:
                continue
            work = partial(_look, project, folder, known.get(folder), (trust, memory, today))
            one, faults = guarded(folder, work)
            one = one or Look(folder, None)
            looks.append(replace(one, broken=(*wrong.get(folder, ()), *faults)))
    return Room(tuple(looks), trust, (*findings, *forgotten))


def _by_folder(findings: Iterable[Diagnostic]) -> dict[str, list[Diagnostic]]:
    """The errors by the folder that they are of."""
    wrong: dict[str, list[Diagnostic]] = {}
    for finding in (f for f in findings if f.is_error):
        wrong.setdefault("/".join(finding.path.split("/")[:2]), []).append(finding)
    return wrong


def _texts(submissions: Iterable[Submission]) -> Iterator[tuple[str, Where]]:
    """The texts that are going to be looked into; a fault of ours is told when they are."""

    def of(submission: Submission) -> Step[list[tuple[str, Where]]]:
        return list(redact.texts_of(submission)), []

    for submission in submissions:
        yield from guarded(submission.folder, partial(of, submission))[0] or ()


def _look(project: Path, folder: str, submission: Submission | None, by: tuple[Trust, Memoria, date]) -> Step[Look]:
    trust, memory, today = by
    holding = _holding(project, folder, trust, today)
    if submission is None:
        return Look(folder, _ficha(project, folder), holding=holding), []
    # As it would go out: the replicas of a retired page, for one, are not looked at.
    whole = submission.ficha.model_copy(update={"estado": Estado.APROBADA})
    undecided = [d for d in redact.check(replace(submission, ficha=whole), memory) if d.is_error or d.code in _CERTAIN]
    agreed, missing = coverage(submission, trust, today)
    return (
        Look(
            folder,
            submission.ficha,
            undecided=tuple(undecided),
            consent=tuple(missing),
            until=agreed.until if agreed else None,
            holding=holding,
            example=submission.record.ejemplo,
        ),
        [],
    )


def _ficha(project: Path, folder: str) -> Ficha | None:
    try:
        text = stored(project / folder)
    except UnreadableError:
        return None
    return parsed(text, f"{folder}/{FICHA}")[0]


def _holding(project: Path, folder: str, trust: Trust, today: date) -> bool:
    try:
        receipts = load_receipts(project, folder).recibos
    except MalformedError:
        return False
    month = month_of(today)
    return any(r.vence >= month and not trust.is_withdrawn(r.rid) for r in receipts)
