"""Names in the ways people write them (`casos/nombres/hallados.txt`), who is not a person (`nadie.txt`), and what is
sensitive beside a person. Every name is put together from name parts and is nobody's."""

import re

import pytest

from generator.anonymize.detect import Where, detect
from generator.anonymize.spans import Kind, Level
from tests.raiz import ROOT

TABLES = ROOT / "tests" / "casos" / "nombres"
FOUND = [
    line.replace("\\n", "\n")
    for line in (TABLES / "hallados.txt").read_text(encoding="utf-8").splitlines()
    if "⟦" in line
]
NOBODY = [
    line
    for line in (TABLES / "nadie.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def unmark(marked: str) -> tuple[str, list[tuple[int, int]]]:
    text, ranges, start = "", [], 0
    for char in marked:
        if char == "⟦":
            start = len(text)
        elif char == "⟧":
            ranges.append((start, len(text)))
        else:
            text += char
    return text, ranges


def missed(marked: str, levels: set[Level]) -> list[str]:
    text, ranges = unmark(marked)
    taken = {i for s in detect(text) if s.level in levels for i in range(s.start, s.end)}
    return [text[i] for a, b in ranges for i in range(a, b) if text[i].isalpha() and i not in taken]


@pytest.mark.parametrize("marked", FOUND)
def test_found(marked: str) -> None:
    assert not missed(marked, {Level.AUTO, Level.REVISAR})


def test_most_are_found_without_asking() -> None:
    sure = sum(not missed(marked, {Level.AUTO}) for marked in FOUND)
    assert len(FOUND) >= 250
    # A lone word that is also a place, or a common word that opens a sentence, is asked and not redacted.
    assert sure / len(FOUND) >= 0.83


@pytest.mark.parametrize("text", NOBODY)
def test_nobody(text: str) -> None:
    assert not [text[s.start : s.end] for s in detect(text) if s.kind is Kind.PERSONA]


SENSITIVE = [
    ("La aprendiz tiene diabetes.", "diabetes", "salud"),
    ("Leidy Mina tiene epilepsia.", "epilepsia", "salud"),
    ("Un aprendiz con discapacidad visual usó el lector.", "discapacidad visual", "salud"),
    ("La única instructora embarazada pidió el cambio.", "embarazada", "salud"),
    ("Yeison Muchavisoy vive con VIH.", "VIH", "salud"),
    ("El compañero, que es sordo, dirigió el ejercicio.", "sordo", "salud"),
    ("Yeison Chindoy es indígena y sembró.", "indígena", "origen"),
    ("Una aprendiz wayuu tejió la mochila.", "wayuu", "origen"),
    ("Petrona Lucumí es palenquera.", "palenquera", "origen"),
    ("Mi compañero venezolano propuso otra receta.", "venezolano", "origen"),
    ("El instructor es evangélico.", "evangélico", "creencias"),
    ("Nubia Arboleda es testigo de Jehová.", "testigo de Jehová", "creencias"),
    ("El instructor Faber Mina es sindicalista.", "sindicalista", "políticas"),
    ("Ese aprendiz milita en un partido.", "milita", "políticas"),
    ("El aprendiz desmovilizado lideró el grupo.", "desmovilizado", "políticas"),
    ("La instructora es lesbiana.", "lesbiana", "sexual"),
    ("Un aprendiz transgénero participó.", "transgénero", "sexual"),
    ("Tomamos la huella dactilar de Leidy Mina.", "huella dactilar", "biometría"),
    ("Rubiela Tunubalá fue víctima del conflicto.", "víctima del conflicto", "víctima"),
    ("«persona A» fue desplazada de su vereda.", "desplazada", "víctima"),
]
MINORS = [
    ("Yeison Chindoy, de 15 años, sembró.", "de 15 años"),
    ("La aprendiz tiene 16 años y cose.", "tiene 16 años"),
    ("Leidy Mina es menor de edad.", "menor de edad"),
    ("La hija de Nubia Arboleda, una niña, ayudó.", "una niña"),
    ("El aprendiz, de diecisiete años, soldó.", "de diecisiete años"),
    ("Ese estudiante cursa grado noveno.", "noveno"),
]


@pytest.mark.parametrize(("marked", "words", "topic"), SENSITIVE)
def test_sensitive_data_beside_a_person_is_asked(marked: str, words: str, topic: str) -> None:
    text = unmark(marked)[0]
    found = [s for s in detect(text) if s.kind is Kind.SENSIBLE]
    assert any(words in text[s.start : s.end] and topic in s.reason for s in found)
    assert all(s.level is Level.REVISAR and "persona" in s.reason for s in found)


@pytest.mark.parametrize(("text", "words"), MINORS)
def test_a_minor_is_asked_about(text: str, words: str) -> None:
    found = [s for s in detect(text) if s.kind is Kind.MENOR]
    assert any(words in text[s.start : s.end] for s in found)
    assert all(s.level is Level.REVISAR for s in found)


@pytest.mark.parametrize(
    "text",
    [
        "Formación sobre diabetes para cuidadores.",
        "Los ajustes sirven a aprendices con discapacidad visual.",
        "El SENA atiende a pueblos indígenas y a víctimas del conflicto.",
        "La ley de protección de datos habla de salud, religión y sindicatos.",
        "El programa dura 15 años.",
        "Hace 12 años abrió la sede.",
        "El partido de fútbol fue el domingo.",
    ],
)
def test_a_topic_is_nobodys(text: str) -> None:
    assert not [s for s in detect(text) if s.kind in (Kind.SENSIBLE, Kind.MENOR)]


def test_what_is_sensitive_says_so_in_prose_only() -> None:
    assert not [s for s in detect("diabetes-de-leidy-mina", Where.RUTA) if s.kind is Kind.SENSIBLE]


def test_structured_kinds_in_more_spellings() -> None:
    """At least 99.5 % of this table and that of `test_detectores` is found: here, all of it."""
    text = (TABLES / "datos.txt").read_text(encoding="utf-8")
    cases = [case.split(": ", 1) for case in re.split(r"\n(?=[a-z_]+: )", text.partition("\n")[2].strip("\n"))]
    assert len(cases) >= 80
    assert [c for c in cases if _digits_missed(c[1])] == []


def _digits_missed(marked: str) -> bool:
    text, ranges = unmark(marked)
    taken = {i for s in detect(text) for i in range(s.start, s.end)}
    return any(text[i].isalnum() and i not in taken for a, b in ranges for i in range(a, b))
