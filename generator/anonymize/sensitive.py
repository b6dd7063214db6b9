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
from generator.anonymize.spans import Kind, Level, Span
from generator.anonymize.tokens import PROSE, Token

_HEALTH = (
    r"diab[eé]tic[oa]s?|diabetes|epil[eé]ptic[oa]|epilepsia|convulsiona(?:ba)?|vih|sida|seropositiv[oa]"
    r"|c[aá]ncer|leucemia"
    r"|tumor|quimioterapia|di[aá]lisis|hipertens[oa]|hipertensi[oó]n|asm[aá]tic[oa]|asma|lupus|migrañas?"
    r"|tuberculosis|hepatitis|embaraz(?:ada|o)|gestante|aborto|lactancia|depresi[oó]n|depresiv[oa]"
    r"|ansiedad|ataques? de p[aá]nico|bipolar(?:idad)?|esquizofr[eé]ni(?:a|c[oa])|autis(?:mo|ta)|asperger|tdah"
    r"|trastornos?(?: \w+){0,2}|anorexia|bulimia|suicid(?:a|io|arse)|intento de suicidio|adict[oa]|adicci[oó]n"
    r"|drogadict[oa]|drogadicci[oó]n|alcoh[oó]lic[oa]|alcoholismo|consumidor(?:a)? de \w+|dislexia"
    r"|dislexic[oa]|disl[eé]xic[oa]"
    r"|discapacidad(?: \w+)?|discapacitad[oa]|sord[oa]|sordomud[oa]|hipoac[uú]sic[oa]|hipoacusia|ciego|ciega"
    r"|invidente|baja visi[oó]n|silla de ruedas|parapl[eé]jic[oa]|par[aá]lisis|amputad[oa]|amputaci[oó]n|pr[oó]tesis"
    r"|s[ií]ndrome de \w+|enfermedad(?: \w+)?|enferm[oa]|hospitalizad[oa]|incapacitad[oa]|incapacidad m[eé]dica"
    r"|diagn[oó]stic(?:o|aron|ad[oa])|historia cl[ií]nica|medicad[oa]|psiquiatra|psiqui[aá]tric[oa]|terapia"
    r"|infarto|derrame cerebral|cirug[ií]a|operaron|covid(?:-19)?|grupo sangu[ií]neo|rh (?:positivo|negativo)"
)
_ORIGIN = (
    r"ind[ií]gena|wayu[uú]|nasa|embera|emberá|misak|guambian[oa]|inga|kams[aá]|kamentsá"
    r"|pasto(?= de la comunidad)|aw[aá]"
    r"|arhuac[oa]|kogui|wiwa|kankuam[oa]|sikuani|zen[uú]|ticuna|tikuna|afro(?:colombian[oa]|descendiente)?|negritudes"
    r"|palenquer[oa]|raizal|rrom|gitan[oa]|mulat[oa]|mestiz[oa]|raza \w+|etnia|origen [eé]tnico"
    r"|venezolan[oa]|migrante|refugiad[oa]|indocumentad[oa]|sin papeles"
)
_BELIEFS = (
    r"cat[oó]lic[oa]|cristian[oa]|evang[eé]lic[oa]|protestante|pentecostal|adventista|testigo de jehov[aá]"
    r"|musulm[aá]n|musulmana|jud[ií][oa]|ate[oa]|agn[oó]stic[oa]|budista|morm[oó]n|mormona|santer[oa]"
    r"|religi[oó]n|convicciones religiosas|congrega(?:ci[oó]n|ba)"
)
_POLITICS = (
    r"sindicalista|sindicalizad[oa]|sindicato|sindical|afiliad[oa] al? \w+|vot(?:[oó]|aba|ar[aá]) (?:por|en)"
    r"|militante|milita(?:ba)?|uribista|petrista|izquierdista|comunista|conservador(?:a)?|liberal(?= de)"
    r"|simpatizante|partido (?:liberal|conservador|comunista|verde|pol[ií]tico)|pacto hist[oó]rico"
    r"|centro democr[aá]tico"
    r"|exguerriller[oa]|guerriller[oa]|paramilitar|desmovilizad[oa]|reinsertad[oa]|reincorporad[oa]|excombatiente"
)
_SEXUAL = (
    r"homosexual|gay|lesbiana|bisexual|transg[eé]nero|transexual|trans|intersexual"
    r"|no binari[oa]|queer|lgb\w+|orientaci[oó]n sexual|identidad de g[eé]nero|vida sexual|travesti"
)
_BIOMETRIC = r"huellas? (?:dactilar(?:es)?|digital(?:es)?)|reconocimiento facial|iris|biom[eé]tric[oa]s?|muestra de adn"
_VICTIM = (
    r"v[ií]ctimas?(?: (?:de|del)(?: la)? \w+)?|desplazad[oa]|desplazamiento forzado|abus(?:ad[oa]"
    r"|o sexual)|viola(?:ci[oó]n|ron|d[aoa])"
    r"|maltrat(?:ad[oa]|o)|violencia (?:intrafamiliar|sexual|de g[eé]nero)|violencia"
    r"|privad[oa] de la libertad|preso|presa"
    r"|c[aá]rcel|antecedentes|condenad[oa]|secuestrad[oa]|amenazad[oa]"
)
_KINDS = (
    ("salud", _HEALTH),
    ("origen étnico o nacional", _ORIGIN),
    ("creencias", _BELIEFS),
    ("ideas políticas o sindicato", _POLITICS),
    ("vida u orientación sexual", _SEXUAL),
    ("biometría", _BIOMETRIC),
    ("haber sido víctima o su situación judicial", _VICTIM),
)
_WORD = re.compile(
    "|".join(rf"(?P<k{i}>(?<![\w/-])(?:{words})(?![\w/]))" for i, (_, words) in enumerate(_KINDS)), re.IGNORECASE
)
_OPENING = re.compile(r"(?:^|\|)([a-zñ]+?)(?:[a-zñ]\?|(?![a-zñ]))(?![^(]*\))")
_ACCENTED = re.compile(r"\[([a-z])[áéíóúü]\]")
_STEMS = tuple(sorted({stem for _, words in _KINDS for stem in _OPENING.findall(_ACCENTED.sub(r"\1", words))}))
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
    r"|(?:es |era |siendo )?menor(?:es)? de edad|adolescente"
    r"|(?:el|la|un|una|su) (?:niñ[oa]|beb[eé]|menor)(?! de (?:1[89]|2\d))|su (?:hijit[oa])"
    r"|grado (?:primero|segundo|tercero|cuarto|quinto|sexto|s[eé]ptimo|octavo|noveno|d[eé]cimo|once)"
    r"|(?:primero|segundo|tercero|cuarto|quinto|sexto|s[eé]ptimo|octavo|noveno|d[eé]cimo"
    r"|once) de (?:primaria|bachillerato)"
    r")(?!\w)",
    re.IGNORECASE,
)
# One person without a name: «una aprendiz», «mi compañero», «la única instructora», or a placeholder.
_SOMEONE = re.compile(
    r"(?<!\w)(?:(?:un|una|el|la|mi|su|ese|esa|este|esta|otro|otra|nuestr[oa]|[uú]nic[oa]) (?:[uú]nic[oa] )?"
    r"(?:aprendiz|instructor|instructora|compañer[oa]|estudiante|alumn[oa]|profesor|profesora|señor"
    r"|señora|muchach[oa]"
    r"|joven|niñ[oa]|hij[oa]|herman[oa]|mam[aá]|pap[aá]|madre|padre|espos[oa]|coordinador|coordinadora"
    r"|docente|tutor|tutora"
    r"|abuel[oa]|vecin[oa]|amig[oa]|colega|egresad[oa]|l[ií]der|lideresa|participante))(?!\w)|" + SOMEONE,
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?…][\s\"”»)*_]+(?=[A-ZÁÉÍÓÚÑ¿¡«\"“*_-])|\n[ \t>]*\n|\n[ \t]*(?:[-*+#|]|\d+\.)")
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
        if start >= last and _beside_someone(text, start, end, named):
            kind, reason = _why(match)
            yield Span(start, end, kind, Level.REVISAR, reason)
            last = end


