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

import yaml

from generator.anonymize import redact
from generator.anonymize.cache import remembering
from generator.anonymize.detect import Where
from generator.archive import ARCHIVE, drop_stale
from generator.audit import Expectations, Problem, audit
from generator.build import build
from generator.consent.coverage import require_consent
from generator.consent.standing import Trust
from generator.consent.store import load_trust
from generator.diagnostics import Diagnostic, count, find, in_order
from generator.figures.files import FOLDER, releases
from generator.figures.release import Release
from generator.load import discover
from generator.manifest import Staged
from generator.memory import load_memory
from generator.model import Anonymized, Consented, Submission
from generator.promote import SITE, only_one, promote, recover
from generator.schema.options import Estado
from generator.schema.revision import Memoria
from generator.stage import WORK, clear, stage
from generator.validate import read, validate_together
from generator.vocabulary import vocabulary
from generator.withdraw import published_in, withdraw

Say = Callable[[str], None]
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


@dataclass(frozen=True, slots=True, repr=False)
class Accepted:
    """What may be published today, what may not any more, and why.

    `left_out` are the folders that somebody could expect to see and will not; `standing` those of which a page
    that is already published may stay as it is. `releases` are the figures that were read back whole. `today` is the
    day for which this holds.
    """

    anonymized: tuple[Anonymized, ...]
    folders: frozenset[str]
    left_out: frozenset[str]
    standing: frozenset[str]
    findings: tuple[Diagnostic, ...]
    releases: tuple[Release, ...] = ()
    today: date | None = None


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
    standing = frozenset(inside - fallen)
    return Accepted(tuple(anonymized), found.folders, left_out, standing, tuple(in_order(findings)), figures, today)


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


@dataclass(frozen=True, slots=True, repr=False)
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
        if outcome.promoted:
            return outcome
        say("No hay un sitio nuevo. Se revisa que el publicado no muestre nada que ya no pueda estar.")
        clear(work)
        return replace(outcome, removed=withdraw(work, site, published_in(site) - accepted.standing))


def _refusing(accepted: Accepted) -> Outcome | None:
    """The end of a strict run in which something is refused. A withdrawal is no refusal: it must go through."""
    refused = tuple(d for d in accepted.findings if d.is_error and not d.code.startswith(_CONSENT))
    return Outcome(False, left_out=accepted.left_out, findings=refused) if refused else None


@dataclass(frozen=True, slots=True)
class Way:
    """What is built: `finish` takes the folder of a site that passed the audit, `portable` asks for the copy that
    works from a disk."""

    finish: Callable[[Path], None]
    portable: bool = False


def drop_copy(copy: Path, accepted: Accepted, say: Say) -> None:
    """Delete a ZIP made earlier that shows what may not be shown any more."""
    try:
        gone = drop_stale(copy, accepted.standing)
    except OSError:  # it is nobody else's reason to stay published
        say("La copia en ZIP que había tiene algo que ya no puede estar y no se pudo borrar: bórrela usted.")
        return
    if gone:
        say("Se borró la copia en ZIP que había: tenía algo que ya no puede estar. Haga otra con inspira empacar.")


def build_until_clean(project: Path, accepted: Accepted, way: Way, say: Say) -> Outcome:
    """Stage, build, audit and finish; each round leaves out the submissions that the audit blames."""
    submissions = accepted.anonymized
    findings = accepted.findings
    left_out = accepted.left_out
    while True:
        built, problems = _attempt(project, submissions, accepted, way, say)
        findings = tuple(in_order([*findings, *(p.diagnostic for p in problems)]))
        if built:
            return Outcome(True, tuple(s.folder for s in submissions), left_out, findings)
        blamed = {p.origin for p in problems if p.origin} & {s.folder for s in submissions}
        if not blamed:
            return Outcome(False, left_out=left_out, findings=findings)
        say(f"La auditoría deja fuera {count(len(blamed), 'entrega', 'entregas')}; se construye de nuevo sin eso.")
        submissions = tuple(s for s in submissions if s.folder not in blamed)
        left_out |= blamed


def _attempt(
    project: Path, submissions: Sequence[Anonymized], accepted: Accepted, way: Way, say: Say
) -> tuple[bool, list[Problem]]:
    """One try at a site, promoted when nothing is wrong with it. A fault of ours or of the disk is a problem too."""
    try:
        problems = _build_once(project, submissions, accepted, way, say)
    except Exception as fault:  # whatever it is, what was withdrawn must still leave the published site
        problems = [
            Problem(find("P310", WORK, f"Algo inesperado ({type(fault).__name__}) al construir el sitio."), None)
        ]
    return not problems, problems


def _build_once(
    project: Path, submissions: Sequence[Anonymized], accepted: Accepted, way: Way, say: Say
) -> list[Problem]:
    say(f"Preparando {count(len(submissions), 'página', 'páginas')} de entregas.")
    try:
        staged = stage(project, submissions, accepted.releases, today=accepted.today, say=say, portable=way.portable)
    except (OSError, ValueError, yaml.YAMLError) as problem:
        message = f"No se pudieron preparar las páginas ({type(problem).__name__})."
        return [Problem(find("P310", WORK, message, hint="Revise mkdocs.yml, content/ y el espacio en disco."), None)]
    say("Construyendo el sitio y su buscador.")
    if failed := build(staged):
        return [Problem(d, None) for d in failed]
    say("Auditando cada byte de lo construido.")
    problems = audit(staged.site, expectations(staged, submissions, accepted.folders))
    if not problems:
        way.finish(staged.site)
    return problems


def official_names() -> frozenset[str]:
    """Names in the controlled vocabularies, some of which are people's too: pages may show them anywhere."""
    lists = ("areas", "centros", "departamentos", "municipios", "ofertas", "regionales")
    return frozenset(term.name for name in lists for term in vocabulary(name).values())


def expectations(staged: Staged, submissions: Sequence[Anonymized], folders: frozenset[str]) -> Expectations:
    """What the audit holds the built site to."""
    published = {s.folder for s in submissions}
    return Expectations(
        staged=staged,
        secrets={s.folder: s.secrets for s in submissions},
        gone=folders - published,
        allowed=staged.contact | official_names(),
        named={s.folder: s.cited.union(s.credits) for s in submissions},
        kept={s.folder: s.kept for s in submissions},
    )
