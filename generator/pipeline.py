"""The one way through, written once: load → validate → consent → anonymize → stage → build → audit → promote.

Read it top to bottom. A submission that fails a step is left out with its reasons, and everything else goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import yaml

from generator.anonymize import redact
from generator.audit import Expectations, Problem, audit
from generator.build import build
from generator.consent.coverage import require_consent
from generator.consent.standing import Trust
from generator.consent.store import load_trust
from generator.diagnostics import Diagnostic, count, find, in_order
from generator.load import discover
from generator.model import Anonymized, Submission
from generator.promote import SITE, only_one, promote, recover
from generator.schema.options import Estado
from generator.stage import WORK, Staged, stage
from generator.validate import read, validate_together
from generator.withdraw import published_in, withdraw

Say = Callable[[str], None]
_WITHDRAWING = frozenset(("C101", "C102", "C103", "C104", "C105", "C106", "C107", "C110", "C111"))
_SETTLED = frozenset((Estado.REVOCADA, Estado.NO_PUBLICADA))
"""States in which a submission is not published and nobody waits for it to be."""


def _silent(_message: str) -> None:
    """Say nothing."""


@dataclass(frozen=True, slots=True)
class Read:
    """The submissions that fit the schema, every folder that is there, and what was found on the way.

    `unfit` is what stands beside the folders and can be none: a loose file, a name that is no address.
    """

    submissions: tuple[Submission, ...]
    folders: frozenset[str]
    unfit: frozenset[str]
    findings: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Accepted:
    """What may be published today, what may not any more, and why.

    `left_out` are the folders that somebody could expect to see and will not; `withdrawn` those whose consent
    is not there (any more), or whose state says that they go.
    """

    anonymized: tuple[Anonymized, ...]
    folders: frozenset[str]
    left_out: frozenset[str]
    withdrawn: frozenset[str]
    findings: tuple[Diagnostic, ...]


def read_all(project: Path, say: Say = _silent, only: Sequence[str] = ()) -> Read:
    """Load and validate every bundle of a project, or only some folders of it (relations are checked with all)."""
    bundles, findings = discover(project)
    unfit = frozenset(d.path for d in findings if d.is_error)
    chosen = [b for b in bundles if not only or b.folder in only]
    say(f"Leyendo y validando {count(len(chosen), 'entrega', 'entregas')}.")
    submissions: list[Submission] = []
    for bundle in chosen:
        submission, found = read(project, bundle)
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
    say("Buscando datos personales y revisando consentimientos.")
    findings += found.findings
    for submission in found.submissions:
        findings += redact.check(submission)
        if submission.ficha.publishable:
            findings += require_consent(submission, trust, today)[1]
    return in_order(findings)


def accept(project: Path, today: date, say: Say = _silent) -> Accepted:
    """From the disk to what may be published: the first half of the way, which nothing that is built can stop."""
    found = read_all(project, say)
    trust, findings = load_trust(project)
    findings += found.findings
    say("Revisando consentimientos y anonimizando.")
    anonymized: list[Anonymized] = []
    withdrawn: set[str] = set()
    settled: set[str] = set()
    for submission in found.submissions:
        one, reasons = _through(submission, trust, today)
        findings += reasons
        if one is not None:
            anonymized.append(one)
        if submission.ficha.estado in _SETTLED:
            settled.add(submission.folder)
        if submission.ficha.estado in _SETTLED or any(d.code in _WITHDRAWING and d.is_error for d in reasons):
            withdrawn.add(submission.folder)
    inside = {a.folder for a in anonymized}
    left_out = (found.folders | found.unfit) - inside - settled
    return Accepted(tuple(anonymized), found.folders, left_out, frozenset(withdrawn), tuple(in_order(findings)))


def _through(submission: Submission, trust: Trust, today: date) -> tuple[Anonymized | None, list[Diagnostic]]:
    """Consent and anonymization of one submission."""
    estado = submission.ficha.estado
    if not submission.ficha.publishable:
        where = f"{submission.folder}/ficha.yml"
        return None, [] if estado in _SETTLED else [
            find("P311", where, f"Está «{estado.label}»: no se publica todavía.")
        ]
    consented, findings = require_consent(submission, trust, today)
    if consented is None:
        return None, findings
    one, more = redact.anonymize(consented)
    return one, [*findings, *more]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a construction ended: whether a new site is up, what is in it, what stayed out and why.

    `removed` are the folders taken out of the last good site when no new one could take its place.
    """

    promoted: bool
    published: tuple[str, ...] = ()
    left_out: frozenset[str] = frozenset()
    findings: tuple[Diagnostic, ...] = ()
    removed: frozenset[str] = frozenset()

    @property
    def exit_code(self) -> int:
        """0 when nothing was left out, 3 when something was, 1 when nothing was promoted."""
        if not self.promoted:
            return 1
        return 3 if self.left_out else 0


