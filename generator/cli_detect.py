"""`inspira detectar`: what the detectors see in any file or folder. Nothing is changed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from generator.anonymize.detect import detect
from generator.anonymize.look import look
from generator.cli_options import listed, project_option
from generator.diagnostics import MASK, Diagnostic, as_text, find, in_order, summary
from generator.files import UnfitError, contents
from generator.plaintext import decode, normalise

_LIMIT = 2_000_000
_LINES_LIMIT = 500_000_000
_TEXTS = (".md", ".csv")


@click.command()
@click.argument("ruta", required=False, type=click.Path(path_type=Path))
@project_option
@click.option("--mostrar", is_flag=True, help="Muestra el texto hallado: solo para los ojos del autor.")
@click.option("--jsonl", type=click.Path(path_type=Path), metavar="ARCHIVO", help="Lee líneas {«text»: …}.")
def detectar(ruta: Path | None, project: Path, mostrar: bool, jsonl: Path | None) -> None:
    """Dice dónde hay nombres y datos personales en RUTA (un archivo o una carpeta). No cambia nada.

    Termina en 1 cuando halla algo. Con --jsonl escribe, por cada línea, {"hallazgos": […]} con posiciones.
    """
    if jsonl is not None:
        sys.exit(_detect_lines(_existing(jsonl, project)))
    if ruta is None:
        raise click.UsageError("Falta RUTA (o --jsonl ARCHIVO).")
    top = _existing(ruta, project)
    findings = [d for path in _texts_in(top) for d in _looked_at(path, mostrar)]
    for line in (as_text(in_order(findings)) if mostrar else listed(findings), summary(findings)):
        if line:
            click.echo(line)
    sys.exit(1 if findings else 0)


def _existing(path: Path, project: Path) -> Path:
    """A path from here or from the project."""
    for candidate in (path, project / path):
        try:
            candidate.lstat()
        except (OSError, ValueError):
            continue
        return candidate
    raise click.UsageError("Ese archivo o carpeta no existe.")


def _texts_in(top: Path) -> list[Path]:
    if not top.is_dir():
        return [top]
    return sorted(
        Path(folder, name)
        for folder, folders, names in os.walk(top)
        for name in (*names, *folders)
        if name.lower().endswith(_TEXTS)
    )


def _looked_at(path: Path, show: bool) -> Iterator[Diagnostic]:
    """What is wrong with a file as a text, and what is found in it all the same."""
    shown = path.as_posix()
    try:
        data = normalise(contents(path, _LIMIT))
    except UnfitError as unfit:
        yield find(unfit.code, shown)
        return
    except OSError:
        yield find("E006" if path.is_symlink() or path.is_dir() else "E010", shown)
        return
    text, problems = decode(data, shown)
    yield from problems
    # What cannot be published is still looked at: as what it most likely is, or with a hole in place of each bad byte.
    for line, column, finding in look(_as_read(data) if text is None else text, path.name):
        yield find(finding.code, shown, finding.told(finding.words if show else MASK), line=line, column=column)


def _as_read(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if data[:64].count(0) > len(data[:64]) // 4:
        return data.decode("utf-16-le", errors="replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    return text.replace("\x00", "")


def _detect_lines(path: Path) -> int:
    """One line out for each line in, also for an empty or a bad one, so that both files can be read side by side."""
    try:
        lines = normalise(contents(path, _LINES_LIMIT)).decode("utf-8", errors="surrogateescape").split("\n")
    except UnfitError as unfit:
        raise click.ClickException(f"{find(unfit.code, '').message}.") from None
    except OSError:
        raise click.ClickException("Ese archivo no se pudo leer.") from None
    if not lines[-1]:
        lines.pop()
    bad = 0
    for number, line in enumerate(lines, 1):
        text, problem = _text_of(line)
        if problem:
            bad += 1
            click.echo(f"Línea {number}: {problem}.", err=True)
        spans = [{"inicio": s.start, "fin": s.end, "tipo": s.kind.value, "nivel": s.level.value} for s in detect(text)]
        click.echo(json.dumps({"hallazgos": spans}, ensure_ascii=False))
    return 1 if bad else 0


def _text_of(line: str) -> tuple[str, str]:
    """The text of a line and what is wrong with it."""
    if not line.strip():
        return "", ""
    try:
        line.encode()
        row = json.loads(line)
    except UnicodeEncodeError:
        return "", "no está en UTF-8"
    except (ValueError, RecursionError):
        return "", "no es un objeto JSON"
    text = row.get("text") if isinstance(row, dict) else None
    return (text, "") if isinstance(text, str) else ("", "no tiene un campo «text» con un texto")
