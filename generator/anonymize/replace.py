"""The words that stand where something was redacted, and how to know them again.

One convention: a noun between guillemets, which mean nothing to YAML nor to Markdown, so that it can stand anywhere in
a source file. For a person it is a role, where the text tells one, and a letter: «instructora A», «persona B»; without
the letter where a mention could be two people's. It takes the place of a name: an article before it stays, or is made
to agree. What the sentence needs around it is decided in `plan`.
"""

from __future__ import annotations

import re

from generator.anonymize.coarse import TRIMESTER, municipalities
from generator.anonymize.fold import fold
from generator.anonymize.roles import NOUNS, Gender
from generator.anonymize.spans import Kind
from generator.anonymize.who import number

_HE, _SHE = Gender.MASCULINE, Gender.FEMININE

WORDS: dict[Kind, tuple[str, Gender]] = {
    Kind.CEDULA: ("documento", _HE),
    Kind.TARJETA_IDENTIDAD: ("documento", _HE),
    Kind.CEDULA_EXTRANJERIA: ("documento", _HE),
    Kind.PPT: ("documento", _HE),
    Kind.PASAPORTE: ("documento", _HE),
    Kind.NIT: ("documento", _HE),
    Kind.CELULAR: ("teléfono", _HE),
    Kind.TELEFONO_FIJO: ("teléfono", _HE),
    Kind.CORREO: ("correo", _HE),
    Kind.DIRECCION: ("dirección", _SHE),
    Kind.FICHA: ("número de ficha", _HE),
    Kind.FECHA_NACIMIENTO: ("fecha reservada", _SHE),
    Kind.FECHA: ("fecha", _SHE),
    Kind.COORDENADAS: ("ubicación", _SHE),
    Kind.PERFIL: ("perfil", _HE),
    Kind.PLACA: ("placa", _SHE),
    Kind.CUENTA_BANCARIA: ("cuenta", _SHE),
    Kind.NUMERO: ("número", _HE),
    Kind.SENSIBLE: ("dato sensible", _HE),
    Kind.MENOR: ("dato de un menor", _HE),
}
"""What is written for each kind but people, and its gender."""

MUNICIPALITY = "municipio de"
SEVERAL = "personas"

# Every alternative is a closed list: what an author writes between guillemets is not taken for a placeholder.
SOMEONE = rf"«(?:(?i:{'|'.join(NOUNS)})(?: [A-Z]{{1,2}})?|(?i:{SEVERAL}))»"
"""A pattern of the placeholders of people, of this convention and of the first one («persona A»)."""
_PLACES = "|".join(re.escape(name) for name in sorted(municipalities().values(), key=len, reverse=True))
PLACEHOLDER = re.compile(
    rf"{SOMEONE}|«(?:(?i:{'|'.join(sorted({words for words, _ in WORDS.values()}))}|{TRIMESTER})"
    rf"|(?i:{MUNICIPALITY}) (?:{_PLACES}))»"
)
_LETTER = re.compile(rf"«(?i:{'|'.join(NOUNS)}) ([A-Z]{{1,2}})»")


def quoted(words: str, *, capital: bool = False) -> str:
    """Some words as a placeholder."""
    return f"«{words[:1].upper() + words[1:] if capital else words}»"


def first_free(texts: list[str]) -> int:
    """The number of the first letter that no placeholder of a document has, so that nobody gets another's."""
    return max((number(m[1]) + 1 for text in texts for m in _LETTER.finditer(fold(text).text)), default=0)
