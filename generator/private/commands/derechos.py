"""`inspira persona exportar` and `suprimir`: what the law lets anybody ask for, and a record that it was asked."""

from __future__ import annotations

from pathlib import Path

import click

from generator.anonymize.shown import shown
from generator.clock import today
from generator.private import people, rights
from generator.private.commands.answers import yes
from generator.private.commands.naming import person_argument
from generator.private.commands.shared import actor, file_option, opened
from generator.private.errors import StoreError
from generator.private.handed import as_json, as_markdown
from generator.private.options import Canal
from generator.private.place import require_outside_git
from generator.private.suppression import GOES, STAYS, scrub, suppress
from generator.writing import write_atomic


@click.command(short_help="Escribe todo lo que se guarda de una persona.")
@person_argument
@click.option(
    "--salida",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="CARPETA",
    help="Dónde se escriben los dos archivos, que solo usted podrá leer.",
)
@file_option
def exportar(archivo: Path | None, seudonimo: str, salida: Path) -> None:
    """Escribe todo lo que se guarda de una persona, para entregárselo: en JSON, y en Markdown para leerlo.

    No trae identidades ni respuestas de nadie más. Queda en el registro de auditoría que se pidió.
    """
    require_outside_git(salida / "x")
    with opened(archivo) as store:
        with store.read() as connection:
            person = people.by_pseudonym(connection, seudonimo)
        held = store.write(actor(), rights.export, person.id)
    try:
        for suffix, text in ((".json", as_json(held)), (".md", as_markdown(held))):
            path = salida / f"{person.pseudonym}{suffix}"
            write_atomic(path, text, mode=0o600)
            click.echo(shown(path.as_posix()))
    except OSError:
        raise click.ClickException("No se pudo escribir en esa carpeta: revise los permisos y el espacio.") from None


@click.command(short_help="Borra la identidad de una persona.")
@person_argument
@click.option(
    "--canal", type=click.Choice([c.value for c in Canal]), required=True, help="Por dónde lo pidió la persona."
)
@click.option("--si", "sure", is_flag=True, help="No pregunta nada: ni apodos, ni si está seguro.")
@file_option
def suprimir(archivo: Path | None, seudonimo: str, canal: str, sure: bool) -> None:
    """Borra la identidad de una persona y lo demás que la ley deja borrar. No se puede deshacer.

    Los respaldos anteriores todavía la tienen: haga uno nuevo y destruya los que ya no deba guardar.
    """
    with opened(archivo) as store:
        with store.read() as connection:
            person = people.by_pseudonym(connection, seudonimo)
        click.echo("Se borra:\n" + "\n".join(f"- {line}" for line in GOES))
        click.echo("Queda, y por qué:\n" + "\n".join(f"- {line}" for line in STAYS))
        also = () if sure else _also_called()
        if not sure and not yes("¿Borrar ya? No se puede deshacer", None):
            raise click.Abort
        try:
            store.write(actor(), suppress, person.id, Canal[canal.upper()], today(), also)
        except StoreError as refusal:
            if refusal.diagnostics[0].code == "D488":
                scrub(store.engine)  # an earlier run may have been cut between the two
            raise
        scrub(store.engine)
    click.echo("Listo: su identidad ya no está en el almacén.")
    click.echo("Los respaldos anteriores sí la tienen: haga uno nuevo y destruya los que ya no deba guardar.")


def _also_called() -> tuple[str, ...]:
    asked = "Apodos o diminutivos con que también la nombran, separados por comas (nada si no hay)"
    words = click.prompt(asked, default="", show_default=False, type=str)
    return tuple(word for one in words.split(",") if (word := one.strip()))


COMMANDS = (exportar, suprimir)