def construct(project: Path, today: date, say: Say = _silent, *, strict: bool = False) -> Outcome:
    """The whole way, from the folders to the published `site/`.

    With `strict`, nothing is promoted when something is refused. A submission in whose page the audit finds
    something is left out and the rest is built again: one bad page never keeps another from being withdrawn.
    """
    work, site = project / WORK, project / SITE
    with only_one(work) as mine:
        if not mine:
            return Outcome(False, findings=(find("P312", WORK),))
        recover(work, site)
        accepted = accept(project, today, say)
        if strict and (refused := [d for d in accepted.findings if d.is_error]):
            return Outcome(False, left_out=accepted.left_out, findings=tuple(refused))
        outcome = _build_until_clean(project, accepted, say)
        if not outcome.promoted:
            say("No hay un sitio nuevo. Se revisa que el publicado no muestre nada retirado.")
            gone = withdraw(work, site, published_in(site) - accepted.folders, accepted.withdrawn)
            return replace(outcome, removed=gone)
        return outcome


def _build_until_clean(project: Path, accepted: Accepted, say: Say) -> Outcome:
    """Stage, build, audit and promote; each round leaves out the submissions that the audit blames."""
    submissions = accepted.anonymized
    findings = accepted.findings
    left_out = accepted.left_out
    while True:
        built, problems = _build_once(project, submissions, accepted, say)
        findings = tuple(in_order([*findings, *(p.diagnostic for p in problems)]))
        if built is not None and not problems:
            say("Publicando.")
            promote(project / WORK, built, project / SITE)
            return Outcome(True, tuple(s.folder for s in submissions), left_out, findings)
        blamed = {p.origin for p in problems if p.origin} & {s.folder for s in submissions}
        if not blamed:
            return Outcome(False, left_out=left_out, findings=findings)
        say(f"La auditoría deja fuera {count(len(blamed), 'entrega', 'entregas')}; se construye de nuevo sin eso.")
        submissions = tuple(s for s in submissions if s.folder not in blamed)
        left_out |= blamed


def _build_once(
    project: Path, submissions: Sequence[Anonymized], accepted: Accepted, say: Say
) -> tuple[Path | None, list[Problem]]:
    say(f"Preparando {count(len(submissions), 'página', 'páginas')} de entregas.")
    try:
        staged = stage(project, submissions)
    except (OSError, ValueError, yaml.YAMLError) as problem:
        message = f"No se pudieron preparar las páginas ({type(problem).__name__})."
        return None, [Problem(find("P310", WORK, message), None)]
    say("Construyendo el sitio y su buscador.")
    if failed := build(staged):
        return None, [Problem(d, None) for d in failed]
    say("Auditando cada byte de lo construido.")
    return staged.site, audit(staged.site, expectations(staged, submissions, accepted.folders))


def expectations(staged: Staged, submissions: Sequence[Anonymized], folders: frozenset[str]) -> Expectations:
    """What the audit holds the built site to."""
    published = {s.folder for s in submissions}
    return Expectations(
        staged=staged,
        secrets={s.folder: s.secrets for s in submissions},
        gone=folders - published,
        allowed=staged.contact,
        named={s.folder: frozenset(s.credits) for s in submissions},
    )
