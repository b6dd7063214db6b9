"""The list of withdrawals: numbered, signed by a root key, and nothing in it but random identifiers.

A list says until when it can be trusted to be the last one. That is 100 days, so that one signed in the first
days of December holds through January, when few people are at their desks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from generator.consent.keys import Keyring
from generator.consent.signing import KID, RID, SIGNATURE, Domain, Json, is_signed
from generator.consent.strict_json import MAX_INTEGER, MalformedError, integer, items, read_json, record, word

VALIDITY = timedelta(days=100)
FILE_LIMIT = 8 * 1024 * 1024
MAX_RIDS = 150_000

_KEYS = frozenset("v numero emitida vence rids kid firma".split())
_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True, repr=False)
class RevocationList:
    """Every receipt that was withdrawn, for good. Valid from the day `emitida` through the day `vence`."""

    numero: int
    emitida: date
    vence: date
    rids: frozenset[str]
    kid: str
    firma: str = ""

    @property
    def payload(self) -> dict[str, Json]:
        return {
            "v": 1,
            "numero": self.numero,
            "emitida": self.emitida.isoformat(),
            "vence": self.vence.isoformat(),
            "rids": [*sorted(self.rids)],
            "kid": self.kid,
        }


def read_revocations(text: str) -> RevocationList:
    """Parse `revocaciones.json`, its signature not yet looked at. Raises `MalformedError`."""
    fields = record(read_json(text, limit=FILE_LIMIT), _KEYS)
    integer(fields["v"], 1, 1)
    rids = [word(rid, RID) for rid in items(fields["rids"], MAX_RIDS)]
    if rids != sorted(set(rids)):
        raise MalformedError("Los retiros no están en orden.")
    return RevocationList(
        numero=integer(fields["numero"], 1, MAX_INTEGER),
        emitida=_day(fields["emitida"]),
        vence=_day(fields["vence"]),
        rids=frozenset(rids),
        kid=word(fields["kid"], KID),
        firma=word(fields["firma"], SIGNATURE),
    )


def write_revocations(revocations: RevocationList) -> str:
    """The text of `revocaciones.json`."""
    return json.dumps({**revocations.payload, "firma": revocations.firma}, indent=2) + "\n"


def is_authentic(revocations: RevocationList, keyring: Keyring) -> bool:
    """Whether a pinned root signed it: a regional key cannot say that nobody else withdrew."""
    root = keyring.roots.get(revocations.kid)
    return root is not None and is_signed(root, Domain.RETIROS, revocations.payload, revocations.firma)


def objection(revocations: RevocationList | None, authentic: bool, minimum: int | None, today: date) -> str | None:
    """Why nothing may be published on the word of this list, in Spanish; None when it may.

    `authentic` is what `is_authentic` says of it: long lists are verified once and asked about often.
    `minimum` is the lowest number that the project accepts, None when it could not be read.
    """
    if minimum is None:
        return "No se sabe cuál es la lista de retiros más antigua que se acepta (consentimiento/minimo.json)."
    if revocations is None:
        return "La lista de retiros falta o no se entiende."
    if not authentic:
        return "La lista de retiros no está firmada por una llave raíz del proyecto."
    if revocations.numero < minimum:
        return "La lista de retiros es anterior a otra que este proyecto ya conoce."
    if not revocations.emitida <= revocations.vence <= revocations.emitida + VALIDITY:
        return f"La lista de retiros dice valer por más de {VALIDITY.days} días."
    if today < revocations.emitida:
        return "La lista de retiros tiene fecha futura."
    if today > revocations.vence:
        return "La lista de retiros es antigua: ya no se sabe si alguien más retiró su consentimiento."
    return None


def next_list(
    current: RevocationList | None, withdrawn: Iterable[str], minimum: int, today: date, kid: str
) -> RevocationList:
    """The list after this one, still to be signed: everything it had, what is withdrawn now, a new date."""
    known = current.rids if current else frozenset[str]()
    number = max(minimum, current.numero if current else 0) + 1
    return RevocationList(number, today, today + VALIDITY, known | frozenset(withdrawn), kid)


def read_minimum(text: str) -> int:
    """Parse `minimo.json`: the lowest list number that is accepted."""
    fields = record(read_json(text, limit=1024), frozenset({"numero"}))
    return integer(fields["numero"], 0, MAX_INTEGER)


def write_minimum(number: int) -> str:
    """The text of `minimo.json`."""
    return json.dumps({"numero": number}) + "\n"


def _day(value: object) -> date:
    try:
        return date.fromisoformat(word(value, _DAY))
    except MalformedError:
        raise
    except ValueError:
        raise MalformedError("Una fecha no existe.") from None
