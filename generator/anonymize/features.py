"""What the names model looks at: each word with its neighbours, in lines cut at sentence ends.

One definition serves training (strings for CRFsuite) and detection (`model.py` adds up their weights), so that the
two cannot drift apart. Everything is asked of a word, or of two neighbours with what stands between them; both
repeat so much that their sums are remembered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from generator.anonymize.lexicons import Word, bare
from generator.anonymize.tokens import PROSE, Shape, Token

_LISTS = {
    "nom": Word.NOMBRE,
    "ape": Word.APELLIDO,
    "dic": Word.DICCIONARIO,
    "ing": Word.INGLES,
    "lug": Word.LUGAR,
    "ter": Word.TERMINO,
    "tra": Word.TRATAMIENTO,
    "hab": Word.HABLA,
    "con": Word.HABLA_CON,
    "lde": Word.LUGAR_DE,
    "solo": Word.SOLO_NOMBRE,
    "otra": Word.OTRA_LENGUA,
    "cos": Word.COSA_DE,
    "cam": Word.CAMPO,
    "par": Word.PARTICULA,
    "deb": Word.DEBIL,
    "cer": Word.CERRADA,
    "fue": Shape.FUERTE,
    "des": Shape.DESCONOCIDA,
    "dud": Shape.DUDOSA,
    "seg": Shape.SEGURA,
    "pri": Shape.PRIMERA,
}
_CASE = Shape.TITULO | Shape.MAYUSCULAS | Shape.INICIAL | Shape.MIXTA
_CLASS = _CASE | sum(_LISTS.values())
_COARSE = (
    _CASE
    | Word.NOMBRE
    | Word.APELLIDO
    | Word.DICCIONARIO
    | Word.TRATAMIENTO
    | Word.PARTICULA
    | Shape.DUDOSA
    | Shape.SEGURA
)

EDGE = -1
"""The class of what stands before the first word of a line and after the last."""
OFFSETS = (-2, -1, 0, 1, 2)
CAPITALS_LINE = "lineamay"


def word_class(flags: int) -> int:
    """What the lists and the writing say of a word, without what only the rules use."""
    return flags & _CLASS


def of_word(word: str, flags: int) -> tuple[list[str], ...]:
    """The features that a word gives to the word at each of `OFFSETS` from it: two ahead, …, two behind."""
    folded, case = bare(word), flags & _CASE
    kind = f"{word_class(flags):x}"
    lists = [name for name, flag in _LISTS.items() if flags & flag]
    own = [f"w={folded}", f"W={case:x}{folded}", f"c={kind}", f"n={min(len(word), 8)}{case:x}"]
    own += [f"p{n}={folded[:n]}" for n in (3, 4) if len(folded) > n]
    own += [f"s{n}={folded[-n:]}" for n in (2, 3, 4) if len(folded) > n]
    own += [f"l={name}{case:x}" for name in lists]
    near = [f"w={folded}", f"W={case:x}{folded}", f"c={kind}", *(f"l={name}" for name in lists)]
    near += [f"s3={folded[-3:]}"] if len(folded) > 3 else []
    far = [f"w={folded}", f"c={kind}"]
    named = {-2: far, -1: near, 0: own, 1: near, 2: far}
    return tuple([f"{offset}{feature}" for feature in named[offset]] for offset in OFFSETS)


def of_words(before: str, gap: str, flags: int) -> list[str]:
    """The features that the word before gives together with what a word is: «según» and an unknown one."""
    return [f"b={bare(before)}{gap}{word_class(flags):x}"]


def of_pair(first: int, gap: str, second: int) -> tuple[list[str], list[str]]:
    """The features that two neighbouring classes and what parts them give to the first and to the second."""
    a, b = first & _COARSE if first >= 0 else first, second & _COARSE if second >= 0 else second
    joint = [f"{first:x},{second:x}", f"{a:x}{gap}{b:x}"]
    to_first = [f">{j}" for j in joint] + [f">g{gap}", f">G{gap}{first:x}"]
    to_second = [f"<{j}" for j in joint] + [f"<g{gap}", f"<G{gap}{second:x}"]
    return to_first, to_second


_GAPS: dict[str, str] = {}
_DIGITS = re.compile(r"\d+")
_QUOTES = str.maketrans("“”«»‘’'`´–—", '"""""""""--')


def gap(between: str) -> str:
    """What parts two words, made plain: `_` for spaces, digits as 0, at most the first and last two marks."""
    plain = _GAPS.get(between)
    if plain is None:
        marks = _DIGITS.sub("0", "".join(between.translate(_QUOTES).split()))
        plain = marks if len(marks) < 4 else marks[:2] + marks[-2:]
        plain = plain or ("_" if between else "+")
        if len(between) < 12 and len(_GAPS) < 5000:
            _GAPS[between] = plain
    return plain


_LONGEST = 60
_STOP = re.compile(r"[.!?…]")


def lines(text: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Ranges of tokens that stand in one line of prose; lines beyond 60 words are cut at the ends of sentences."""
    first, place, end, line_end = 0, PROSE, 0, -1
    for index, (start, stop, _, _, where) in enumerate(tokens):
        if line_end < end:
            line_end = text.find("\n", end)
            line_end = line_end if line_end >= 0 else len(text)
        size = index - first
        same = where == place and start < line_end
        if not same or (size >= _LONGEST and (size >= 4 * _LONGEST or _STOP.search(text, end, start))):
            if size and place == PROSE:
                yield first, index
            first = index
        place, end = where, stop
    if tokens and place == PROSE:
        yield first, len(tokens)


def in_capitals(tokens: Sequence[Token]) -> bool:
    """Whether a line is mostly written in capitals, where capitals say nothing."""
    capitals = sum(1 for t in tokens if t.flags & Shape.MAYUSCULAS)
    return capitals > 1 and 2 * capitals > len(tokens)


def of_line(text: str, tokens: Sequence[Token]) -> list[list[str]]:
    """All features of every word of a line, as CRFsuite takes them."""
    words = [of_word(t.word, t.flags) for t in tokens]
    classes = [EDGE, *(word_class(t.flags) for t in tokens), EDGE]
    gaps = ["^", *(gap(text[a.end : b.start]) for a, b in pairwise(tokens)), "$"]
    pairs = [of_pair(classes[i], gaps[i], classes[i + 1]) for i in range(len(gaps))]
    found: list[list[str]] = []
    capitals = in_capitals(tokens)
    for index in range(len(tokens)):
        own = [*pairs[index][1], *pairs[index + 1][0]]
        if index:
            own += of_words(tokens[index - 1].word, gaps[index], tokens[index].flags)
        for at, offset in enumerate(OFFSETS):
            other = index - offset
            if 0 <= other < len(tokens):
                own += words[other][at]
        if capitals:
            own.append(CAPITALS_LINE)
            own.append(f"{CAPITALS_LINE}{classes[index + 1]:x}")
        found.append(own)
    return found
