"""Ed25519 over RFC 8785 canonical JSON, with a prefix for each kind of document.

The prefix keeps a signature for one purpose from being shown as one for another.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KID = re.compile(r"[0-9a-f]{16}")
PUBLIC = re.compile(r"[A-Za-z0-9_-]{43}")
SIGNATURE = re.compile(r"[A-Za-z0-9_-]{86}")
DIGEST = re.compile(r"[0-9a-f]{64}")
RID = re.compile(r"[0-9a-f]{32}")

Json = str | int | list["Json"] | dict[str, "Json"]
Payload = Mapping[str, Json]


class Domain(StrEnum):
    """What a signature is for."""

    RECIBO = "recibo"
    CORRECCION = "correccion"
    DELEGACION = "delegacion"
    RETIROS = "retiros"


def message(domain: Domain, payload: Payload) -> bytes:
    """The bytes that are signed."""
    return f"instructores-que-inspiran/{domain}/1\n".encode() + rfc8785.dumps(dict(payload))


def sign(private: Ed25519PrivateKey, domain: Domain, payload: Payload) -> str:
    """The signature in base64url without padding."""
    return encode(private.sign(message(domain, payload)))


def is_signed(public: str, domain: Domain, payload: Payload, signature: str) -> bool:
    """Whether the signature is of that payload, for that purpose, by the holder of that public key."""
    raw = decode(signature)
    key = _public_key(public)
    if raw is None or key is None:
        return False
    try:
        key.verify(raw, message(domain, payload))
    except InvalidSignature:
        return False
    return True


class Signatures:
    """Asks whether things are signed, and remembers what was: whatever becomes of its key, that never changes.

    What is remembered is a digest of the key, the purpose, what was signed and the signature.
    """

    __slots__ = ("_good",)

    def __init__(self) -> None:
        self._good: set[bytes] = set()

    def is_signed(self, public: str, domain: Domain, payload: Payload, signature: str) -> bool:
        """The same as `is_signed`, found out once."""
        told = hashlib.sha256(repr((public, domain.value, payload, signature)).encode()).digest()
        if told not in self._good and is_signed(public, domain, payload, signature):
            self._good.add(told)
        return told in self._good

    def __repr__(self) -> str:
        return "<Signatures>"


def public_of(private: Ed25519PrivateKey) -> str:
    """The public half of a key, in base64url."""
    return encode(private.public_key().public_bytes_raw())


def kid_of(public: str) -> str:
    """The identifier of a key: it comes from the key itself, so it cannot be given to another."""
    return hashlib.sha256(decode(public) or b"").hexdigest()[:16]


def encode(raw: bytes) -> str:
    """Bytes as base64url without padding (RFC 4648, section 5)."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decode(text: str) -> bytes | None:
    """The bytes of a base64url text, None unless it is exactly how those bytes are written."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    # Spare bits at the end would give one signature several spellings.
    return raw if encode(raw) == text else None


@lru_cache(maxsize=256)
def _public_key(public: str) -> Ed25519PublicKey | None:
    raw = decode(public)
    if raw is None or len(raw) != 32:
        return None
    return Ed25519PublicKey.from_public_bytes(raw)
