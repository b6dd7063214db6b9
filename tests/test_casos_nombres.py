"""Names in the ways people write them (`casos/nombres/hallados.txt`) and who is not a person (`nadie.txt`).
Every name is put together from name parts and is nobody's."""

import re

import pytest

from generator.anonymize.detect import detect
from generator.anonymize.spans import CITED, Kind, Level
from tests.marcas import unmark
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


def missed(marked: str, levels: set[Level]) -> list[str]:
    text, ranges = unmark(marked)
    taken = {i for s in detect(text) if s.level in levels for i in range(s.start, s.end)}
    return [text[i] for a, b in ranges for i in range(a, b) if text[i].isalpha() and i not in taken]


@pytest.mark.parametrize("marked", FOUND)
def test_found(marked: str) -> None:
    assert not missed(marked, {Level.AUTO, Level.REVISAR})


def test_most_are_found_without_asking() -> None:
    """Where a capital tells; names in lower case, and a lone word that is also a place or a common one, are asked."""
    capital = [marked for marked in FOUND if any(part[0].isupper() for part in re.findall("⟦(.)", marked))]
    sure = sum(not missed(marked, {Level.AUTO}) for marked in capital)
    assert len(FOUND) >= 300 and len(capital) >= 200
    assert sure / len(capital) >= 0.83


@pytest.mark.parametrize("text", NOBODY)
def test_nobody(text: str) -> None:
    assert not [text[s.start : s.end] for s in detect(text) if s.kind is Kind.PERSONA]


CITED_ONES = [
    line
    for line in (TABLES / "citados.txt").read_text(encoding="utf-8").splitlines()
    if "⟦" in line and not line.startswith("#")
]


@pytest.mark.parametrize("marked", CITED_ONES)
def test_authors_of_cited_works_are_asked_about_as_such(marked: str) -> None:
    text, ranges = unmark(marked)
    people = [s for s in detect(text) if s.kind is Kind.PERSONA]
    assert people and all(s.level is Level.REVISAR for s in people)
    assert all(any(a <= s.start < b and s.reason == CITED for s in people) for a, b in ranges)


@pytest.mark.parametrize(
    "text", ["la instructora Paula Freire llegó", "la profe Freire llegó", "Paulo Freire Muchavisoy llegó a clase"]
)
def test_somebody_near_who_bears_an_author_s_name_is_no_author(text: str) -> None:
    assert CITED not in {s.reason for s in detect(text)} and any(s.level is Level.AUTO for s in detect(text))
