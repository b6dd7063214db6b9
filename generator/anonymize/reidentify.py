"""Re-identification without a name: what, published together, points to very few people."""

from __future__ import annotations

import re

from generator.schema import Entrega

_ONLY_ONE = re.compile(
    r"\b(?:la|el|su|nuestr[ao]) [úu]nic[ao] (?:instructora?|profesora?|docente|coordinadora?|subdirectora?|experta?)\b",
    re.IGNORECASE,
)


def points_to_few(record: Entrega) -> str | None:
    """Why the fields point to very few people when the author asked not to be named, or None.

    A centre, an area and a quarter together leave a handful of instructors (design, «Anonymization»).
    """
    if record.unnamed and record.centro and record.periodo:
        return "Con crédito anónimo o seudónimo, «centro», «area» y «periodo» juntos señalan a muy pocas personas."
    return None


def only_one(text: str) -> re.Match[str] | None:
    """Where a text says that somebody is the only one of a role."""
    return _ONLY_ONE.search(text)
