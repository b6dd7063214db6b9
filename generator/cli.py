"""`inspira`: the commands, thin. They parse, call and print; nothing is decided here."""

from __future__ import annotations

import atexit
import errno
import gc
import sys
import traceback
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from generator import __version__
from generator.anonymize.shown import shown
from generator.cli_options import (
    HELP,
    folder_of,
    format_option,
    not_a_bundle,
    page_place,
    project_option,
    report,
    say,
    submission_at,
    today_option,
)
from generator.cli_private import PRIVATE
from generator.diagnostics import count
from generator.spanish import in_spanish
from generator.writing import write_atomic


def _anonimizar() -> click.Command:
    from generator.cli_anonymize import anonimizar

    return anonimizar


def _cambios() -> click.Command:
    from generator.cli_compare import cambios

    return cambios


def _cms() -> click.Command:
    from generator.cli_cms import cms

    return cms


def _consentimiento() -> click.Command:
    from generator.cli_consent import consentimiento

    return consentimiento


def _constancia() -> click.Command:
    from generator.cli_certificate import constancia

    return constancia


def _detectar() -> click.Command:
    from generator.cli_detect import detectar

    return detectar


def _divulgacion() -> click.Command:
    from generator.cli_disclosure import divulgacion

    return divulgacion


def _empacar() -> click.Command:
    from generator.cli_pack import empacar

    return empacar


def _formulario() -> click.Command:
    from generator.cli_form import formulario

    return formulario


def _propuesta() -> click.Command:
    from generator.cli_propose import propuesta

    return propuesta


def _publicar() -> click.Command:
    from generator.cli_publish import publicar

    return publicar


def _importar() -> click.Command:
    from generator.cli_importar import importar

    return importar


def _nueva() -> click.Command:
    from generator.cli_new import nueva

    return nueva


def _estado() -> click.Command:
    from generator.cli_editorial import estado

    return estado


def _pendientes() -> click.Command:
    from generator.cli_editorial import pendientes

    return pendientes


def _replica() -> click.Command:
    from generator.cli_replica import replica

    return replica


def _revisar() -> click.Command:
    from generator.cli_review import revisar

    return revisar


# Half a second of imports, which a command waits for when it is asked for and no other does.
_LATER = {
    "anonimizar": _anonimizar,
    "cambios": _cambios,
    "cms": _cms,
    "consentimiento": _consentimiento,
    "constancia": _constancia,
    "detectar": _detectar,
    "divulgacion": _divulgacion,
    "empacar": _empacar,
    "estado": _estado,
    "formulario": _formulario,
    "propuesta": _propuesta,
    "publicar": _publicar,
    "importar": _importar,
    "nueva": _nueva,
    "pendientes": _pendientes,
    "replica": _replica,
    "revisar": _revisar,
}


class _Quiet(click.Group):
    """The commands behind one barrier: what went wrong inside is told by its place, never by a trace that may quote."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *_LATER})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.commands:
            # A name that is none of ours needs them all: the ones that it resembles are suggested.
            for name in [cmd_name] if cmd_name in _LATER else _LATER:
                self.add_command(in_spanish(_LATER[name]()))
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception as fault:
            if isinstance(fault, OSError) and fault.errno == errno.EPIPE:
                raise  # whoever read our output has gone: click ends the process quietly
            message = f"Algo inesperado ({type(fault).__name__}){_where(fault)}. Avísele a quien mantiene el programa."
            raise click.ClickException(message) from None


def _where(fault: BaseException) -> str:
    """The line of ours at which something went wrong; the words of the exception may be somebody's."""
    frames = [(f.f_globals.get("__name__", ""), line) for f, line in traceback.walk_tb(fault.__traceback__)]
    ours = [f"{name}:{line}" for name, line in frames if name.startswith("generator.")]
    return f" en {ours[-1]}" if ours else ""


