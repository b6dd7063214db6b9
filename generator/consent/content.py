"""The digest that a receipt is bound to: everything in the bundle that its author stands for.

It is of the anonymized text, because receipts are issued only once nothing is left to redact: a digest of
private text would let anybody confirm a guess (design, «Consent»).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import rfc8785

OUTSIDE = frozenset({"consentimientos.json", "ficha.yml"})


def content_digest(folder: str, digests: Mapping[str, str]) -> str:
    """SHA-256 in hexadecimal over the folder's name and the SHA-256 of each file, receipts and ficha aside."""
    covered = {name: digest for name, digest in digests.items() if name not in OUTSIDE}
    return hashlib.sha256(rfc8785.dumps({"objeto": folder, "archivos": covered})).hexdigest()


def text_digest(raw: bytes) -> str:
    """SHA-256 of a text file, the same whatever editor or checkout wrote its line ends."""
    plain = raw.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return hashlib.sha256(plain).hexdigest()
