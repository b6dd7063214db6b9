"""What the prose of a submission says about who somebody is, without a name: a place, a month, a post that is one.

Each function takes a text and yields offsets; whether that points to too few is for `reidentify`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from generator.vocabulary import plain, vocabulary

_WHO = (
    r"(?:instructor(?:a|as|es)?|profesor(?:a|as|es)?|profes?|docentes?|formador(?:a|as|es)?|tutor(?:a|as|es)?"
    r"|coordinador(?:a|as|es)?|subdirector(?:a|as|es)?|director(?:a|as|es)?|l[ií]der(?:es|esa|esas)?|gestor(?:a|es)?"
    r"|expert[oa]s?|psic[oó]log[oa]s?|int[eé]rprete|bibliotec[oó]log[oa]|enfermer[oa]|colegas?"
    r"|compañer[oa]s?|mujer(?:es)?|hombres?|aprendi(?:z|ces|zas?)|estudiantes?|ind[ií]gena|extranjer[oa])"
)
_TEACHES = (
    r"(?:enseñ|dict|orient)(?:a|aba|ab[aá]mos|o|ó|amos|an|aban|ar)|impart(?:e|ía|o|ió|imos|en|ir)"
    r"|(?:da|daba|doy|dio|damos|dan|dar) (?:clases?|formaci[oó]n|es[ea]|est[ea])"
)
_IS = r"(?:soy|eres|es|era|fui|fue|somos|fuimos|ser|como)"
_ONLY = r"[úu]nic[ao]s?"
_FIRST = r"primer[oa]?s?"
_DENIED = "".join(rf"(?<!\b{no} )" for no in ("no", "ni", *(f"no {v}" for v in "soy es era fui fue somos".split())))
_ONLY_ONE = re.compile(
    rf"\b{_DENIED}(?:"
    + "|".join(
        (
            rf"(?:la|el|l[ao]s|su|mi|nuestr[ao]|una?|{_IS}) (?:{_FIRST} y )?{_ONLY} (?:y {_FIRST} )?{_WHO}\b",
            rf"(?:la|el|l[ao]s|{_IS}) (?:{_FIRST} y )?{_ONLY} (?:persona )?que (?:{_TEACHES})\b",
            rf"{_IS} (?:la |el |l[ao]s )?{_FIRST} {_WHO}(?: {_WHO})? (?:del?|en (?:{_TEACHES}))\b",
            rf"{_IS} (?:la |el )?{_FIRST} (?:mujer|hombre|persona)(?: {_WHO})?\b",
            rf"s[oó]lo (?:hay|hab[ií]a|existe|tenemos|ten[ií]amos|somos) (?:una?(?: sol[oa])?|dos) {_WHO}\b",
            rf"(?:hay|hab[ií]a|existe|tenemos) un[a]? sol[oa] {_WHO}\b",
            rf"no (?:hay|hab[ií]a|existe|tenemos) otr[ao] {_WHO}\b",
            rf"(?:nadie más|ningún otro {_WHO}|ninguna otra {_WHO}) (?:l[oa] )?(?:{_TEACHES})\b",
        )
    )
    + ")",
    re.IGNORECASE,
)

_PLACE_WORD = r"(?:centro|sede|regional|municipio|pueblo|instituci[oó]n educativa|colegio|vereda|subsede|SENA)"
_THE = r"(?:la|el|nuestr[ao]|soy(?: la| el)?|como)"
_IN = r"(?:de(?:l| la| esta| este| mi| nuestr[oa])?|en(?: el| la)?)"
_POST = re.compile(
    # One or two of them a centro: whoever knows the centro knows the person.
    rf"\b{_THE} (?:(?:sub)?director(?:a|es|as)?\b|coordinador(?:a)? (?:acad[eé]mic[oa]|misional|de formaci[oó]n)"
    r"|l[ií]der (?:de|del) \w+|int[eé]rprete de lengua|bibliotec[oó]log[oa]|psic[oó]log[oa] del? \w+"
    rf"|{_WHO} (?:\w+ ){{0,3}}?(?:de|en) (?:\w+ ){{1,4}}?{_IN} {_PLACE_WORD})\b",
    re.IGNORECASE,
)
_POST_AND_PLACE = re.compile(
    rf"\b(?i:{_THE} {_WHO}) (?:[\w,]+ ){{0,6}}?(?:del?|de la|en|en el|en la) (?i:{_PLACE_WORD})(?: de formaci[oó]n)?"
    r"(?: (?:de|del|de la|en|la|el))? [«\"“]?[A-ZÁÉÍÓÚÑ]\w+"
)

_MONTHS = "enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre"
_DATED = re.compile(
    rf"\b(?:{_MONTHS}) (?:de |del )?(?:año )?20\d\d\b|\b(?:trimestre|bimestre|semestre) (?:de |del )?(?:año )?20\d\d\b"
    r"|\b20\d\d ?- ?T[1-4]\b",
    re.IGNORECASE,
)

_CUE = re.compile(
    r"\b(?:en|desde|(?:[Mm]unicipio|[Cc]iudad|[Pp]ueblo|[Ss]ede|[Cc]erca|[Cc]asco urbano|[Zz]ona rural) del?"
    r"|SENA(?:,| -| de| del| en)?|(?:[Cc]entro|[Ss]ede)(?: de [Ff]ormación)? (?:del?|en)"
    r"|(?:[Dd]epartamento|[Rr]egional)(?: de| del)?|[Ee]n)"
    r"(?: el| la| los)? (?=(?P<words>[A-ZÁÉÍÓÚÑ]\w+(?: (?:de |del |la |las |los |el |y )*[A-ZÁÉÍÓÚÑ]\w+){0,4}))"
)
# Names of municipalities that are also a word, a country or a subject: «en Pesca», «en Colombia», «en Contratación».
_WORDS_TOO = {"buenos aires", "puerto rico", "san francisco", "la paz"} | set(
    "agrado albania algarrobo aguadas andes angostura argelia armenia belen california campamento candelaria colombia"
    " concepcion concordia confines contratacion convencion corrales distraccion dolores encino espinal filadelfia"
    " floresta florida fundacion galeras gigante honda jardin jerusalen jordan lourdes madrid margarita mesetas"
    " mercaderes miranda ovejas palestina paramo pesca piedras plato pradera prado providencia purificacion remedios"
    " remolino retiro rosas salado santana soledad toca toledo toro trinidad turbo une valencia venecia versalles"
    " victoria".split()
)  # fmt: skip
_SURE = re.compile(r"municipio|ciudad|pueblo|casco|zona|sena|sede|centro", re.IGNORECASE)
_FORMAL = ("san ", "santa ", "santiago", "guadalajara", "villa ")
_LOOSE_WORDS = 3
"""Names of centros of fewer words («Centro Minero») count only where they are written with capitals."""


def only_one(text: str) -> re.Match[str] | None:
    """Where a text says that somebody is the only one, or the first, of a kind of person."""
    return _ONLY_ONE.search(text)


def post_with_place(text: str) -> re.Match[str] | None:
    """Where a text says somebody's post and names its place: «la instructora de soldadura del centro de Gaira»."""
    return _POST_AND_PLACE.search(text)