@click.group(cls=_Quiet, context_settings=HELP)
@click.version_option(__version__, "--version", prog_name="inspira")
def main() -> None:
    """Instructores que inspiran: de un relato en Markdown a un sitio donde todos lo encuentran."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    # Python looks once more through all that there is before it ends, which of a large bank takes half a second.
    atexit.register(gc.freeze)


@main.command()
@click.argument("rutas", nargs=-1, type=click.Path(path_type=Path))
@project_option
@format_option
@today_option
@click.option("--vigilar", is_flag=True, help="Revisa de nuevo cada vez que algo cambia, hasta que usted pulse Ctrl+C.")
def validar(rutas: Sequence[Path], project: Path, form: str, today: date, vigilar: bool) -> None:
    """Revisa las entregas (todas, o solo RUTAS) y dice todo lo que hay que corregir."""
    from generator.checking import check

    folders = [folder_of(project, path) for path in rutas]
    if None in folders:
        raise not_a_bundle()
    only = [f for f in folders if f]

    def once() -> bool:
        findings = check(project, today, _silent if vigilar else say, only)
        report(findings, form)
        return not any(d.is_error for d in findings)

    if vigilar:
        from generator.cli_watch import keep_checking

        sys.exit(0 if keep_checking(project, only, once) else 1)
    sys.exit(0 if once() else 1)


def _silent(_message: str) -> None:
    """How it goes is of no interest to who is told every second."""


@main.command()
@project_option
@format_option
@today_option
@click.option("--estricto", is_flag=True, help="No publica nada si algo se rechaza.")
@click.option("--tiempos", is_flag=True, help="Al final dice cuánto tardó cada etapa y cuánta memoria llegó a usar.")
def construir(project: Path, form: str, today: date, estricto: bool, tiempos: bool) -> None:
    """Construye el sitio en site/: publica lo aceptado y dice qué quedó fuera y por qué.

    Termina en 0 si no quedó nada por fuera, en 3 si quedó una entrega o el buscador, y en 1 si no se publicó nada.
    """
    from generator.pipeline import construct
    from generator.progress import Terminal
    from generator.timing import Timed

    timed = Timed(Terminal(sys.stderr))
    outcome = construct(project, today, timed, strict=estricto)
    for line in timed.lines() if tiempos else ():
        say(line)
    report(outcome.findings, form)
    if outcome.removed:
        gone = count(len(outcome.removed), "entrega retirada", "entregas retiradas")
        say(f"Del sitio publicado salió lo que ya no podía estar: {gone}.")
    if outcome.promoted:
        pages = count(len(outcome.published), "entrega publicada", "entregas publicadas")
        say(f"Listo: {pages} en {project / 'site'}.")
        if outcome.left_out:
            say(f"Por fuera: {', '.join(shown(f) for f in sorted(outcome.left_out))}.")
    else:
        say("No se publicó nada nuevo. El último sitio bueno sigue en su lugar.")
    sys.exit(outcome.exit_code)


@main.command()
@project_option
@click.option("--puerto", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 toma uno libre.")
def servir(project: Path, puerto: int) -> None:
    """Muestra el sitio en este computador y lo construye de nuevo cuando algo cambia."""
    from generator.serve import serve

    serve(project, puerto, say)


@main.command("vista-previa")
@click.argument("bundle")
@project_option
@click.option("--salida", type=click.Path(path_type=Path, dir_okay=False), help="Archivo .html que se escribe.")
@click.option("--pdf", is_flag=True, help="También en PDF, si en este computador hay un navegador que lo haga.")
def vista_previa(bundle: str, project: Path, salida: Path | None, pdf: bool) -> None:
    """Hace lo que el autor debe ver antes de autorizar: la página tal como será, en un solo archivo."""
    from generator.anonymize import redact
    from generator.configuration import load_config
    from generator.consent.coverage import as_if_granted
    from generator.memory import load_memory
    from generator.preview import preview_html, preview_pdf
    from generator.site.pages import contact_of

    submission = submission_at(project, bundle)
    out = page_place(project, salida or Path(f"vista-previa-{submission.source.slug}.html"))
    page, findings = redact.anonymize(as_if_granted(submission), load_memory(project)[0])
    if page is None:
        report(findings, "texto")
        sys.exit(1)
    config = project / "mkdocs.yml"
    html = preview_html(page, contact_of(load_config(config)) if config.is_file() else None)
    _write(out, html)
    say(f"Vista previa en {_told(out)}.")
    if pdf:
        printed = preview_pdf(html)
        if printed is None:
            raise click.ClickException("Aquí no hay un navegador que haga el PDF: abra el HTML e imprímalo.")
        _write(out.with_suffix(".pdf"), printed)
        say(f"En PDF en {_told(out.with_suffix('.pdf'))}.")


@main.command()
@project_option
@click.option("--revisar", "only_look", is_flag=True, help="No escribe: termina en 1 si algo no está al día.")
def generados(project: Path, only_look: bool) -> None:
    """Escribe lo que sale del esquema: los esquemas JSON para editores y las plantillas.

    Se corre después de cambiar un campo, una opción o una lista.
    """
    from generator.generated import stale

    try:
        files = stale(project)
    except OSError:
        raise click.ClickException("No se pudo leer lo generado: revise los permisos.") from None
    for path, data in files.items():
        if not only_look:
            _write(project / path, data)
        say(path)
    if not files:
        say("Todo está al día.")
    elif only_look:
        say("Eso no está al día: corra inspira generados.")
        sys.exit(1)


def _told(path: Path) -> str:
    return shown(path.as_posix())


def _write(path: Path, data: str | bytes) -> None:
    try:
        write_atomic(path, data)
    except OSError:
        raise click.ClickException(f"No se pudo escribir {_told(path)}: revise los permisos y el espacio.") from None


for command in PRIVATE:
    main.add_command(command)
in_spanish(main)
