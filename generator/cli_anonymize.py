"""`inspira detectar` and `inspira anonimizar`: what the detectors see, and deciding about it."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from generator.anonymize import redact
from generator.anonymize.detect import detect
from generator.anonymize.look import look
from generator.anonymize.rewrite import Decisions, Group, groups, revision_text, rewritten, with_decisions
from generator.diagnostics import MASK, as_text, count, find, in_order, summary
from generator.load import discover
from generator.model import Submission
from generator.plaintext import decode
from generator.schema.revision import DecisionImagen, ImagenRevisada, Mirada, Motivo
from generator.validate import read
from generator.writing import write_atomic

_LIMIT = 2_000_000


@click.command()
@click.argument("ruta", required=False, type=click.Path(path_type=Path, exists=True))
@click.option("--mostrar", is_flag=True, help="Muestra el texto hallado: solo para los ojos del autor.")
@click.option("--jsonl", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Lee líneas {«text»: …}.")
def detectar(ruta: Path | None, mostrar: bool, jsonl: Path | None) -> None:
    """Dice dónde hay nombres y datos personales en RUTA (un archivo o una carpeta). No cambia nada.

    Termina en 1 cuando halla algo. Con --jsonl escribe, por cada línea, {"hallazgos": […]} con posiciones.
    """
    if jsonl is not None:
        _detect_lines(jsonl)
        return
    if ruta is None:
        raise click.UsageError("Falta RUTA (o --jsonl ARCHIVO).")
    files = sorted(p for p in ruta.rglob("*") if p.suffix in (".md", ".csv")) if ruta.is_dir() else [ruta]
    findings = []
    for path in files:
        text, problems = decode(path.read_bytes()[:_LIMIT], path.as_posix())
        findings += problems
        for at, column, finding in look(text or "", path.name):
            shown = finding.words if mostrar else MASK
            message = f"{finding.title} ({shown}): {finding.span.reason}"
            findings.append(find(finding.code, path.as_posix(), message, line=at, column=column))
    for line in (as_text(in_order(findings)), summary(findings)):
        if line:
            click.echo(line)
    sys.exit(1 if findings else 0)


def _detect_lines(path: Path) -> None:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                text = json.loads(line)["text"]
            except (ValueError, KeyError, TypeError):
                raise click.ClickException(f"La línea {number} no es un objeto JSON con «text».") from None
            spans = [
                {"inicio": s.start, "fin": s.end, "tipo": s.kind.value, "nivel": s.level.value} for s in detect(text)
            ]
            click.echo(json.dumps({"hallazgos": spans}, ensure_ascii=False))


@click.command()
@click.argument("bundle", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--solo-seguros", is_flag=True, help="Tacha lo seguro sin preguntar y deja lo demás como está.")
def anonimizar(bundle: Path, solo_seguros: bool) -> None:
    """Decide sobre cada hallazgo de BUNDLE y reescribe sus archivos, antes de enviarlos.

    Lo seguro se tacha; lo dudoso se pregunta una vez por palabra. Al terminar se vuelve a mirar todo.
    """
    submission = submission_at(bundle)
    found = groups(redact.findings_of(submission))
    decisions = Decisions()
    if not solo_seguros:
        _ask_terms([g for g in found if not g.certain], decisions)
        _ask_images(submission, bundle, decisions)
    for name, text in rewritten(submission, found, decisions).items():
        write_atomic(bundle / name, text)
    if decisions.keep or decisions.images:
        write_atomic(bundle / "revision.yml", revision_text(with_decisions(submission.revision, decisions)))
    left = in_order(redact.check(submission_at(bundle)))
    certain = sum(g.certain for g in found)
    click.echo(f"Se tachó {count(certain + len(decisions.redact), 'palabra o dato', 'palabras o datos')}.")
    if left:
        click.echo("Queda por decidir o por cambiar a mano:")
        click.echo(as_text(left))
    sys.exit(1 if any(d.is_error for d in left) else 0)


def submission_at(bundle: Path) -> Submission:
    """The validated submission in a folder of a project; ends the command, saying why, when there is none."""
    folder = bundle.resolve()
    project = folder.parent.parent
    known = next((b for b in discover(project)[0] if (project / b.folder).resolve() == folder), None)
    if known is None:
        raise click.UsageError("Eso no es una carpeta de practicas/ ni de expediciones/.")
    submission, findings = read(project, known)
    if submission is None:
        click.echo(as_text(in_order(findings)))
        raise click.ClickException("Corrija primero lo anterior: así se sabe dónde está cada cosa.")
    return submission


_CHOICES = {"t": "tachar", "c": "conservar", "s": "saltar"}


def _ask_terms(doubtful: Sequence[Group], decisions: Decisions) -> None:
    for number, group in enumerate(doubtful, 1):
        click.echo(f"\n[{number}/{len(doubtful)}] {group.context}")
        click.echo(f"    {group.first.title}: {group.first.span.reason}. Menciones: {len(group.findings)}.")
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
        looked = [
            m for m in Mirada if click.confirm(f"    Sin {m.label.lower()} que muestren a alguien", default=False)
        ]
        clean = len(looked) == len(Mirada)
        if not clean:
            click.echo("    No se publicará. Recórtela o cámbiela, y vuelva a decidir.")
        decision = DecisionImagen.PUBLICAR if clean else DecisionImagen.RETIRAR
        decisions.images.append(
            ImagenRevisada(archivo=media.name, sha256=media.sha256, decision=decision, revisado=looked)
        )
