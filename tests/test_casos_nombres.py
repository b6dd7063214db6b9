"""Names in the ways people write them (`casos/nombres/hallados.txt`) and who is not a person (`nadie.txt`).
Every name is put together from name parts and is nobody's."""

import pytest

from generator.anonymize.detect import detect
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