def _matches(text: str, tokens: Iterable[Token]) -> Iterator[re.Match[str]]:
    """The words to ask about, in order. Only a word that opens or holds one of them is looked at closely."""
    for token in tokens:
        opens = _opens.get(token.word)
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


def _beside_someone(text: str, start: int, end: int, named: Sequence[tuple[int, int]]) -> bool:
    at = bisect_left(named, (start - 2 * _REACH, 0))
    near = [*takewhile(lambda span: span[0] <= end + _REACH, named[at:])]
    low, high = max(0, start - _REACH), end + _REACH
    near += [match.span() for match in _SOMEONE.finditer(text, low, high)]
    return any(_together(text, start, end, first, last) for first, last in near)


def _together(text: str, start: int, end: int, first: int, last: int) -> bool:
    """In the same sentence and not far. What overlaps a name is the name itself: Cristiano, Rosa Ciego."""
    if first < end and start < last:
        return bool(_MINOR.match(text, start))
    low, high = (last, start) if last <= start else (end, first)
    return high - low <= _REACH and not _SENTENCE.search(text, low, high)


def _why(match: re.Match[str]) -> tuple[Kind, str]:
    if match.re is _MINOR:
        return Kind.MENOR, "parece hablar de un menor de edad: no se publica sin quien lo represente"
    topic = next(topic for i, (topic, _) in enumerate(_KINDS) if match.group(f"k{i}"))
    return Kind.SENSIBLE, f"dato sensible junto a una persona: {topic} (Ley 1581 de 2012)"
