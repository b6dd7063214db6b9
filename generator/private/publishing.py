"""Consents as the source of the public receipts: recorded first, published next, and taken up again after a crash.

A consent and what it still has to change in the public files are one transaction of the store; the files are written
after it and the pending line deleted last. So nothing is ever published without a record, and whatever was interrupted
is finished by the next run: a receipt that is there is not added twice, nor an identifier withdrawn twice.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, insert, or_, select

from generator.clock import day_of
from generator.consent import store as public
from generator.consent.issue import Agreement, RefusedError, issue, joined, withdraw
from generator.consent.months import month_of
from generator.consent.private_key import PrivateKey
from generator.consent.receipts import ConsentFile, Notice, Receipt, Scope, read_receipts, write_receipts
from generator.consent.standing import Case
from generator.consent.strict_json import MalformedError
from generator.model import Submission
from generator.private import consents
from generator.private.errors import refuse
from generator.private.options import Canal, ClasePendiente, EventoConsentimiento, Finalidad
from generator.private.records import ConsentimientoNuevo
from generator.private.store import Store, Writing
from generator.private.tables import consentimiento, publicacion_pendiente

PURPOSES = {
    Scope.TEXTO: Finalidad.PUBLICAR_TEXTO,
    Scope.NOMBRE: Finalidad.PUBLICAR_NOMBRE,
    Scope.IMAGEN: Finalidad.PUBLICAR_IMAGEN,
}


@dataclass(frozen=True, slots=True, repr=False)
class Settled:
    """What was done in the public files, and how much still waits (for a root key, or for its folder)."""

    published: int
    withdrawn: int
    waiting: int


@dataclass(frozen=True, slots=True, repr=False)
class Signing:
    """What signs the receipts of a bundle, and for how long they hold."""

    key: PrivateKey
    notice: Notice
    months: int
    today: date


def consent(
    store: Store,
    actor: str,
    project: Path,
    submission: Submission,
    agreement: Agreement,
    said: ConsentimientoNuevo,
    signing: Signing,
) -> tuple[tuple[Receipt, ...], Settled]:
    """Record what one person agreed to publish, a consent for each thing, and publish its receipts.

    Raises RefusedError or MalformedError with nothing recorded; StoreError (D422) when that place in the bundle was
    somebody else's consent; OSError with all of it recorded, for the next run to publish.
    """
    with public.only_one(project):
        _publish_own(store, actor, project, submission.folder, signing.today)
        _, new = issue(
            submission,
            public.load_receipts(project, submission.folder),
            agreement,
            key=signing.key,
            notice=signing.notice,
            months=signing.months,
            trust=public.load_trust_to_sign(project),
            today=signing.today,
        )
        store.write(actor, _record, said, new)
        published = _publish_own(store, actor, project, submission.folder, signing.today)
        return new, Settled(len(published), 0, len(_waiting(store)))


def _publish_own(store: Store, actor: str, project: Path, folder: str, today: date) -> set[str]:
    """Publish what waits of one folder: what is wrong with another one is no business of who consents to this one."""
    published, problem = _settle_receipts(store, actor, project, today, only=folder)
    if problem is not None:
        raise problem
    return published


def retire(w: Writing, chosen: Sequence[UUID], channel: Canal, evidence: str | None = None) -> int:
    """Record that consents were withdrawn, and that their receipts are to be. Returns how many receipts.

    With each go the other ones of the same person for the same thing. Raises StoreError (D421).
    """
    rows = [consents.row(w.connection, identifier) for identifier in chosen]
    same = {(r["persona_id"], r["objeto"], tuple(r["finalidades"])) for r in rows if r["objeto"]}
    going = {r["id"]: r for r in rows}
    table = consentimiento
    given = select(table).where(table.c.evento == EventoConsentimiento.DADO.value)
    for person in {who for who, _, _ in same}:
        for r in w.connection.execute(given.where(table.c.persona_id == person)).mappings():
            if (person, r["objeto"], tuple(r["finalidades"])) in same:
                going[r["id"]] = r
    gone = set(w.connection.execute(select(table.c.retira_id).where(table.c.retira_id.in_(going))).scalars())
    receipts = 0
    for identifier, r in sorted(going.items()):
        if identifier in gone:
            continue
        consents.withdraw(w, identifier, channel, evidence)
        if r["rid"]:
            receipts += 1
            _expect(w, r["rid"], identifier, ClasePendiente.RETIRAR, str(r["objeto"]).partition("#")[0], None)
    return receipts


def settle(store: Store, actor: str, project: Path, key: PrivateKey | None, today: date) -> Settled:
    """Write in the public files what was recorded and is not there yet; withdrawals need a root key to sign them.

    Withdrawals go first, and a folder that cannot be written keeps no other one waiting. Raises RefusedError,
    MalformedError or OSError once the rest is done; what was not done waits for the next run.
    """
    with public.only_one(project):
        withdrawn = _settle_withdrawals(store, actor, project, key, today) if key is not None else set()
        published, problem = _settle_receipts(store, actor, project, today)
        if problem is not None:
            raise problem
        return Settled(len(published), len(withdrawn), len(_waiting(store)))


def _settle_withdrawals(store: Store, actor: str, project: Path, key: PrivateKey, today: date) -> set[str]:
    leaving = {p.rid for p in _waiting(store) if p.clase == ClasePendiente.RETIRAR}
    if leaving:
        _withdraw(project, leaving, key, today)
        store.write(actor, _done, ClasePendiente.RETIRAR, leaving)
    return leaving


def _settle_receipts(
    store: Store, actor: str, project: Path, today: date, *, only: str | None = None
) -> tuple[set[str], Exception | None]:
    """The receipts that are published now, of one folder alone where told, and the first problem of a folder."""
    issued = [p for p in _waiting(store) if p.clase == ClasePendiente.EMITIR and only in (None, p.carpeta)]
    published: set[str] = set()
    problem: Exception | None = None
    for folder in sorted({p.carpeta for p in issued}):
        if (project / folder).is_dir():
            receipts = tuple(read_receipts(p.recibo).recibos[0] for p in issued if p.carpeta == folder)
            try:
                _publish(project, folder, receipts, today)
            except (RefusedError, MalformedError, OSError) as found:
                problem = problem or found
            else:
                published |= {r.rid for r in receipts}
    if published:
        store.write(actor, _done, ClasePendiente.EMITIR, published)
    return published, problem


def _waiting(store: Store) -> Sequence[Row[Any]]:
    with store.read() as connection:
        query = select(publicacion_pendiente).order_by(publicacion_pendiente.c.rid)
        return connection.execute(query).all()


def _record(w: Writing, said: ConsentimientoNuevo, receipts: tuple[Receipt, ...]) -> None:
    for receipt in receipts:
        _require_own_place(w.connection, said.persona, receipt, day_of(w.now))
        year, month = (int(part) for part in receipt.vence.split("-"))
        until = date(year, month, calendar.monthrange(year, month)[1])
        about = {"finalidades": [PURPOSES[receipt.alcance]], "objeto": receipt.objeto, "vence": until}
        identifier = consents.give(w, said.model_copy(update=about), receipt.rid)
        _expect(
            w, receipt.rid, identifier, ClasePendiente.EMITIR, receipt.folder, write_receipts(ConsentFile((receipt,)))
        )


def _require_own_place(connection: Connection, person: UUID, receipt: Receipt, today: date) -> None:
    """Refuse (D422) an author's or a face's place in a bundle for which somebody else's consent stands today."""
    table = consentimiento
    withdrawn = select(table.c.retira_id).where(table.c.retira_id.is_not(None))
    others = select(table.c.id).where(
        table.c.evento == EventoConsentimiento.DADO.value,
        table.c.objeto == receipt.objeto,
        table.c.persona_id != person,
        or_(table.c.vence.is_(None), table.c.vence >= today),
        table.c.id.not_in(withdrawn),
    )
    if connection.execute(others.limit(1)).first():
        raise refuse("D422", "Esa autoría, o ese lugar en la imagen, ya la autorizó otra persona.")


