"""How likely a word must be for a person's name, by what is known of it: the level of one word."""

from __future__ import annotations

from collections.abc import Sequence

from generator.anonymize.genre import Genre
from generator.anonymize.lexicons import Word
from generator.anonymize.spans import Level
from generator.anonymize.tokens import CAPITAL, NAME, PROSE, Shape, Token

# Chosen on the development sets, never on the training ones (figures in datos/MODELO.md).
SURE = 0.5
"""From here on a word is a name without anyone being asked."""
SURE_WORD = 0.9
"""As SURE, for a word that a dictionary has and no list of names."""
SURE_NAME = 0.65
"""As SURE, for a word that is nearly always a name, where a place may explain it."""
SURE_PLACE = 0.9
"""As SURE, for a lone word that is also a place, a term or a role: «Bolívar» in a list, «Cuero» in an area's name."""
POSSIBLE = 0.003
"""From here on a person decides about a capitalized word."""
POSSIBLE_COMMON = 0.03
"""As POSSIBLE, for a word that a dictionary has and no list of names."""
POSSIBLE_OPENING = 0.6
"""As POSSIBLE, for such a word where it opens a sentence; the rules look at what follows it."""
POSSIBLE_CAPITALS = 0.0005
"""As POSSIBLE, for any word in a line in capitals, where nothing tells a name from a word."""
POSSIBLE_LOWER = 0.05
"""As POSSIBLE, for a word without a capital."""
POSSIBLE_PLACE = 0.1
"""As POSSIBLE, for a place, an acronym, a word of grammar, a word with capitals inside."""
POSSIBLE_TERM = 0.6
"""As POSSIBLE, for a role or a term that is nobody's name."""
COMMON_IN = {Genre.SENTENCE: 0.03, Genre.DOCUMENT: 0.3, Genre.TECHNICAL: 0.3}
"""Below this, a lone capitalized word of a dictionary that the rules would ask about is that word."""
UNKNOWN_IN = {Genre.SENTENCE: 0.0, Genre.DOCUMENT: 0.0, Genre.TECHNICAL: 0.1}
"""As COMMON_IN, for a word that no list has."""
DOUBTED = 0.6
"""Below this the model takes what the rules were sure of for something else: a person decides."""

_MARKS = Shape.SEGURA | Shape.DUDOSA
_COMMON = Word.DICCIONARIO | Word.INGLES | Word.LUGAR | Shape.MIXTA
_NOBODYS = Word.LUGAR | Word.TERMINO | Word.TRATAMIENTO
_LISTED = Word.DICCIONARIO | Word.INGLES
_CLOSED = Word.PARTICULA | Word.CERRADA


def level_of(token: Token, p: float, genre: Genre) -> Level | None:
    """The level of one word that the model takes for part of a name with probability `p` (0 to 1); None for none."""
    flags = token.flags
    if p < POSSIBLE or flags & Shape.LUGAR_DICHO:
        return None
    if flags & Word.TERMINO and not flags & NAME:
        return Level.REVISAR if p >= POSSIBLE_TERM else None
    own = flags & NAME and not flags & Word.OTRA_LENGUA
    sure = SURE_WORD if flags & _COMMON and not own else SURE
    if p >= sure and (flags & CAPITAL or flags & NAME):
        return Level.AUTO
    enough = _possible(token)
    if not flags & (NAME | Word.DEBIL):
        enough = max(enough, COMMON_IN[genre] if flags & _LISTED else UNKNOWN_IN[genre])
    return Level.REVISAR if p >= enough else None


def _possible(token: Token) -> float:
    flags = token.flags
    if not flags & CAPITAL:
        return SURE_WORD if flags & _LISTED and not flags & Word.PARTICULA else POSSIBLE_LOWER
    if flags & Word.TRATAMIENTO and not flags & NAME:
        return POSSIBLE_TERM
    if flags & Shape.MAYUSCULAS and len(token.word) < 4:
        return POSSIBLE_TERM if len(token.word) < 3 else POSSIBLE_PLACE
    if flags & (Shape.FUERTE | _MARKS):
        return POSSIBLE
    if (flags & Shape.MAYUSCULAS and len(token.word) < 6) or flags & (
        Word.LUGAR | Word.TRATAMIENTO | Word.LUGAR_DE | Word.CAMPO | Shape.MIXTA | _CLOSED
    ):
        return POSSIBLE_PLACE
    return POSSIBLE if flags & Shape.DESCONOCIDA else POSSIBLE_COMMON


def opening(tokens: Sequence[Token], p: float, level: Level, index: int) -> Level | None:
    """The level of a common word that opens a sentence, where its capital says nothing: «Casas quemadas», «Evita»."""
    flags = tokens[index].flags
    if p >= (SURE_NAME if flags & Shape.FUERTE and _acts(tokens, index) else SURE_WORD):
        return level
    enough = SURE_WORD if flags & Word.DEBIL else POSSIBLE_OPENING
    return Level.REVISAR if p >= enough else None


def _acts(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word of the language follows, as a verb does: «Garzón anula», not «Cortes al abrir»."""
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    return after is not None and not after.flags & (CAPITAL | _CLOSED) and bool(after.flags & Word.DICCIONARIO)


def may_be_nobodys(flags: int, p: float) -> bool:
    """Whether a lone word may name a place, a term or a role instead: what the model says must then weigh more."""
    return bool(flags & _NOBODYS) and p < (SURE_NAME if flags & Shape.FUERTE and flags & NAME else SURE_PLACE)


def possible_in_capitals(token: Token, p: float) -> bool:
    """Whether a word of a line in capitals, where nothing tells a name from a word, is asked about."""
    flags = token.flags
    if flags & (_CLOSED | Shape.LUGAR_DICHO):
        return False
    return p >= POSSIBLE_CAPITALS or bool(
        flags & (NAME | Shape.DESCONOCIDA) and not flags & Word.TERMINO and len(token.word) > 2
    )


def is_common(token: Token, p: float, genre: Genre) -> bool:
    """Whether a lone word that the rules ask about is a common one, by what the model reads around it."""
    flags = token.flags
    if not flags & CAPITAL or flags & (NAME | Word.DEBIL | Word.LUGAR | Shape.INICIAL):
        return False
    if flags & _LISTED:
        return p < COMMON_IN[genre]
    return p < UNKNOWN_IN[genre] and token.place == PROSE
