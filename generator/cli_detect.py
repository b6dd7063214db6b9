"""`inspira detectar`: what the detectors see in any file or folder. Nothing is changed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import click

from generator.anonymize.detect import detect
from generator.anonymize.look import look
from generator.cli_options import listed, project_option, say
from generator.diagnostics import MASK, Diagnostic, as_text, count, find, in_order, summary
from generator.files import UnfitError, contents
from generator.parallel import spread
from generator.plaintext import decode, normalise

_LIMIT = 2_000_000
_LINES_LIMIT = 500_000_000
_TEXTS = (".md", ".csv")
_MANY_FILES = 100
_MANY_LINES = 10_000
T = TypeVar("T")


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
    findings = _looked_at(_texts_in(top), mostrar)
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


def _looked_at(paths: Sequence[Path], show: bool) -> list[Diagnostic]:
    """What is wrong with each file as a text, and what is found in it all the same."""
    findings: list[Diagnostic] = []
    look_at = partial(_found, show)
    for (text, shown), found in spread(look_at, _read(_telling(paths, "archivo", "archivos", _MANY_FILES), findings)):
        findings += look_at(text, shown) if found is None else found
    return findings


def _read(paths: Iterable[Path], findings: list[Diagnostic]) -> Iterator[tuple[str, str]]:
    """(text, path) of each file that can be read. What cannot be published is still looked at: as what it most likely
    is, or with a hole in place of each bad byte."""
    for path in paths:
        shown = path.as_posix()
        try:
            data = normalise(contents(path, _LIMIT))
        except UnfitError as unfit:
            findings.append(find(unfit.code, shown))
            continue
        except OSError:
            findings.append(find("E006" if path.is_symlink() or path.is_dir() else "E010", shown))
            continue
        text, problems = decode(data, shown)
        findings += problems
        yield _as_read(data) if text is None else text, shown


def _found(show: bool, text: str, shown: str) -> list[Diagnostic]:
    return [
        find(finding.code, shown, finding.told(finding.words if show else MASK), line=line, column=column)
        for line, column, finding in look(text, Path(shown).name)
    ]


def _telling(things: Sequence[T], one: str, many: str, often: int) -> Iterator[T]:
    """The same things; where they are many, say how many, and on a terminal how it goes."""
    if len(things) > often:
        say(f"Buscando en {count(len(things), one, many)}.")
    for number, thing in enumerate(things):
        if number and number % often == 0 and sys.stderr.isatty():
            say(f"Van {number} de {len(things)}.")
        yield thing


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
    for number, ((text, problem), found) in enumerate(
        spread(_spans, map(_text_of, _telling(lines, "línea", "líneas", _MANY_LINES))), 1
    ):
        if problem:
            bad += 1
            click.echo(f"Línea {number}: {problem}.", err=True)
        click.echo(json.dumps({"hallazgos": _spans(text) if found is None else found}, ensure_ascii=False))
    return 1 if bad else 0


def _spans(text: str, _problem: str = "") -> list[dict[str, object]]:
    return [{"inicio": s.start, "fin": s.end, "tipo": s.kind.value, "nivel": s.level.value} for s in detect(text)]


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