def post(text: str) -> re.Match[str] | None:
    """Where a text says a post that few hold in one centro: «la instructora de soldadura del centro»."""
    return _POST.search(text)


def dated(text: str) -> re.Match[str] | None:
    """Where a text says a month or a term of a year, as telling as the field `periodo`."""
    return _DATED.search(text)


def centres(text: str, regional: str | None) -> Iterator[tuple[int, int]]:
    """(offset, how many it may be) for each centro that a text calls by its name; `regional` tells namesakes apart."""
    for match in _centre_names().finditer(plainly(text)):
        name = " ".join(match[0].replace(",", "").split())
        written = text[match.start() : match.end()]
        if name.count(" ") + 1 >= _LOOSE_WORDS or written.split()[-1][0].isupper():
            yield match.start(), _size(_centres()[name], regional)


def towns(text: str, regional: str | None) -> Iterator[tuple[int, int]]:
    """(offset, how many centros it may be) for each municipality or department that a text says something is in.

    A municipality counts as one centro: the lists do not say in which one a centro is, and most have one or none.
    """
    for cue in _CUE.finditer(text):
        words = plain(cue["words"]).split()
        for length in range(len(words), 0, -1):
            name = " ".join(words[:length])
            if centros := _departments().get(name):
                yield cue.start("words"), centros
                break
            if name in _towns() and (name not in _WORDS_TOO or _SURE.search(cue[0])):
                yield cue.start("words"), _size(_towns()[name], regional)
                break


def plainly(text: str) -> str:
    """Lower case without accents, character by character: offsets are those of the text."""
    return text.translate({ord(c): plain(c)[:1] or c for c in set(text)})


def centros_of(regional: str) -> int:
    """How many centros a regional (or the department of its code) has, by the official list."""
    return sum(term.extra["regional"] == regional for term in vocabulary("centros").values())


@cache
def whole_department(code: str) -> bool:
    """Whether a department is one municipality (Bogotá), which then says no more than the department."""
    return sum(term.extra["departamento"] == code for term in vocabulary("municipios").values()) == 1


def _size(regionals: tuple[str, ...], regional: str | None) -> int:
    """How many places a name may be, of those in a regional when it has any."""
    return sum(r == regional for r in regionals) or len(regionals)


def _by_name(names: Iterator[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, regional in names:
        found[name] = (*found.get(name, ()), regional)
    return found


@cache
def _centres() -> Mapping[str, tuple[str, ...]]:
    return _by_name((plain(t.name).replace(",", ""), t.extra["regional"]) for t in vocabulary("centros").values())


@cache
def _centre_names() -> re.Pattern[str]:
    longest = sorted(_centres(), key=len, reverse=True)
    return re.compile("|".join(rf"\b{re.escape(name)}\b" for name in longest).replace(r"\ ", r",?\s+"))


@cache
def _towns() -> Mapping[str, tuple[str, ...]]:
    """Municipalities by name; one that is a whole department (Bogotá) is as wide as its regional."""
    terms = [t for t in vocabulary("municipios").values() if not whole_department(t.extra["departamento"])]
    return _by_name((name, t.extra["departamento"]) for t in terms for name in _called(plain(t.name)))


def _called(name: str) -> set[str]:
    """A municipality's name and the short one that everybody says: Tumaco, Cúcuta, Buga, Cartagena."""
    first, _, rest = name.rpartition(" de ")
    short = rest if first.startswith(_FORMAL) else first if rest == "indias" else ""
    return {name, short} - {"", *_departments()}


@cache
def _departments() -> Mapping[str, int]:
    named = (*vocabulary("departamentos").items(), *vocabulary("regionales").items())
    return {plain(term.name).removeprefix("la "): centros_of(code) for code, term in named if centros_of(code)}
