"""One finder of names over files, alone in its process: what it finds, and what that cost.

    python benchmarks/nombres_otros.py HERRAMIENTA CARPETA ARCHIVO.jsonl…

Imports nothing of the project but for `inspira`, so that it runs in the environment of each tool. For each file of
lines {"text": …} it writes into CARPETA one of the same name, of lines {"hallazgos": [{inicio, fin, tipo, nivel}]} as
`inspira detectar --jsonl` prints; on its output, one JSON with what it cost. It keeps to one core, and counts time of
processor.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

SPANISH = "es_core_news_sm"
BATCH = 20_000
Found = list[dict[str, Any]]
Finder = Callable[[Iterable[str]], Iterator[Found]]


def main(tool: str, folder: Path, files: list[Path]) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    begin = time.process_time()
    finder, versions, model = TOOLS[tool]()
    list(finder(["Ayer habló Ana Pérez, de Tunja."]))  # some read their data at the first text
    load = time.process_time() - begin
    spent = size = 0.0
    for path in files:
        texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").split("\n") if line]
        begin = time.process_time()
        found = list(finder(texts))
        spent += time.process_time() - begin
        size += sum(len(text.encode()) for text in texts) / 1000
        lines = "".join(json.dumps({"hallazgos": spans}) + "\n" for spans in found)
        (folder / path.name).write_text(lines, encoding="utf-8")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    cost = {"carga_s": load, "kb_por_s": size / spent, "pico_mib": peak, "modelo_mb": model, "versiones": versions}
    print(json.dumps(cost))


def _inspira() -> tuple[Finder, str, float]:
    from generator.anonymize.detect import detect
    from generator.anonymize.model import FILE

    def finder(texts: Iterable[str]) -> Iterator[Found]:
        for text in texts:
            yield [_row(s.start, s.end, s.kind.value, s.level.value) for s in detect(text)]

    # The lists of words beside the model are as much a part of it as the vocabulary of spaCy's.
    return finder, "este proyecto", sum(p.stat().st_size for p in FILE.parent.iterdir()) / 1e6


def _spacy() -> tuple[Finder, str, float]:
    """People as certain, every other entity to be asked about: spaCy gives no degrees, so that is the next best."""
    import spacy

    nlp = spacy.load(SPANISH, exclude=["morphologizer", "parser", "attribute_ruler", "lemmatizer", "senter"])

    def finder(texts: Iterable[str]) -> Iterator[Found]:
        for doc in (doc for some in _batches(texts) for doc in nlp.pipe(some)):
            yield [
                _row(e.start_char, e.end_char, *(("persona", "auto") if e.label_ == "PER" else (e.label_, "revisar")))
                for e in doc.ents
            ]

    return finder, _versions("spacy", "es-core-news-sm"), _size(nlp)


def _presidio() -> tuple[Finder, str, float]:
    """Its default recognizers for Spanish; places and dates are no private data here, so they are not asked for."""
    import tldextract

    # Out of the box it fetches the list of Internet suffixes; the copy that comes in the package is used instead.
    tldextract.extract = tldextract.TLDExtract(cache_dir=None, suffix_list_urls=())
    from presidio_analyzer import AnalyzerEngine, BatchAnalyzerEngine
    from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine

    nlp = SpacyNlpEngine([{"lang_code": "es", "model_name": SPANISH}], NerModelConfiguration())
    nlp.load()
    engine = AnalyzerEngine(nlp_engine=nlp, supported_languages=["es"])
    places = {"LOCATION", "NRP", "ORGANIZATION", "DATE_TIME", "URL"}
    entities = sorted(set(engine.get_supported_entities("es")) - places)
    batch = BatchAnalyzerEngine(engine)

    def finder(texts: Iterable[str]) -> Iterator[Found]:
        for some in _batches(texts):
            for found in batch.analyze_iterator(some, "es", batch_size=len(some), entities=entities):
                kinds = ("persona" if r.entity_type == "PERSON" else r.entity_type for r in found)
                yield [_row(r.start, r.end, kind, "auto") for r, kind in zip(found, kinds, strict=True)]

    return finder, _versions("presidio-analyzer", "spacy", "es-core-news-sm"), _size(nlp.nlp["es"])


def _batches(texts: Iterable[str], size: int = BATCH) -> Iterator[list[str]]:
    """Texts by the heap, of `size` characters or a single longer one: spaCy is slower one by one, and with too many."""
    some: list[str] = []
    for text in texts:
        if some and sum(map(len, some)) + len(text) > size:
            yield some
            some = []
        some.append(text)
    if some:
        yield some


def _row(start: int, end: int, kind: str, level: str) -> dict[str, Any]:
    return {"inicio": start, "fin": end, "tipo": kind, "nivel": level}


def _versions(*packages: str) -> str:
    return ", ".join(f"{package} {version(package)}" for package in packages)


def _size(nlp: Any) -> float:
    """Megabytes on disk of the parts of a spaCy model that are loaded."""
    parts = {"vocab", "tokenizer", "meta.json", "config.cfg", *nlp.pipe_names}
    files = (p for part in parts for p in ([nlp.path / part, *(nlp.path / part).rglob("*")]) if p.is_file())
    return float(sum(p.stat().st_size for p in files) / 1e6)


TOOLS: dict[str, Callable[[], tuple[Finder, str, float]]] = {
    "inspira": _inspira,
    "spacy": _spacy,
    "presidio": _presidio,
}

if __name__ == "__main__":
    warnings.simplefilter("ignore")  # the model is older than this spaCy, which says so; see README.md
    main(sys.argv[1], Path(sys.argv[2]), [Path(name) for name in sys.argv[3:]])
