"""The end of a review: the author's files rewritten, the decisions and the memory saved, and what is left told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from generator.anonymize import redact
from generator.anonymize.edits import on_disk
from generator.anonymize.findings import Finding
from generator.anonymize.rewrite import Decisions, Rewriting, revision_text, rewriting, with_decisions
from generator.diagnostics import Diagnostic, in_order
from generator.files import UnfitError, contents
from generator.load import Bundle, load
from generator.lock import held
from generator.memory import add_to_memory, load_memory
from generator.model import Source, Submission
from generator.plaintext import decode, normalise
from generator.review.acta import Acta, acta_of, place_refused, private_acta
from generator.review.meanwhile import changed_file, contradicted
from generator.review.session import Session
from generator.schema.revision import Revision
from generator.validate import read, validate
from generator.writing import write_atomic

REVISION = "revision.yml"
_LIMIT = 2_000_000
_LOCK = Path(".build") / "candado-revision"


class ReviewError(Exception):
    """A review could not be finished. The message is plain Spanish and quotes nothing."""


@dataclass(frozen=True, slots=True, repr=False)
class PrivateActa:
    """Where the private record goes, and its date."""

    path: Path
    today: date


@dataclass(frozen=True, slots=True, repr=False)
class Outcome:
    """How a review ended.

    `redacted` counts different words or data; `left` are findings that could not be redacted without harm (with
    the line of each); `diagnostics` what the bundle still has when it is read again; `forgot` says that terms
    should have been remembered and could not be.
    """

    redacted: int
    kept: int
    undecided: int
    remembered: int
    left: tuple[tuple[Finding, str], ...]
    diagnostics: tuple[Diagnostic, ...]
    acta: Acta
    forgot: bool

    @property
    def exit_code(self) -> int:
        return 1 if self.left or self.forgot or any(d.is_error for d in self.diagnostics) else 0


def finish(
    project: Path, bundle: Bundle, session: Session, *, remember: bool = True, private: PrivateActa | None = None
) -> Outcome:
    """Write what was decided. Raises `ReviewError` with the bundle as it was, unless the disk fails midway.

    What is certain is redacted whatever the answers; what was skipped or not answered stays as it is. So does what
    another review decided in the meantime; where both cannot stand, nothing is written. The private record goes first:
    once the files are rewritten, the originals are nowhere else.
    """
    submission = session.submission
    decisions = session.to_decisions()
    done = rewriting(submission, list(session.groups.values()), decisions, _reread)
    try:
        with held(project / _LOCK, wait=True):
            revision = _revision_now(project, bundle, submission, decisions)
            files = _rewritten(bundle.path, submission.source, done)
            if decisions.keep or decisions.images:
                files[bundle.path / REVISION] = _with_decisions(revision, decisions).encode()
            if private is not None:
                _write_private(private, project, session, done)
            for path, data in files.items():
                write_atomic(path, data)
    except OSError:
        raise ReviewError("No se pudo escribir en la carpeta: revise los permisos y el espacio.") from None
    remembered, forgot = _remember(project, session) if remember else (0, False)
    acta = acta_of(session, done, remembered)
    return Outcome(
        redacted=len(done.groups),
        kept=len(decisions.keep),
        undecided=acta.undecided + acta.images_undecided,
        remembered=remembered,
        left=tuple((f, submission.source.attachments.get(f.file, submission.source.index)) for f in done.left),
        diagnostics=tuple(_left(project, bundle)),
        acta=acta,
        forgot=forgot,
    )


def _reread(source: Source) -> Submission | None:
    return validate(source)[0]


def _revision_now(project: Path, bundle: Bundle, submission: Submission, decisions: Decisions) -> Revision:
    """The decisions that the bundle has by now, those of another review included, where these go beside them."""
    now, _ = load(project, bundle)
    if (name := changed_file(submission.source, now)) is not None:
        raise _changed(name)
    there = _reread(now) if now else None
    if there is None or contradicted(submission, there.revision, decisions):
        raise _changed(REVISION)
    return there.revision


def _with_decisions(revision: Revision, decisions: Decisions) -> str:
    try:
        return revision_text(with_decisions(revision, decisions))
    except ValidationError:
        raise ReviewError("Hay demasiados términos conservados en revision.yml. No se cambió nada.") from None


def _rewritten(folder: Path, source: Source, done: Rewriting) -> dict[Path, bytes]:
    """The new bytes of the files that change, all of them still as they were when the review began."""
    new: dict[Path, bytes] = {}
    for name, edits in done.edits.items():
        text = source.attachments.get(name, source.index)
        data = _unchanged(folder / name, text)
        rewritten = on_disk(data, text, edits)
        if rewritten is None:
            raise _changed(name)
        new[folder / name] = rewritten
    return new


def _unchanged(path: Path, text: str) -> bytes:
    try:
        data = contents(path, _LIMIT)
    except (OSError, UnfitError):
        raise ReviewError(f"{path.name} ya no se puede leer. No se cambió nada.") from None
    if decode(normalise(data), path.name)[0] != text:
        raise _changed(path.name)
    return data


def _changed(name: str) -> ReviewError:
    return ReviewError(
        f"{name} cambió mientras usted decidía, quizá en otra ventana. No se cambió nada: salga y repita la orden."
    )


def _write_private(private: PrivateActa, project: Path, session: Session, done: Rewriting) -> None:
    if refused := place_refused(private.path, project):
        raise ReviewError(f"{refused} No se cambió nada.")
    try:
        write_atomic(private.path, private_acta(session, done, private.today), 0o600)
    except OSError:
        raise ReviewError("No se pudo escribir el acta privada. No se cambió nada.") from None


def _remember(project: Path, session: Session) -> tuple[int, bool]:
    terms = session.to_remember()
    if not terms:
        return 0, False
    try:
        return add_to_memory(project, terms), False
    except (OSError, ValueError):
        return 0, True


def _left(project: Path, bundle: Bundle) -> list[Diagnostic]:
    """What the bundle still has, read again from the disk."""
    submission, findings = read(project, bundle)
    if submission is None:
        return in_order(findings)
    return in_order(redact.check(submission, load_memory(project)[0]))
