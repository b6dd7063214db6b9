"""Receipts: that somebody agreed to one thing, verifiable by anyone and saying nothing of who it was.

Who it was, by what channel and when exactly is in the private store (design, «Consent»).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from generator.consent.content import text_digest
from generator.consent.months import MONTH
from generator.consent.signing import DIGEST, KID, RID, SIGNATURE, Json
from generator.consent.strict_json import MalformedError, integer, items, read_json, record, word

LICENCE = "CC-BY-SA-4.0"
FILE_LIMIT = 256 * 1024
MAX_RECEIPTS = 400
MAX_CORRECTIONS = 100

_FOLDER = r"(?P<carpeta>(?:practicas|expediciones)/[a-z0-9]+(?:-[a-z0-9]+)*)"
_PERSON = re.compile(_FOLDER + r"#(?P<cosa>autoria\[(?:0|[1-9][0-9]?)\])")
_IMAGE = re.compile(_FOLDER + r"#(?P<cosa>imagen:(?P<sha256>[0-9a-f]{64})\[(?P<k>[1-9][0-9]?)/(?P<n>[1-9][0-9]?)\])")
_VERSION = re.compile(r"[0-9]{4}-[0-9]{2}(?:\.[0-9]{1,2})?")

_RECEIPT_KEYS = frozenset(
    "v rid alcance objeto contenido licencia aviso emitido vence kid firma".split(),
)
_CORRECTION_KEYS = frozenset("v rid de a motivo emitido kid firma".split())
_T = TypeVar("_T")


class Scope(StrEnum):
    """What a receipt is for; each is given and withdrawn alone."""

    TEXTO = "texto"
    NOMBRE = "nombre"
    IMAGEN = "imagen"


class Motivo(StrEnum):
    """The only edits that the house may carry over without asking again."""

    ORTOGRAFIA = "ortografia"
    FORMATO = "formato"


@dataclass(frozen=True, slots=True)
class Notice:
    """Which notice somebody read: its version and the SHA-256 of its text."""

    version: str
    sha256: str


@dataclass(frozen=True, slots=True, repr=False)
class Receipt:
    """One person's agreement to one thing of one content. Months, not days.

    `objeto` is `practicas/<slug>#autoria[0]`, or `practicas/<slug>#imagen:<sha256>[1/2]` for the first of the
    two people who can be recognised in an image. `vence` is the last month in which it counts.
    """

    rid: str
    alcance: Scope
    objeto: str
    contenido: str
    aviso: Notice
    emitido: str
    vence: str
    kid: str
    firma: str = ""

    @property
    def folder(self) -> str:
        return self.objeto.partition("#")[0]

    @property
    def thing(self) -> str:
        """What it is about inside the folder: `autoria[0]`, `imagen:<sha256>[1/2]`."""
        return self.objeto.partition("#")[2]

    @property
    def payload(self) -> dict[str, Json]:
        """What the signature covers: all of it but the signature."""
        return {
            "v": 1,
            "rid": self.rid,
            "alcance": self.alcance.value,
            "objeto": self.objeto,
            "contenido": self.contenido,
            "licencia": LICENCE,
            "aviso": {"version": self.aviso.version, "sha256": self.aviso.sha256},
            "emitido": self.emitido,
            "vence": self.vence,
            "kid": self.kid,
        }


@dataclass(frozen=True, slots=True, repr=False)
class Correction:
    """The house attests that going from one content to the next mended spelling or markup and nothing else."""

    rid: str
    de: str
    a: str
    motivo: Motivo
    emitido: str
    kid: str
    firma: str = ""

    @property
    def payload(self) -> dict[str, Json]:
        return {
            "v": 1,
            "rid": self.rid,
            "de": self.de,
            "a": self.a,
            "motivo": self.motivo.value,
            "emitido": self.emitido,
            "kid": self.kid,
        }


@dataclass(frozen=True, slots=True, repr=False)
class ConsentFile:
    """`consentimientos.json` of a bundle."""

    recibos: tuple[Receipt, ...] = ()
    correcciones: tuple[Correction, ...] = ()


def author_object(folder: str, index: int) -> str:
    """The `objeto` of a receipt for what one author gives; `index` is the position in `autoria`, from 0."""
    return f"{folder}#autoria[{index}]"


def image_object(folder: str, sha256: str, k: int, n: int) -> str:
    """The `objeto` of a receipt by person `k` of the `n` who can be recognised in an image, counted from 1."""
    return f"{folder}#imagen:{sha256}[{k}/{n}]"


def people_in_image(receipt: Receipt, sha256: str) -> int:
    """How many people the receipt says can be recognised in that image; 0 when it is of something else."""
    match = _IMAGE.fullmatch(receipt.objeto)
    return int(match["n"]) if match and match["sha256"] == sha256 else 0


def read_receipts(text: str) -> ConsentFile:
    """Parse `consentimientos.json`. Anything out of the ordinary in any part raises `MalformedError`."""
    whole = record(read_json(text, limit=FILE_LIMIT), frozenset({"recibos", "correcciones"}))
    receipts = _numbered("recibo", items(whole["recibos"], MAX_RECEIPTS), _receipt)
    corrections = _numbered("corrección", items(whole["correcciones"], MAX_CORRECTIONS), _correction)
    rids = [r.rid for r in receipts] + [c.rid for c in corrections]
    if len(set(rids)) != len(rids):
        raise MalformedError("Hay un recibo repetido.")
    return ConsentFile(receipts, corrections)


def write_receipts(file: ConsentFile) -> str:
    """The text of `consentimientos.json`."""
    whole = {
        "recibos": [{**r.payload, "firma": r.firma} for r in file.recibos],
        "correcciones": [{**c.payload, "firma": c.firma} for c in file.correcciones],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _numbered(noun: str, values: list[object], read: Callable[[object], _T]) -> tuple[_T, ...]:
    found = []
    for number, value in enumerate(values, 1):
        try:
            found.append(read(value))
        except MalformedError:
            raise MalformedError(f"En la lista, {noun} {number} no tiene la forma esperada.") from None
    return tuple(found)


def _receipt(value: object) -> Receipt:
    fields = record(value, _RECEIPT_KEYS)
    integer(fields["v"], 1, 1)
    notice = record(fields["aviso"], frozenset({"version", "sha256"}))
    word(fields["licencia"], re.compile(re.escape(LICENCE)))
    scope = Scope(word(fields["alcance"], re.compile("|".join(Scope))))
    return Receipt(
        rid=word(fields["rid"], RID),
        alcance=scope,
        objeto=_object(fields["objeto"], scope),
        contenido=word(fields["contenido"], DIGEST),
        aviso=Notice(word(notice["version"], _VERSION), word(notice["sha256"], DIGEST)),
        emitido=word(fields["emitido"], MONTH),
        vence=word(fields["vence"], MONTH),
        kid=word(fields["kid"], KID),
        firma=word(fields["firma"], SIGNATURE),
    )


def _object(value: object, scope: Scope) -> str:
    pattern = _IMAGE if scope is Scope.IMAGEN else _PERSON
    text = word(value, pattern)
    match = pattern.fullmatch(text)
    if scope is Scope.IMAGEN and match and int(match["k"]) > int(match["n"]):
        raise MalformedError("Un recibo de imagen cuenta mal a las personas.")
    return text


def _correction(value: object) -> Correction:
    fields = record(value, _CORRECTION_KEYS)
    integer(fields["v"], 1, 1)
    return Correction(
        rid=word(fields["rid"], RID),
        de=word(fields["de"], DIGEST),
        a=word(fields["a"], DIGEST),
        motivo=Motivo(word(fields["motivo"], re.compile("|".join(Motivo)))),
        emitido=word(fields["emitido"], MONTH),
        kid=word(fields["kid"], KID),
        firma=word(fields["firma"], SIGNATURE),
    )


def read_notice(text: str) -> Notice:
    """The version that a notice declares in its first lines, and its digest, line ends normalised."""
    match = re.match(r"---\nversion: \"?([0-9.-]+)\"?\n", text.removeprefix("\ufeff").replace("\r\n", "\n"))
    if not match or not _VERSION.fullmatch(match[1]):
        raise MalformedError("El aviso no dice su versión en la primera línea (version: AAAA-MM).")
    return Notice(match[1], text_digest(text.encode()))
