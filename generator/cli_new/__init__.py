"""`inspira nueva`: a bundle to go on writing, asked for question by question, by options, or as the plain template."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click

from generator.anonymize.shown import shown
from generator.cli_new.asking import Interview
from generator.cli_options import HELP, project_option
from generator.drafting import Draft, TakenError, place, sections
from generator.drafting.answers import Pairs, clean, fault, match, missing
from generator.drafting.naming import folder_fault, folder_for, free, taken_in
from generator.model import Collection
from generator.schema.described import Field, asked, described
from generator.vocabulary import vocabulary

_KINDS = {
    Collection.PRACTICAS: ("practica", "una práctica", "practica-nueva"),
    Collection.EXPEDICIONES: ("expedicion", "una expedición", "expedicion-nueva"),
}


@click.group(context_settings=HELP)
def nueva() -> None:
    """Comienza una entrega: la carpeta, los datos y los títulos, con una explicación de cada cosa."""


def on_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _command(collection: Collection) -> click.Command:
    name, kind, _ = _KINDS[collection]

    def run(project: Path, carpeta: str | None, plantilla: bool, **typed: str | tuple[str, ...] | None) -> None:
        given = _given(collection, {k: v for k, v in typed.items() if v})
        if carpeta is not None and (problem := folder_fault(carpeta, taken_in(project, collection))):
            raise click.UsageError(f"--carpeta: {problem} No se escribió nada.")
        if not given and not plantilla and on_terminal():
            _ask(project, collection, carpeta)
            return
        title = str(given.get("titulo", ""))
        if carpeta is None and not title:
            raise click.UsageError("Diga --carpeta, con el nombre de la carpeta, o --titulo. No se escribió nada.")
        _end(project, _place(project, collection, carpeta or _proposed(project, collection, title), given), given)

    run.__doc__ = f"""Comienza {kind}. En una terminal y sin opciones, pregunta dato por dato.

    Con opciones escribe lo que diga cada una; los datos que falten quedan en el archivo, explicados, con su lugar.
    """
    for option in reversed([*_options(collection), *_ALWAYS]):
        run = option(run)
    return click.command(name)(run)


_ALWAYS: tuple[Callable[..., Callable[..., None]], ...] = (
    click.option("--carpeta", metavar="NOMBRE", help="Nombre de la carpeta; si falta, sale del título."),
    click.option("--plantilla", is_flag=True, help="No pregunta nada: escribe la plantilla."),
    project_option,
)


def _simple(collection: Collection) -> Iterator[tuple[Field, Field]]:
    """What options give: the fields that are asked, or the parts of those that have parts, as (whole, own)."""
    fields = described(collection.model)
    for name in asked(collection.model):
        for own in fields[name].parts or (fields[name],):
            yield fields[name], own


def _options(collection: Collection) -> Iterator[Callable[..., Callable[..., None]]]:
    for _, field in _simple(collection):
        codes = [code for code, _ in field.values.one_by_one]
        metavar = "TEXTO" if field.is_text else f"[{'|'.join(codes)}]" if codes and len(codes) <= 8 else "CÓDIGO"
        words = " ".join(filter(None, (field.title if field.title.endswith("?") else f"{field.title}.", field.purpose)))
        again = " Se puede repetir." if field.most is not None else ""
        yield click.option(
            f"--{field.name.replace('_', '-')}",
            field.name,
            metavar=metavar,
            multiple=field.most is not None,
            help=words + again,
        )


def _given(collection: Collection, typed: Mapping[str, str | tuple[str, ...]]) -> dict[str, object]:
    """The fields that the options say. Ends the command when one does not fit; what was typed is not repeated."""
    given: dict[str, object] = {}
    for whole, own in _simple(collection):
        if own.name not in typed:
            continue
        value = typed[own.name]
        answer = [_code(own, v) for v in value] if isinstance(value, tuple) else _code(own, value)
        if whole is own:
            given[own.name] = answer
        elif whole.most is None:
            given[whole.name] = {**_inner(given.get(whole.name)), own.name: answer}
        else:
            given[whole.name] = [{**_inner(next(iter(_listed(given.get(whole.name))), None)), own.name: answer}]
    for name, said in given.items():
        if problem := fault(collection.model, name, said):
            raise click.UsageError(f"«{described(collection.model)[name].title}»: {problem} No se escribió nada.")
    return given


def _inner(value: object) -> dict[str, object]:
    return dict(value) if isinstance(value, dict) else {}


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _code(field: Field, typed: str) -> str:
    text = clean(typed)
    values: Pairs = field.values.one_by_one
    if field.values.vocabulary == "municipios":
        values = [(t.code, t.name) for t in vocabulary("municipios").values()]
    if not values:
        return text
    found = match(text, values)
    if found.code is not None:
        return found.code
    near = "; ".join(f"«{label}» ({code})" for code, label in found.perhaps[:3])
    hint = f"¿Quiso decir {near}?" if near else "Los valores están en la página «Campos» del sitio."
    raise click.UsageError(f"--{field.name.replace('_', '-')}: ese valor no está en la lista. {hint}")


def _ask(project: Path, collection: Collection, folder: str | None) -> None:
    """Ask a person. Leaving keeps what was answered; a second Ctrl+C while it is written changes nothing."""
    interview = Interview(collection.model, _read)
    try:
        interview.run()
        title = str(interview.given.get("titulo", ""))
        folder = folder or _folder(project, collection, _proposed(project, collection, title))
    except click.Abort:
        click.echo()
        if not interview.given:
            click.echo("No se escribió nada.")
            raise click.exceptions.Exit(1) from None
        title = str(interview.given.get("titulo", ""))
        kept = _place(project, collection, folder or _proposed(project, collection, title), interview.given)
        click.echo(f"Lo que respondió quedó en {shown(kept)}/index.md: siga en ese archivo.")
        raise click.exceptions.Exit(1) from None
    _end(project, _place(project, collection, folder, interview.given), interview.given)


def _read(prompt: str) -> str:
    while True:
        try:
            return str(click.prompt(prompt, default="", show_default=False, prompt_suffix=""))
        except UnicodeDecodeError:
            click.echo("  Eso no se pudo leer: escríbalo de nuevo.")


def _folder(project: Path, collection: Collection, proposed: str) -> str:
    click.echo("\nNombre de la carpeta: será parte de la dirección de la página, así que no nombre a nadie.")
    while typed := clean(_read(f"> [{proposed}] ")):
        if (problem := folder_fault(typed, taken_in(project, collection))) is None:
            return typed
        click.echo(f"  {problem}")
    return proposed


def _proposed(project: Path, collection: Collection, title: str) -> str:
    taken = taken_in(project, collection)
    return folder_for(title, taken) or free(_KINDS[collection][2], taken)


def _place(project: Path, collection: Collection, folder: str, given: Mapping[str, object]) -> str:
    try:
        return place(project, folder, Draft(collection, given, sections(collection.model), explained=True))
    except TakenError:
        raise click.UsageError("Ya hay una carpeta con ese nombre. No se escribió nada.") from None
    except OSError:
        raise click.ClickException(
            "No se pudo escribir la carpeta: revise los permisos y el espacio. No se escribió nada."
        ) from None


def _end(project: Path, folder: str, given: Mapping[str, object]) -> None:
    """Where it is, what is missing, and what comes next, privacy first."""
    named = shown(folder)
    there = "" if project == Path() else " --proyecto DIR"
    left = missing(Collection(folder.partition("/")[0]).model, given)
    click.echo(f"\nListo: {named}/index.md")
    click.echo(
        f"Lo que falta: {', '.join(f'«{title}»' for title in left) + ' y ' if left else ''}el texto de cada título."
    )
    click.echo("Escríbalo en ese archivo y, antes de subirlo a cualquier parte (git nunca olvida lo que se sube):")
    click.echo(f"    inspira anonimizar {named}{there}   quita lo que señala a personas, en su computador")
    click.echo(f"    inspira validar {named}{there}      dice qué falta y cómo arreglarlo")


for _collection in Collection:
    nueva.add_command(_command(_collection))
