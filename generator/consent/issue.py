"""Signing: receipts, corrections, delegations and the list of withdrawals. Pure but for the random identifiers."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from generator.consent.coverage import faces, named
from generator.consent.keys import Delegation, Keyring, Permiso
from generator.consent.months import months_after
from generator.consent.private_key import PrivateKey
from generator.consent.receipts import (
    MAX_CORRECTIONS,
    MAX_RECEIPTS,
    ConsentFile,
    Correction,
    Motivo,
    Notice,
    Receipt,
    Scope,
    author_object,
    image_object,
)
from generator.consent.revocation import RevocationList, next_list
from generator.consent.signing import Domain, kid_of
from generator.consent.standing import FAULTS, MAX_MONTHS, Case, Fault, Trust, case_of
from generator.model import Submission

_FOR_GOOD = (Fault.WITHDRAWN, Fault.EXPIRED, Fault.FORGED, Fault.TOO_LONG)
"""What no change of text, key or day mends. Any other receipt may count again one day, if the bundle goes back."""


class RefusedError(Exception):
    """What was asked for cannot be signed; its text is Spanish and holds nothing of a submission."""


@dataclass(frozen=True, slots=True, repr=False)
class Agreement:
    """What people agreed to, as the house recorded it: positions in `autoria` from 0, and images.

    `images` maps a file of the bundle to how many people can be recognised in it, all of whom agreed; `faces` maps
    one to the place, from 1, of the one person who agreed and how many they are.
    """

    authors: frozenset[int] = frozenset()
    names: frozenset[int] = frozenset()
    images: Mapping[str, int] = field(default_factory=dict)
    faces: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def issue(
    submission: Submission,
    file: ConsentFile,
    agreement: Agreement,
    *,
    key: PrivateKey,
    notice: Notice,
    months: int,
    trust: Trust,
    today: date,
) -> tuple[ConsentFile, tuple[Receipt, ...]]:
    """The bundle's receipts with the new ones among them, and the new ones alone.

    Earlier ones stay wherever they could count again, so that a later withdrawal finds and withdraws them too.
    Raises `RefusedError`, also for a receipt that the build would not accept.
    """
    if submission.record.ejemplo:
        raise RefusedError("Los ejemplos no llevan recibos: quite «ejemplo» si ya es una práctica real.")
    if not 1 <= months <= MAX_MONTHS:
        raise RefusedError(f"Un recibo vale de 1 a {MAX_MONTHS} meses.")
    case = case_of(submission, file, trust, today)
    things = _things(submission, agreement)
    if not things:
        raise RefusedError("Diga quién dio su consentimiento: --autor, --nombre o --imagen.")
    last = months_after(case.month, months)
    new = tuple(_signed(scope, objeto, case, notice, last, key) for scope, objeto in things)
    for fault in filter(None, map(case.fault, new)):
        raise RefusedError(f"El sitio no aceptaría ese recibo: {FAULTS[fault][1]}.")
    return joined(new, case), new


def joined(new: tuple[Receipt, ...], case: Case) -> ConsentFile:
    """The receipts of a case with new ones at the end, without those they replace that can never count again.

    What is there already is not added twice. Raises `RefusedError` when they are too many.
    """
    file = case.file
    renewed = {(r.alcance, r.thing) for r in new}
    rids = {r.rid for r in new}
    old = (r for r in file.recibos if r.rid not in rids)
    kept = tuple(r for r in old if (r.alcance, r.thing) not in renewed or case.fault(r) not in _FOR_GOOD)
    if len(kept + new) > MAX_RECEIPTS:
        raise RefusedError("Son demasiados recibos para una sola entrega: divídala o use menos imágenes con personas.")
    return replace(file, recibos=kept + new)


def correct(
    submission: Submission,
    file: ConsentFile,
    motivo: Motivo,
    *,
    key: PrivateKey,
    trust: Trust,
    today: date,
) -> ConsentFile:
    """Attest that the receipts' content and the current one differ in spelling or markup alone.

    Raises `RefusedError` when there is nothing to carry over, or the key may not.
    """
    case = case_of(submission, file, trust, today)
    newest = (r for r in file.recibos if r not in replaced(file))
    stale = {r.contenido for r in newest if case.fault(r) is Fault.OTHER_CONTENT and r.folder == case.folder}
    if not stale:
        raise RefusedError("Los recibos ya son de este contenido: no hay corrección que firmar.")
    if not trust.keyring.allows(key.kid, Permiso.CORREGIR, case.month, case.regional):
        raise RefusedError("Esa llave no puede firmar correcciones de esta entrega.")
    corrections = file.correcciones + tuple(_correction(de, case, motivo, key) for de in sorted(stale))
    if len(corrections) > MAX_CORRECTIONS:
        raise RefusedError("Son demasiadas correcciones: renueve los recibos.")
    return replace(file, correcciones=corrections)


def withdraw(
    targets: Iterable[str],
    receipts: Iterable[Receipt],
    *,
    key: PrivateKey,
    trust: Trust,
    today: date,
) -> RevocationList:
    """The next list, signed. A target is an identifier, or `practicas/<slug>#autoria[0]`, or a whole folder.

    With each receipt go those of the same person and thing among `receipts`, renewals and earlier ones: a
    withdrawal that left one standing would not be one. Raises `RefusedError`, above all rather than sign a
    list that forgets a withdrawal.
    """
    return _next_signed(_all_of(frozenset(targets), tuple(receipts)), key, trust, today)


def replaced(file: ConsentFile) -> tuple[Receipt, ...]:
    """The receipts after which the same person agreed again to the same thing."""
    newest = {(r.alcance, r.thing): r.rid for r in file.recibos}
    return tuple(r for r in file.recibos if newest[r.alcance, r.thing] != r.rid)


def retire_replaced(
    file: ConsentFile, *, key: PrivateKey, trust: Trust, today: date
) -> tuple[ConsentFile, RevocationList]:
    """The receipts without those that were replaced, and the list that withdraws just those, signed.

    Once every copy of the project has that list, not even the old files put back whole publish the old text.
    Raises `RefusedError` as `withdraw` does, and when nothing was replaced.
    """
    gone = frozenset(r.rid for r in replaced(file))
    if not gone:
        raise RefusedError("No hay recibos reemplazados por otros.")
    kept = tuple(r for r in file.recibos if r.rid not in gone)
    return replace(file, recibos=kept), _next_signed(gone, key, trust, today)


def delegate(
    keyring: Keyring,
    public: str,
    regional: str,
    permisos: frozenset[Permiso],
    span: tuple[str, str],
    root: PrivateKey,
) -> Keyring:
    """The keyring with one more delegation, for the months of `span` (first and last).

    Raises `RefusedError` when `root` is not a pinned root.
    """
    if root.kid not in keyring.roots:
        raise RefusedError("Solo una llave raíz del proyecto puede delegar.")
    if span[1] < span[0]:
        raise RefusedError("El mes final de la delegación es anterior al inicial.")
    unsigned = Delegation(kid_of(public), public, regional, permisos, *span, root.kid)
    signed = replace(unsigned, firma=root.sign(Domain.DELEGACION, unsigned.payload))
    return replace(keyring, delegations=(*keyring.delegations, signed))


def _things(submission: Submission, agreement: Agreement) -> list[tuple[Scope, str]]:
    """Every scope and object that the agreement names, once it is known to exist."""
    folder, authors = submission.folder, len(submission.record.autoria)
    if any(not 0 <= i < authors for i in agreement.authors | agreement.names):
        raise RefusedError("Esa autoría no existe: se cuentan desde 1, en el orden de «autoria».")
    if agreement.names - set(named(submission.record)):
        raise RefusedError("Esa autoría no pidió aparecer con su nombre (credito: nombre).")
    digests = dict(faces(submission))
    by_name = {image.archivo: digests.get(i) for i, image in enumerate(submission.record.imagenes)}
    things = [(Scope.TEXTO, author_object(folder, i)) for i in sorted(agreement.authors)]
    things += [(Scope.NOMBRE, author_object(folder, i)) for i in sorted(agreement.names)]
    whole = [(name, range(1, people + 1), people) for name, people in agreement.images.items()]
    alone = [(name, range(k, k + 1), people) for name, (k, people) in agreement.faces.items()]
    for name, places, people in sorted(whole + alone, key=lambda asked: asked[0]):
        sha256 = by_name.get(name)
        if sha256 is None:
            raise RefusedError("Esa imagen no está en «imagenes» con personas_reconocibles: adultas_autorizadas.")
        if not 1 <= people <= 99 or places.stop - 1 > people:
            raise RefusedError("En una imagen se cuentan de 1 a 99 personas reconocibles.")
        things += [(Scope.IMAGEN, image_object(folder, sha256, k, people)) for k in places]
    return things


def _signed(scope: Scope, objeto: str, case: Case, notice: Notice, last: str, key: PrivateKey) -> Receipt:
    unsigned = Receipt(secrets.token_hex(16), scope, objeto, case.digest, notice, case.month, last, key.kid)
    return replace(unsigned, firma=key.sign(Domain.RECIBO, unsigned.payload))


def _correction(de: str, case: Case, motivo: Motivo, key: PrivateKey) -> Correction:
    unsigned = Correction(secrets.token_hex(16), de, case.digest, motivo, case.month, key.kid)
    return replace(unsigned, firma=key.sign(Domain.CORRECCION, unsigned.payload))


def _next_signed(rids: Iterable[str], key: PrivateKey, trust: Trust, today: date) -> RevocationList:
    if key.kid not in trust.keyring.roots:
        raise RefusedError("Solo una llave raíz firma la lista de retiros.")
    if trust.minimum is None:
        raise RefusedError("consentimiento/minimo.json falta o no se entiende: devuélvalo a su última versión buena.")
    _refuse_to_forget(trust)
    unsigned = next_list(trust.revocations, rids, trust.minimum, today, key.kid)
    return replace(unsigned, firma=key.sign(Domain.RETIROS, unsigned.payload))


def _refuse_to_forget(trust: Trust) -> None:
    current = trust.revocations
    if current is None:
        if trust.minimum:
            raise RefusedError("La lista de retiros falta o no se entiende: traiga primero la última buena.")
        return
    if not trust.list_is_authentic:
        raise RefusedError("La lista de retiros no está firmada por una llave raíz: traiga primero la última buena.")
    if current.numero < (trust.minimum or 0):
        raise RefusedError("La lista de retiros es anterior a otra ya conocida: traiga primero la última.")


def _all_of(targets: frozenset[str], receipts: tuple[Receipt, ...]) -> set[str]:
    meant = [r for r in receipts if targets & {r.rid, r.objeto, r.folder}]
    known = {name for r in meant for name in (r.rid, r.objeto, r.folder)}
    if any("/" in target and target not in known for target in targets):
        raise RefusedError("No hay recibos de esa carpeta o de esa autoría.")
    same = {_matter(r) for r in meant}
    bare = {target for target in targets if "/" not in target}
    return bare | {r.rid for r in receipts if _matter(r) in same}


def _matter(receipt: Receipt) -> tuple[Scope, str]:
    """What a withdrawal takes with it: for an image, everybody's receipts, since it needs them all."""
    image = receipt.alcance is Scope.IMAGEN
    return receipt.alcance, receipt.objeto.partition("[")[0] if image else receipt.objeto
