"""The one way through, written once: load → validate → consent → anonymize → stage → build → audit → promote.

Read it top to bottom. A submission that fails a step is left out with its reasons, and everything else goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from generator.anonymize import redact
from generator.anonymize.cache import remembering
from generator.anonymize.detect import Where
from generator.archive import ARCHIVE
from generator.building import Accepted, Outcome, Say, Way, build_until_clean, drop_copy, retired
from generator.consent.coverage import require_consent
from generator.consent.standing import Trust
from generator.consent.store import load_trust
from generator.diagnostics import Diagnostic, count, find, in_order
from generator.figures.files import FOLDER, releases
from generator.figures.release import Release
from generator.load import discover
from generator.memory import load_memory
from generator.model import Anonymized, Consented, Submission
from generator.promote import SITE, only_one, promote, recover
from generator.schema.options import Estado
from generator.schema.revision import Memoria
from generator.stage import WORK, clear
from generator.validate import read, validate_together
from generator.withdraw import published_in, whole_in, withdraw

T = TypeVar("T")
Step = tuple[T | None, list[Diagnostic]]
"""What a step makes of one submission: the next type, or None, and what was found either way."""

_FALLEN = frozenset(("C108", "C109"))
"""A name or an image without its consent: the submission goes on without it, an older page of it may not stand."""
_CONSENT = "C"
_SETTLED = frozenset((Estado.REVOCADA, Estado.NO_PUBLICADA))
"""States in which a submission is not published and nobody waits for it to be."""


def _silent(_message: str) -> None:
    """Say nothing."""


@dataclass(frozen=True, slots=True, repr=False)
class Read:
    """The submissions that fit the schema, every folder that is there, and what was found on the way.

    `unfit` is what stands beside the folders and can be none: a loose file, a name that is no address.
    """

    submissions: tuple[Submission, ...]
    folders: frozenset[str]
    unfit: frozenset[str]
    findings: tuple[Diagnostic, ...]


def read_all(project: Path, say: Say = _silent, only: Sequence[str] = ()) -> Read:
    """Load and validate every bundle of a project, or only some folders of it (relations are checked with all)."""
    bundles, findings = discover(project)
    unfit = frozenset(d.path for d in findings if d.is_error)
    chosen = [b for b in bundles if not only or b.folder in only]
    say(f"Leyendo y validando {count(len(chosen), 'entrega', 'entregas')}.")
    submissions: list[Submission] = []
    for bundle in chosen:
        submission, found = _guarded(bundle.folder, partial(read, project, bundle))
        findings += found
        if submission is not None:
            submissions.append(submission)
    known = [b.folder for b in bundles]
    findings += validate_together(submissions, known)
    return Read(tuple(submissions), frozenset(known), unfit, tuple(findings))


def check(project: Path, today: date, say: Say = _silent, only: Sequence[str] = ()) -> list[Diagnostic]:
    """Everything that `inspira validar` says: what is wrong, consent included where publication is asked for."""
    found = read_all(project, say, only)
    trust, findings = load_trust(project)
    memory, forgotten = load_memory(project)
    findings += [*forgotten, *_figures(project)[1]]
    say("Buscando datos personales y revisando consentimientos.")
    findings += found.findings
    with remembering(project / WORK, keep=bool(only)) as seen:
        seen.look_ahead(_looked_at((s, None) for s in found.submissions))
        for submission in found.submissions:
            findings += _guarded(submission.folder, partial(_checked, submission, trust, memory, today))[1]
    return in_order(findings)


def _looked_at(submissions: Iterable[tuple[Submission, frozenset[int] | None]]) -> Iterator[tuple[str, Where]]:
    """The texts that are going to be looked into; a fault of ours is told when they are."""
    for submission, shown in submissions:
        texts, _ = _guarded(submission.folder, partial(_texts_of, submission, shown))
        yield from texts or ()


def _texts_of(submission: Submission, shown: frozenset[int] | None) -> Step[list[tuple[str, Where]]]:
    return list(redact.texts_of(submission, shown)), []


def _checked(submission: Submission, trust: Trust, memory: Memoria, today: date) -> tuple[None, list[Diagnostic]]:
    findings = redact.check(submission, memory)
    if submission.ficha.publishable:
        findings = [*findings, *require_consent(submission, trust, today)[1]]
    return None, findings


def _guarded(folder: str, work: Callable[[], Step[T]]) -> Step[T]:
    """Do one step for one submission: a fault of ours leaves that one out (E013) and never stops the others.

    What the exception says is not told, since it may quote the submission; its type is.
    """
    try:
        return work()
    except Exception as fault:  # the barrier between submissions: whatever it is, it ends here
        return None, [find("E013", folder, f"Algo inesperado ({type(fault).__name__}) al procesar esta entrega.")]


def accept(project: Path, today: date, say: Say = _silent, work: Path | None = None) -> Accepted:
    """From the disk to what may be published: the first half of the way, which nothing that is built can stop.

    What was found is remembered in `work`, the project's own folder when none is given.
    """
    found = read_all(project, say)
    trust, findings = load_trust(project)
    memory, forgotten = load_memory(project)
    figures, damaged = _figures(project)
    findings += [*forgotten, *damaged, *found.findings]
    say("Revisando consentimientos y anonimizando.")
    anonymized: list[Anonymized] = []
    settled: set[str] = set()
    fallen: set[str] = set()
    agreed = [(s, _guarded(s.folder, partial(_agreed, s, trust, today))) for s in found.submissions]
    with remembering(work or project / WORK) as seen:
        seen.look_ahead(_looked_at((c.submission, c.names) for _, (c, _reasons) in agreed if c))
        steps = [
            (s, reasons, _guarded(s.folder, partial(redact.anonymize, c, memory)) if c else (None, []))
            for s, (c, reasons) in agreed
        ]
    for submission, reasons, (one, more) in steps:
        findings += (reasons := [*reasons, *more])
        if one is not None:
            anonymized.append(one)
        if submission.ficha.estado in _SETTLED:
            settled.add(submission.folder)
        if any(d.code in _FALLEN for d in reasons):
            fallen.add(submission.folder)
    inside = {a.folder for a in anonymized}
    left_out = (found.folders | found.unfit) - inside - settled | {d.path for d in damaged}
    standing, reduced = frozenset(inside - fallen), frozenset(inside & fallen)
    found_all = tuple(in_order(findings))
    return Accepted(tuple(anonymized), found.folders, left_out, standing, reduced, found_all, figures, today)


def _figures(project: Path) -> tuple[tuple[Release, ...], list[Diagnostic]]:
    """The released figures, and what is damaged: that stays out, and keeps nobody from being withdrawn."""
    try:
        found, damaged = releases(project / FOLDER)
    except Exception as fault:  # as between submissions: whatever it is, it ends here, and no figure is published
        return (), [find("D520", FOLDER, f"Algo inesperado ({type(fault).__name__}) al leer las cifras.")]
    return tuple(found), damaged


def _agreed(submission: Submission, trust: Trust, today: date) -> Step[Consented]:
    """Consent for one submission, where it is to be published at all."""
    estado = submission.ficha.estado
    if not submission.ficha.publishable:
        where = f"{submission.folder}/ficha.yml"
        return None, [] if estado in _SETTLED else [
            find("P311", where, f"Está «{estado.label}»: no se publica todavía.")
        ]
    return require_consent(submission, trust, today)


def construct(project: Path, today: date, say: Say = _silent, *, strict: bool = False) -> Outcome:
    """The whole way, from the folders to the published `site/`.

    With `strict`, nothing is promoted when something is refused. A submission in whose page the audit finds
    something is left out and the rest is built again: one bad page never keeps another from being withdrawn.
    """
    work, site = project / WORK, project / SITE

    def publish(built: Path) -> None:
        say("Publicando.")
        promote(work, built, site)

    with only_one(work) as mine:
        if not mine:
            return Outcome(False, findings=(find("P312", WORK),))
        recover(work, site)
        clear(work)
        accepted = accept(project, today, say)
        drop_copy(project / ARCHIVE, accepted, say)
        outcome = _refusing(accepted) if strict else None
        outcome = outcome or build_until_clean(project, accepted, Way(publish), say)
        drop_copy(project / ARCHIVE, accepted, say, outcome.left_out)
        if outcome.promoted:
            return outcome
        say("No hay un sitio nuevo. Se revisa que el publicado no muestre nada que ya no pueda estar.")
        clear(work, logs=False)
        going = (published_in(site) - accepted.standing) | (retired(accepted) & whole_in(site))
        return replace(outcome, removed=withdraw(work, site, going))


def _refusing(accepted: Accepted) -> Outcome | None:
    """The end of a strict run in which something is refused. A withdrawal is no refusal: it must go through."""
    refused = tuple(d for d in accepted.findings if d.is_error and not d.code.startswith(_CONSENT))
    return Outcome(False, left_out=accepted.left_out, findings=refused) if refused else None
