"""What stands before a name in Spanish: a role (it stays, as part of what replaces the name), a title (it goes).

The list is closed: «la alcaldesa Rosa» keeps its noun where it is and reads well («la alcaldesa «persona A»»), while a
role that is known can be said again wherever the same person is mentioned.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from generator.vocabulary import plain


class Gender(Enum):
    """Grammatical gender, of words and never of people."""

    MASCULINE = "m"
    FEMININE = "f"


@dataclass(frozen=True, slots=True, repr=False)
class Noun:
    """What somebody is called by, in the singular; both forms are the same where the article alone tells."""

    masculine: str
    feminine: str

    def form(self, gender: Gender | None) -> str:
        """The form for an article; the masculine one, which is the general one, where nothing tells."""
        return self.feminine if gender is Gender.FEMININE else self.masculine


PERSONA = Noun("persona", "persona")
"""For whom no role is known: feminine whoever it is."""

_GENDERED = """
    instructor instructora instructores instructoras
    acompañado acompañada acompañados acompañadas
    coordinador coordinadora coordinadores coordinadoras
    subdirector subdirectora subdirectores subdirectoras
    director directora directores directoras
    profesor profesora profesores profesoras
    maestro maestra maestros maestras
    tutor tutora tutores tutoras
    formador formadora formadores formadoras
    facilitador facilitadora facilitadores facilitadoras
    gestor gestora gestores gestoras
    asesor asesora asesores asesoras
    compañero compañera compañeros compañeras
    alumno alumna alumnos alumnas
    egresado egresada egresados egresadas
    ingeniero ingeniera ingenieros ingenieras
    doctor doctora doctores doctoras
    técnico técnica técnicos técnicas
    tecnólogo tecnóloga tecnólogos tecnólogas
    psicólogo psicóloga psicólogos psicólogas
    enfermero enfermera enfermeros enfermeras
    monitor monitora monitores monitoras
    vocero vocera voceros voceras
"""
_COMMON = """
    aprendiz aprendices
    acompañante acompañantes
    profe profes
    docente docentes
    colega colegas
    estudiante estudiantes
    practicante practicantes
    participante participantes
    líder líderes
"""
_OTHERS = {"lideresa": Noun("líder", "lideresa"), "aprendiza": Noun("aprendiz", "aprendiza")}
_SHORT = {"dr": Noun("doctor", "doctora"), "dra": Noun("doctor", "doctora"), "profa": Noun("profesor", "profesora")}
_TITLES = {
    **dict.fromkeys("don señor señorito sr".split(), Gender.MASCULINE),
    **dict.fromkeys("doña señora señorita sra srta".split(), Gender.FEMININE),
    **dict.fromkeys("d ing lic prof arq mg mgs msc phd esp".split(), None),
}


@dataclass(frozen=True, slots=True, repr=False)
class _Word:
    noun: Noun
    gender: Gender | None
    plural: bool = False


def _words() -> dict[str, _Word]:
    words: dict[str, _Word] = {}
    for row in _GENDERED.strip().splitlines():
        he, she, they, all_women = row.split()
        noun = Noun(he, she)
        words[plain(he)], words[plain(she)] = _Word(noun, Gender.MASCULINE), _Word(noun, Gender.FEMININE)
        words[plain(they)], words[plain(all_women)] = _Word(noun, None, True), _Word(noun, Gender.FEMININE, True)
    for row in _COMMON.strip().splitlines():
        one, many = row.split()
        words[plain(one)], words[plain(many)] = _Word(Noun(one, one), None), _Word(Noun(one, one), None, True)
    for written, noun in _OTHERS.items():
        words[written] = _Word(noun, Gender.FEMININE)
    for written, noun in _SHORT.items():
        words[written] = _Word(noun, Gender.FEMININE if written.endswith("a") else Gender.MASCULINE)
    return words


_WORDS = _words()
_LISTED_TITLES = {plain(title): gender for title, gender in _TITLES.items()}
TITLES = tuple(_TITLES)
"""What may stand before a name and goes with it, as it is written."""
ABBREVIATED = frozenset(("d", "sr", "sra", "srta", "ing", "lic", "prof", "arq", "mg", "mgs", "msc", "esp", *_SHORT))
NOUNS = tuple(sorted({f for w in _WORDS.values() for f in (w.noun.masculine, w.noun.feminine)} | {"persona"}))
"""Every form that can stand in a placeholder."""

_BEFORE = re.compile(r"(?<![\w.@/-])([^\W\d_]+)(\.?)[ \t\xa0]*(?:\n[ \t]*)?\Z")
_OPENING = re.compile(r"([^\W\d_]+)(\.?)[ \t\xa0]+(?=[^\W\d_])")


@dataclass(frozen=True, slots=True, repr=False)
class Before:
    """What stands right before a name, from `start` on: the role said there, and the gender that it or a title tells.

    `plural`: the role is that of several people, «los aprendices Yeison y Leidy», and stays where it is.
    """

    start: int
    noun: Noun | None = None
    gender: Gender | None = None
    plural: bool = False


def before(text: str, at: int, floor: int) -> Before:
    """The role and the titles between `floor` and a name that begins at `at`."""
    start, bare, noun, gender = at, at, None, None
    while match := _BEFORE.search(text, max(floor, start - 40), start):
        word, dot = plain(match[1]), bool(match[2])
        if dot and word not in ABBREVIATED:
            break
        if word in _LISTED_TITLES and (len(word) > 1 or dot):
            gender = gender or _LISTED_TITLES[word]
        elif noun is None and (known := _WORDS.get(word)):
            if known.plural:
                return Before(start, known.noun, known.gender, plural=True)
            noun, gender, bare = known.noun, known.gender, start
        elif word in _WORDS:
            # «El instructor técnico Yeison»: two nouns that belong together stay where they are.
            return Before(bare)
        else:
            break
        start = match.start()
    return Before(start, noun, gender)


def past_titles(text: str, start: int, end: int) -> int:
    """Where a name begins that was found together with the role or the titles before it: «INSTRUCTORA ROSA MINA»."""
    while match := _OPENING.match(text, start, end):
        word, dot = plain(match[1]), bool(match[2])
        role = word in _WORDS and not _WORDS[word].plural
        if not (role or (word in _LISTED_TITLES and (len(word) > 1 or dot))) or (dot and word not in ABBREVIATED):
            break
        start = match.end()
    return start


def said_around(text: str, start: int, end: int, noun: Noun) -> bool:
    """Whether the noun stands by the name already, with no more than a complement between, or explains it after."""
    forms = "|".join(sorted({noun.masculine, noun.feminine, f"{noun.masculine}s", f"{noun.feminine}s"}))
    if noun.masculine.endswith(("r", "z")):
        forms += f"|{noun.masculine[:-1]}(?:r|c)es"
    left = rf"(?<!\w)(?:{forms})(?: (?:de|del|en)(?: la| los| las)? \w+(?: \w+)?)?[ ,:(\"“]*\Z"
    right = rf"(?:, | \(|: )(?:(?:el|la|un|una|mi|su|nuestr[oa]) )?(?:{forms})(?!\w)"
    found = re.compile(left, re.IGNORECASE).search(text, max(0, start - 60), start)
    return bool(found or re.compile(right, re.IGNORECASE).match(text, end))
