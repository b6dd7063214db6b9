"""Nicknames, initials, and names that belong to an institution or a thing."""

import re
from collections.abc import Iterator

from generator.anonymize.lexicons import bare
from generator.anonymize.needs import Guarded
from generator.anonymize.spans import Kind, Level, Span

_ALIAS = Guarded(
    re.compile(
        r"\b(?:alias|apodad[oa]s?|apodo|sobrenombre|(?:le|les|lo|la)"
        r" (?:dicen|decimos|dec[ií]an|llaman|llamamos)|m[aá]s conocid[oa]"
        r" como)"
        r"(?: (?:de|es|era|cariñosamente))?[ \t:,]+"
        r"(?:[\"“«'‘](?P<quoted>[^\"”»'’\n]{2,30})[\"”»'’]|(?P<plain>(?:[Ee]l"
        r" |[Ll]a )?[A-ZÁÉÍÓÚÑ]\w+(?: [A-ZÁÉÍÓÚÑ]\w+)?)|(?P<low>(?<=(?:alias|apodo) )[a-zñ]\w+"
        r"|(?<=: )[a-zñ]\w+))",
    ),
    "alias apod sobrenombre dicen dec llam conocid",
)
_INITIALS = re.compile(r"(?<![\w.@&])(?:[A-ZÁÉÍÓÚÑ]\.[ -]?){2,4}(?![\w@])")
_INITIALS_BEFORE = re.compile(
    r"(?<![\w.@&])(?:[A-ZÁÉÍÓÚÑ]\.[ -]?){1,3}(?:[Dd]e (?:[Ll]a |[Ll]os )?)?[A-ZÁÉÍÓÚÑ][a-zà-ÿ]{2,}"
)
# A capital and a point: what all patterns of initials begin with.
_INITIAL = re.compile(r"[A-ZÁÉÍÓÚÑ]\.")
_NOT_INITIALS = frozenset(
    "dc sa sas cc ce ti us usa eu pm am na nb pd ps rh ese esp"
    " ltda bic ac dic cv tic eua uk ue nit rut sc sj mp".split()
)
_ONE_INITIAL = re.compile(
    r"(?<![\w.@&])[A-ZÁÉÍÓÚÑ]\.(?=,? (?:nos |me |les? )?(?:cont[oó]"
    r"|dijo|dice|explic[oó]|coment[oó]|propuso|pregunt[oó]|respondi[oó])\b)"
)

_ENDS_SENTENCE = re.compile(
    r"(?:punto|opci[oó]n|tipo|grupo|nivel|anexo|parte|letra|clase|plan|vitamina|hepatitis|columna) \Z", re.IGNORECASE
)

_NOT_PEOPLE = Guarded(
    re.compile(
        r"rodolfo\s+mart[ií]nez\s+(?:de\s+)?tono"
        r"|\b(?:sof[ií]a\s?plus|raspberry\s+pi|mercedes[- ]benz|fondo\s+emprender)\b",
        re.IGNORECASE,
    ),
    "rodolfo plus raspberry mercedes fondo",
)


def exempt(text: str) -> list[tuple[int, int]]:
    """Where a name belongs to an institution by law, the School's own, or to a thing."""
    return [match.span() for match in _NOT_PEOPLE.finditer(text)]


def nicknames(text: str) -> Iterator[Span]:
    """What follows «alias» or «le dicen», and initials that stand for a person."""
    for match in _ALIAS.finditer(text):
        group = next(name for name in ("quoted", "plain", "low") if match.group(name))
        yield Span(*match.span(group), Kind.PERSONA, Level.REVISAR, "apodo")
    if "." in text and _INITIAL.search(text):
        yield from _initials(text)


def _initials(text: str) -> Iterator[Span]:
    for match in _INITIALS.finditer(text):
        letters = bare("".join(c for c in match.group() if c.isalpha()))
        if letters not in _NOT_INITIALS and len(set(letters)) > 1:
            start, end = match.span()
            yield Span(start, end - (match.group()[-1] in " -"), Kind.PERSONA, Level.REVISAR, "iniciales")
    for match in _INITIALS_BEFORE.finditer(text):
        letters = bare("".join(c for c in match.group().rpartition(".")[0] if c.isalpha()))
        if letters not in _NOT_INITIALS and not _ENDS_SENTENCE.search(text, 0, match.start()):
            yield Span(*match.span(), Kind.PERSONA, Level.REVISAR, "iniciales y apellido")
    for match in _ONE_INITIAL.finditer(text):
        yield Span(*match.span(), Kind.PERSONA, Level.REVISAR, "inicial de quien habla")
