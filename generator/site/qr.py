"""A QR code as one SVG path: for a printed page to lead back to itself."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

import segno
from markupsafe import Markup

MASK = 2
"""The pattern that is laid over every code. The norm wants that of eight with the lowest penalty, which takes four
times as long to find as the code itself; any can be read, and over addresses this one's is within 3 % of the lowest."""
QUIET = 2
"""Modules of white around the code: less than the four of the norm, since the paper around it is white too."""


@lru_cache(maxsize=16)
def qr(address: str) -> Markup | None:
    """The code of an address, None where there is none to tell or it is longer than a code can hold."""
    if not address:
        return None
    try:
        code = segno.make(address, error="m", micro=False, mask=MASK)
    except segno.DataOverflowError:
        return None
    drawn = []
    for y, row in enumerate(code.matrix):
        x = 0
        for dark, run in groupby(row):
            long = len(list(run))
            if dark:
                drawn.append(f"M{x + QUIET} {y + QUIET}h{long}v1h-{long}z")
            x += long
    side = len(code.matrix) + 2 * QUIET
    path = f'<path d="{"".join(drawn)}"></path>'
    svg = (
        f'<svg class="iq-qr" viewBox="0 0 {side} {side}" role="img" aria-label="Código QR de esta página">{path}</svg>'
    )
    return Markup(svg)  # noqa: S704 - numbers of ours