def _expect(w: Writing, rid: str, identifier: UUID, kind: ClasePendiente, folder: str, receipt: str | None) -> None:
    w.connection.execute(delete(publicacion_pendiente).where(publicacion_pendiente.c.rid == rid))
    w.connection.execute(
        insert(publicacion_pendiente).values(
            rid=rid, consentimiento_id=identifier, clase=kind.value, carpeta=folder, recibo=receipt
        )
    )


def _publish(project: Path, folder: str, receipts: tuple[Receipt, ...], today: date) -> None:
    trust = public.load_trust_to_sign(project)
    case = Case(folder, None, "", public.load_receipts(project, folder), trust, month_of(today))
    public.save_receipts(project, folder, joined(receipts, case))


def _withdraw(project: Path, rids: set[str], key: PrivateKey, today: date) -> None:
    trust = public.load_trust_to_sign(project)
    if trust.list_is_authentic and trust.revocations and rids <= trust.revocations.rids:
        return  # signed before an interruption
    receipts, _ = public.all_receipts(project)
    public.save_revocations(project, withdraw(rids, receipts, key=key, trust=trust, today=today))


def _done(w: Writing, kind: ClasePendiente, rids: set[str]) -> None:
    """Nothing is left to do for these; of one that was withdrawn in the meantime, the withdrawal is."""
    table = publicacion_pendiente
    w.connection.execute(delete(table).where(table.c.clase == kind.value, table.c.rid.in_(rids)))
    for rid in sorted(rids):
        w.note(f"en lo público: {kind.value}", "recibo", rid)
