"""`inspira persona consentir`: recorded in the store, then published, in one command."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import click

from generator.cli_consent.options import FILE, plain_errors
from generator.cli_consent.receipts import ready_to_sign
from generator.cli_options import project_option, today_option
from generator.consent import store as public
from generator.consent.issue import Agreement
from generator.consent.months import last_day, month_of, months_after
from generator.consent.private_key import load_key
from generator.consent.receipts import Notice, read_notice
from generator.private import consents, people, publishing
from generator.private.commands.asking import record_options, typed
from generator.private.commands.naming import person_argument
from generator.private.commands.retirar import key_option, tell
from generator.private.commands.shared import actor, file_option, opened
from generator.private.options import Finalidad
from generator.private.publishing import Signing
from generator.private.records import ConsentimientoNuevo

_GIVEN = ("persona", "aviso", "aviso_sha256", "objeto", "vence", "finalidades")
_INSIDE = [f.value for f in Finalidad if f not in publishing.PURPOSES.values()]
_PLACE = re.compile(r"(?P<name>.+)=(?P<k>[1-9][0-9]?)/(?P<n>[1-9][0-9]?)")


def _to_faces(_context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    found = [_PLACE.fullmatch(value) for value in values]
    if not all(found):
        raise click.BadParameter("escriba el archivo, cuál persona es y cuántas se reconocen: taller.jpg=1/2")
    return {m["name"]: (int(m["k"]), int(m["n"])) for m in found if m}


@click.command(short_help="Registra un consentimiento y publica sus recibos.")
@person_argument
@click.argument("bundle", metavar="[CARPETA]", required=False)
@click.option("--autoria", type=click.IntRange(1), help="Cuál autoría es esta persona, contada desde 1.")
@click.option("--texto", "text", is_flag=True, help="Autoriza el texto.")
@click.option("--nombre", "named", is_flag=True, help="Autoriza su nombre.")
@click.option(
    "--imagen", "faces", multiple=True, callback=_to_faces, metavar="ARCHIVO=K/N", help="Es la persona K de las N."
)
@click.option("--finalidad", "inside", type=click.Choice(_INSIDE), multiple=True, help="Lo que no se publica.")
@click.option("--meses", "months", type=click.IntRange(1, 36), default=24, show_default=True, help="Cuánto vale.")
@click.option("--aviso", "notice_path", type=FILE, help="Aviso que leyó, si no es el del proyecto.")
@record_options(ConsentimientoNuevo, *_GIVEN)
@key_option
@project_option
@today_option
@file_option
def consentir(
    archivo: Path | None,
    seudonimo: str,
    bundle: str | None,
    autoria: int | None,
    text: bool,
    named: bool,
    faces: dict[str, tuple[int, int]],
    inside: tuple[str, ...],
    months: int,
    notice_path: Path | None,
    datos: Path | None,
    key_path: Path | None,
    project: Path,
    today: date,
    **options: Any,
) -> None:
    """Registra lo que alguien autorizó y publica sus recibos: primero el registro, después lo público.

    La evidencia y el representante se preguntan, o van en --datos. Si algo se interrumpe, `completar` lo termina.
    """
    place = frozenset({autoria - 1} if autoria else ())
    if (text or named) and not place:
        raise click.UsageError("Diga cuál autoría es esta persona: --autoria.")
    agreement = Agreement(place if text else frozenset(), place if named else frozenset(), faces=faces)
    scopes = [
        publishing.PURPOSES[s] for s, asked in zip(publishing.PURPOSES, (text, named, faces), strict=True) if asked
    ]
    if bool(scopes) == bool(inside) or bool(scopes) != bool(bundle):
        raise click.UsageError(
            "Diga una CARPETA y qué autoriza de ella (--texto, --nombre, --imagen), o una --finalidad."
        )
    if bundle and not key_path:
        raise click.UsageError("Para firmar los recibos hace falta --llave.")
    with plain_errors():
        notice = _notice(project, notice_path, bundle)
    with opened(archivo) as store:
        known = {"aviso": notice.version, "aviso_sha256": notice.sha256, "finalidades": [*scopes, *inside]}
        with store.read() as connection:
            person = people.by_pseudonym(connection, seudonimo)
            said = typed(
                connection, ConsentimientoNuevo, options, datos, known={**known, "persona": person.id},
                ask=[n for n in ConsentimientoNuevo.model_fields if n not in _GIVEN],
            )  # fmt: skip
        if not bundle or not key_path:
            until = last_day(months_after(month_of(today), months))  # as what is published does
            store.write(actor(), consents.give, said.model_copy(update={"vence": until}))
            click.echo(f"{person.pseudonym}: consentimiento registrado, hasta {until}.")
            return
        with plain_errors():
            _, submission = ready_to_sign(project, bundle)
            signing = Signing(load_key(key_path, project), notice, months, today)
            new, done = publishing.consent(store, actor(), project, submission, agreement, said, signing)
        for receipt in new:
            click.echo(f"{receipt.rid}  {receipt.alcance}, hasta {receipt.vence}: registrado y publicado en la carpeta")
        tell(done)


def _notice(project: Path, path: Path | None, bundle: str | None) -> Notice:
    """The notice that was read: the project's for what is published, and for the rest the one that is named."""
    if path is None:
        return public.load_notice(project)
    if bundle:
        raise click.UsageError("Lo que se publica lleva el aviso del proyecto: quite --aviso.")
    return read_notice(path.read_text(encoding="utf-8"))


COMMANDS = (consentir,)
