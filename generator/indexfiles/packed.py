"""Pagefind's compressed files, opened without a place in them where something could be hidden."""

from __future__ import annotations

import zlib

_MARK = b"pagefind_dcd"
_MOST = 256 * 1024 * 1024
_PLAIN_HEADER = b"\x1f\x8b\x08\x00"


class MalformedError(Exception):
    """A file that is not as its writer, one of ours or Pagefind, writes it. Carries nothing."""


def unpack(data: bytes) -> bytes:
    """The content of one of Pagefind's compressed files, without its mark. Raises MalformedError."""
    return unzip(data)[len(_MARK) :]


def unzip(data: bytes) -> bytes:
    """The content of one of Pagefind's compressed files. Raises MalformedError.

    One gzip member with nothing before, after or in its header, since readers skip all that.
    """
    if not data.startswith(_PLAIN_HEADER):
        raise MalformedError
    opened = zlib.decompressobj(wbits=31)
    try:
        content = opened.decompress(data, _MOST)
    except zlib.error:
        raise MalformedError from None
    if not opened.eof or opened.unused_data or not content.startswith(_MARK):
        raise MalformedError
    return content
