"""`inspira anonimizar`: deciding about what the detectors see, and rewriting the author's own files."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from generator.anonymize import redact
from generator.anonymize.edits import Edit, on_disk
from generator.anonymize.findings import Finding
from generator.anonymize.rewrite import (
    Decisions,
    Group,
    groups,
    revision_text,
    rewriting,
    with_decisions,
)
from generator.cli_options import bundle_at, listed, project_option, submission_at, told
from generator.diagnostics import MASK, count, find, in_order
from generator.files import UnfitError, contents
from generator.model import Source, Submission
from generator.plaintext import decode, normalise
from generator.schema.revision import DecisionImagen, ImagenRevisada, Mirada, Motivo
from generator.validate import validate
from generator.writing import write_atomic

_LIMIT = 2_000_000


@click.command()
@click.argument("bundle")
@project_option
@click.option("--solo-seguros", is_flag=True, help="Tacha lo seguro sin preguntar y deja lo demás como está.")
def anonimizar(bundle: str, project: Path, solo_seguros: bool) -> None:
    """Decide sobre cada hallazgo de BUNDLE y reescribe sus archivos, antes de enviarlos.

    Lo seguro se tacha; lo dudoso se pregunta una vez por palabra. Al terminar se vuelve a mirar todo.
    """
    path = bundle_at(project, bundle).path
    submission = submission_at(project, bundle)
    found = groups(redact.findings_of(submission))
    decisions = Decisions()
    if not solo_seguros:
        _ask_terms([g for g in found if not g.certain], decisions)
        _ask_images(submission, path, decisions)
    new = rewriting(submission, found, decisions, lambda source: validate(source)[0])
    _write(path, submission.source, new.edits)
    if decisions.keep or decisions.images:
        revision = revision_text(with_decisions(submission.revision, decisions))
        _write_all({path / "revision.yml": revision.encode()})
    click.echo(_done(new.groups))
    _say_left(submission, new.left)
    left = in_order(redact.check(submission_at(project, bundle)))
    if left:
        click.echo("Queda por decidir o por cambiar a mano:")
        click.echo(listed(left))
    sys.exit(1 if new.left or any(d.is_error for d in left) else 0)


def _done(number: int) -> str:
    if not number:
        return "No había nada que tachar."
    return f"{'Se tachó' if number == 1 else 'Se tacharon'} {count(number, 'palabra o dato', 'palabras o datos')}."


def _say_left(submission: Submission, left: Sequence[Finding]) -> None:
    if not left:
        return
    click.echo("Esto no se pudo tachar sin dañar el texto y quedó como estaba. Cámbielo a mano:")
    findings = []
    for finding in left:
        hint = "Escriba otra cosa en su lugar, o quite el enlace, la nota o el campo donde está."
        where = f"{submission.folder}/{finding.file}"
        findings.append(find(finding.code, where, told(finding, MASK), hint=hint, line=_line(submission, finding)))
    click.echo(listed(findings))


def _line(submission: Submission, finding: Finding) -> int:
    text = submission.source.attachments.get(finding.file, submission.source.index)
    return text.count("\n", 0, finding.span.start) + 1 if finding.run.text == text else finding.run.line


def _write(path: Path, source: Source, edits: Mapping[str, Sequence[Edit]]) -> None:
    """Write the edits into the files as they are on disk; nothing when one of them changed in the meantime."""
    new: dict[Path, bytes] = {}
    for name, own in edits.items():
        text = source.attachments.get(name, source.index)
        try:
            data = contents(path / name, _LIMIT)
        except (OSError, UnfitError):
            raise click.ClickException(f"{name} ya no se puede leer. No se cambió nada.") from None
        rewritten = on_disk(data, text, own) if decode(normalise(data), name)[0] == text else None
        if rewritten is None:
            raise click.ClickException(f"{name} cambió mientras usted decidía. No se cambió nada: empiece de nuevo.")
        new[path / name] = rewritten
    _write_all(new)


def _write_all(files: Mapping[Path, bytes]) -> None:
    try:
        for path, data in files.items():
            write_atomic(path, data)
    except OSError:
        raise click.ClickException("No se pudo escribir en la carpeta: revise los permisos y el espacio.") from None


_CHOICES = {"t": "tachar", "c": "conservar", "s": "saltar"}


def _ask_terms(doubtful: Sequence[Group], decisions: Decisions) -> None:
    for number, group in enumerate(doubtful, 1):
        click.echo(f"\n[{number}/{len(doubtful)}] {group.context}")
        click.echo(f"    {told(group.first, group.first.words)}. Menciones: {len(group.findings)}.")
        answer = click.prompt(
            "    (t)achar, (c)onservar porque no es el nombre de nadie, (s)altar",
            type=click.Choice(list(_CHOICES)),
            show_choices=False,
        )
        if answer == "t":
            decisions.redact.add(group.first.plain)
        elif answer == "c":
            reasons = "\n".join(f"      {i} {m.label}" for i, m in enumerate(Motivo, 1))
            chosen = click.prompt(f"    ¿Por qué?\n{reasons}\n   ", type=click.IntRange(1, len(Motivo)))
            decisions.keep[group.first.words] = list(Motivo)[chosen - 1]


def _ask_images(submission: Submission, bundle: Path, decisions: Decisions) -> None:
    for media in submission.source.media.values():
        decided = submission.revision.image(media.sha256)
        if decided is not None and (decided.decision is DecisionImagen.RETIRAR or decided.complete):
            continue
        click.echo(f"\nImagen {bundle / media.name}: ábrala y mírela completa.")
        looked = [m for m in Mirada if _yes(f"    ¿Sin {m.label.lower()} que muestren a alguien?")]
        clean = len(looked) == len(Mirada)
        if not clean:
            click.echo("    No se publicará. Recórtela o cámbiela, y vuelva a decidir.")
        decision = DecisionImagen.PUBLICAR if clean else DecisionImagen.RETIRAR
        decisions.images.append(
            ImagenRevisada(archivo=media.name, sha256=media.sha256, decision=decision, revisado=looked)
        )


def _yes(question: str) -> bool:
    answer = click.prompt(f"{question} (s/n)", type=click.Choice(["s", "n"], case_sensitive=False), show_choices=False)
    return str(answer).lower() == "s"
