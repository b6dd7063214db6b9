"""From the disk to what is wrong with it: the first part of the way, and the whole of `inspira validar`.

It knows nothing of pages, engines or the site: who only validates waits for none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from generator.anonymize import redact
from generator.anonymize.cache import remembering
from generator.anonymize.detect import Where
from generator.consent.coverage import require_consent
from generator.consent.standing import Trust
from generator.consent.store import load_trust
from generator.diagnostics import Diagnostic, count, find, in_order
from generator.figures.files import FOLDER, releases
from generator.figures.release import Release
from generator.load import discover
from generator.lock import WORK
from generator.memory import load_memory
from generator.model import Submission
from generator.schema.revision import Memoria
from generator.validate import read, validate_together

Say = Callable[[str], None]
T = TypeVar("T")
Step = tuple[T | None, list[Diagnostic]]
"""What a step makes of one submission: the next type, or None, and what was found either way."""


def silent(_message: str) -> None:
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


def read_all(project: Path, say: Say = silent, only: Sequence[str] = ()) -> Read:
    """Load and validate every bundle of a project, or only some folders of it (relations are checked with all)."""
    bundles, findings = discover(project)
    unfit = frozenset(d.path for d in findings if d.is_error)
    chosen = [b for b in bundles if not only or b.folder in only]
    say(f"Leyendo y validando {count(len(chosen), 'entrega', 'entregas')}.")
    submissions: list[Submission] = []
    for bundle in chosen:
        submission, found = guarded(bundle.folder, partial(read, project, bundle))
        findings += found
        if submission is not None:
            submissions.append(submission)
    known = [b.folder for b in bundles]
    findings += validate_together(submissions, known)
    return Read(tuple(submissions), frozenset(known), unfit, tuple(findings))


def check(project: Path, today: date, say: Say = silent, only: Sequence[str] = ()) -> list[Diagnostic]:
    """Everything that `inspira validar` says: what is wrong, consent included where publication is asked for.

    The released figures are looked at with all the submissions, and not while somebody writes one.
    """
    found = read_all(project, say, only)
    trust, findings = load_trust(project)
    memory, forgotten = load_memory(project)
    findings += [*forgotten, *(() if only else figures(project)[1])]
    say("Buscando datos personales y revisando consentimientos.")
    findings += found.findings
    with remembering(project / WORK, keep=bool(only)) as seen:
        seen.look_ahead(looked_at((s, None) for s in found.submissions))
        for submission in found.submissions:
            findings += guarded(submission.folder, partial(_checked, submission, trust, memory, today))[1]
    return in_order(findings)


def looked_at(submissions: Iterable[tuple[Submission, frozenset[int] | None]]) -> Iterator[tuple[str, Where]]:
    """The texts that are going to be looked into; a fault of ours is told when they are."""
    for submission, shown in submissions:
        texts, _ = guarded(submission.folder, partial(_texts_of, submission, shown))
        yield from texts or ()


def _texts_of(submission: Submission, shown: frozenset[int] | None) -> Step[list[tuple[str, Where]]]:
    return list(redact.texts_of(submission, shown)), []


def _checked(submission: Submission, trust: Trust, memory: Memoria, today: date) -> tuple[None, list[Diagnostic]]:
    findings = redact.check(submission, memory)
    if submission.ficha.publishable:
        findings = [*findings, *require_consent(submission, trust, today)[1]]
    return None, findings


def guarded(folder: str, work: Callable[[], Step[T]]) -> Step[T]:
    """Do one step for one submission: a fault of ours leaves that one out (E013) and never stops the others.

    What the exception says is not told, since it may quote the submission; its type is.
    """
    try:
        return work()
    except Exception as fault:  # the barrier between submissions: whatever it is, it ends here
        return None, [find("E013", folder, f"Algo inesperado ({type(fault).__name__}) al procesar esta entrega.")]


def figures(project: Path) -> tuple[tuple[Release, ...], list[Diagnostic]]:
    """The released figures, and what is damaged: that stays out, and keeps nobody from being withdrawn."""
    try:
        found, damaged = releases(project / FOLDER)
    except Exception as fault:  # as between submissions: whatever it is, it ends here, and no figure is published
        return (), [find("D520", FOLDER, f"Algo inesperado ({type(fault).__name__}) al leer las cifras.")]
    return tuple(found), damaged
