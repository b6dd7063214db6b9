"""Images and other files of the manifest: nothing hidden beside the picture (P308), nothing that runs (P305, P306)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from generator.images.scan import ends_with_its_picture

_PNG = b"\x89PNG\r\n\x1a\n"
# What draws the picture and nothing else. iCCP is left out: a profile has texts of its own.
_PNG_CHUNKS = frozenset(
    (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"sBIT", b"bKGD", b"cICP")
)
_PNG_SIZES = {b"IHDR": 13, b"PLTE": 768, b"gAMA": 4, b"cHRM": 32, b"sRGB": 1, b"pHYs": 9, b"cICP": 4}
_PNG_MOST = 1024
_PIECE = 1 << 20
_NOT_SIMPLE = "La imagen no está en la forma simple en que se puede comprobar que no trae nada más."
_TOO_MUCH = "La imagen trae más datos de los que necesita."
_JPEG_ALONE = frozenset((0x01, *range(0xD0, 0xD8)))
_JPEG_DRAWING = frozenset((*range(0xC0, 0xD0), 0xDB, 0xDD)) - {0xC8}
_ADOBE = 14
_WEBP_CHUNKS = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH"))
_WEBP_ALPHA = 0x10


def hides(data: bytes, *, ours: bool = False) -> str | None:
    """Why an image may not be published, in plain Spanish; None for a PNG, JPEG or WebP that is its picture alone.

    What is `ours` was written from pixels: of a JPEG only the segments are read then, and not the compressed part,
    which takes a second for each megabyte and has to be in its simplest form (`images.scan`).
    """
    if data.startswith(_PNG):
        return next(_png(data), None)
    if data.startswith(b"\xff\xd8"):
        return next(_jpeg(data), None) or (None if ours or ends_with_its_picture(data) else _NOT_SIMPLE)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return next(_webp(data), None)
    return "No es una imagen PNG, JPEG ni WebP."


def _png(data: bytes) -> Iterator[str]:
    position = len(_PNG)
    header, pixels = b"", []
    while position + 12 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, position)
        body = data[position + 8 : position + 8 + size]
        if kind not in _PNG_CHUNKS:
            yield "La imagen trae textos o metadatos."
            return
        limit = _PNG_SIZES.get(kind, _PNG_MOST if kind != b"IDAT" else len(data))
        if size > limit or (kind == b"IEND" and size):
            yield _TOO_MUCH
            return
        if kind == b"IHDR":
            header = body
        elif kind == b"IDAT":
            pixels.append(body)
        position += 12 + size
        if kind == b"IEND":
            if position != len(data):
                yield "Después de la imagen hay otros datos."
            elif not _only_pixels(header, b"".join(pixels)):
                yield _TOO_MUCH
            return
    yield "La imagen no está completa."


def _only_pixels(header: bytes, packed: bytes) -> bool:
    """Whether what is packed ends where it says and is as long as the rows of the picture (PNG, 7.2 and 11.2)."""
    if len(header) != _PNG_SIZES[b"IHDR"]:
        return False
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", header)
    row = 1 + (width * depth * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}.get(colour, 0) + 7) // 8
    opened = zlib.decompressobj()
    length = 0
    try:
        while packed and not opened.eof:
            length += len(opened.decompress(packed, _PIECE))
            packed = opened.unconsumed_tail
            if length > 2 * row * height + _PIECE:
                return False
    except zlib.error:
        return False
    # Seven smaller pictures, one inside the other, each with rows of its own: only the end of those is looked at.
    return opened.eof and not opened.unused_data and not packed and (bool(interlaced) or length == row * height)


def _webp(data: bytes) -> Iterator[str]:
    if struct.unpack_from("<I", data, 4)[0] + 8 != len(data):
        yield "Después de la imagen hay otros datos."
        return
    position = 12
    while position + 8 <= len(data):
        kind, size = struct.unpack_from("<4sI", data, position)
        if position + 8 + size > len(data):
            break
        if kind not in _WEBP_CHUNKS or (kind == b"VP8X" and (size != 10 or data[position + 8] & ~_WEBP_ALPHA)):
            yield "La imagen trae textos o metadatos."
            return
        position += 8 + size + size % 2
    if position != len(data):
        yield "La imagen no está completa."


def _jpeg(data: bytes) -> Iterator[str]:
    position = 2
    while position + 2 <= len(data):
        if data[position] != 0xFF:
            break
        marker = data[position + 1]
        if marker == 0xD9:
            if position + 2 != len(data):
                yield "Después de la imagen hay otros datos."
            return
        if marker in _JPEG_ALONE:
            position += 2
            continue
        size = int.from_bytes(data[position + 2 : position + 4], "big")
        body = data[position + 4 : position + 2 + size]
        if not _drawing(marker, body):
            yield "La imagen trae textos o metadatos."
            return
        position += 2 + size
        if marker == 0xDA:
            position = _end_of_scan(data, position)
    yield "La imagen no está completa."


def _drawing(marker: int, body: bytes) -> bool:
    """Whether a segment only serves to draw: tables, frames, scans, and the two headers that hold no text."""
    if marker == 0xE0:
        return body.startswith(b"JFIF\0") and len(body) == _ADOBE and body[12:14] == b"\0\0"
    if marker == 0xEE:
        return body.startswith(b"Adobe") and len(body) == 12
    return marker in _JPEG_DRAWING or marker == 0xDA


def _end_of_scan(data: bytes, position: int) -> int:
    """The next marker after compressed data, where FF is followed by 00 or by a restart marker."""
    while True:
        position = data.find(b"\xff", position)
        if position < 0 or position + 1 >= len(data):
            return len(data)
        following = data[position + 1]
        if following not in (0x00, 0xFF) and not 0xD0 <= following <= 0xD7:
            return position
        position += 1 if following == 0xFF else 2
