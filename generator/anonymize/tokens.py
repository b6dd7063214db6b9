"""Words of a text with what is known of each: lists, shape, and the kind of place it stands in."""

import re
from typing import NamedTuple

from generator.anonymize.lexicons import Word, bare, lookup, place_names
from generator.anonymize.zones import zones_of


class Shape:
    """How a word is written; bits beside those of `Word`, so that one integer holds both."""

    TITULO = 1 << 20
    MAYUSCULAS = 1 << 21
    INICIAL = 1 << 22
    MIXTA = 1 << 23
    FUERTE = 1 << 24
    """In a names list and in no other."""
    DESCONOCIDA = 1 << 25
    """In no list, so possibly a name."""
    CASI = 1 << 26
    """Lower case, and only by that not FUERTE: counts beside another name."""
    PEGADA = 1 << 27
    """Two names written as one word: JuanPerez."""
    DUDOSA = 1 << 28
    """The rules found it and a person should decide: what the model reads of them."""
    SEGURA = 1 << 29
    """The rules are sure of it."""
    PRIMERA = 1 << 30
    """It opens what the rules found."""
    LUGAR_DICHO = 1 << 31
    """Part of the name of a place of several words, or a place after «en», «desde»: nobody."""


CAPITAL = Shape.TITULO | Shape.MAYUSCULAS | Shape.INICIAL | Shape.MIXTA
NAME = Word.NOMBRE | Word.APELLIDO
_EXPLAINED = Word.DICCIONARIO | Word.INGLES | Word.LUGAR | Word.TERMINO
_CONTEXT = int(
    Word.TRATAMIENTO
    | Word.HABLA
    | Word.HABLA_CON
    | Word.LUGAR_DE
    | Word.CAMPO
    | Word.PARTICULA
    | Word.PREPOSICION_LUGAR
    | Word.DEBIL
    | Word.CERRADA
)

PROSE, CODE, PATH = 0, 1, 2
SAINTS = frozenset("san santa santo sto sta sant sao".split())

_TOKEN = re.compile(r"[^\W\d_]+(?:['’´][^\W\d_]+)?")
_CLITICS = re.compile(r"(?:me|te|se|nos|lo|la|los|las|le|les){1,2}$")
_LEARNED = re.compile(
    r"(?:cion|ciones|idad|idades|logi[ao]s?|logic[ao]s?|grafi[ao]s?|metrias?|scopi[ao]s?|patias?|terapias?|atic[ao]s)$"
)
_FORMS = re.compile(r"(?:mente|isim[oa]s?|it[oa]s?|cit[oa]s?|ill[oa]s?|azo|ote)$")


class Token(NamedTuple):
    """A word of the folded text; `flags` joins `Word` and `Shape`, `place` is PROSE, CODE or PATH."""

    start: int
    end: int
    word: str
    flags: int
    place: int

    def __repr__(self) -> str:
        return f"Token({self.start}, {self.end})"


_known: dict[str, int] = {}
_KNOWN_MOST = 200_000


def word_flags(word: str) -> int:
    """`Word` and `Shape` of a word, remembered: few words make up most of any text."""
    flags = _known.get(word)
    if flags is None:
        flags = _flags(word)
        if len(_known) > _KNOWN_MOST:
            _known.clear()
        _known[word] = flags
    return flags


def _flags(word: str) -> int:
    flags = lookup(word)
    if not flags & NAME and word[1:2] in "'’´" and len(word) > 3:
        flags = lookup(word[2:])
    first = word[0].isupper()
    if len(word) == 1:
        return flags | (Shape.INICIAL if first else 0)
    if first and word[1:].islower():
        flags |= Shape.TITULO
    elif word.isupper():
        flags |= Shape.MAYUSCULAS
    elif not word.islower():
        flags = _mixed(word, flags)
    explained = flags & _EXPLAINED
    if flags & NAME:
        # In lower case a word of the dictionary is that word, whatever it may be with a capital.
        if not explained or (flags & Word.SOLO_NOMBRE and first):
            flags |= Shape.FUERTE
        elif flags & Word.SOLO_NOMBRE:
            flags |= Shape.CASI
    elif not explained and not flags & _CONTEXT and not _inflected(word):
        flags |= Shape.DESCONOCIDA
    return flags


_PREFIXED = re.compile(r"(?:Mc|Mac|De|Di|La|Le|Van|[A-ZÁÉÍÓÚÑ]['’´]?)[A-ZÁÉÍÓÚÑ][a-zà-ÿ]{2,}")
_PART = re.compile(r"[A-ZÁÉÍÓÚÑ]?[a-zà-ÿ]+|[A-ZÁÉÍÓÚÑ]+(?![a-zà-ÿ])")


def _mixed(word: str, flags: int) -> int:
    """Capitals inside a word: a prefixed surname (McLean), a slip (RUiz), a name run into the next word."""
    if flags & Word.TERMINO:
        return flags | Shape.MIXTA
    if _PREFIXED.fullmatch(word):
        return flags | Shape.TITULO
    parts = _PART.findall(word)
    first, second = (_name_part(part) for part in [*parts, "", ""][:2])
    if first and second:
        return first | Shape.TITULO | Shape.FUERTE | Shape.PEGADA
    if first and not first & _EXPLAINED:
        return first | Shape.TITULO
    return flags | Shape.MIXTA


def _name_part(part: str) -> int:
    flags = lookup(part) if len(part) > 2 and part[0].isupper() else 0
    sure = not flags & _EXPLAINED or flags & Word.SOLO_NOMBRE
    return flags if flags & NAME and sure and not flags & Word.OTRA_LENGUA else 0


def _inflected(word: str) -> bool:
    """A dictionary word with pronouns or a suffix that dictionaries leave out (agrupémonos, rapidito)."""
    folded = bare(word)
    if _LEARNED.search(folded):
        return True
    for pattern in (_CLITICS, _FORMS):
        match = pattern.search(folded)
        if match and match.start() > 2:
            stem = folded[: match.start()]
            forms = (stem, f"{stem}s", f"{stem}r", f"{stem}o", f"{stem}a", f"{stem}e")
            if any(lookup(form) & Word.DICCIONARIO for form in forms):
                return True
    return folded.endswith("s") and len(folded) > 4 and bool(lookup(folded[:-1]) & (Word.TERMINO | Word.INGLES))


def tokenize(text: str, place: int = PROSE) -> list[Token]:
    """The words of a text in order. In prose, code and addresses inside it are told apart."""
    zones = [(len(text) + 1, len(text) + 1, PROSE)]
    if place == PROSE:
        zones = [*((first, last, PATH if path else CODE) for first, last, path in zones_of(text)), *zones]
    tokens: list[Token] = []
    append, index, known, make = tokens.append, 0, _known.get, tuple.__new__
    first, last, inside = zones[0]
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        while start >= last:
            index += 1
            first, last, inside = zones[index]
        word = match.group()
        where = inside if start >= first else place
        flags = known(word)
        if flags is None:
            flags = word_flags(word)
        if where == PATH and flags & Shape.CASI:
            flags |= Shape.FUERTE
        append(make(Token, (start, end, word, flags, where)))  # as Token(…), without a call of Python
    return tokens


def _phrases() -> dict[str, list[tuple[str, ...]]]:
    phrases: dict[str, list[tuple[str, ...]]] = {}
    for name in place_names():
        words = tuple(bare(word) for word in _TOKEN.findall(name))
        if len(words) > 1:
            phrases.setdefault(words[0], []).append(words)
    for options in phrases.values():
        options.sort(key=len, reverse=True)
    return phrases


PLACE_PHRASES = _phrases()
