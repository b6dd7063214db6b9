"""Names that no capital betrays: beside a role or a verb"
" of speech, in quotes after «alias», lone initials."""

import re
from collections.abc import Iterator

from generator.anonymize.lexicons import Word, bare
from generator.anonymize.spans import Kind, Level, Span
from generator.anonymize.tokens import CAPITAL, PATH, Shape, Token

_NEAR = re.compile(r"[ \t*_\"“«']*(?:\n[ \t>]*)?\Z")
_TITLE_NEAR = re.compile(r"(?:\(?[ao]s?\)?)?[.ªº]?[ \t*_\"“«']*(?:\n[ \t>]*)?\Z")
_FIELD_NEAR = re.compile(r"(?:\(?[aeos]{0,2}\)?)?[ \t*_]*[:=][ \t*_\"']*\Z")
_LINKS = frozenset("con a y e junto mi la el los las doña don".split())
_PRONOUNS = frozenset("nos me le les lo la se".split())
_POSSIBLE = Shape.FUERTE | Shape.CASI | Shape.DESCONOCIDA

_ALIAS = re.compile(
    r"\b(?:alias|apodad[oa]s?|apodo|sobrenombre|(?:le|les|lo|la)"
    r" (?:dicen|decimos|dec[ií]an|llaman|llamamos)|m[aá]s conocid[oa]"
    r" como)"
    r"(?: (?:de|es|era|cariñosamente))?[ \t:,]+"
    r"(?:[\"“«'‘](?P<quoted>[^\"”»'’\n]{2,30})[\"”»'’]|(?P<plain>(?:[Ee]l"
    r" |[Ll]a )?[A-ZÁÉÍÓÚÑ]\w+(?: [A-ZÁÉÍÓÚÑ]\w+)?))",
)
_INITIALS = re.compile(r"(?<![\w.@&])(?:[A-ZÁÉÍÓÚÑ]\.[ -]?){2,4}(?![\w@])")
_NOT_INITIALS = frozenset(
    "dc sa sas cc ce ti us usa eu pm am na nb pd ps rh ese esp"
    " ltda bic ac dic cv tic eua uk ue nit rut sc sj mp".split()
)
_ONE_INITIAL = re.compile(
    r"(?<![\w.@&])[A-ZÁÉÍÓÚÑ]\.(?=,? (?:nos |me |les? )?(?:cont[oó]"
    r"|dijo|dice|explic[oó]|coment[oó]|propuso|pregunt[oó]|respondi[oó])\b)"
)

_NOT_PEOPLE = re.compile(
    r"rodolfo\s+mart[ií]nez\s+(?:de\s+)?tono"
    r"|\b(?:sof[ií]a\s?plus|raspberry\s+pi|mercedes[- ]benz|fondo\s+emprender)\b",
    re.IGNORECASE,
)


def exempt(text: str) -> list[tuple[int, int]]:
    """Where a name belongs to an institution by law, the School's own, or to a thing."""
    return [match.span() for match in _NOT_PEOPLE.finditer(text)]


def lowercase(text: str, tokens: list[Token]) -> Iterator[Span]:
    """Words in lower case that no dictionary has, beside a role, a form's label or a verb of speech."""
    for index, token in enumerate(tokens):
        flags = token.flags
        if not flags & _POSSIBLE or flags & CAPITAL or token.place == PATH or len(token.word) < 3:
            continue
        if _beside(text, tokens, index):
            yield Span(token.start, token.end, Kind.PERSONA, Level.REVISAR, "palabra junto a un cargo o a quien habla")


def _beside(text: str, tokens: list[Token], index: int) -> bool:
    token = tokens[index]
    before = tokens[index - 1] if index else None
    if before is not None:
        if before.flags & Word.TRATAMIENTO and _TITLE_NEAR.match(text, before.end, token.start):
            return True
        if before.flags & Word.CAMPO and _FIELD_NEAR.match(text, before.end, token.start):
            return True
        if before.flags & (Word.HABLA | Word.HABLA_CON) and _NEAR.match(text, before.end, token.start):
            return True
        linked = bare(before.word) in _LINKS and bool(_NEAR.match(text, before.end, token.start))
        if linked and index > 1 and tokens[index - 2].flags & (Word.HABLA | Word.HABLA_CON):
            return True
    ahead = tokens[index + 1 : index + 3]
    if ahead and bare(ahead[0].word) in _PRONOUNS:
        ahead = ahead[1:]
    return bool(ahead and ahead[0].flags & Word.HABLA and ahead[0].start - token.end < 6) and bool(
        _NEAR.match(text, token.end, tokens[index + 1].start)
    )


def nicknames(text: str) -> Iterator[Span]:
    """What follows «alias» or «le dicen», and initials that stand for a person."""
    for match in _ALIAS.finditer(text):
        group = "quoted" if match.group("quoted") else "plain"
        yield Span(*match.span(group), Kind.PERSONA, Level.REVISAR, "apodo")
    for match in _INITIALS.finditer(text):
        letters = bare("".join(c for c in match.group() if c.isalpha()))
        if letters not in _NOT_INITIALS and len(set(letters)) > 1:
            start, end = match.span()
            yield Span(start, end - (match.group()[-1] in " -"), Kind.PERSONA, Level.REVISAR, "iniciales")
    for match in _ONE_INITIAL.finditer(text):
        yield Span(*match.span(), Kind.PERSONA, Level.REVISAR, "inicial de quien habla")
