"""What a text says when it is decoded: base64, hexadecimal, escapes, quoted-printable, UTF-16, compressed, nested.

Entities and percent escapes are read by the detectors themselves (`anonymize.fold`); they are decoded here only to
find what lies below. Bounded in depth and size: it looks for texts that somebody could read, not for ciphers.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import io
import quopri
import re
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

DEPTH = 2
MOST = 4 * 1024 * 1024
"""Bytes that one packed piece may unpack to: more is not looked at, and `TooMuchError` says so."""

_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}[\s:]?){8,}")
_ESCAPES = re.compile(
    r"(?:\\u\{?[0-9a-fA-F]{2,6}\}?|\\U[0-9a-fA-F]{8}|\\x[0-9a-fA-F]{2}|\\[0-7]{3}|\\[0-9a-fA-F]{6} ?)"
)
_QUOTED = re.compile(r"=[0-9A-F]{2}|=\r?\n")
_PRINTABLE = re.compile(rb"[ -~]*")
_DATA_START = b"\x1f\x8b"
_ZLIB_STARTS = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")


class TooMuchError(Exception):
    """A packed piece that unpacks to more than anything of ours does."""


def forms(text: str, depth: int = DEPTH) -> Iterator[str]:
    """Every reading of a text other than itself. Raises TooMuchError for a bomb."""
    for decoded in _once(text):
        if decoded == text:
            continue
        yield decoded
        if depth > 1:
            yield from forms(decoded, depth - 1)


def forms_of_bytes(data: bytes, depth: int = DEPTH) -> Iterator[str]:
    """Every reading of some bytes: as text, unpacked, and what these hide. Raises TooMuchError for a bomb."""
    text = readable(data)
    if text is not None:
        yield text
        yield from forms(text, depth)
    if depth > 0:
        for inner in unpacked(data):
            yield from forms_of_bytes(inner, depth - 1)


def _once(text: str) -> Iterator[str]:
    if "%" in text:
        yield unquote(text)
    if "&" in text:
        yield unescape(text)
    if "\\" in text:
        yield _ESCAPES.sub(_escaped, text)
    if "=" in text and _QUOTED.search(text):
        yield quopri.decodestring(text.encode()).decode("utf-8", "replace")
    if "\0" in text:
        yield text.replace("\0", "")
    for match in _HEX.finditer(text):
        yield from _texts_in(bytes.fromhex(re.sub(r"[\s:]", "", match[0])))
    for match in _BASE64.finditer(text):
        yield from _base64(match[0])


def _escaped(match: re.Match[str]) -> str:
    written = match[0]
    digits = written.strip("\\uUx{} ")
    try:
        value = int(digits, 8 if re.fullmatch(r"\\[0-7]{3}", written) else 16)
        return chr(value)
    except (ValueError, OverflowError):
        return written


def _base64(run: str) -> Iterator[str]:
    """Read a run of the alphabet as base64, from each place where a group of four may begin."""
    standard = run.rstrip("=").replace("-", "+").replace("_", "/")
    for offset in range(4):
        piece = standard[offset:]
        # Words of a language are runs too: their first bytes tell at once that they are not text.
        if offset and not _promising(piece):
            continue
        try:
            data = base64.b64decode(piece[: len(piece) - (len(piece) % 4 == 1)] + "=" * (-len(piece) % 4))
        except (binascii.Error, ValueError):
            continue
        yield from _texts_in(data)


def _promising(piece: str) -> bool:
    try:
        start = binascii.a2b_base64(piece[:12].ljust(12, "A"))
    except (binascii.Error, ValueError):
        return False
    return _PRINTABLE.fullmatch(start) is not None


def _texts_in(data: bytes) -> Iterator[str]:
    text = readable(data)
    if text is not None:
        yield text
    for inner in unpacked(data):
        text = readable(inner)
        if text is not None:
            yield text


def readable(data: bytes) -> str | None:
    """The bytes as text in UTF-8 or UTF-16, or None when what comes out is not mostly letters, digits and spaces."""
    if len(data) < 4:
        return None
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        plain = sum(c.isalnum() or c in " \n\r\t.,;:@-_/<>=\"'" for c in text)
        if plain >= 0.8 * len(text) and any(c.isalnum() for c in text):
            return text
    return None


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    even, odd = data[0:400:2].count(0), data[1:400:2].count(0)
    half = len(data[:400]) // 2
    if odd > 0.6 * half:
        return ("utf-16-le",)
    if even > 0.6 * half:
        return ("utf-16-be",)
    return ("utf-8",)


def unpacked(data: bytes) -> Iterator[bytes]:
    """What compressed bytes hold. Raises TooMuchError when that is more than `MOST` bytes."""
    if data.startswith(_DATA_START):
        yield _gunzip(data)
    elif data.startswith(_ZLIB_STARTS):
        yield _inflate(data)
    elif data.startswith(b"PK\x03\x04"):
        yield from _unzip(data)


def _gunzip(data: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            return _within(file.read(MOST + 1))
    except (OSError, EOFError, zlib.error):
        return b""


def _inflate(data: bytes) -> bytes:
    try:
        return _within(zlib.decompressobj().decompress(data, MOST + 1))
    except zlib.error:
        return b""


def _unzip(data: bytes) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                yield member.filename.encode() + b"\n" + member.comment
                with archive.open(member) as file:
                    yield _within(file.read(MOST + 1))
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, zlib.error, EOFError):
        return


def _within(data: bytes) -> bytes:
    if len(data) > MOST:
        raise TooMuchError
    return data
