"""Receipts that come back from whoever signed them: put among those of their bundle, once each of them counts there.

Pure. A file is of one bundle and says which; what is wrong with any receipt that speaks today leaves all of it out.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import date

from generator.consent.issue import RefusedError, replaced
from generator.consent.receipts import MAX_CORRECTIONS, MAX_RECEIPTS, ConsentFile, Notice, Receipt
from generator.consent.standing import FAULTS, Case, Fault, Trust, case_of
from generator.model import Submission

_WHY = {
    Fault.OTHER_CONTENT: "Esos recibos son de otra versión del texto: pida recibos de la versión de ahora, o traiga la "
    "que se firmó. inspira cambios dice qué cambió.",
    Fault.UNKNOWN_KEY: "Esos recibos están firmados por una llave que este proyecto no conoce: traiga primero "
    "consentimiento/llaves.json de la Escuela.",
    Fault.WITHDRAWN: "Uno de esos recibos ya fue retirado: quien lo dio no quiere que se publique.",
}


@dataclass(frozen=True, slots=True, repr=False)
class Received:
    """The receipts of a bundle with those that came, and which of them were not there before."""

    file: ConsentFile
    new: tuple[Receipt, ...]


def folder_of(given: ConsentFile) -> str:
    """The bundle that a file of receipts is of. Raises `RefusedError` for none and for several."""
    folders = {r.folder for r in given.recibos}
    if len(folders) != 1:
        raise RefusedError("Un archivo de recibos es de una sola entrega, y trae al menos un recibo.")
    return folders.pop()


def receive(
    submission: Submission, present: ConsentFile, given: ConsentFile, known: Set[Notice], trust: Trust, today: date
) -> Received:
    """Join what came with what there is; `known` are the notices that people of this project were shown.

    What is there already is not added twice. Raises `RefusedError`, with nothing of a submission in it, when a
    receipt that is not there yet would not count today; older ones that the same file replaces come along as long
    as their signature is good, so that a later withdrawal finds them too.
    """
    if submission.record.ejemplo:
        raise RefusedError("Los ejemplos no llevan recibos: quite «ejemplo» si ya es una práctica real.")
    there = {r.rid: r for r in present.recibos}
    if any(there.get(r.rid, r) != r for r in given.recibos):
        raise RefusedError("Un recibo tiene el número de otro que ya está aquí, y dice otra cosa: pídalo de nuevo.")
    known_corrections = {c.rid for c in present.correcciones}
    corrections = present.correcciones + tuple(c for c in given.correcciones if c.rid not in known_corrections)
    case = case_of(submission, replace(present, correcciones=corrections), trust, today)
    if not all(map(case.attests, corrections[len(present.correcciones) :])):
        raise RefusedError("Una corrección de ese archivo no está bien firmada: pídalo de nuevo.")
    old = {r.rid for r in replaced(given)}
    coming = [r for r in given.recibos if r.rid not in there]
    new = tuple(r for r in coming if _comes(r, case, known, speaks=r.rid not in old))
    receipts = tuple(sorted(present.recibos + new, key=lambda r: r.emitido))
    if len(receipts) > MAX_RECEIPTS or len(corrections) > MAX_CORRECTIONS:
        raise RefusedError("Son demasiados recibos para una sola entrega: divídala o use menos imágenes con personas.")
    return Received(ConsentFile(receipts, corrections), new)


def _comes(receipt: Receipt, case: Case, known: Set[Notice], *, speaks: bool) -> bool:
    """Whether a receipt is taken along. Raises `RefusedError` for one that `speaks` for somebody and does not count."""
    fault = case.fault(receipt)
    if not speaks:
        return fault in (None, Fault.OTHER_CONTENT) and receipt.folder == case.folder
    if fault is not None:
        raise RefusedError(_WHY.get(fault, f"El sitio no aceptaría uno de esos recibos: {FAULTS[fault][1]}."))
    if receipt.aviso not in known:
        raise RefusedError(
            "Uno de esos recibos es de un aviso que este proyecto no tiene: traiga el consentimiento/aviso.md de la "
            "Escuela, o pida el recibo con el aviso de ahora."
        )
    return True
