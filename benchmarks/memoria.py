"""What a memory of terms spares: questions for every 1,000 words, with it and without it.

    python -m benchmarks.memoria [CARPETA]

CARPETA has one folder for each repository of texts (by default, the shared real ones). Every other repository, by
name, is reviewed first, and every finding that the rules let be remembered is kept; what is left to ask in the others
is then counted. A question is a finding to review, once for each different text within a file. The same is done with
every other text, whatever its repository: terms of the same trade come back sooner.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.envolver import SHARED
from generator.anonymize.detect import Where, detect
from generator.anonymize.findings import Finding
from generator.anonymize.memory import NOTHING, may_remember, remember, undecided
from generator.anonymize.places import Run
from generator.anonymize.spans import Level
from generator.schema.revision import MAX_TERMS, Memoria, Motivo

_TEXTS = (".md", ".Rmd")


def read(repositories: Iterable[Path]) -> list[tuple[str, list[Finding]]]:
    """Every text of some repositories with its findings, certain ones included."""
    paths = (p for top in repositories for p in sorted(top.rglob("*")) if p.suffix in _TEXTS and p.is_file())
    texts = (path.read_bytes().decode("utf-8", errors="replace") for path in paths)
    return [(text, _findings(text)) for text in texts]


def _findings(text: str) -> list[Finding]:
    run = Run(text, Where.PROSA, 1, ())
    return [Finding("index.md", run, span) for span in detect(text)]


def learned(read_before: Sequence[tuple[str, list[Finding]]]) -> Memoria:
    """The memory after a reviewer found that nothing to review was anybody's name."""
    terms = {
        finding.words: Motivo.PALABRA
        for _, found in read_before
        for finding in found
        if may_remember(finding, Motivo.PALABRA)
    }
    return remember(NOTHING, dict(list(terms.items())[:MAX_TERMS]))


def questions(texts: Sequence[tuple[str, list[Finding]]], memory: Memoria) -> int:
    """Different words to review, counted by file."""
    return sum(len({f.words for f in undecided(found, memory) if f.span.level is Level.REVISAR}) for _, found in texts)


def main(folder: Path) -> None:
    repositories = sorted(p for p in folder.iterdir() if p.is_dir())
    before, after = read(repositories[::2]), read(repositories[1::2])
    report("En repositorios de otros", before, after)
    together = read(repositories)
    report("En otros textos de los mismos repositorios", together[::2], together[1::2])


def report(where: str, before: Sequence[tuple[str, list[Finding]]], after: Sequence[tuple[str, list[Finding]]]) -> None:
    memory = learned(before)
    words = sum(len(text.split()) for text, _ in after)
    plain, spared = questions(after, NOTHING), questions(after, memory)
    print(f"{where}: {len(after)} textos, {words} palabras; se recuerdan {len(memory.terminos)} términos.")
    print(f"  preguntas por 1.000 palabras, sin memoria: {1000 * plain / words:.2f} ({plain})")
    print(f"  preguntas por 1.000 palabras, con memoria: {1000 * spared / words:.2f} ({spared})")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED)
