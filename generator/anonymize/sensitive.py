"""Sensitive data and minors beside a person: always for a person to decide, with the reason.

What is sensitive: Ley 1581 de 2012, art. 5 (health, origin, beliefs, union, politics, sexual life, biometrics) and
what in Colombia singles someone out the same way (being a victim or displaced). Minors: art. 7. The words alone are
nobody's: «formación sobre diabetes» is a topic, so a person must stand in the same sentence.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from generator.anonymize.lexicons import bare
from generator.anonymize.replace import SOMEONE
from generator.anonymize.sensitive_words import KINDS
from generator.anonymize.spans import Kind, Level, Span
from generator.anonymize.tokens import PROSE, Token

_WORD = re.compile(
    "|".join(rf"(?P<k{i}>(?<![\w/-])(?:{words})(?![\w/]))" for i, (_, words) in enumerate(KINDS)), re.IGNORECASE
)
_OPENING = re.compile(r"(?:^|\|)([a-zñ]+?)(?:[a-zñ]\?|(?![a-zñ]))(?![^(]*\))")
_ACCENTED = re.compile(r"\[([a-z])[áéíóúü]\]")
_STEMS = tuple(sorted({stem for _, words in KINDS for stem in _OPENING.findall(_ACCENTED.sub(r"\1", words))}))
_AGE = frozenset(
    """años anos añitos anitos menor menores adolescente niño niña niñito niñita bebe bebé hijito hijita primaria
    bachillerato grado basica básica""".split()
)

_UNDER = (
    r"(?:[1-9]|1[0-7]|un|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce"
    r"|trece|catorce|quince|diecis[eé]is|diecisiete)"
)
_MINOR = re.compile(
    rf"(?<!\w)(?:(?:de|con|tiene|tenía|cumplió|cumple|a sus|a los)[ ](?:apenas |solo "
    rf"|sólo )?{_UNDER}[ ]a[ñn](?:os|itos)"
    rf"(?: de edad)?(?! (?:de (?!edad)|atr[aá]s|despu[eé]s|antes|m[aá]s|como|en |trabaj))|{_UNDER}[ ]a[ñn]os de edad"
    r"|(?:es |era |siendo )?menor(?:es)? de edad|(?:el|la|un|una|ese|esa|est[ea]|del|al) adolescente|adolescente"
    r"|(?!(?-i:(?:El|La) Niñ))(?:el|la|un|una|su|del|al) (?:niñ[oa]|beb[eé]|menor)(?! (?:de (?:1[89]|2\d)"
    r"|jes[uú]s|dios)\b)"
    r"|su hijit[oa]|(?:sexto|s[eé]ptimo|octavo|noveno|d[eé]cimo|once) grado|grado (?:[6-9]"
    r"|1[01])[°º]?(?! (?:de (?!bach)|en ))"
    r"|grado (?:primero|segundo|tercero|cuarto|quinto|sexto|s[eé]ptimo|octavo|noveno|d[eé]cimo|once)"
    r"|(?:primero|segundo|tercero|cuarto|quinto|sexto|s[eé]ptimo|octavo|noveno|d[eé]cimo"
    r"|once) de (?:primaria|bachillerato)"
    r")(?!\w)",
    re.IGNORECASE,
)
# One person without a name: «una aprendiz», «mi compañero», «la única instructora», «ella», or a placeholder.
_TEACHER = r"instructor|instructora|profesor|profesora|coordinador|coordinadora|docente|tutor|tutora|l[ií]der|lideresa"
_SOMEONE = re.compile(
    r"(?<!\w)(?:(?:(?:un|una|el|la|mi|su|ese|esa|este|esta|aquel|aquella|otro|otra|alg[uú]n|alguna|nuestr[oa]|[uú]nic[oa]"
    r"|del|al) (?:[uú]nic[oa] |joven )?|(?<![^\n|:•>])|(?<=[\n|:•>] ))"
    rf"(?:aprendiz|(?P<teacher>{_TEACHER})|compañer[oa]|estudiante|alumn[oa]|señora?|señorita|muchach[oa]|chic[oa]"
    r"|joven|niñ[oa]|adolescente|hijit[oa]|hij[oa]|herman[oa]|mam[aá]|pap[aá]|madre|padre|espos[oa]|pareja|novi[oa]|t[ií][oa]"
    r"|prim[oa]|sobrin[oa]|niet[oa]|cuñad[oa]|abuel[oa]|vecin[oa]|amig[oa]|colega|jef[ea]|egresad[oa]|pasante|practicante"
    r"|emprendedora?|campesin[oa]|productora?|artesan[oa]|participante)"
    r"|(?:un|una|ese|esa|[uú]nic[oa]) (?:mujer|hombre)|un[oa] de (?:l[oa]s|mis|sus|nuestr[oa]s) \w{4,14}"
    r"|ella|él)(?!\w)|" + SOMEONE,
    re.IGNORECASE,
)
# What is taught, studied or looked into is a topic: «explicó la depresión», «investigó sobre el cáncer».
_TAUGHT = re.compile(
    r"(?<!\w)(?:(?:(?:explic|enseñ|investig|estudi|le[yí]|mostr|present|dict|conoc|identific|reconoc|describ|analiz|aplic|elabor"
    r"|consult|revis|pid|propus|propon|diseñ|repas|abord|document|prev[ei]|escrib|habl|trat)\w{0,8}|trabaj\w{1,6} con"
    r"|tratar|cuidar|atender)"
    r" (?:(?:sobre|acerca de|de)(?: (?:el|la|los|las))?|c[oó]mo \w+ (?:el|la|los|las)|el|la|los|las|un|una)"
    r"|sobre(?: (?:el|la|los|las))?"
    r"|(?:manejo|prevenci[oó]n|cuidado|historia|tema|taller|curso|charla|clase|cartilla|gu[ií]a|protocolo"
    r"|ruta) (?:de|del|sobre|para)"
    r"(?: (?:el|la|los|las))?) \Z",
    re.IGNORECASE,
)
# What is said of plants and animals too.
_LIVING = re.compile(
    r"(?<!\w)(?:plantas?|hojas?|matas?|vacas?|res(?:es)?|animal(?:es)?|cerd[oa]s?|[aá]rbol(?:es)?|cultivos?|semillas?|ra[ií]z"
    r"|gallinas?|aves?|perr[oa]s?|terner[oa]s?|peces|pez|caball[oa]s?|yeguas?|cabras?|abejas?|colmenas?) \Z",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"[.!?…][\s\"”»)*_]+(?=[A-ZÁÉÍÓÚÑ¿¡«\"“*_-])|\n[ \t>]*\n|\n[ \t]*(?:[-*+#|]|\d+\.)")
_REACH = 160
_opens: dict[str, int] = {}
_TOPIC, _YEARS = 1, 2


def sensitive(text: str, tokens: Iterable[Token], people: Iterable[Span]) -> Iterator[Span]:
    """What should not be said of someone, in the sentence where that someone stands. `people`: names found."""
    matches = list(_matches(text, tokens))
    if not matches:
        return
    named = sorted((s.start, s.end) for s in people if s.kind is Kind.PERSONA)
    last = -1
    for match in matches:
        start, end = match.span()
        if start >= last and not _topic(text, match) and _beside_someone(text, match, named):
            kind, reason = _why(match)
            yield Span(start, end, kind, Level.REVISAR, reason)
            last = end


def _matches(text: str, tokens: Iterable[Token]) -> Iterator[re.Match[str]]:
    """The words to ask about, in order. Only a word that opens or holds one of them is looked at closely."""
    known = _opens.get
    for token in tokens:
        opens = known(token.word)
        if opens == 0:
            continue
        if opens is None:
            if len(_opens) > 100_000:
                _opens.clear()
            folded = bare(token.word)
            opens = _TOPIC * folded.startswith(_STEMS) + _YEARS * (folded in _AGE)
            _opens[token.word] = opens
        if opens & _TOPIC and token.place == PROSE:
            match = _WORD.match(text, token.start)
            if match:
                yield match
        if opens & _YEARS and token.place == PROSE:
            match = _MINOR.search(text, max(0, token.start - 24), token.end + 40)
            if match and match.start() <= token.start < match.end():
                yield match


def _topic(text: str, match: re.Match[str]) -> bool:
    """Whether the words just before make it a subject of study, or of a plant or an animal."""
    before = text[max(0, match.start() - 50) : match.start()]
    return match.re is _WORD and bool(_TAUGHT.search(before) or _LIVING.search(before))


def _beside_someone(text: str, match: re.Match[str], named: Sequence[tuple[int, int]]) -> bool:
    start, end = match.span()
    at = bisect_left(named, (start - 2 * _REACH, 0))
    near = [*takewhile(lambda span: span[0] <= end + _REACH, named[at:])]
    low, high = max(0, start - _REACH), end + _REACH
    # Who teaches a grade, or has taught for years, is no minor.
    adults = match.re is _MINOR
    if any(_together(text, start, end, first, last) for first, last in near):
        return True
    return any(
        (m.start() < end and start < m.end()) or _together(text, start, end, *m.span())
        for m in _SOMEONE.finditer(text, low, high)
        if not (adults and m.group("teacher"))
    )


def _together(text: str, start: int, end: int, first: int, last: int) -> bool:
    """In the same sentence and not far. What overlaps a name is the name itself: Cristiano, Rosa Ciego."""
    if first < end and start < last:
        return bool(_MINOR.match(text, start))
    low, high = (last, start) if last <= start else (end, first)
    return high - low <= _REACH and not SENTENCE.search(text, low, high + 1)


def _why(match: re.Match[str]) -> tuple[Kind, str]:
    if match.re is _MINOR:
        return Kind.MENOR, "parece hablar de un menor de edad: no se publica sin quien lo represente"
    topic = next(topic for i, (topic, _) in enumerate(KINDS) if match.group(f"k{i}"))
    return Kind.SENSIBLE, f"dato sensible junto a una persona: {topic} (Ley 1581 de 2012)"
