"""Whether each receipt of a submission counts, against what the project trusts and the day.

Of one person and thing only the last receipt in the file counts, so that a text its author replaced does not come
back by restoring `index.md`. Whoever restores the receipts as well puts back a state that was agreed to when it
was made, and nothing signed inside those files can deny it: only the list of withdrawals can. Retire the receipts
that were replaced (`issue.retire_replaced`) where that must never happen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from functools import cached_property

from generator.consent.content import content_digest
from generator.consent.keys import NO_KEYS, Keyring, Permiso
from generator.consent.months import month_of, months_between
from generator.consent.receipts import ConsentFile, Correction, Receipt, Scope, image_object, people_in_image
from generator.consent.revocation import RevocationList, is_authentic, objection
from generator.consent.signing import Domain, Signatures
from generator.model import Submission
from generator.schema import Entrega
from generator.vocabulary import vocabulary

MAX_MONTHS = 36
"""No receipt counts for longer: people change their minds, and reasons, within three years."""


@dataclass(frozen=True, repr=False)
class Trust:
    """What the project takes as given: keys, list of withdrawals, lowest list number, its own examples.

    `examples` maps a folder to its content digest. The empty value trusts nobody.
    """

    keyring: Keyring = NO_KEYS
    revocations: RevocationList | None = None
    minimum: int | None = None
    examples: Mapping[str, str] | None = None

    @cached_property
    def list_is_authentic(self) -> bool:
        """Whether a root signed the list of withdrawals; verified once for all submissions."""
        return self.revocations is not None and is_authentic(self.revocations, self.keyring)

    def objection(self, today: date) -> str | None:
        """Why the list of withdrawals supports nothing today; None when it is good."""
        return objection(self.revocations, self.list_is_authentic, self.minimum, today)

    def is_withdrawn(self, rid: str) -> bool:
        """Whether the receipt was withdrawn. A stale list still counts for what it does say."""
        return self.revocations is not None and rid in self.revocations.rids


class Fault(IntEnum):
    """Why a receipt does not count; of several, the lowest is the one worth telling."""

    WITHDRAWN = 1
    EXPIRED = 2
    OTHER_CONTENT = 3
    FUTURE = 4
    TOO_LONG = 5
    OUT_OF_SCOPE = 6
    UNKNOWN_KEY = 7
    FORGED = 8
    MISSING = 9


FAULTS: Mapping[Fault, tuple[str, str]] = {
    Fault.WITHDRAWN: ("C105", "el consentimiento fue retirado"),
    Fault.EXPIRED: ("C104", "el recibo venció"),
    Fault.OTHER_CONTENT: ("C103", "el recibo es de otro contenido o de otra carpeta"),
    Fault.FUTURE: ("C102", "el recibo tiene fecha futura"),
    Fault.TOO_LONG: ("C102", f"el recibo dice valer por más de {MAX_MONTHS} meses, o vence antes de empezar"),
    Fault.OUT_OF_SCOPE: ("C106", "la llave delegada no cubre esta regional o ese mes"),
    Fault.UNKNOWN_KEY: ("C106", "el recibo está firmado por una llave desconocida"),
    Fault.FORGED: ("C102", "la firma del recibo no concuerda"),
    Fault.MISSING: ("C101", "falta el recibo"),
}


@dataclass(frozen=True, repr=False)
class Case:
    """One submission's receipts, against what is trusted and the day."""

    folder: str
    regional: str | None
    digest: str
    file: ConsentFile
    trust: Trust
    month: str
    signatures: Signatures = field(default_factory=Signatures)

    @cached_property
    def agreed(self) -> frozenset[str]:
        """The contents from which attested corrections lead to the current one, itself among them."""
        steps: dict[str, set[str]] = {}
        for correction in self.file.correcciones:
            if self.attests(correction):
                steps.setdefault(correction.a, set()).add(correction.de)
        reached, waiting = {self.digest}, [self.digest]
        while waiting:
            new = steps.get(waiting.pop(), set()) - reached
            reached |= new
            waiting.extend(new)
        return frozenset(reached)

    def fault(self, receipt: Receipt) -> Fault | None:
        """What is wrong with a receipt, None when it counts today."""
        keyring, public = self.trust.keyring, self.trust.keyring.public(receipt.kid)
        checks: tuple[tuple[Fault, Callable[[], bool]], ...] = (
            (Fault.WITHDRAWN, lambda: self.trust.is_withdrawn(receipt.rid)),
            (Fault.UNKNOWN_KEY, lambda: public is None),
            (Fault.FORGED, lambda: not self._is_signed(public, Domain.RECIBO, receipt)),
            (
                Fault.OUT_OF_SCOPE,
                lambda: not keyring.allows(receipt.kid, Permiso.EMITIR, receipt.emitido, self.regional),
            ),
            (Fault.TOO_LONG, lambda: not 0 <= months_between(receipt.emitido, receipt.vence) <= MAX_MONTHS),
            (Fault.FUTURE, lambda: receipt.emitido > self.month),
            (Fault.EXPIRED, lambda: receipt.vence < self.month),
            (Fault.OTHER_CONTENT, lambda: receipt.folder != self.folder or receipt.contenido not in self.agreed),
        )
        return next((fault for fault, is_so in checks if is_so()), None)

    def held(self, scope: Scope, objeto: str) -> str | Fault:
        """The last month in which the person's agreement to that thing counts, or why it does not.

        A withdrawn receipt in the file closes the matter, whatever others say: issuing again removes it. Else
        the last one in the file speaks alone: what somebody agreed to later replaces what they had agreed to.
        """
        thing = objeto.partition("#")[2]
        receipts = [r for r in self.file.recibos if r.alcance is scope and r.thing == thing]
        if not receipts:
            return Fault.MISSING
        if any(self.trust.is_withdrawn(r.rid) for r in receipts):
            return Fault.WITHDRAWN
        return self.fault(receipts[-1]) or receipts[-1].vence

    def held_image(self, sha256: str) -> str | Fault:
        """The same for everybody who can be recognised in an image: all of them, or none.

        How many they are is signed in each receipt, so taking a receipt away cannot make them fewer.
        """
        people = max((people_in_image(r, sha256) for r in self.file.recibos), default=0)
        found = [self.held(Scope.IMAGEN, image_object(self.folder, sha256, k, people)) for k in range(1, people + 1)]
        faults = [f for f in found if isinstance(f, Fault)]
        return min(faults, default=Fault.MISSING) if faults or not found else min(str(f) for f in found)

    def attests(self, correction: Correction) -> bool:
        """Whether a correction counts today: signed, not withdrawn, by a key that may."""
        public = self.trust.keyring.public(correction.kid)
        return (
            public is not None
            and not self.trust.is_withdrawn(correction.rid)
            and correction.emitido <= self.month
            and self.trust.keyring.allows(correction.kid, Permiso.CORREGIR, correction.emitido, self.regional)
            and self._is_signed(public, Domain.CORRECCION, correction)
        )

    def _is_signed(self, public: str | None, domain: Domain, paper: Receipt | Correction) -> bool:
        return self.signatures.is_signed(public or "", domain, paper.payload, paper.firma)


def regional_of(record: Entrega) -> str | None:
    """The regional that the submission shows, its own or its centre's; None when it shows none."""
    if record.regional or not record.centro:
        return record.regional
    return vocabulary("centros")[record.centro].extra["regional"]


def case_of(submission: Submission, file: ConsentFile, trust: Trust, today: date) -> Case:
    """Put a submission's receipts beside what is trusted."""
    digest = content_digest(submission.folder, submission.source.digests)
    return Case(submission.folder, regional_of(submission.record), digest, file, trust, month_of(today))
