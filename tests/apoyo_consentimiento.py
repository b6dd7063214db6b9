"""A small project with keys of its own, for the tests of consent. The names in it are made up from name parts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from generator.consent.issue import Agreement, delegate, issue
from generator.consent.keys import Keyring, Permiso
from generator.consent.private_key import PrivateKey
from generator.consent.receipts import ConsentFile, Notice, write_receipts
from generator.consent.revocation import RevocationList, next_list
from generator.consent.signing import Domain
from generator.consent.standing import Trust
from generator.model import Collection, Document, FrontMatter, Media, Source, Submission
from generator.schema import Ficha, Practica
from generator.vocabulary import vocabulary

TODAY = date(2026, 11, 22)
NOTICE = Notice("2026-11", "a" * 64)
CANARY = "Zulmariela Quintabé"  # made up from name parts; nobody is called so
FOLDER = "practicas/huerta-vertical"
PHOTO = "foto-de-zulmariela.jpg"


def private_key(seed: int) -> PrivateKey:
    return PrivateKey(Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))


ROOT, OTHER_ROOT, REGIONAL, STRANGER = (private_key(n) for n in (1, 2, 3, 4))
ROOTS = Keyring({ROOT.kid: ROOT.public, OTHER_ROOT.kid: OTHER_ROOT.public})


def keyring(regional: str = "05", desde: str = "2026-01", hasta: str = "2026-12", *, corregir: bool = False) -> Keyring:
    """The two roots, and a regional key that the first one delegated to."""
    permisos = frozenset(Permiso) if corregir else frozenset({Permiso.EMITIR})
    return delegate(ROOTS, REGIONAL.public, regional, permisos, (desde, hasta), ROOT)


def signed_list(
    *rids: str, numero: int = 1, emitida: date = TODAY, vence: date | None = None, key: PrivateKey = ROOT
) -> RevocationList:
    unsigned = replace(next_list(None, rids, 0, emitida, key.kid), numero=numero)
    if vence:
        unsigned = replace(unsigned, vence=vence)
    return replace(unsigned, firma=key.sign(Domain.RETIROS, unsigned.payload))


TRUST = Trust(keyring(), signed_list(), minimum=1, examples={})


def submission(
    text: str = "uno",
    *,
    folder: str = FOLDER,
    authors: tuple[str, ...] = ("nombre", "anonimo"),
    faces: bool = False,
    consent: str | None = None,
    **fields: object,
) -> Submission:
    """A practice whose content is `text`; every author with a name is called like the canary."""
    named = ("nombre", "seudonimo", "colectivo")
    data: dict[str, object] = {
        "titulo": "Sembrar en vertical",
        "resumen": f"No había patio y {CANARY} propuso la pared.",
        "area": next(iter(vocabulary("areas"))),
        "autoria": [{"rol": "instructor", "credito": c, **({"nombre": CANARY} if c in named else {})} for c in authors],
        "reto": ["otro"],
        "modalidad_formacion": "presencial",
        "tiempo": "momento",
        "recursos": ["una pared"],
        "imagenes": [{"archivo": PHOTO, "alt": "Una pared verde", "personas_reconocibles": "adultas_autorizadas"}],
        **fields,
    }
    if not faces:
        del data["imagenes"]
    record = Practica.model_validate(data)
    collection, _, slug = folder.partition("/")
    photo = Media(PHOTO, Path("no-existe.jpg"), 1, _sha("foto"))
    digests = {"index.md": _sha(text), **({PHOTO: photo.sha256} if faces else {})}
    source = Source(
        collection=Collection(collection),
        slug=slug,
        index=text,
        house={} if consent is None else {"consentimientos.json": consent},
        attachments={},
        media={PHOTO: photo} if faces else {},
        digests=digests,
    )
    front = FrontMatter({}, {("autoria", 0): (5, 3), ("autoria", 1): (8, 3)}, "", 20)
    return Submission(source, record, Ficha(estado="aprobada"), front, Document((), (), {}, (), 1))


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


ALL = Agreement(frozenset({0, 1}), frozenset({0}))
WITH_PHOTO = Agreement(frozenset({0, 1}), frozenset({0}), {PHOTO: 2})


@dataclass(frozen=True)
class Issued:
    """A submission with its receipts, in both forms."""

    submission: Submission
    file: ConsentFile


def issued(
    agreement: Agreement = ALL,
    *,
    bare: Submission | None = None,
    before: ConsentFile = ConsentFile(),  # noqa: B008 - frozen
    key: PrivateKey = ROOT,
    months: int = 24,
    trust: Trust = TRUST,
    today: date = TODAY,
) -> Issued:
    start = bare or submission()
    file, _new = issue(start, before, agreement, key=key, notice=NOTICE, months=months, trust=trust, today=today)
    return Issued(carrying(start, file), file)


def carrying(bare: Submission, file: ConsentFile | str) -> Submission:
    """The same submission with these receipts beside it."""
    text = file if isinstance(file, str) else write_receipts(file)
    return replace(bare, source=replace(bare.source, house={"consentimientos.json": text}))
