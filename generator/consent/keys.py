"""Whose signature counts: root keys pinned in the project, and regional keys that a root delegated to.

A regional key signs only for submissions that show that regional: on any other, the key itself would tell
where an author who did not say so works. Whoever holds a stolen key can write any month into a receipt, so
a delegation that must not count any more is taken out of `llaves.json`, not shortened.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from generator.consent.months import MONTH
from generator.consent.signing import KID, PUBLIC, SIGNATURE, Domain, Json, is_signed, kid_of
from generator.consent.strict_json import MalformedError, integer, items, read_json, record, word
from generator.vocabulary import vocabulary

FILE_LIMIT = 256 * 1024
MAX_ROOTS = 20
MAX_DELEGATIONS = 500

_ROOT_KEYS = frozenset({"kid", "publica"})
_DELEGATION_KEYS = frozenset("v kid publica regional permisos desde hasta por firma".split())
_REGIONAL = re.compile(r"[0-9]{2}")


class Permiso(StrEnum):
    """What a delegated key may sign."""

    EMITIR = "emitir"
    CORREGIR = "corregir"


@dataclass(frozen=True, slots=True)
class Delegation:
    """A root's word that another key may sign for one regional, from one month through another."""

    kid: str
    publica: str
    regional: str
    permisos: frozenset[Permiso]
    desde: str
    hasta: str
    por: str
    firma: str = ""

    @property
    def payload(self) -> dict[str, Json]:
        return {
            "v": 1,
            "kid": self.kid,
            "publica": self.publica,
            "regional": self.regional,
            "permisos": [*sorted(p.value for p in self.permisos)],
            "desde": self.desde,
            "hasta": self.hasta,
            "por": self.por,
        }


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys of a project: `roots` maps a kid to its public key, `delegations` are those a root signed."""

    roots: Mapping[str, str]
    delegations: tuple[Delegation, ...] = ()

    def public(self, kid: str) -> str | None:
        """The public key called `kid`, None when nobody here answers for it."""
        if kid in self.roots:
            return self.roots[kid]
        return next((d.publica for d in self.delegations if d.kid == kid), None)

    def allows(self, kid: str, permiso: Permiso, month: str, regional: str | None) -> bool:
        """Whether that key may sign that kind of thing, dated in `month`, for a submission of `regional`."""
        if kid in self.roots:
            return True
        return any(
            d.kid == kid and permiso in d.permisos and d.regional == regional and d.desde <= month <= d.hasta
            for d in self.delegations
        )

    def pinning(self, public: str) -> Keyring:
        """The same keys with one more root."""
        return Keyring({**self.roots, kid_of(public): public}, self.delegations)

    def without(self, kid: str) -> Keyring:
        """The same keys but one, and without whatever that one delegated."""
        roots = {name: public for name, public in self.roots.items() if name != kid}
        return Keyring(roots, tuple(d for d in self.delegations if kid not in (d.kid, d.por)))


NO_KEYS = Keyring({})


def read_keys(text: str) -> tuple[Keyring, int]:
    """Parse `llaves.json`; with it, how many delegations were left out because no pinned root signed them.

    Raises `MalformedError` when the file itself cannot be trusted to say what its author meant.
    """
    whole = record(read_json(text, limit=FILE_LIMIT), frozenset({"raices", "delegaciones"}))
    roots = dict(_root(value) for value in items(whole["raices"], MAX_ROOTS))
    read = [_delegation(value) for value in items(whole["delegaciones"], MAX_DELEGATIONS)]
    good = tuple(d for d in read if _is_good(d, roots))
    return Keyring(roots, good), len(read) - len(good)


def write_keys(keyring: Keyring) -> str:
    """The text of `llaves.json`."""
    whole = {
        "raices": [{"kid": kid, "publica": public} for kid, public in keyring.roots.items()],
        "delegaciones": [{**d.payload, "firma": d.firma} for d in keyring.delegations],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def read_public(text: str) -> str:
    """The key of a `.pub` file, as `inspira consentimiento claves` leaves it beside a private key."""
    return _root(read_json(text, limit=1024))[1]


def write_public(public: str) -> str:
    """The text of a `.pub` file, which `read_public` reads; `public` in base64url."""
    return json.dumps({"kid": kid_of(public), "publica": public}) + "\n"


def _is_good(delegation: Delegation, roots: Mapping[str, str]) -> bool:
    root = roots.get(delegation.por)
    return root is not None and is_signed(root, Domain.DELEGACION, delegation.payload, delegation.firma)


def _root(value: object) -> tuple[str, str]:
    fields = record(value, _ROOT_KEYS)
    return _key(fields)


def _key(fields: Mapping[str, object]) -> tuple[str, str]:
    kid, public = word(fields["kid"], KID), word(fields["publica"], PUBLIC)
    if kid_of(public) != kid:
        raise MalformedError("Una llave no corresponde a su identificador.")
    return kid, public


def _delegation(value: object) -> Delegation:
    fields = record(value, _DELEGATION_KEYS)
    integer(fields["v"], 1, 1)
    kid, public = _key(fields)
    allowed = [word(p, re.compile("|".join(Permiso))) for p in items(fields["permisos"], len(Permiso))]
    if not allowed or allowed != sorted(set(allowed)):
        raise MalformedError("Los permisos de una delegación no están en orden.")
    regional = word(fields["regional"], _REGIONAL)
    if regional not in vocabulary("regionales"):
        raise MalformedError("Una delegación es para una regional que no existe.")
    return Delegation(
        kid=kid,
        publica=public,
        regional=regional,
        permisos=frozenset(map(Permiso, allowed)),
        desde=word(fields["desde"], MONTH),
        hasta=word(fields["hasta"], MONTH),
        por=word(fields["por"], KID),
        firma=word(fields["firma"], SIGNATURE),
    )
