"""Controlled vocabularies kept as data files, so that ENI can edit a list without touching code.

Sources and licences: `generator/vocabularios/FUENTES.md`.
"""

from __future__ import annotations

import csv
import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a list: its code, the name that readers see, and the file's other columns."""

    code: str
    name: str
    extra: Mapping[str, str]


@cache
def vocabulary(name: str) -> Mapping[str, Term]:
    """The list called `name` (`areas`, `ofertas`, `regionales`, `centros`, `departamentos`, `municipios`).

    Returns code → term in the file's order. Raises FileNotFoundError for a list that does not exist.
    """
    text = resources.files("generator.vocabularios").joinpath(f"{name}.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {r["codigo"]: Term(r["codigo"], r["nombre"], r) for r in rows}


def name_of(vocabulary_name: str, code: str) -> str:
    """The readable name of a code; the code itself when the list does not have it."""
    term = vocabulary(vocabulary_name).get(code)
    return term.name if term else code


def plain(text: str) -> str:
    """Lower case without accents, for comparing what people type with what a list holds."""
    if text.isascii():
        return text.casefold().strip()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return _FROM_ACCENTS_ON.sub(_but_accents, decomposed).strip()


_FROM_ACCENTS_ON = re.compile("[\u0300-\U0010ffff]")
"""No character before U+0300 is set upon another, so most of a text need not be asked about."""


def _but_accents(found: re.Match[str]) -> str:
    return "" if unicodedata.combining(found[0]) else found[0]


def nearest(typed: str, allowed: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    """The allowed (code, name) closest to what was typed, or None when nothing is close.

    Only the allowed value is ever returned: what was typed may hold private text.
    """
    by_form: dict[str, tuple[str, str]] = {}
    for code, name in allowed:
        by_form.setdefault(plain(code), (code, name))
        by_form.setdefault(plain(name), (code, name))
    close = difflib.get_close_matches(plain(typed)[:120], by_form, n=1, cutoff=0.72)
    return by_form[close[0]] if close else None
