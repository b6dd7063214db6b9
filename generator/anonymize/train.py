"""Trains the names model and writes `datos/nombres.crf.gz`; what it learns from is told in `datos/MODELO.md`.

    python -m generator.anonymize.train --anotados DIR [--salida FILE]

DIR holds `*_train.jsonl`, one JSON a line: {"text", "spans": [{"start", "end", "label"}]}. Needs `python-crfsuite`,
which nothing else needs. The same data give the same model.
"""

from __future__ import annotations

import argparse
import importlib
import json
import random
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from generator.anonymize.augment import Annotated, variants
from generator.anonymize.features import lines, of_line
from generator.anonymize.model import FILE, LABELS, pack
from generator.anonymize.names import by_rules, marked
from generator.anonymize.tokens import tokenize

PERSON = frozenset({"PER", "NOMBRE_SUJETO_ASISTENCIA", "NOMBRE_PERSONAL_SANITARIO"})
FAMILY = "FAMILIARES_SUJETO_ASISTENCIA"
OTHER = frozenset({"LOC", "ORG", "MISC", "TERRITORIO", "PAIS", "HOSPITAL", "INSTITUCION", "CENTRO_SALUD", "CALLE"})
PARAMETERS = {"c1": 0.01, "c2": 0.5, "max_iterations": 100, "feature.minfreq": 2}


def read(path: Path) -> Iterator[Annotated]:
    """The annotated texts of a file, with persons and other entities only."""
    for row in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(row)
        yield Annotated(entry["text"], tuple(sorted(_spans(entry["text"], entry["spans"]))))


_CAPITALIZED = re.compile(r"[A-ZÁÉÍÓÚÑ][a-zà-ÿ]+(?:[ -](?:de |del |la )*[A-ZÁÉÍÓÚÑ][a-zà-ÿ]+)+")


def _spans(text: str, given: list[dict[str, Any]]) -> Iterator[tuple[int, int, str]]:
    for span in given:
        start, end, label = span["start"], span["end"], span["label"]
        if label in PERSON or label in OTHER:
            yield start, end, LABELS[1] if label in PERSON else LABELS[2]
        elif label == FAMILY:
            # «La hermana» says who; only the name after it is a person's name.
            yield from ((start + m.start(), start + m.end(), LABELS[1]) for m in _CAPITALIZED.finditer(text[start:end]))


def sequences(document: Annotated) -> Iterator[tuple[list[list[str]], list[str]]]:
    """Features and labels of every line of a text."""
    tokens = tokenize(document.text)
    places: set[int] = set()
    tokens = marked(tokens, by_rules(document.text, tokens, places), places)
    for first, last in lines(document.text, tokens):
        inside = tokens[first:last]
        labels = [document.label(t.start, t.end) for t in inside]
        yield of_line(document.text, inside), labels


def fit(documents: Iterable[Annotated], parameters: dict[str, Any]) -> bytes:
    """The trained model, as the bytes of its file."""
    crfsuite = importlib.import_module("pycrfsuite")
    trainer = crfsuite.Trainer(algorithm="lbfgs", verbose=False)
    for document in documents:
        for features, labels in sequences(document):
            trainer.append(features, labels)
    trainer.set_params(parameters)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "modelo")
        trainer.train(path)
        tagger = crfsuite.Tagger()
        with tagger.open(path):
            about = tagger.info()
            return _packed(about.state_features, about.transitions)


def _packed(state: dict[tuple[str, str], float], moves: dict[tuple[str, str], float]) -> bytes:
    weights: dict[str, list[float]] = {}
    for (feature, label), weight in state.items():
        # Weights this small change no decision and make up a third of the file.
        if abs(weight) > 0.005:
            weights.setdefault(feature, [0.0] * len(LABELS))[LABELS.index(label)] = weight
    return pack(sorted(weights.items()), [[moves.get((a, b), 0.0) for b in LABELS] for a in LABELS])


def corpus(folder: Path) -> Iterator[Annotated]:
    """Every training text followed by the variants made of it, always the same ones."""
    for path in sorted(folder.glob("*_train.jsonl")):
        chance = random.Random(path.name)  # noqa: S311 - variety, not secrecy
        for document in read(path):
            yield document
            yield from variants(document, chance)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--anotados", type=Path, required=True)
    parser.add_argument("--salida", type=Path, default=FILE)
    options = parser.parse_args(arguments)
    content = fit(corpus(options.anotados), PARAMETERS)
    options.salida.write_bytes(content)
    print(f"{options.salida.name}: {len(content) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
