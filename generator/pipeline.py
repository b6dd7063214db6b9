"""The one way through, written once: load → validate → consent → anonymize → stage → build → audit → promote.

Read it top to bottom. A submission that fails a step is left out with its reasons, and everything else goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from generator.anonymize import redact
from generator.anonymize.cache import remembering
from generator.anonymize.detect import Where
from generator.archive import ARCHIVE
from generator.building import Accepted, Outcome, Say, Way, build_until_clean, drop_copy, retired
from generator.checking import Step, figures, guarded, read_all, silent
from generator.consent.coverage import require_consent
from generator.consent.standing import Trust
from generator.consent.store import load_trust
from generator.diagnostics import find, in_order
from generator.lock import WORK
from generator.memory import load_memory
from generator.model import Anonymized, Consented, Submission
from generator.promote import SITE, only_one, promote, recover
from generator.schema.options import Estado
from generator.stage import clear
from generator.withdraw import published_in, whole_in, withdraw

_FALLEN = frozenset(("C108", "C109"))
"""A name or an image without its consent: the submission goes on without it, an older page of it may not stand."""
_CONSENT = "C"
_SETTLED = frozenset((Estado.REVOCADA, Estado.NO_PUBLICADA))
"""States in which a submission is not published and nobody waits for it to be."""


def _looked_at(submissions: Iterable[tuple[Submission, frozenset[int] | None]]) -> Iterator[tuple[str, Where]]:
    """The texts that are going to be looked into; a fault of ours is told when they are."""
    for submission, shown in submissions:
        texts, _ = guarded(submission.folder, partial(_texts_of, submission, shown))
        yield from texts or ()


def _texts_of(submission: Submission, shown: frozenset[int] | None) -> Step[list[tuple[str, Where]]]:
    return list(redact.texts_of(submission, shown)), []


def accept(project: Path, today: date, say: Say = silent, work: Path | None = None) -> Accepted:
    """From the disk to what may be published: the first half of the way, which nothing that is built can stop.

    What was found is remembered in `work`, the project's own folder when none is given.
    """
    found = read_all(project, say)
    trust, findings = load_trust(project)
    memory, forgotten = load_memory(project)
    released, damaged = figures(project)
    findings += [*forgotten, *damaged, *found.findings]
    say("Revisando consentimientos y anonimizando.")
    anonymized: list[Anonymized] = []
    settled: set[str] = set()
    fallen: set[str] = set()
    agreed = [(s, guarded(s.folder, partial(_agreed, s, trust, today))) for s in found.submissions]
    with remembering(work or project / WORK) as seen:
        seen.look_ahead(_looked_at((c.submission, c.names) for _, (c, _reasons) in agreed if c))
        steps = [
            (s, reasons, guarded(s.folder, partial(redact.anonymize, c, memory)) if c else (None, []))
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
    return Accepted(tuple(anonymized), found.folders, left_out, standing, reduced, found_all, released, today)


def _agreed(submission: Submission, trust: Trust, today: date) -> Step[Consented]:
    """Consent for one submission, where it is to be published at all."""
    estado = submission.ficha.estado
    if not submission.ficha.publishable:
        where = f"{submission.folder}/ficha.yml"
        return None, [] if estado in _SETTLED else [
            find("P311", where, f"Está «{estado.label}»: no se publica todavía.")
        ]
    return require_consent(submission, trust, today)


def construct(project: Path, today: date, say: Say = silent, *, strict: bool = False) -> Outcome:
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
