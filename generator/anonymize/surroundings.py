"""What stands around a run of words: roles and titles, streets, articles, verbs, the start of a sentence."""

import re
from dataclasses import dataclass

from generator.anonymize.lexicons import Word, bare
from generator.anonymize.tokens import CAPITAL, SAINTS, Shape, Token

GAP = re.compile(r"[ \t]*(?:\n[ \t>]*)?[ \t]*\Z|[ \t]*[-–][ \t]*\Z")
INITIAL_GAP = re.compile(r"\.?[ \t]*(?:\n[ \t>]*)?[ \t]*\Z|\.?-\Z")
_FIELD_GAP = re.compile(r"(?:\(?[aeos]{0,2}\)?)?[ \t*_]*[:|=][ \t*_|\"']*\Z")
_TITLE_GAP = re.compile(r"(?:\(?[ao]s?\)?)?[.ªº]?[ \t*_]*(?:\n[ \t>*_]*)?[\"'“«*_]*\Z")
_STREET_GAP = re.compile(r"[./]?[ \t]*(?:\n[ \t>]*)?[ \t]*\Z")
_START = re.compile(r"(?:\A|[.!?…:;¿¡|•—–>\]#]|(?:^|\n)[ \t]*(?:[-*+>]|\d+[.)])?|[\"“«(\[])[ \t*_\"'“«(\[¿¡]*\Z")
_SHORT_TITLES = frozenset("d sr sra srta dr dra ing lic mg mgs msc phd prof profa mtro mtra arq fr mons".split())


@dataclass(frozen=True, slots=True, repr=False)
class Run:
    """Indices of the words of a run, its range in the text, and what stands around it."""

    words: tuple[int, ...]
    start: int
    end: int
    title: bool
    """A role, a title or a form's label stands right before."""
    field: bool
    """It is a label, which says less: «Paciente: Varón»."""
    place_before: bool
    """"Calle", "colegio": what follows is more likely the name of a place."""
    saint: bool
    after_place_preposition: bool
    start_of_sentence: bool
    article: bool
    """An article, a capitalized word or a particle after one stands before: more likely a thing."""
    initials: bool
    digits: bool
    """A digit or a low line touches it: an identifier."""
    verb_after: bool


def titled(text: str, tokens: list[Token], index: int) -> bool:
    """Whether a role, a title or a form's label stands right before this word."""
    if index == 0:
        return False
    before, token = tokens[index - 1], tokens[index]
    if before.flags & Word.CAMPO and _FIELD_GAP.match(text, before.end, token.start):
        return True
    if not before.flags & Word.TRATAMIENTO:
        return False
    if "." in text[before.end : token.start] and bare(before.word) not in _SHORT_TITLES:
        return False
    return bool(_TITLE_GAP.match(text, before.end, token.start))


def run_at(text: str, tokens: list[Token], words: list[int]) -> Run:
    first, last = tokens[words[0]], tokens[words[-1]]
    before = tokens[words[0] - 1] if words[0] else None
    near = before is not None and bool(GAP.match(text, before.end, first.start))
    previous = before.flags if before is not None and near else 0
    after = [t for t in tokens[words[-1] + 1 : words[-1] + 4] if t.start - last.end < 16]
    touching = text[max(first.start - 1, 0) : first.start] + text[last.end : last.end + 1]
    members = [i for i in words if not tokens[i].flags & Word.PARTICULA or tokens[i].flags & Shape.FUERTE]
    start = first.start
    if near and before is not None and previous & Word.PARTICULA and previous & CAPITAL:
        start = _capital_particles(text, tokens, words[0])
    return Run(
        words=tuple(i for i in members if not tokens[i].flags & Shape.INICIAL) or tuple(words),
        start=start,
        end=last.end + (1 if last.flags & Shape.INICIAL and text[last.end : last.end + 1] == "." else 0),
        title=titled(text, tokens, words[0]) or (start < first.start and titled(text, tokens, words[0] - 1)),
        field=bool(before is not None and _FIELD_GAP.match(text, before.end, first.start)),
        place_before=_after_place(text, tokens, words[0]),
        saint=bool(near and before and bare(before.word) in SAINTS),
        after_place_preposition=bool(previous & Word.PREPOSICION_LUGAR),
        start_of_sentence=bool(_START.search(text, max(0, start - 12), start)),
        article=_thing_before(text, tokens, words[0]),
        initials=any(tokens[i].flags & Shape.INICIAL for i in words),
        digits=any(c.isdigit() or c == "_" for c in touching),
        verb_after=_verb_after(after),
    )


_BETWEEN = frozenset("no se lo le les la me nos ya también nunca siempre también les".split())


_AUXILIARIES = frozenset("ha había fue será habría".split())


def _verb_after(after: list[Token]) -> bool:
    """A verb in the third person follows: no noun opens a Spanish sentence like that without an article."""
    article = False
    for token in after:
        if token.word in _BETWEEN:
            article = token.word == "la"
            continue
        if article and token.word.endswith("ía"):
            return False  # «Lea la guía»
        if token.word in _AUXILIARIES:
            return True
        past = token.word.endswith(("ó", "aba", "ía", "aron", "ieron")) and len(token.word) > 3 and token.word.islower()
        return past or bool(token.flags & Word.HABLA and token.word.islower())
    return False


def _capital_particles(text: str, tokens: list[Token], index: int) -> int:
    """Where a name begins that a capitalized particle opens inside a sentence: Del Bosque, De la Hoz."""
    first = index
    while first and first > index - 3:
        before = tokens[first - 1]
        if not before.flags & Word.PARTICULA or not GAP.match(text, before.end, tokens[first].start):
            break
        first -= 1
        if before.flags & CAPITAL:
            break
    opening = tokens[first]
    capital = bool(opening.flags & CAPITAL)
    inside = not _START.search(text, max(0, opening.start - 12), opening.start) or titled(text, tokens, first)
    return opening.start if capital and inside else tokens[index].start


_ARTICLES = frozenset("el la los las del al un una unos unas su sus mi nuestro nuestra este esta ese esa cada".split())


def _thing_before(text: str, tokens: list[Token], index: int) -> bool:
    if not index:
        return False
    before = tokens[index - 1]
    if not GAP.match(text, before.end, tokens[index].start):
        return False
    if before.flags & Word.PARTICULA and before.flags & CAPITAL and index > 1:
        # «a Al Gore», «contra De La Hoya»: a particle with a capital inside a sentence belongs to the name.
        inside = not _START.search(text, max(0, before.start - 12), before.start)
        return not inside or bool(tokens[index - 2].flags & CAPITAL and not tokens[index - 2].flags & Word.PARTICULA)
    if bare(before.word) in _ARTICLES or (before.flags & CAPITAL and not before.flags & Word.CERRADA):
        return True
    if before.flags & Word.PARTICULA and index > 1:
        return bool(tokens[index - 2].flags & CAPITAL)
    return False


def _after_place(text: str, tokens: list[Token], index: int) -> bool:
    """ "Calle", "colegio de", "Hospital Universitario Dr.": at most three words between."""
    for back in range(1, 5):
        if index - back < 0:
            return False
        token = tokens[index - back]
        if not _STREET_GAP.match(text, token.end, tokens[index - back + 1].start):
            return False
        if token.flags & Word.LUGAR_DE or (token.word in ("C", "c") and text[token.end : token.end + 1] == "/"):
            return True
        if not token.flags & (Word.PARTICULA | Word.TRATAMIENTO) and not token.word.lower().startswith("universita"):
            return False
    return False
