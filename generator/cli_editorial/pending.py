"""`inspira pendientes`: what waits for whom, for a terminal or for another program."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

import click

from generator.anonymize.shown import shown
from generator.cli_editorial.words import ROLES, wrapped
from generator.cli_options import project_option, say, today_option
from generator.diagnostics import count
from generator.pending import Pendiente, waiting
from generator.readiness import overview


@click.command()
@project_option
@click.option("--para", type=ROLES, help="Solo lo que espera a ese rol.")
@click.option("--formato", "form", type=click.Choice(["texto", "json"]), default="texto", show_default=True)
@today_option
def pendientes(project: Path, para: str | None, form: str, today: date) -> None:
    """Dice qué espera a quién, lo más antiguo primero. Termina siempre en 0: es información."""
    room = overview(project, today, say if form == "texto" and sys.stderr.isatty() else _silent)
    found = [p for p in waiting(room, today) if para in (None, p.para)]
    click.echo(as_json(found) if form == "json" else as_text(found))


def _silent(_message: str) -> None:
    """How it goes is for who waits at a terminal."""


def as_text(found: Sequence[Pendiente]) -> str:
    """The list for a terminal of 80 columns: by role, what it is of, since when, what and how."""
    lines: list[str] = []
    for para, group in groupby(found, lambda p: p.para):
        own = list(group)
        lines += [f"{para.label} ({count(len(own), 'cosa', 'cosas')})", ""]
        for one in own:
            state = f" · {one.estado.label}" if one.estado else ""
            where = shown(one.carpeta) if one.carpeta else "Todo el proyecto"
            lines.append(wrapped(f"{where}{state}", f"  {one.desde or '—':<7}  ", " " * 11))
            lines.append(wrapped(f"{one.que} {one.como}", " " * 11, " " * 11))
        lines.append("")
    return "\n".join(lines).rstrip() or "Nada espera."


def as_json(found: Sequence[Pendiente]) -> str:
    """A JSON array, one object for each thing that waits; the keys do not change."""
    rows = [
        {
            "para": str(one.para),
            "carpeta": shown(one.carpeta) if one.carpeta else None,
            "estado": str(one.estado) if one.estado else None,
            "desde": one.desde,
            "que": one.que,
            "como": one.como,
        }
        for one in found
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)
