"""Measures what the detectors find of people's names, how sure, how much is asked and how fast.

    python -m generator.anonymize.evaluate --anotados DIR [--textos DIR] [--conjunto dev]

DIR holds `*_dev.jsonl` as `train.py` reads them. Shares are of letters-only tokens of names, two letters or more,
without particles and titles; precision is of the letters and digits that `auto` covers, once counting every kind
of finding and once only people, since a dataset that marks no person in an e-mail address counts it as wrong.
`--textos` holds ordinary texts, for how many different findings a reviewer gets for every 1,000 words.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.anonymize.detect import detect
from generator.anonymize.model import FILE, unpack
from generator.anonymize.spans import Kind, Level, Span

_PERSON = frozenset("PER NOMBRE NOMBRE_SUJETO_ASISTENCIA NOMBRE_PERSONAL_SANITARIO LEGAL_PROFESSIONAL".split())
_SKIP = frozenset(
    """de del la las los el y e i van von der den da di le al lo sr sra dr dra don doña lord san of señor señora
    fray""".split()
)
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(slots=True)
class Count:
    """Tokens of names, how many were found, and what `auto` covers (characters), of every kind and of people."""

    tokens: int = 0
    sure: int = 0
    found: int = 0
    covered: int = 0
    right: int = 0
    covered_people: int = 0
    right_people: int = 0

    def add(self, text: str, names: Sequence[tuple[int, int]], spans: Sequence[Span]) -> None:
        """Count one text."""
        auto = _mask([s for s in spans if s.level is Level.AUTO], len(text))
        people = _mask([s for s in spans if s.level is Level.AUTO and s.kind is Kind.PERSONA], len(text))
        both = _mask(spans, len(text))
        gold = bytearray(len(text))
        for start, end in names:
            gold[start:end] = b"\1" * (end - start)
            for match in _WORD.finditer(text, start, end):
                if len(match.group()) > 1 and match.group().lower() not in _SKIP:
                    self.tokens += 1
                    self.sure += all(auto[match.start() : match.end()])
                    self.found += all(both[match.start() : match.end()])
        for index, char in enumerate(text):
            if char.isalnum() and auto[index]:
                self.covered, self.right = self.covered + 1, self.right + gold[index]
                self.covered_people += people[index]
                self.right_people += people[index] & gold[index]


def _mask(spans: Iterable[Span], length: int) -> bytearray:
    mask = bytearray(length)
    for span in spans:
        mask[span.start : span.end] = b"\1" * (span.end - span.start)
    return mask


def gold(path: Path) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Each text of an annotated file, and where it names people."""
    for row in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(row)
        yield entry["text"], [(s["start"], s["end"]) for s in entry["spans"] if s["label"] in _PERSON]


def annotated(path: Path) -> Count:
    """What is found in an annotated file."""
    count = Count()
    for text, names in gold(path):
        count.add(text, names, detect(text))
    return count


def asked(folder: Path) -> tuple[int, int, float]:
    """Words, different findings to review in each text, and thousands of bytes a second."""
    texts = [p.read_text(encoding="utf-8", errors="replace") for p in sorted(folder.rglob("*")) if p.is_file()]
    words = unique = 0
    begin = time.process_time()
    found = [detect(text) for text in texts]
    spent = time.process_time() - begin
    for text, spans in zip(texts, found, strict=True):
        words += len(text.split())
        unique += len({text[s.start : s.end] for s in spans if s.level is Level.REVISAR})
    return words, unique, sum(len(text.encode()) for text in texts) / 1000 / max(spent, 1e-9)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:6.2f}" if whole else "     –"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--anotados", type=Path, required=True)
    parser.add_argument("--conjunto", default="dev")
    parser.add_argument("--textos", type=Path)
    options = parser.parse_args(arguments)
    begin = time.process_time()
    unpack(FILE.read_bytes())
    print(f"modelo: {FILE.stat().st_size / 1e6:.2f} MB, se carga en {time.process_time() - begin:.3f} s")
    print(f"{'conjunto':<16}{'nombres':>8}{'hallados':>10}{'solo auto':>10}{'prec. auto':>11}{'de persona':>11}")
    for path in sorted(options.anotados.glob(f"*_{options.conjunto}.jsonl")):
        c = annotated(path)
        found, sure = _share(c.found, c.tokens), _share(c.sure, c.tokens)
        every, people = _share(c.right, c.covered), _share(c.right_people, c.covered_people)
        print(f"{path.stem:<16}{c.tokens:>8}{found:>10}{sure:>10}{every:>11}{people:>11}")
    if options.textos:
        words, unique, speed = asked(options.textos)
        print(f"por revisar: {1000 * unique / words:.1f} distintos por 1.000 palabras; {speed:.0f} KB/s")


if __name__ == "__main__":
    main()
