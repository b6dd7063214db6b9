"""Which edition of the guide this is: written by ENI in one place, `extra.guia` of mkdocs.yml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from generator.site import words

_VERSION = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,2}")
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True, repr=False)
class Edition:
    """`version` is `1.0`; `fecha` the month, AAAA-MM: every date in the document is made of it and of no clock."""

    version: str
    fecha: str

    @property
    def month(self) -> str:
        """`noviembre de 2026`."""
        return words.month(self.fecha)


def edition_of(config: Mapping[str, object]) -> Edition | None:
    """The edition in an mkdocs.yml, None when there is none.

    Raises ValueError when it is there and is not a version and a month: a document cannot be dated by guessing.
    """
    extra = config.get("extra")
    given = extra.get("guia") if isinstance(extra, Mapping) else None
    if given is None:
        return None
    version, fecha = (str(given.get(k, "")) for k in ("version", "fecha")) if isinstance(given, Mapping) else ("", "")
    if not _VERSION.fullmatch(version) or not _MONTH.fullmatch(fecha):
        raise ValueError("extra.guia needs a version and a month")
    return Edition(version, fecha)
