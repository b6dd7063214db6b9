"""The sentence around a finding, as a person would want to read it before deciding. For the author's own eyes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.anonymize.detect import Where
from generator.anonymize.findings import Finding

REACH = 160
"""The most characters of a sentence on each side of the words."""

# An end of sentence, but not the dot of «Dr.», «Sra.» or an initial.
_END = re.compile(r"(?<!\b\w)(?<!\b\w\w)(?<!\b\w\w\w)[.!?…]+[\"”»)\]]*\s+(?=[^\Wa-záéíóúüñ]|[¿¡«\"“(])|\n\s*\n")
_LINE = re.compile(r"\n")


@dataclass(frozen=True, slots=True, repr=False)
class Mention:
    """Where some words stand: the file, its line (from 1), and the words with what is around them in the sentence."""

    file: str
    line: int
    before: str
    words: str
    after: str


def mention(finding: Finding, text: str) -> Mention:
    """A finding in its sentence; `text` is that of its file."""
    run, span = finding.run, finding.span
    whole = run.text == text
    end = _END if run.where is Where.PROSA and not whole else _LINE
    start, stop = 0, len(run.text)
    for match in end.finditer(run.text):
        if match.end() <= span.start:
            start = match.end()
        elif match.start() >= span.end:
            stop = match.end()
            break
    before, after = run.text[start : span.start], run.text[span.end : stop].rstrip()
    return Mention(finding.file, line_of(finding, text), _tail(before), _flat(finding.words), _head(after))


def line_of(finding: Finding, text: str) -> int:
    """The line of its file on which a finding begins; `text` is that of the file."""
    run = finding.run
    first = 1 if run.text == text else run.line
    return first + run.text.count("\n", 0, finding.span.start)


def _flat(words: str) -> str:
    return re.sub(r"\s", " ", words)


def _tail(words: str) -> str:
    flat = _flat(words)
    return flat if len(flat) <= REACH else "…" + flat[-REACH:].partition(" ")[2]


def _head(words: str) -> str:
    flat = _flat(words)
    return flat if len(flat) <= REACH else flat[:REACH].rpartition(" ")[0] + "…"
