"""`claves` and `revocar`: what only whoever holds a root key does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from generator.anonymize.shown import shown
from generator.cli_consent.options import (
    FILE,
    folder_of,
    key_option,
    plain_errors,
    to_month,
)
from generator.cli_options import listed, project_option, today_option
from generator.consent import store
from generator.consent.issue import delegate, retire_replaced, withdraw
from generator.consent.keys import Keyring, Permiso, read_public, write_public
from generator.consent.private_key import create_key, load_key
from generator.consent.signing import RID
from generator.consent.strict_json import MalformedError
from generator.diagnostics import count
from generator.vocabulary import name_of, vocabulary
from generator.writing import write_atomic


@click.command(short_help="Crea, fija, delega, quita o muestra llaves.")
@project_option
@click.option("--privada", type=FILE, help="Crea ahí una llave privada, y al lado su parte pública (.pub).")
@click.option("--publica", type=FILE, help="Parte pública (.pub) de una llave que ya existe.")
@click.option("--fijar", is_flag=True, help="La deja como llave raíz en consentimiento/llaves.json.")
@click.option("--delegar", type=FILE, help="Parte pública (.pub) de la llave de una regional.")
@click.option("--regional", type=click.Choice(list(vocabulary("regionales"))), metavar="CÓDIGO", help="Por ejemplo 05.")
@click.option("--desde", callback=to_month, metavar="AAAA-MM", help="Primer mes de la delegación.")
@click.option("--hasta", callback=to_month, metavar="AAAA-MM", help="Último mes de la delegación.")
@click.option("--corregir", is_flag=True, help="La regional también puede firmar correcciones de ortografía.")
@click.option("--con", type=FILE, help="Llave privada raíz que firma la delegación.")
@click.option("--quitar", metavar="KID", help="Deja de confiar en una llave: sus recibos dejan de valer.")
def claves(
    project: Path,
    privada: Path | None,
    publica: Path | None,
    fijar: bool,
    delegar: Path | None,
    regional: str | None,
    desde: str | None,
    hasta: str | None,
    corregir: bool,
    con: Path | None,
    quitar: str | None,
) -> None:
    """Crea una llave, la fija como raíz, delega en la de una regional o la quita. Sin opciones, las muestra."""
    if fijar and not (privada or publica):
        raise click.UsageError("Para fijar una llave diga cuál: --privada o --publica.")
    if delegar and not (regional and desde and hasta and con):
        raise click.UsageError("Para delegar hacen falta --regional, --desde, --hasta y --con.")
    with plain_errors():
        own = _created(project, privada, reuse=fijar) if privada else _public(publica) if publica else None
        if fijar and own:
            _change_keys(project, lambda keyring: keyring.pinning(own))
        if delegar and con and regional and desde and hasta:
            root, other = load_key(con, project), _public(delegar)
            permisos = frozenset(Permiso) if corregir else frozenset({Permiso.EMITIR})
            span = (desde, hasta)
            _change_keys(project, lambda ring: delegate(ring, other, regional, permisos, span, root))
        if quitar:
            _change_keys(project, lambda keyring: keyring.without(quitar))
        trust = store.load_trust_to_sign(project)
    _show_keys(trust.keyring)
    if trust.keyring.roots and trust.revocations is None:
        click.echo("Falta la primera lista de retiros: inspira consentimiento revocar --renovar --llave RUTA")


def _created(project: Path, path: Path, *, reuse: bool) -> str:
    """The public half of a new key, or of the one that is there; left beside it as `.pub`."""
    public = (load_key if reuse and path.exists() else create_key)(path, project).public
    beside = path.with_name(f"{path.name}.pub")
    write_atomic(beside, write_public(public))
    click.echo(f"Llave privada: {shown(path.as_posix())} (haga una copia fuera de línea y no la comparta con nadie)")
    click.echo(f"Parte pública: {shown(beside.as_posix())}")
    return public


def _public(path: Path) -> str:
    text = store.read_text(path, 4096)
    if text is None:
        raise MalformedError("No existe el archivo con la parte pública de la llave.")
    return read_public(text)


def _change_keys(project: Path, change: Callable[[Keyring], Keyring]) -> None:
    with store.only_one(project):
        store.save_keys(project, change(store.load_trust_to_sign(project).keyring))


def _show_keys(keyring: Keyring) -> None:
    for kid in keyring.roots:
        click.echo(f"{kid}  raíz")
    for d in keyring.delegations:
        what = ", ".join(sorted(d.permisos))
        click.echo(f"{d.kid}  regional {name_of('regionales', d.regional)}, de {d.desde} a {d.hasta}: {what}")
    if not keyring.roots:
        click.echo("El proyecto no tiene llaves: solo se publican sus ejemplos.")


@click.command(short_help="Retira consentimientos.")
@project_option
@key_option
@click.argument("targets", nargs=-1, metavar="[RID|CARPETA|CARPETA#autoria[0]]...")
@click.option("--renovar", is_flag=True, help="Firma de nuevo la misma lista, con otra fecha.")
@click.option("--reemplazados", "renewed", metavar="CARPETA", help="Solo los recibos que otro más nuevo reemplazó.")
@today_option
def revocar(
    project: Path, key_path: Path, targets: tuple[str, ...], renovar: bool, renewed: str | None, today: date
) -> None:
    """Retira recibos, y con cada uno los demás de la misma persona y cosa. Surte efecto al construir.

    Si hay un almacén privado, el registro va primero: use `inspira persona retirar`, que registra y firma a la vez.
    """
    if renewed is not None:
        _retire(project, key_path, renewed, today)
        return
    if not targets and not renovar:
        raise click.UsageError("Diga qué se retira, o use --renovar para cambiarle la fecha a la lista.")
    asked = [t if RID.fullmatch(t) or "#" in t else folder_of(project, t) for t in targets]
    if any("/" not in t and not RID.fullmatch(t) for t in asked):
        raise click.UsageError("Un recibo se nombra con sus 32 letras y números; una entrega, con su carpeta.")
    with plain_errors(), store.only_one(project):
        trust = store.load_trust_to_sign(project)
        receipts, unread = store.all_receipts(project)
        revocations = withdraw(asked, receipts, key=load_key(key_path, project), trust=trust, today=today)
        store.save_revocations(project, revocations)
    unknown = sum("/" not in target for target in asked) - len({r.rid for r in receipts} & set(asked))
    before = trust.revocations.rids if trust.revocations else frozenset()
    done = count(len(revocations.rids - before), "recibo retirado", "recibos retirados")
    click.echo(f"Lista {revocations.numero}, vale hasta {revocations.vence.isoformat()}: {done}.")
    if unknown:
        what = count(unknown, "identificador no está", "identificadores no están")
        click.echo(f"Ojo: {what} en ninguna entrega de este proyecto. Compruebe que lo escribió bien.")
    if unread:
        click.echo("No se entienden estos recibos, y no se buscó en ellos:\n" + listed(unread))
        raise click.exceptions.Exit(1)
    click.echo("Para que `validar` no lo siga diciendo, ponga «estado: revocada» en su ficha.yml o borre la carpeta.")


def _retire(project: Path, key_path: Path, bundle: str, today: date) -> None:
    """Withdraw the receipts of a bundle that newer ones replaced, so that its old text cannot come back."""
    folder = folder_of(project, bundle)
    with plain_errors(), store.only_one(project):
        trust = store.load_trust_to_sign(project)
        before = store.load_receipts(project, folder)
        file, revocations = retire_replaced(before, key=load_key(key_path, project), trust=trust, today=today)
        store.save_revocations(project, revocations)
        store.save_receipts(project, folder, file)
    gone = count(len(before.recibos) - len(file.recibos), "recibo reemplazado", "recibos reemplazados")
    click.echo(f"Lista {revocations.numero}: {gone}. El texto anterior ya no puede volver a publicarse.")
