"""The words that stand where something was redacted: the same for the same person, within one document only."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.anonymize.spans import Kind
from generator.vocabulary import plain

_WORDS: dict[Kind, str] = {
    Kind.CEDULA: "documento",
    Kind.TARJETA_IDENTIDAD: "documento",
    Kind.CEDULA_EXTRANJERIA: "documento",
    Kind.PPT: "documento",
    Kind.PASAPORTE: "documento",
    Kind.NIT: "documento",
    Kind.CELULAR: "teléfono",
    Kind.TELEFONO_FIJO: "teléfono",
    Kind.CORREO: "correo",
    Kind.DIRECCION: "dirección",
    Kind.FICHA: "número de ficha",
    Kind.FECHA_NACIMIENTO: "fecha",
    Kind.COORDENADAS: "ubicación",
    Kind.PERFIL: "perfil",
    Kind.PLACA: "placa",
    Kind.CUENTA_BANCARIA: "cuenta",
    Kind.NUMERO: "número",
    Kind.SENSIBLE: "dato sensible",
    Kind.MENOR: "dato de un menor",
}

# Guillemets mean nothing to YAML nor to Markdown, so the words can stand anywhere in a source file.
PLACEHOLDER = re.compile(r"«(?:persona [A-Z]{1,3}|" + "|".join(sorted(set(_WORDS.values()))) + ")»")

_PARTICLES = frozenset(("de", "del", "la", "las", "los", "y", "da", "dos", "san"))


class Placeholders:
    """Gives out the words for one document. Never shared between documents, so that nothing links them."""

    def __init__(self, names: Iterable[str]) -> None:
        """`names`: every person's name found in the document, longest forms decide who is who."""
        self._people: list[frozenset[str]] = []
        for words in sorted({_words(name) for name in names}, key=lambda w: (-len(w), sorted(w))):
            if words and not any(words <= person for person in self._people):
                self._people.append(words)

    def words(self, kind: Kind, original: str) -> str:
        """What to write instead of `original`."""
        if kind is not Kind.PERSONA:
            return f"«{_WORDS[kind]}»"
        mentioned = _words(original)
        index = next((i for i, p in enumerate(self._people) if mentioned and mentioned <= p), len(self._people))
        return f"«persona {_letters(index)}»"


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]+", plain(name))) - _PARTICLES


def _letters(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
