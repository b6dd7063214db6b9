"""Pagefind's compressed files: what they hold, and the same content compressed as far as it goes in little time."""

from __future__ import annotations

import gzip

SIGNATURE = b"pagefind_dcd"
_LEVEL, _WELL = 8, 12


def opened(data: bytes) -> bytes:
    """What one of Pagefind's files holds."""
    return gzip.decompress(data)[len(SIGNATURE) :]


def closed(data: bytes) -> bytes:
    """The file that holds it, as Pagefind writes it, the same bytes every time."""
    return squeezed(SIGNATURE + data)


def closed_well(data: bytes) -> bytes:
    """The same, for what every search has to wait for."""
    return squeezed(SIGNATURE + data, _WELL)


def squeezed(data: bytes, level: int = _LEVEL) -> bytes:
    """Compressed better than zlib does in the same time; a step further takes twice as long for 2.6 % less."""
    # Here, since only a machine that builds the site has it.
    import deflate

    return bytes(deflate.gzip_compress(data, level))


def squeezed_well(data: bytes) -> bytes:
    """Compressed as far as it goes."""
    return squeezed(data, _WELL)
