"""`inspira publicar`: the public repository, made anew from what may be published today."""

from __future__ import annotations

import shlex
import sys
from datetime import date
from pathlib import Path

import click

from generator.anonymize.shown import shown
from generator.cli_options import format_option, project_option, report, say, today_option
from generator.diagnostics import count

FEW = 3


@click.command()
@click.argument("destino", type=click.Path(path_type=Path, file_okay=False))
@project_option
@format_option
@today_option
@click.option(
    "--lote",
    type=click.IntRange(1, 500),
    default=FEW,
    show_default=True,
    help="Cuántas entregas nuevas salen juntas, por lo menos: una sola diría quién la envió ese mes.",
)
def publicar(destino: Path, project: Path, form: str, today: date, lote: int) -> None:
    """Escribe en DESTINO, un repositorio de git solo para eso, lo que puede ser público.

    Cada publicación es un commit sin pasado: todo lo público de hoy, firmado por un rol y con fecha de mes. Lo que se
    retiró desaparece también de lo anterior. No envía nada: al final dice cómo.

    Solo pasan las entregas cuyos archivos no dicen más que su página. Termina en 0 si no quedó nada por fuera, en 3 si
    algo quedó, y en 1 si no se publicó.
    """
    from generator.lock import held
    from generator.publishing.history import BRANCH, HistoryError, open_repository, record, standing
    from generator.publishing.tree import public_tree

    if destino.resolve().is_relative_to(project.resolve()):
        raise click.UsageError("DESTINO queda por fuera del proyecto: el proyecto es privado y eso será público.")
    if not destino.parent.is_dir():
        raise click.UsageError("La carpeta donde quedaría DESTINO no existe.")
    try:
        open_repository(destino)
        with held(destino / "inspira.lock", wait=False) as mine:
            if not mine:
                raise HistoryError("Otro proceso está publicando ahí: espere a que termine.")
            before = standing(destino)
            tree = public_tree(project, today, say)
            new = tree.folders - before
            waiting = new if len(new) < lote else frozenset()
            changed = record(destino, tree.without(waiting), today)
    except HistoryError as problem:
        raise click.ClickException(str(problem)) from None
    except OSError:
        raise click.ClickException("El proyecto no se pudo leer entero: revise los permisos. No se publicó.") from None
    report(tree.findings, form)
    gone = before - tree.folders
    if gone:
        say(f"Salen {count(len(gone), 'entrega', 'entregas')}.")
    if waiting:
        say(f"Esperan {count(len(waiting), 'entrega nueva', 'entregas nuevas')}, hasta ser {lote} (o use --lote 1).")
    inside = count(len(tree.folders - waiting), "entrega", "entregas")
    where = shown(destino.as_posix())
    quoted = shlex.quote(where)
    say(f"Listo: {inside} en {where}." if changed else f"Nada cambió: {inside} en {where}.")
    if changed:
        say("Otra persona lo mira antes de que salga. Para enviarlo:")
        say(f"    git -C {quoted} push --force DIRECCIÓN {BRANCH}:main")
        say("El servidor puede guardar lo anterior un tiempo: vea docs/publicar.md.")
    sys.exit(3 if any(d.is_error for d in tree.findings) else 0)
